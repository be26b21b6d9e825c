//! Short spellings of the schemas that recur in a synthetic flow.

use serde_json::{Value, json};

pub(super) fn text() -> Value {
    json!({ "type": "string" })
}

pub(super) fn one_of(values: &[&str]) -> Value {
    json!({ "type": "string", "enum": values })
}

pub(super) fn list(items: Value) -> Value {
    json!({ "type": "array", "items": items })
}

pub(super) fn object(properties: Value, required: &[&str]) -> Value {
    json!({ "type": "object", "properties": properties, "required": required })
}
