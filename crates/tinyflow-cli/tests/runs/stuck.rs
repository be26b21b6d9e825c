//! Runs that a worker took and could not go on with.

use tinyflow::{Context, RunPhase, RunStatus};
use tinyflow_tests::project::Project;

use crate::travel::{open, project_waiting};
use crate::{lines, runs, runs_json};

const ERROR: &str = "the state of run `adas` at step `AskManager` does not fit its type: \
                     price: invalid type: string \"cheap\", expected f64";

/// A project of which one run has a state that does not fit, and was answered. A worker has
/// looked at it, and nobody has it in hand.
async fn project_stuck() -> Project {
    let project = project_waiting(&["adas", "bobs"]).await;
    let others = rusqlite::Connection::open(project.path("runs.db")).unwrap();
    let change = "UPDATE runs SET head = replace(head, '250.0', '\"cheap\"'), wake_at = 0
                  WHERE run_id = 'adas'";
    assert_eq!(others.execute(change, []).unwrap(), 1);
    let runtime = open(&project);
    let worker = runtime.start();
    let mut changes = runtime.context().changes().unwrap();
    while runtime
        .runs()
        .list(&[RunPhase::Stuck])
        .await
        .unwrap()
        .is_empty()
    {
        changes.next().await;
    }
    worker.shutdown().await;
    project
}

#[tokio::test]
async fn they_are_listed_and_shown_with_the_reason() {
    let project = project_stuck().await;
    let said = runs(&project, &["list", "--phase", "stuck"]).with_status(0);
    let row = format!("adas travel-request 1.0.0 stuck AskManager not as it is: {ERROR}");
    assert_eq!(
        lines(&said.stdout),
        ["RUN FLOW PHASE STEP GOES ON".to_owned(), row]
    );
    let listed = runs_json(&project, &["list"]);
    assert_eq!(listed[0]["error"], ERROR);
    assert_eq!(listed[1]["phase"], "waiting");

    let shown = runs_json(&project, &["show", "adas"]);
    assert_eq!(
        (&shown["phase"], &shown["error"]),
        (&"stuck".into(), &ERROR.into())
    );
    assert_eq!(shown["waits"].as_array().unwrap().len(), 1);
    let said = runs(&project, &["show", "adas"]).with_status(0);
    let told = lines(&said.stdout);
    assert_eq!(
        told[3],
        "phase stuck: a worker took it and could not go on with it"
    );
    assert_eq!(told[4], format!("error {ERROR}"));
    assert_eq!(
        told[5],
        "help nothing of it is lost: start a program whose workflow fits it, or stop the run \
         with `tinyflow runs cancel`; workers try it again within a minute, after \
         `tinyflow runs retry` at once"
    );
}

#[tokio::test]
async fn they_can_be_tried_again_and_cancelled() {
    let project = project_stuck().await;
    let said = runs(&project, &["retry", "adas"]).with_status(0);
    let told = "run `adas` goes on as soon as a worker takes it\n";
    assert_eq!(said.stdout, told);
    assert_eq!(runs_json(&project, &["show", "adas"])["phase"], "due");
    let said = runs(&project, &["cancel", "adas"]).with_status(0);
    assert_eq!(said.stdout, "run `adas` is cancelled\n");
    let snapshot = open(&project).snapshot("adas").await.unwrap();
    assert_eq!(snapshot.run.unwrap().status, RunStatus::Cancelled);
    assert_eq!(snapshot.state["price"], "cheap");
}
