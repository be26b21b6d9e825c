//! What of two snapshots must be the same: all but times, what is made from times, and the
//! marks that each engine keeps for itself.

use std::collections::BTreeMap;

use tinyflow::{Snapshot, SystemEntry, Value, json};

/// Takes away times, and turns what was `undefined` into null.
pub(crate) fn without_times(mut value: Value) -> Value {
    const TIMES: [&str; 5] = ["startTime", "endTime", "polls", "valueBefore", "valueAfter"];
    match &mut value {
        Value::Object(fields) => {
            fields.retain(|field, _| !TIMES.contains(&field.as_str()));
            for field in fields.values_mut() {
                *field = without_times(field.take());
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
    assert_eq!(ours.step, theirs.step, "{place}");
    let state = |snapshot: &Snapshot| without_times(snapshot.state.clone());
    assert_eq!(state(ours), state(theirs), "{place}");
    let seq = theirs.cache.get("_seq").cloned().unwrap_or(json!(0));
    // Ours has dropped what earlier visits left.
    let of_visit = format!("{seq}:{}:", theirs.step);
    let is_kept = |key: &str| key == "_seq" || key.starts_with(&of_visit);
    let cache = |snapshot: &Snapshot| -> BTreeMap<String, Value> {
        let entries = snapshot.cache.clone().into_iter();
        entries
            .filter(|(key, _)| is_kept(key) && !is_mark(key))
            .collect()
    };
    assert_eq!(cache(ours), cache(theirs), "{place}");
    let waits = |snapshot: &Snapshot| -> BTreeMap<String, Value> {
        let waits = snapshot.system.iter().filter(|(key, _)| is_kept(key));
        waits
            .map(|(key, wait)| (key.clone(), untimed(wait)))
            .collect()
    };
    assert_eq!(waits(ours), waits(theirs), "{place}");
    assert_eq!(logs(ours), logs(theirs), "{place}");
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

/// The log without times and ids. The recorded first state shows later changes of it, and
/// entries that a replay wrote again are there twice.
fn logs(snapshot: &Snapshot) -> Vec<Value> {
    let mut logs: Vec<Value> = Vec::new();
    for entry in &snapshot.logs {
        let mut values = without_times(entry.values.clone());
        if let Some(values) = values.as_object_mut() {
            values.remove("resumeId");
            values.remove("state");
            // What was `undefined` there is left out, and null here.
            values.retain(|_, value| !value.is_null());
        }
        let entry = json!([entry.kind, values, entry.step]);
        let is_repeated = entry[1]["msg"].is_string() && logs.contains(&entry);
        if !is_repeated {
            logs.push(entry);
        }
    }
    logs
}
