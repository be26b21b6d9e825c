//! Merging the states that tasks give back when they run at the same time.
//!
//! Each task is handed a copy of the state; of what it gives back, the top-level fields that
//! it has changed are written onto the state as it is by then.

use serde_json::{Map, Value};

use crate::JsonText;

pub(super) struct Merged {
    pub(super) json: JsonText,
    pub(super) conflicts: Vec<Conflict>,
}

/// A field that was changed twice: the later change stands.
pub(super) struct Conflict {
    pub(super) field: String,
    pub(super) kept: Value,
    pub(super) lost: Value,
}

/// Writes what differs between `base` and `result` onto `current`.
pub(super) fn merge(
    base: &JsonText,
    result: &JsonText,
    current: &JsonText,
) -> Result<Merged, serde_json::Error> {
    let mut conflicts = Vec::new();
    let (base, result): (Value, Value) = (base.read()?, result.read()?);
    let merged = match (base, result, current.read()?) {
        (Value::Object(base), Value::Object(result), Value::Object(current)) => {
            Value::Object(merge_fields(&base, result, current, &mut conflicts))
        }
        // A state without fields is one field.
        (base, result, current) => {
            if result == base {
                current
            } else {
                note(
                    &mut conflicts,
                    "",
                    Some(&base),
                    Some(&result),
                    Some(&current),
                );
                result
            }
        }
    };
    let json = JsonText::of(&merged)?;
    Ok(Merged { json, conflicts })
}

fn merge_fields(
    base: &Map<String, Value>,
    mut result: Map<String, Value>,
    mut current: Map<String, Value>,
    conflicts: &mut Vec<Conflict>,
) -> Map<String, Value> {
    for (field, before) in base {
        if !result.contains_key(field) {
            note(conflicts, field, Some(before), None, current.get(field));
            current.remove(field);
        }
    }
    result.retain(|field, value| base.get(field) != Some(value));
    for (field, value) in result {
        note(
            conflicts,
            &field,
            base.get(&field),
            Some(&value),
            current.get(&field),
        );
        current.insert(field, value);
    }
    current
}

/// Notes a conflict if somebody else has changed the field as well, to another value.
fn note(
    conflicts: &mut Vec<Conflict>,
    field: &str,
    base: Option<&Value>,
    result: Option<&Value>,
    current: Option<&Value>,
) {
    if current == base || current == result {
        return;
    }
    conflicts.push(Conflict {
        field: field.to_owned(),
        kept: result.cloned().unwrap_or_default(),
        lost: current.cloned().unwrap_or_default(),
    });
}
