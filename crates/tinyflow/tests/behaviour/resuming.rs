//! A run that was stopped after any of its checkpoints goes on as if it had not been.

use tinyflow::{ManualClock, RuntimeError, SimpleContext, Snapshot, WorkflowRuntime, json};

use crate::own_context::History;
use crate::parcel::{PackParcel, Parcel};
use crate::single_step::{Step, single_step};

#[tokio::test]
async fn no_checkpoint_loses_or_repeats_anything() {
    let (history, undisturbed) = (History::default(), PackParcel::default());
    let runtime = WorkflowRuntime::new(history.clone(), undisturbed.clone())
        .with_clock(ManualClock::new(1_000));
    let expected = runtime.run("p1", Parcel::default()).await.unwrap();
    let expected_snapshot = runtime.snapshot("p1").await.unwrap();
    let checkpoints = history.of("p1");
    // The beginning, 13 actions, 8 moves, and the end.
    assert_eq!(checkpoints.len(), 1 + 13 + 8 + 1);

    for count in 1..=checkpoints.len() {
        let workflow = PackParcel::default();
        let runtime = WorkflowRuntime::new(history.up_to("p1", count), workflow.clone())
            .with_clock(ManualClock::new(1_000));
        let stopped = runtime.snapshot("p1").await.unwrap();

        let result = runtime.resume("p1").await.unwrap();

        assert!(result.is_finished(), "after checkpoint {count}");
        assert_eq!(result.state(), expected.state(), "after checkpoint {count}");
        let done = completed_actions(&stopped);
        assert_eq!(workflow.ledger(), undisturbed.ledger()[done..]);
        assert_eq!(runtime.snapshot("p1").await.unwrap(), expected_snapshot);
    }
}

#[tokio::test]
async fn a_snapshot_continues_in_another_store_from_its_json() {
    let (history, undisturbed) = (History::default(), PackParcel::default());
    let runtime = WorkflowRuntime::new(history.clone(), undisturbed.clone());
    let expected = runtime.run("p1", Parcel::default()).await.unwrap();

    for count in 1..=history.of("p1").len() {
        let past = WorkflowRuntime::new(history.up_to("p1", count), PackParcel::default());
        let snapshot = past.snapshot("p1").await.unwrap();
        let text = snapshot.to_json().unwrap();

        let workflow = PackParcel::default();
        let runtime = WorkflowRuntime::new(SimpleContext::new(), workflow.clone());
        let read = Snapshot::from_json(&text).unwrap();
        runtime.import("p1", read).await.unwrap();
        assert_eq!(runtime.snapshot("p1").await.unwrap(), snapshot);
        let result = runtime.resume("p1").await.unwrap();

        assert_eq!(result.state(), expected.state());
        let done = completed_actions(&snapshot);
        assert_eq!(workflow.ledger(), undisturbed.ledger()[done..]);
    }
}

#[tokio::test]
async fn an_applied_state_is_not_applied_again() {
    let runtime = WorkflowRuntime::new(SimpleContext::new(), set_one());
    // The action has run and its state was applied; then the state was changed from outside.
    let mut snapshot = at_work(json!({ "outside": true }));
    snapshot
        .cache
        .insert("0:Work:set".into(), json!({ "x": 1 }));
    snapshot
        .cache
        .insert("0:Work:__applied__:set".into(), json!(true));
    runtime.import("r", snapshot).await.unwrap();

    let result = runtime.resume("r").await.unwrap();
    assert_eq!(result.state(), &json!({ "outside": true }));
}

#[tokio::test]
async fn a_cached_state_without_a_mark_is_applied_once() {
    let history = History::default();
    let runtime = WorkflowRuntime::new(history.clone(), set_one());
    let mut snapshot = at_work(json!({}));
    snapshot
        .cache
        .insert("0:Work:set".into(), json!({ "x": 7 }));
    runtime.import("r", snapshot).await.unwrap();

    let result = runtime.resume("r").await.unwrap();

    assert_eq!(result.state(), &json!({ "x": 7 }));
    let applied = Snapshot::from_json(history.of("r")[1].snapshot()).unwrap();
    assert_eq!(applied.cache["0:Work:__applied__:set"], json!(true));
    assert_eq!(applied.state, json!({ "x": 7 }));
}

#[tokio::test]
async fn a_run_that_was_never_stored_cannot_be_resumed() {
    let runtime = WorkflowRuntime::new(SimpleContext::new(), PackParcel::default());
    let error = runtime.resume("nobody").await.unwrap_err();
    assert!(matches!(error, RuntimeError::RunNotFound { run_id, .. } if run_id == "nobody"));
}

/// A step whose action sets `x` to 1.
fn set_one() -> impl tinyflow::Workflow<Step = Step, State = tinyflow::Value> {
    single_step(|run| {
        Box::pin(async move {
            let one = async |_, _| Ok(json!({ "x": 1 }));
            run.action("set", one).await?;
            tinyflow::next(Step::Done)
        })
    })
}

fn at_work(state: tinyflow::Value) -> Snapshot {
    let text = json!({ "step": "Work", "state": state }).to_string();
    Snapshot::from_json(&text).expect("it has a step and a state")
}

fn completed_actions(snapshot: &Snapshot) -> usize {
    let cached = snapshot.logs.iter().filter(|entry| entry.kind == "cache");
    cached.count()
}
