//! `tinyflow runs cancel` and `retry`.

use tinyflow::{RunResult, RunStatus, json};

use crate::travel::{Agency, open, open_with, project_waiting, resume_id};
use crate::{runs, runs_json};

#[tokio::test]
async fn a_cancelled_run_is_over() {
    let project = project_waiting(&["adas", "bobs"]).await;
    let said = runs(&project, &["cancel", "adas"]).with_status(0);
    assert_eq!(said.stdout, "run `adas` is cancelled\n");
    let end = open(&project).query("adas").await.unwrap().end.unwrap();
    assert_eq!(end.status, RunStatus::Cancelled);
    let again = runs(&project, &["cancel", "adas"]).with_status(2);
    assert_eq!(
        again.stderr,
        "error: run `adas` is over already: it is cancelled\n"
    );
    let told = json!({ "runId": "bobs", "phase": "cancelled" });
    assert_eq!(runs_json(&project, &["cancel", "bobs"]), told);
}

#[tokio::test]
async fn a_failed_run_is_tried_again_by_the_next_worker() {
    let project = project_waiting(&["adas"]).await;
    let said = runs(&project, &["retry", "adas"]).with_status(2);
    assert_eq!(
        said.stderr,
        "error: run `adas` has not failed, it is waiting\n"
    );

    let id = resume_id(&project, "adas").await;
    let closed = open_with(&project, Agency { is_closed: true });
    let answer = json!({ "decision": "approved" });
    let failed = closed.resume_with("adas", &id, answer).await.unwrap();
    assert!(matches!(failed, RunResult::Failed { .. }));
    drop((closed, failed));

    let said = runs(&project, &["retry", "adas"]).with_status(0);
    let told = "run `adas` goes on as soon as a worker takes it\n";
    assert_eq!(said.stdout, told);
    assert_eq!(runs_json(&project, &["show", "adas"])["phase"], "due");
    let runtime = open(&project);
    let worker = runtime.start();
    let mut changes = tinyflow::Context::changes(runtime.context()).unwrap();
    while runtime.query("adas").await.unwrap().state.booking.is_none() {
        changes.next().await;
    }
    worker.shutdown().await;
}

#[tokio::test]
async fn a_run_that_is_executed_stops_at_its_next_await() {
    let project = project_waiting(&["adas"]).await;
    let runtime = open(&project);
    let execution = runtime.exec("adas").await.unwrap();
    let said = runs(&project, &["cancel", "adas"]).with_status(0);
    let told = "run `adas` is being executed and stops at its next await\n";
    assert_eq!(said.stdout, told);
    drop(execution);
    let result = runtime.resume("adas").await.unwrap();
    assert!(matches!(result, RunResult::Cancelled { .. }));
}

#[tokio::test]
async fn a_run_that_is_not_there_is_named() {
    let project = project_waiting(&["adas"]).await;
    for command in ["show", "events", "cancel", "retry"] {
        let said = runs(&project, &[command, "nobodys"]).with_status(2);
        assert_eq!(said.stderr, "error: there is no run `nobodys`\n");
        assert_eq!(said.stdout, "");
    }
}
