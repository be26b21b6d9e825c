//! What of two snapshots must be the same: all but times, what is made from times, and the
//! marks that each engine keeps for itself.

use std::collections::BTreeMap;

use tinyflow::{Snapshot, SystemEntry, Value, json};

/// Makes all times the same, and turns what was `undefined` into null.
pub(crate) fn without_times(mut value: Value) -> Value {
    const TIMES: [&str; 4] = ["startTime", "endTime", "valueAfter", "_nextPaymentAt"];
    match &mut value {
        Value::Object(fields) => {
            // A step sets it at each of its passes there, where a once-only change keeps what
            // the first has set.
            fields.remove("valueBefore");
            for (name, field) in fields {
                *field = match field.take() {
                    Value::Number(_) if TIMES.contains(&name.as_str()) => json!("a time"),
                    other => without_times(other),
                };
            }
        }
        Value::Array(items) => {
            for item in items {
                *item = without_times(item.take());
            }
        }
        Value::String(text) if text == "undefined" => value = Value::Null,
        _ => {}
    }
    value
}

pub(crate) fn same_snapshot(place: &str, ours: &Snapshot, theirs: &Snapshot) {
    same_but_for_results(place, ours, theirs);
    let of_visit = of_visit(theirs);
    let cache = |snapshot: &Snapshot| -> BTreeMap<String, Value> {
        let entries = snapshot.cache.clone().into_iter();
        entries
            .filter(|(key, _)| key.starts_with(&of_visit) && !is_mark(key))
            .collect()
    };
    assert_eq!(cache(ours), cache(theirs), "{place}");
}

/// The same, without the results of actions: for a workflow that has done without actions there.
pub(crate) fn same_but_for_results(place: &str, ours: &Snapshot, theirs: &Snapshot) {
    assert_eq!(ours.step, theirs.step, "{place}");
    assert_eq!(ours.cache.get("_seq"), theirs.cache.get("_seq"), "{place}");
    let state = |snapshot: &Snapshot| without_times(snapshot.state.clone());
    assert_eq!(state(ours), state(theirs), "{place}");
    let of_visit = of_visit(theirs);
    let waits = |snapshot: &Snapshot| -> BTreeMap<String, Value> {
        let waits = snapshot.system.iter();
        let waits = waits.filter(|(key, _)| key.starts_with(&of_visit));
        waits
            .map(|(key, wait)| (key.clone(), untimed(wait)))
            .collect()
    };
    assert_eq!(waits(ours), waits(theirs), "{place}");
    assert_eq!(logs(ours), without_repeats(logs(theirs)), "{place}");
}

/// How the keys of the present visit begin. Ours has dropped what earlier visits left.
fn of_visit(snapshot: &Snapshot) -> String {
    let seq = snapshot.cache.get("_seq").cloned().unwrap_or(json!(0));
    format!("{seq}:{}:", snapshot.step)
}

fn is_mark(key: &str) -> bool {
    key.contains("__applied__") || key.contains("__logged__") || key.starts_with("__")
}

fn untimed(wait: &SystemEntry) -> Value {
    match wait {
        SystemEntry::Timer(timer) => json!({ "timer": timer.is_done }),
        SystemEntry::Event(event) => json!({
            "event": event.is_done,
            "request": event.request_payload,
            "response": event.response_payload.clone().unwrap_or_default(),
        }),
    }
}

/// The log without times and ids. The recorded first state shows later changes of it.
fn logs(snapshot: &Snapshot) -> Vec<Value> {
    let entries = snapshot.logs.iter().map(|entry| {
        let mut values = without_times(entry.values.clone());
        if let Some(values) = values.as_object_mut() {
            values.remove("resumeId");
            values.remove("state");
            // What was `undefined` there is left out, and null here.
            values.retain(|_, value| !value.is_null());
        }
        json!([entry.kind, values, entry.step])
    });
    entries.collect()
}

/// A log without the workflow's own entries that a replay wrote again there.
fn without_repeats(logs: Vec<Value>) -> Vec<Value> {
    let mut once: Vec<Value> = Vec::new();
    for entry in logs {
        let is_own = entry[1]["msg"].is_string();
        if !(is_own && once.contains(&entry)) {
            once.push(entry);
        }
    }
    once
}
