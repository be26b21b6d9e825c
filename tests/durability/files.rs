//! Damaged files and full disks: an error that names what is damaged, and nothing else lost.

use std::fs;
use std::path::Path;
use std::sync::{Arc, Mutex};

use rusqlite::Connection;
use serde::{Deserialize, Serialize};
use tinyflow::{
    Context, ContextError, DurableState, FlowId, RuntimeError, StepResult, Worker, Workflow,
    WorkflowRuntime, end, repeat,
};
use tinyflow_sqlite::{SqliteContext, SqliteError};
use tokio::sync::Notify;

use crate::process;

/// The part of a process whose disk is too small.
pub(crate) const GROWING: &str = "growing";

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
enum Step {
    Grow,
}

/// A run whose state grows at each visit.
struct Growing;

const VISITS: usize = 200;

impl Workflow for Growing {
    type Step = Step;
    type State = Vec<String>;

    fn flow(&self) -> FlowId {
        FlowId::new("growing", "1.0.0")
    }

    fn begin(&self) -> Step {
        Step::Grow
    }

    async fn execute(&self, _: Step, run: &DurableState<Step, Vec<String>>) -> StepResult<Step> {
        run.action("grow", async |_, mut lines: Vec<String>| {
            lines.push("x".repeat(1_000));
            Ok(lines)
        })
        .await?;
        if run.state().len() == VISITS {
            return end();
        }
        repeat()
    }
}

fn open(folder: &Path) -> WorkflowRuntime<Growing, SqliteContext> {
    WorkflowRuntime::new(
        SqliteContext::open(folder.join("runs.db")).unwrap(),
        Growing,
    )
}

/// Runs until the disk is full, and writes down what it was told.
pub(crate) async fn grow(folder: &Path) {
    let outcome = match open(folder).run("r", Vec::new()).await {
        Err(RuntimeError::Context { run_id, source, .. }) => format!("{run_id}: {source}"),
        Err(other) => format!("another error: {other}"),
        Ok(result) => format!("no error: {}", result.is_finished()),
    };
    fs::write(folder.join("outcome"), outcome).unwrap();
}

#[tokio::test]
async fn a_full_disk_is_told_and_the_run_goes_on_when_there_is_room() {
    let folder = tempfile::tempdir().unwrap();
    let mut process = process::start_on_small_disk(GROWING, folder.path(), 400);
    assert!(process.wait().unwrap().success());
    let outcome = fs::read_to_string(folder.path().join("outcome")).unwrap();
    assert_eq!(outcome, "r: the store failed for run `r`");

    let runtime = open(folder.path());
    let before = runtime.query("r").await.unwrap();
    assert!(!before.state.is_empty() && before.state.len() < VISITS);
    let result = runtime.resume("r").await.unwrap();
    assert!(result.is_finished());
    assert_eq!(result.state().len(), VISITS);
}

#[tokio::test]
async fn a_log_with_a_gap_or_a_circle_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let runtime = open(folder.path());
    for run_id in ["good", "gap", "circle"] {
        let result = runtime.run(run_id, Vec::new()).await.unwrap();
        assert!(result.is_finished());
    }
    let connection = Connection::open(folder.path().join("runs.db")).unwrap();
    let first_of = "(SELECT min(number) FROM logs WHERE run_id = ?1)";
    let last_of = "(SELECT max(number) FROM logs WHERE run_id = ?1)";
    let gap = format!("DELETE FROM logs WHERE number = {first_of}");
    let circle = format!("UPDATE logs SET previous = {last_of} WHERE number = {first_of}");
    assert_eq!(connection.execute(&gap, ["gap"]).unwrap(), 1);
    assert_eq!(connection.execute(&circle, ["circle"]).unwrap(), 1);

    let context = runtime.context();
    assert!(context.logs("good").await.unwrap().len() > VISITS);
    for run_id in ["gap", "circle"] {
        let damaged = context.logs(run_id).await.unwrap_err();
        assert!(matches!(damaged, ContextError::Damaged { .. }), "{damaged}");
        assert!(context.load(run_id).await.unwrap().is_some());
    }
}

/// Remembers many things in one visit, and waits.
struct Remembering;

impl Workflow for Remembering {
    type Step = Step;
    type State = usize;

    fn flow(&self) -> FlowId {
        FlowId::new("remembering", "1.0.0")
    }

    fn begin(&self) -> Step {
        Step::Grow
    }

    async fn execute(&self, _: Step, run: &DurableState<Step, usize>) -> StepResult<Step> {
        for number in 0..VISITS {
            let key = format!("thing-{number}");
            run.with_action(&key, async |_| Ok(number)).await?;
        }
        run.wait_for_ms("nap", i64::from(u32::MAX)).await?;
        end()
    }
}

#[tokio::test]
async fn a_result_that_is_gone_is_noticed_and_nothing_is_done_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("runs.db");
    let runtime = WorkflowRuntime::new(SqliteContext::open(&path).unwrap(), Remembering);
    for run_id in ["good", "less"] {
        let result = runtime.run(run_id, 0).await.unwrap();
        assert_eq!(result.pending().len(), 1);
    }
    let connection = Connection::open(path).unwrap();
    let gone = "DELETE FROM entries WHERE run_id = 'less' AND key LIKE '%thing-7'";
    assert_eq!(connection.execute(gone, []).unwrap(), 1);
    let damaged = runtime.resume("less").await.unwrap_err();
    assert!(
        matches!(
            damaged,
            RuntimeError::Context {
                source: ContextError::Damaged { .. },
                ..
            }
        ),
        "{damaged:?}"
    );
    let nap = runtime.query("good").await.unwrap().pending.remove(0);
    let ended = runtime.skip("good", nap.resume_id()).await.unwrap();
    assert!(ended.is_finished());
}

#[tokio::test]
async fn a_torn_row_is_named_and_the_other_runs_go_on() {
    let folder = tempfile::tempdir().unwrap();
    let runtime = open(folder.path());
    for run_id in ["good", "torn", "garbage"] {
        runtime.create(run_id, Vec::new()).await.unwrap();
    }
    let connection = Connection::open(folder.path().join("runs.db")).unwrap();
    let torn = "UPDATE runs SET head = substr(head, 1, length(head) / 2) WHERE run_id = 'torn'";
    let garbage = "UPDATE runs SET head = x'00ff00ff' WHERE run_id = 'garbage'";
    assert_eq!(connection.execute(torn, []).unwrap(), 1);
    assert_eq!(connection.execute(garbage, []).unwrap(), 1);
    drop(connection);

    let (reports, told) = (Arc::new(Mutex::new(Vec::new())), Arc::new(Notify::new()));
    let (seen, tell) = (Arc::clone(&reports), Arc::clone(&told));
    let worker = Worker::new(&runtime)
        .with_observer(move |run_id, outcome| {
            if let Err(error) = outcome {
                seen.lock()
                    .unwrap()
                    .push((run_id.to_owned(), error.to_string()));
            }
            tell.notify_one();
        })
        .start();
    let good = runtime.client().wait_for_end("good").await.unwrap();
    assert!(good.is_end());
    let both = |reports: &[(String, String)]| {
        ["torn", "garbage"]
            .iter()
            .all(|run| reports.iter().any(|report| report.0 == *run))
    };
    while !both(&reports.lock().unwrap()) {
        told.notified().await;
    }
    worker.shutdown().await;
    let mut reports = reports.lock().unwrap().clone();
    reports.sort();
    // A run that cannot be read is tried again after a second.
    reports.dedup();
    let report = |run_id: &str, text: &str| (run_id.to_owned(), text.to_owned());
    let expected = [
        report("garbage", "the context failed for run `garbage`"),
        report("torn", "the snapshot of run `torn` is damaged"),
    ];
    assert_eq!(reports, expected);
    let damaged = runtime.context().load("garbage").await.unwrap_err();
    assert!(matches!(damaged, ContextError::Damaged { .. }), "{damaged}");
}

#[tokio::test]
async fn what_is_no_database_is_not_opened() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("runs.db");
    fs::write(
        &path,
        "this is a text, and longer than the head of a database file is.".repeat(9),
    )
    .unwrap();
    let error = SqliteContext::open(&path).unwrap_err();
    assert!(matches!(error, SqliteError::Open { .. }));
    assert_eq!(
        error.to_string(),
        format!("cannot open the database `{}`", path.display())
    );
    let nowhere = folder.path().join("no/such/folder/runs.db");
    assert!(matches!(
        SqliteContext::open(nowhere),
        Err(SqliteError::Open { .. })
    ));
}

#[tokio::test]
async fn a_file_of_the_first_version_is_brought_up_to_date() {
    let folder = tempfile::tempdir().unwrap();
    let runtime = open(folder.path());
    runtime.create("r", Vec::new()).await.unwrap();
    drop(runtime);
    let earlier = Connection::open(folder.path().join("runs.db")).unwrap();
    let undo = "DROP TABLE set_aside; PRAGMA user_version = 1";
    earlier.execute_batch(undo).unwrap();
    drop(earlier);
    let runtime = open(folder.path());
    let worker = runtime.start();
    assert!(runtime.client().wait_for_end("r").await.unwrap().is_end());
    worker.shutdown().await;
}

#[tokio::test]
async fn a_file_of_a_later_version_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("runs.db");
    let later = Connection::open(&path).unwrap();
    later.pragma_update(None, "user_version", 99).unwrap();
    drop(later);
    let error = SqliteContext::open(&path).unwrap_err();
    assert!(
        matches!(error, SqliteError::Newer { found: 99, .. }),
        "{error}"
    );
}
