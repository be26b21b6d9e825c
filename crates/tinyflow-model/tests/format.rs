//! The canonical layout: what it looks like, and that it changes nothing else.

use proptest::prelude::*;
use serde_json::Value;
use tinyflow_model::{Source, format};

fn formatted(text: &str) -> String {
    let source = Source::new("flow.json", text.as_bytes().to_vec());
    format(&source).unwrap_or_else(|findings| panic!("{findings:?}\n{text}"))
}

#[test]
fn keys_stand_in_the_order_of_the_format_and_unknown_ones_behind() {
    let text = r#"{
        "connections": [
            {"condition": "a", "zz": 1, "targetStepId": "t", "sourceStepId": "s", "aa": 2, "id": "c"}
        ],
        "versoin": "1",
        "steps": [
            {"duration": "1 day", "type": "resumeAfter", "name": "W", "id": "w", "metadata": {"y": 1, "x": 2}},
            {"eventOutput": {"eventOutputSchema": {"type": "object", "required": []}, "value": {"b": 1, "a": 2}},
             "id": "e", "type": "waitForEvent", "name": "E"}
        ],
        "globalState": {"b": 1, "a": {}}, "metadata": {"type": 1, "id": 2},
        "id": "f", "$schema": "s"
    }"#;
    insta::assert_snapshot!(formatted(text), @r#"
    {
      "$schema": "s",
      "id": "f",
      "globalState": { "b": 1, "a": {} },
      "steps": [
        {
          "id": "w",
          "name": "W",
          "type": "resumeAfter",
          "duration": "1 day",
          "metadata": { "y": 1, "x": 2 }
        },
        {
          "id": "e",
          "name": "E",
          "type": "waitForEvent",
          "eventOutput": {
            "value": { "b": 1, "a": 2 },
            "eventOutputSchema": { "type": "object", "required": [] }
          }
        }
      ],
      "connections": [
        { "id": "c", "sourceStepId": "s", "targetStepId": "t", "condition": "a", "zz": 1, "aa": 2 }
      ],
      "metadata": { "type": 1, "id": 2 },
      "versoin": "1"
    }
    "#);
}

#[test]
fn a_schema_keeps_its_order_and_opens_its_properties() {
    let text = r#"{"globalStateSchema":{"required":["a"],"properties":{"a":{"enum":["x","y"],"type":"string"},
        "list":{"items":{"properties":{"properties":{"type":"null"}},"type":"object"},"type":"array"}},"type":"object"}}"#;
    insta::assert_snapshot!(formatted(text), @r#"
    {
      "globalStateSchema": {
        "required": ["a"],
        "properties": {
          "a": { "enum": ["x", "y"], "type": "string" },
          "list": {
            "items": {
              "properties": {
                "properties": { "type": "null" }
              },
              "type": "object"
            },
            "type": "array"
          }
        },
        "type": "object"
      }
    }
    "#);
}

#[test]
fn strings_and_numbers_are_spelt_as_they_were() {
    let text = r#"{"globalState":{"a":1.50,"b":1e3,"c":-0.0,"d":"\u00e9\/\ud83d\ude00\u202e","e":123456789012345678901234567890}}"#;
    let written = formatted(text);
    for spelling in [
        "1.50",
        "1e3",
        "-0.0",
        r"\u00e9\/\ud83d\ude00\u202e",
        "123456789012345678901234567890",
    ] {
        assert!(written.contains(spelling), "{spelling}: {written}");
    }
}

#[test]
fn a_line_has_at_most_a_hundred_characters_where_it_can_be_broken() {
    let fits = "ö".repeat(100 - r#"    { "id": "" },"#.chars().count());
    for (id, lines) in [(fits.clone(), 6), (fits + "ö", 8)] {
        let text = format!(r#"{{"steps":[{{"id":"{id}"}},{{"id":"b"}}]}}"#);
        assert_eq!(formatted(&text).lines().count(), lines, "{id}");
    }
}

#[test]
fn line_breaks_stay_and_a_byte_order_mark_goes() {
    assert_eq!(
        formatted("\u{feff}{\r\n\"id\": 1}"),
        "{\r\n  \"id\": 1\r\n}\r\n"
    );
    assert_eq!(formatted("{\"id\": 1}\r\n"), "{\r\n  \"id\": 1\r\n}\r\n");
    assert_eq!(formatted("{\n\"id\": 1}\r\n"), "{\n  \"id\": 1\n}\n");
    for (text, expected) in [("{}", "{}\n"), ("[ ]", "[]\n"), (" 1 ", "1\n")] {
        assert_eq!(formatted(text), expected);
    }
}

#[test]
fn what_is_no_json_is_left_alone() {
    let deep = format!("{}{}", "[".repeat(101), "]".repeat(101));
    for text in ["", "{", r#"{"a": 1, "a": 2}"#, &deep] {
        let source = Source::new("flow.json", text.as_bytes().to_vec());
        assert!(format(&source).is_err(), "{text}");
    }
}

/// JSON with the keys of flows and others, in any spelling and spacing.
fn json() -> impl Strategy<Value = String> {
    let scalar = prop_oneof![
        Just("null".to_owned()),
        Just("true".to_owned()),
        "-?(0|[1-9][0-9]{0,25})(\\.[0-9]{1,3})?([eE][+-]?[0-9])?",
        "\"([a-zé ]|\\\\[\"\\\\/bfnrt]|\\\\u00[0-9a-f]{2}|\\\\ud83d\\\\ude0[0-9]){0,40}\"",
    ];
    let key = prop_oneof![
        "\"[a-zé]{0,3}\"",
        prop::sample::select(vec![
            "$schema",
            "id",
            "name",
            "version",
            "steps",
            "connections",
            "globalState",
            "globalStateSchema",
            "properties",
            "type",
            "params",
            "eventInput",
            "value",
            "condition",
            "metadata",
            "sourceStepId",
        ])
        .prop_map(|key| format!("\"{key}\"")),
    ];
    scalar.prop_recursive(6, 60, 8, move |inner| {
        let space = "[ \t\n\r]{0,3}";
        let elements = prop::collection::vec((space, inner.clone()), 0..8);
        let array = elements.prop_map(|elements| {
            let parts: Vec<String> = elements
                .iter()
                .map(|(space, value)| format!("{space}{value}"))
                .collect();
            format!("[{}]", parts.join(","))
        });
        let members = prop::collection::vec((key.clone(), space, inner), 0..8);
        let object = members.prop_map(|members| {
            let mut seen = std::collections::HashSet::new();
            let members = members
                .into_iter()
                .filter(|(key, ..)| seen.insert(key.clone()));
            let parts: Vec<String> = members
                .map(|(key, space, value)| format!("{key}{space}:{value}"))
                .collect();
            format!("{{{}}}", parts.join(","))
        });
        prop_oneof![object, array]
    })
}

/// Every string and number with its spelling, in alphabetical order.
fn tokens(text: &str) -> Vec<String> {
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(start) = rest.find(|c: char| !c.is_whitespace() && !"[]{},:".contains(c)) {
        rest = &rest[start..];
        let end = match rest.strip_prefix('"') {
            Some(inside) => {
                let mut escaped = false;
                let closing = inside.find(|c| {
                    let closes = c == '"' && !escaped;
                    escaped = c == '\\' && !escaped;
                    closes
                });
                closing.expect("a closed string") + 2
            }
            None => rest
                .find(|c: char| c.is_whitespace() || "[]{},:".contains(c))
                .unwrap_or(rest.len()),
        };
        tokens.push(rest[..end].to_owned());
        rest = &rest[end..];
    }
    tokens.sort();
    tokens
}

proptest! {
    #[test]
    fn meaning_and_spelling_are_kept_and_nothing_is_left_to_do(text in json()) {
        let once = formatted(&text);
        let value = |text: &str| serde_json::from_str::<Value>(text).expect("JSON");
        prop_assert_eq!(value(&once), value(&text));
        prop_assert_eq!(tokens(&once), tokens(&text));
        prop_assert_eq!(formatted(&once), once);
    }

    #[test]
    fn the_inside_of_a_schema_keeps_its_order(schema in json()) {
        let flow = format!(r#"{{"id":"x","globalStateSchema":{schema}}}"#);
        let packed = |text: &str| text.split_whitespace().collect::<String>();
        let inside = |text: &str| {
            let packed = packed(text);
            let start = packed.find("Schema\":").expect("it is there");
            packed[start..].to_owned()
        };
        prop_assert_eq!(inside(&formatted(&flow)), inside(&flow));
    }
}
