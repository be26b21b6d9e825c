//! What the audit log holds, with and without the engine's own entries.

use std::time::Duration;

use tinyflow::{
    LogEntry, ManualClock, SimpleContext, TaskError, Value, WorkflowRuntime, end, json, pause,
};

use crate::parcel::{PackParcel, Parcel};
use crate::single_step::single_step;

#[tokio::test]
async fn entries_have_the_wire_form() {
    let runtime = WorkflowRuntime::new(SimpleContext::new(), PackParcel::default())
        .with_clock(ManualClock::new(1_700_000_000_000));
    let _ = runtime.run("p1", Parcel::default()).await.unwrap();

    let logs = runtime.snapshot("p1").await.unwrap().logs;

    let at = 1_700_000_000_000_i64;
    let state = json!({ "items": 0, "grams": 0, "sent": false });
    assert_eq!(
        serde_json::to_value(&logs[..6]).unwrap(),
        json!([
            { "type": "init", "values": { "defaultStep": "Start" }, "_at": at, "_step": "Start" },
            { "type": "init", "values": { "state": state }, "_at": at, "_step": "Start" },
            {
                "type": "transition",
                "values": { "from": "Start", "to": "Pack", "stepSeq": 1 },
                "_at": at, "_step": "Pack",
            },
            { "type": "cache", "values": { "key": "1:Pack:pack" }, "_at": at, "_step": "Pack" },
            { "type": "labelled", "values": { "item": 1 }, "_at": at, "_step": "Pack" },
            { "type": "cache", "values": { "key": "1:Pack:label" }, "_at": at, "_step": "Pack" },
        ])
    );
}

#[tokio::test]
async fn without_the_audit_log_the_workflow_still_writes_its_own_entries() {
    let runtime =
        WorkflowRuntime::new(SimpleContext::new(), PackParcel::default()).with_audit_log(false);
    let _ = runtime.run("p1", Parcel::default()).await.unwrap();

    let logs = runtime.snapshot("p1").await.unwrap().logs;

    let kinds: Vec<&str> = logs.iter().map(|entry: &LogEntry| &*entry.kind).collect();
    assert_eq!(kinds, ["labelled", "labelled", "labelled"]);
}

#[tokio::test]
async fn without_the_audit_log_failures_and_conflicts_are_still_written() {
    let workflow = single_step(|run| {
        Box::pin(async move {
            let change = |to: i64| {
                async move |_, mut state: Value| {
                    tokio::task::yield_now().await;
                    state["n"] = to.into();
                    Ok(state)
                }
            };
            let (one, two) =
                tokio::join!(biased; run.action("one", change(1)), run.action("two", change(2)),);
            one?;
            two?;
            run.wait_for_ms("nap", 1_000).await?;
            run.with_action::<(), _, _>("fail", async |_| Err(TaskError::message("no")))
                .await?;
            end()
        })
    });
    let clock = ManualClock::new(0);
    let runtime = WorkflowRuntime::new(SimpleContext::new(), workflow)
        .with_clock(clock.clone())
        .with_audit_log(false);
    let _ = runtime.run("r", json!({ "n": 0 })).await.unwrap();
    clock.advance(Duration::from_secs(1));
    let _ = runtime.resume("r").await.unwrap();
    let logs = runtime.snapshot("r").await.unwrap().logs;
    let told: Vec<_> = logs
        .iter()
        .map(|entry| (&*entry.kind, &entry.values))
        .collect();
    let failed = json!({ "key": "fail", "errorMessage": "no", "counter": 0, "maxRetry": 1 });
    let conflict = json!({ "field": "n", "kept": 2, "lost": 1 });
    assert_eq!(
        told,
        [("merge_conflict", &conflict), ("action_error", &failed)]
    );
}

/// Written by one build and read by another.
#[tokio::test]
async fn the_mark_of_an_entry_is_the_same_in_every_build() {
    let workflow = single_step(|run| {
        Box::pin(async move {
            run.add_log("note", json!({ "n": 1 }));
            pause()
        })
    });
    let runtime = WorkflowRuntime::new(SimpleContext::new(), workflow);
    let _ = runtime.run("r", json!({})).await.unwrap();
    let cache = runtime.snapshot("r").await.unwrap().cache;
    assert_eq!(
        json!(cache),
        json!({ "0:Work:__logged__:03c3fa4134aeed69": 1 })
    );
}
