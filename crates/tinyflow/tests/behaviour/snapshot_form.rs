//! The stored form of a run: its keys, their order, and what is kept of others' keys.

use std::time::Duration;

use tinyflow::{
    FlowId, ManualClock, SimpleContext, Snapshot, Value, WorkflowRuntime, end, json, next, pause,
};

use crate::own_context::History;
use crate::parcel::{PackParcel, Parcel};
use crate::single_step::{Step, single_step};

#[tokio::test]
async fn keys_are_written_in_the_order_of_the_format() {
    let runtime = WorkflowRuntime::new(
        SimpleContext::new(),
        single_step(|_| Box::pin(async { end() })),
    )
    .with_audit_log(false);
    let _ = runtime.run("r", json!({})).await.unwrap();
    let text = runtime.snapshot("r").await.unwrap().to_json().unwrap();
    assert_eq!(
        text,
        r#"{"step":"Work","state":{},"cache":{},"system":{},"logs":[],"#.to_owned()
            + r#""flow":{"id":"single-step","version":"1.0.0"},"run":{"status":"finished"}}"#
    );
}

#[tokio::test]
async fn what_a_visit_cached_goes_with_the_visit() {
    let history = History::default();
    let runtime = WorkflowRuntime::new(history.clone(), PackParcel::default());
    let _ = runtime.run("p1", Parcel::default()).await.unwrap();

    let caches: Vec<Value> = history.of("p1")[..6].iter().map(cache_of).collect();

    let parcel = json!({ "items": 1, "grams": 0, "sent": false });
    assert_eq!(
        caches,
        [
            json!({}),
            json!({ "_seq": 1 }),
            json!({
                "_seq": 1,
                "1:Pack:pack": parcel, "1:Pack:__applied__:pack": true,
            }),
            json!({
                "_seq": 1,
                "1:Pack:pack": parcel, "1:Pack:__applied__:pack": true,
                "1:Pack:label": parcel, "1:Pack:__applied__:label": true,
            }),
            json!({ "_seq": 2 }),
            json!({ "_seq": 2, "2:Weigh:scales": 100 }),
        ]
    );
    let flow = runtime.snapshot("p1").await.unwrap().flow;
    assert_eq!(flow, Some(FlowId::new("pack-parcel", "1.0.0")));
}

#[tokio::test]
async fn keys_of_others_are_carried_to_the_end() {
    let timer = json!({ "type": "timer", "isDone": false, "resumeId": "t-1", "resumeAfter": 5 });
    let text = json!({
        "step": "Work",
        "state": {},
        "cache": { "_seq": 3, "__last_id": 1700 },
        "system": { "3:Work:timer:t": timer },
        "logs": [{ "type": "init", "values": {}, "_at": 1, "_by": "someone" }],
        "colour": { "of": "sky" },
    })
    .to_string();
    let snapshot = Snapshot::from_json(&text).unwrap();
    let workflow = single_step(|_| Box::pin(async { next(Step::Done) }));
    let runtime = WorkflowRuntime::new(SimpleContext::new(), workflow);
    runtime.import("r", snapshot).await.unwrap();

    assert!(runtime.resume("r").await.unwrap().is_finished());

    let stored = runtime.snapshot("r").await.unwrap();
    assert_eq!(stored.extra["colour"], json!({ "of": "sky" }));
    // Its visit is over, so nobody can ask for it any more.
    assert_eq!(stored.system.get("3:Work:timer:t"), None);
    assert_eq!(stored.cache["__last_id"], json!(1700));
    assert_eq!(stored.cache["_seq"], json!(4));
    assert_eq!(stored.logs[0].extra["_by"], json!("someone"));
}

#[tokio::test]
async fn waits_have_the_wire_form() {
    let workflow = single_step(|run| {
        Box::pin(async move {
            run.wait_for_ms("nap", 1_000).await?;
            run.wait_for_event::<u32>("ask", json!({ "q": 1 })).await?;
            pause()
        })
    });
    let clock = ManualClock::new(1_700_000_000_000);
    let runtime = WorkflowRuntime::new(SimpleContext::new(), workflow).with_clock(clock.clone());
    let system = async || json!(runtime.snapshot("r").await.unwrap().system);
    let last_id = async || runtime.snapshot("r").await.unwrap().cache["__last_id"].clone();

    let _ = runtime.run("r", json!({})).await.unwrap();
    let mut timer = json!({
        "type": "timer", "isDone": false,
        "resumeId": "nap-1hf7uaq00", "resumeAfter": 1_700_000_001_000_i64,
    });
    assert_eq!(system().await, json!({ "0:Work:timer:nap": timer }));
    assert_eq!(last_id().await, 1_700_000_000_000_i64);

    clock.advance(Duration::from_secs(1));
    let _ = runtime.resume("r").await.unwrap();
    timer["isDone"] = json!(true);
    let mut event = json!({
        "type": "event", "isDone": false, "resumeId": "ask-1hf7uaqv8",
        "requestPayload": { "q": 1 }, "responsePayload": null,
    });
    let waits = |timer: &Value, event: &Value| json!({ "0:Work:timer:nap": timer, "0:Work:event:ask": event });
    assert_eq!(system().await, waits(&timer, &event));
    assert_eq!(last_id().await, 1_700_000_001_000_i64);

    let answered = runtime.resume_with("r", "ask-1hf7uaqv8", json!(7)).await;
    assert!(answered.unwrap().pending().is_empty());
    event["isDone"] = json!(true);
    event["responsePayload"] = json!(7);
    assert_eq!(system().await, waits(&timer, &event));

    let kinds = ["interrupt_begin", "interrupt_end"];
    let logs = runtime.snapshot("r").await.unwrap().logs;
    let logs = logs.iter().filter(|entry| kinds.contains(&&*entry.kind));
    let told: Vec<_> = logs
        .map(|entry| json!([entry.kind, entry.values]))
        .collect();
    assert_eq!(
        json!(told),
        json!([
            ["interrupt_begin", { "type": "time", "resumeId": "nap-1hf7uaq00" }],
            ["interrupt_end", { "resumeId": "nap-1hf7uaq00" }],
            ["interrupt_begin", { "type": "event", "resumeId": "ask-1hf7uaqv8" }],
            ["interrupt_end", { "resumeId": "ask-1hf7uaqv8" }],
        ])
    );
}

#[tokio::test]
async fn a_timer_that_is_resolved_keeps_its_payload() {
    let workflow = single_step(|run| {
        Box::pin(async move {
            run.wait_for_ms("nap", 1_000).await?;
            pause()
        })
    });
    let clock = ManualClock::new(0);
    let runtime = WorkflowRuntime::new(SimpleContext::new(), workflow).with_clock(clock.clone());
    let paused = runtime.run("r", json!({})).await.unwrap();
    clock.advance(Duration::from_secs(1));
    let mut execution = runtime.exec("r").await.unwrap();
    let id = paused.pending()[0].resume_id();
    execution.resolve_resume(id, json!("slept well")).unwrap();
    let wait = json!(execution.get_resume(id));
    assert_eq!(wait["isDone"], true);
    assert_eq!(wait["responsePayload"], "slept well");
}

#[tokio::test]
async fn a_wait_of_others_is_read_as_they_wrote_it() {
    let snapshot = json!({
        "step": "Work",
        "state": {},
        "system": {
            "0:Work:timer:nap": {
                "type": "timer", "isDone": false, "resumeId": "nap-1", "resumeAfter": 333.25,
            },
            "0:Work:event:ask": {
                "type": "event", "isDone": false, "resumeId": "ask-1", "shownTo": "ada",
            },
        },
    });
    let workflow = single_step(|run| {
        Box::pin(async move {
            let waits = (
                run.wait_for_ms("nap", 1_000),
                run.wait_for_event::<u32>("ask", ()),
            );
            waits.0.await?;
            waits.1.await?;
            pause()
        })
    });
    let clock = ManualClock::new(333);
    let runtime = WorkflowRuntime::new(SimpleContext::new(), workflow).with_clock(clock.clone());
    let snapshot = serde_json::from_value(snapshot).unwrap();
    runtime.import("r", snapshot).await.unwrap();
    assert_eq!(runtime.resume("r").await.unwrap().pending().len(), 2);
    clock.set(334);
    let _ = runtime.resume_with("r", "ask-1", json!(7)).await.unwrap();
    assert_eq!(
        json!(runtime.snapshot("r").await.unwrap().system),
        json!({
            "0:Work:timer:nap": {
                "type": "timer", "isDone": true, "resumeId": "nap-1", "resumeAfter": 334,
            },
            "0:Work:event:ask": {
                "type": "event", "isDone": true, "resumeId": "ask-1", "responsePayload": 7,
                "shownTo": "ada",
            },
        })
    );
}

#[tokio::test]
async fn what_is_not_known_of_the_flow_and_of_the_end_is_kept() {
    let flow = json!({ "id": "single-step", "version": "0.9.0", "owner": { "of": "ada" } });
    let run = json!({ "status": "failed", "error": "down", "node": 7 });
    let snapshot = json!({ "step": "Work", "state": {}, "flow": flow, "run": run });
    let text = snapshot.to_string();
    let snapshot = Snapshot::from_json(&text).unwrap();
    let again: Value = serde_json::from_str(&snapshot.to_json().unwrap()).unwrap();
    assert_eq!((&again["flow"], &again["run"]), (&flow, &run));

    let runtime = WorkflowRuntime::new(
        SimpleContext::new(),
        single_step(|_| Box::pin(async { pause() })),
    );
    for run_id in ["cancelled", "resumed"] {
        runtime.import(run_id, snapshot.clone()).await.unwrap();
        let stored = json!(runtime.snapshot(run_id).await.unwrap());
        assert_eq!((&stored["flow"], &stored["run"]), (&flow, &run));
    }
    runtime.runs().cancel("cancelled").await.unwrap();
    let cancelled = json!(runtime.snapshot("cancelled").await.unwrap());
    assert_eq!(
        cancelled["run"],
        json!({ "status": "cancelled", "node": 7 })
    );

    // The version is the workflow's by now, and the end is none any more.
    let _ = runtime.resume("resumed").await.unwrap();
    let resumed = json!(runtime.snapshot("resumed").await.unwrap());
    let flow = json!({ "id": "single-step", "version": "1.0.0", "owner": { "of": "ada" } });
    assert_eq!((&resumed["flow"], &resumed["run"]), (&flow, &Value::Null));
}

#[test]
fn a_time_that_is_no_time_is_refused() {
    for time in ["1e300", "null", "\"soon\""] {
        let wait = r#"{"type":"timer","isDone":false,"resumeId":"t","resumeAfter":TIME}"#;
        let text = r#"{"step":"Work","state":1,"system":{"0:Work:timer:t":WAIT}}"#;
        let text = text.replace("WAIT", &wait.replace("TIME", time));
        assert!(Snapshot::from_json(&text).is_err(), "{time}");
    }
}

fn cache_of(checkpoint: &tinyflow::Checkpoint) -> Value {
    let snapshot = Snapshot::from_json(checkpoint.snapshot()).expect("it was stored");
    Value::Object(snapshot.cache)
}
