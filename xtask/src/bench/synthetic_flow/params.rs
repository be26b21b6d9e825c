//! What the tasks of a synthetic flow are handed.

use serde_json::{Value, json};

use super::schema::{list, object, one_of, text};

/// Five kinds of parameters: texts, an enum and a number, a list with a nested
/// object, an open object, a list of objects.
pub(super) fn params(kind: usize) -> (Value, Value) {
    match kind {
        0 => (
            object(
                json!({ "template": text(), "recipient": text() }),
                &["template"],
            ),
            json!({ "template": "receipt", "recipient": "ada@example.org" }),
        ),
        1 => (
            object(
                json!({
                    "amount": { "type": "number" },
                    "currency": one_of(&["EUR", "GBP", "JPY"]),
                    "atOnce": { "type": "boolean", "default": true },
                }),
                &["amount", "currency"],
            ),
            json!({ "amount": 49.9, "currency": "GBP" }),
        ),
        2 => {
            let range = object(json!({ "from": text(), "until": text() }), &["from"]);
            let numbers = list(json!({ "type": "integer" }));
            (
                object(json!({ "numbers": numbers, "range": range }), &["range"]),
                json!({ "numbers": [3, 1, 4], "range": { "from": "2024-02-29" } }),
            )
        }
        3 => (
            object(
                json!({
                    "address": text(),
                    "headers": { "type": "object" },
                    "attempts": { "type": "integer", "minimum": 0 },
                }),
                &["address"],
            ),
            json!({ "address": "https://example.org/hook", "headers": { "via": "flow" }, "attempts": 4 }),
        ),
        _ => {
            let row = object(
                json!({ "key": text(), "weight": { "type": "number" } }),
                &["key"],
            );
            (
                object(json!({ "rows": list(row) }), &["rows"]),
                json!({ "rows": [{ "key": "left", "weight": 0.5 }, { "key": "right" }] }),
            )
        }
    }
}
