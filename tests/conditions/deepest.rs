//! Conditions that nest as deeply as the parser follows, one of each form, over one state.

use serde_json::{Value, json};
use tinyflow_expression::{MAX_DEPTH, parse};

/// The schema of the state.
pub(crate) fn schema() -> Value {
    json!({
        "type": "object",
        "properties": {
            "count": { "type": "integer" },
            "price": { "type": "number" },
            "name": { "type": "string" },
            "active": { "type": "boolean" },
            "left": { "type": "integer" },
            "nick": { "type": "string" },
            "numbers": { "type": "array", "items": { "type": "integer" } },
            "items": {
                "type": "array",
                "items": {
                    "type": "object",
                    "properties": { "ok": { "type": "boolean" } },
                    "required": ["ok"]
                }
            },
            "node": { "$ref": "#/$defs/Node" },
            "open": {}
        },
        "required": ["count", "price", "name", "active", "numbers", "items", "node"],
        "$defs": {
            "Node": {
                "type": "object",
                "properties": {
                    "id": { "type": "integer" },
                    "next": { "$ref": "#/$defs/Node" }
                },
                "required": ["id"]
            }
        }
    })
}

/// A state in which no condition throws before it has gone down all of its levels.
pub(crate) fn state() -> Value {
    json!({
        "count": 3, "price": 1.5, "name": "Ada", "active": true, "numbers": [0, 2],
        "items": [{ "ok": true }], "node": { "id": 1, "next": { "id": 2 } }, "open": "Ada"
    })
}

/// A condition of each form, as deep as it may be.
pub(crate) fn conditions() -> Vec<String> {
    // What is repeated before the middle, the middle, what is repeated behind it, and the end.
    let forms = [
        ["", "state.open", "?.b", " === 1"],
        ["", "state.open?.a", "?.[0]", " === 1"],
        ["", "state.node?.next", "?.next", "?.id === 1"],
        ["", "state.numbers[0]", " + state.count", " > 1"],
        ["", "state.count", " + state.price * 2", " > 1"],
        ["", "state.name", " + 'a'", " === 'Ada'"],
        ["", "state.name", ".trim()", " === 'Ada'"],
        ["", "state.open", ".trim()", " === 'Ada'"],
        ["!", "state.active", "", ""],
        ["- ", "state.count", "", " > 1"],
        ["- ", "state.open", "", " > 1"],
        ["typeof ", "state.open", "", " === 'string'"],
        ["(", "state.active", ")", ""],
        [
            "(state.active && state.count > 1 || ",
            "state.active",
            ")",
            "",
        ],
        ["!(state.active && ", "state.count > 7", ")", ""],
        ["(state.active === ", "state.active", ")", ""],
        ["(state.open === ", "1", ")", ""],
        ["state.active ? state.count > 1 : ", "state.active", "", ""],
        ["state.active ? ", "state.active", " : state.count > 1", ""],
        [
            "(",
            "state.active",
            " ? state.count > 1 : state.count < 5)",
            "",
        ],
        ["`a${", "state.name", "}`", " === 'Ada'"],
        ["state.numbers.some(x => ", "state.active", ")", ""],
        [
            "state.numbers.every(x => x > 1 || ",
            "state.active",
            ")",
            "",
        ],
        [
            "state.items.some(item => item.ok && ",
            "state.active",
            ")",
            "",
        ],
        ["state.items.some(x => !x.ok || ", "state.open", ")", ""],
        ["state.name.includes(", "'A'", ")", ""],
        ["[", "state.count", "]", " == '3'"],
        ["Object.keys(", "state.open", ")", ".length > 0"],
        ["(state.left ?? ", "1", ")", " === 1"],
        [
            "(state.nick ?? (state.nick || ",
            "'Ada'",
            "))",
            " === 'Ada'",
        ],
        ["state.numbers[", "0", "]", " > 0"],
        ["state.open?.[", "0", "]", " === 'A'"],
    ];
    forms.iter().filter_map(|form| deepest(*form)).collect()
}

fn deepest([opening, middle, closing, end]: [&str; 4]) -> Option<String> {
    let repeated = (1..MAX_DEPTH).rev().map(|count| {
        let (opening, closing) = (opening.repeat(count), closing.repeat(count));
        format!("{opening}{middle}{closing}{end}")
    });
    { repeated }.find(|condition| parse(condition).is_ok())
}
