//! What the audit log holds, with and without the engine's own entries.

use tinyflow::{LogEntry, ManualClock, SimpleContext, WorkflowRuntime, json};

use crate::parcel::{PackParcel, Parcel};

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
