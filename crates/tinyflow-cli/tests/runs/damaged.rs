//! Databases that are not there, are no databases, or are damaged.

use rusqlite::Connection;
use tinyflow_tests::project::Project;

use crate::travel::project_waiting;
use crate::{runs, runs_json};

#[test]
fn a_missing_database_is_not_made() {
    let project = Project::new();
    let said = runs(&project, &["list"]).with_status(2);
    assert_eq!(said.stderr, "error: there is no database `runs.db`\n");
    assert!(!project.path("runs.db").exists());
}

#[test]
fn a_file_that_holds_no_runs_is_left_alone() {
    let project = Project::new();
    for (content, part) in [
        ("", "the database `runs.db` holds no runs of tinyflow"),
        (
            "a text that is no database. ",
            "cannot open the database `runs.db`: file is not a database",
        ),
    ] {
        let content = content.repeat(100);
        project.write("runs.db", &content);
        let said = runs(&project, &["list"]).with_status(2);
        assert_eq!(said.stderr, format!("error: {part}\n"));
        assert_eq!(project.read("runs.db"), content);
    }
    let path = project.path("others.db");
    Connection::open(&path)
        .unwrap()
        .execute_batch("CREATE TABLE users (name TEXT)")
        .unwrap();
    let before = std::fs::read(&path).unwrap();
    let arguments = ["runs", "list", "--db", "others.db"];
    let said = project
        .run(env!("CARGO_BIN_EXE_tinyflow"), &arguments)
        .with_status(2);
    let part = "the database `others.db` holds no runs of tinyflow";
    assert!(said.stderr.contains(part), "{said}");
    assert_eq!(std::fs::read(&path).unwrap(), before);
}

#[tokio::test]
async fn a_torn_snapshot_is_named_and_the_other_runs_are_shown() {
    let project = project_waiting(&["adas", "bobs"]).await;
    let connection = Connection::open(project.path("runs.db")).unwrap();
    let torn = "UPDATE runs SET head = substr(head, 1, length(head) / 2) WHERE run_id = 'adas'";
    assert_eq!(connection.execute(torn, []).unwrap(), 1);
    drop(connection);
    let said = runs(&project, &["show", "adas"]).with_status(2);
    let part = "error: the snapshot of run `adas` is damaged: EOF while parsing";
    assert!(said.stderr.starts_with(part), "{said}");
    assert_eq!(runs_json(&project, &["show", "bobs"])["step"], "AskManager");
    assert_eq!(runs_json(&project, &["list"]).as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn a_corrupt_database_is_named() {
    let project = project_waiting(&["adas"]).await;
    let mut bytes = std::fs::read(project.path("runs.db")).unwrap();
    project.write("runs.db", &bytes[..bytes.len() / 2]);
    let said = runs(&project, &["list"]).with_status(2);
    let truncated = "error: cannot open the database `runs.db`: database disk image is malformed";
    assert!(said.stderr.starts_with(truncated), "{said}");

    // The second page is the root of the table of runs.
    bytes[4096..8192].fill(0xff);
    project.write("runs.db", &bytes);
    let said = runs(&project, &["list"]).with_status(2);
    let corrupt = "error: the runs in runs.db cannot be listed: the store failed: \
                   database disk image is malformed";
    assert!(said.stderr.starts_with(corrupt), "{said}");
    assert_eq!(said.stdout, "");
}
