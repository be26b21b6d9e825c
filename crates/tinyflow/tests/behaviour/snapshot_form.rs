//! The stored form of a run: its keys, their order, and what is kept of others' keys.

use tinyflow::{FlowId, SimpleContext, Snapshot, Value, WorkflowRuntime, end, json, next};

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

fn cache_of(checkpoint: &tinyflow::Checkpoint) -> Value {
    let snapshot = Snapshot::from_json(checkpoint.snapshot()).expect("it was stored");
    Value::Object(snapshot.cache)
}
