//! Schemas of every form that has a type, and of those that are checked.

use proptest::collection::vec;
use proptest::prelude::{BoxedStrategy, Just, Strategy, any, prop_oneof};
use proptest::sample::{select, subsequence};
use serde_json::{Map, Value, json};

/// The property that has a default wherever it stands.
pub(crate) const WITH_DEFAULT: &str = "d";

const NAMES: [&str; 4] = ["a", "b", "kind-of", "type"];

/// What schemas refer to.
pub(crate) fn definitions() -> Value {
    json!({
        "node": {
            "type": "object",
            "properties": {
                "v": { "type": "integer" },
                "next": { "$ref": "#/$defs/node" },
                "all": { "type": "array", "items": { "$ref": "#/$defs/node" } },
            },
            "required": ["v"],
        },
        "left": {
            "type": "object",
            "properties": { "right": { "$ref": "#/$defs/right" } },
            "additionalProperties": false,
        },
        "right": {
            "type": "object",
            "properties": { "left": { "anyOf": [{ "$ref": "#/$defs/left" }, { "type": "null" }] } },
            "required": ["left"],
        },
        "tree": {
            "oneOf": [
                { "type": "string" },
                {
                    "type": "object",
                    "properties": { "in": { "$ref": "#/$defs/tree" } },
                    "required": ["in"],
                },
                { "type": "array", "items": { "$ref": "#/$defs/tree" } },
            ],
        },
        "entry": {
            "oneOf": [
                { "type": "null" },
                { "type": "string" },
                {
                    "type": "object",
                    "properties": { "in": { "$ref": "#/$defs/entry" } },
                    "required": ["in"],
                },
                { "type": "array", "items": { "$ref": "#/$defs/entry" } },
            ],
        },
        "words": { "type": "object", "additionalProperties": { "type": "string" } },
    })
}

pub(crate) fn schema() -> BoxedStrategy<Value> {
    let nested = leaf().prop_recursive(3, 16, 3, |inner| {
        let two = || vec(inner.clone(), 2..4);
        let lists = select(vec!["oneOf", "anyOf"]);
        prop_oneof![
            2 => inner.clone().prop_map(|items| json!({ "type": "array", "items": items })),
            1 => (two(), any::<bool>()).prop_map(|(items, has_rest)| tuple(items, has_rest)),
            5 => object(inner.clone()),
            2 => (object(inner.clone()), vec(object(inner.clone()), 2..3), lists.clone())
                .prop_map(|(object, forms, list)| with(object, list, json!(forms))),
            1 => (object(inner.clone()), object(inner.clone()), object(inner.clone()))
                .prop_map(|(whole, then, otherwise)| conditional(whole, then, otherwise)),
            1 => (object(inner.clone()), vec(object(inner.clone()), 4)).prop_map(in_all_of),
            1 => inner.clone().prop_map(keyed),
            1 => inner.clone()
                .prop_map(|of| json!({ "type": "object", "additionalProperties": of })),
            1 => inner.clone().prop_map(|of| json!({
                "type": "object",
                "patternProperties": { "^[ab]$": of },
                "additionalProperties": false,
            })),
            2 => (lists, two()).prop_map(|(list, parts)| json!({ list: parts })),
            2 => inner.clone().prop_map(|of| json!({ "anyOf": [of, { "type": "null" }] })),
            2 => vec(object(inner.clone()), 2..4).prop_map(tagged),
            2 => vec(object(inner.clone()), 2..3).prop_map(|parts| json!({ "allOf": parts })),
        ]
    });
    nested.boxed()
}

fn leaf() -> impl Strategy<Value = Value> {
    let fixed = select(vec![
        json!({ "type": "string", "pattern": "^[a-z]+$" }),
        json!({ "type": "integer", "minimum": 0 }),
        json!({ "type": "integer", "maximum": 3 }),
        json!({ "type": "integer", "format": "int32" }),
        json!({ "type": "integer", "format": "uint8" }),
        json!({ "type": "integer", "format": "uint64" }),
        json!({ "type": "string", "format": "date" }),
        json!({ "type": "string", "format": "email" }),
        json!({ "type": "string", "nullable": true }),
        json!({ "type": "integer", "minimum": 0, "nullable": true }),
        json!({ "type": "null" }),
        json!({ "type": ["string", "null"] }),
        json!({ "type": ["string", "integer"] }),
        json!({ "type": ["boolean", "number", "null"] }),
        json!({ "type": "array" }),
        json!({ "type": "object" }),
        json!({}),
        json!({ "enum": ["a", 1, null, true] }),
        json!({ "enum": [1, 2] }),
        json!({ "const": "a" }),
        json!({ "const": 5 }),
        json!({ "enum": ["on", "off", null] }),
    ]);
    let plain = select(vec!["string", "integer", "number", "boolean"]);
    let references = select(vec!["node", "left", "right", "tree", "entry", "words"]);
    prop_oneof![
        3 => fixed,
        3 => plain.prop_map(|name| json!({ "type": name })),
        1 => subsequence(vec!["a", "b", "-", "a b", "1"], 1..5)
            .prop_map(|values| json!({ "type": "string", "enum": values })),
        1 => references.prop_map(|name| json!({ "$ref": format!("#/$defs/{name}") })),
    ]
}

fn object(inner: BoxedStrategy<Value>) -> BoxedStrategy<Value> {
    let names = subsequence(NAMES.to_vec(), 0..4);
    let rest = prop_oneof![
        3 => Just(None),
        1 => Just(Some(Value::Bool(false))),
        1 => inner.clone().prop_map(Some),
    ];
    let parts = (names, vec((inner, any::<bool>()), 4), any::<bool>(), rest);
    let object = parts.prop_map(|(names, schemas, has_default, rest)| {
        let mut properties = Map::new();
        let mut required = Vec::new();
        for (name, (schema, is_required)) in names.into_iter().zip(schemas) {
            properties.insert(name.to_owned(), schema);
            if is_required {
                required.push(name);
            }
        }
        if has_default {
            let with_default = json!({ "type": "integer", "default": 7 });
            properties.insert(WITH_DEFAULT.to_owned(), with_default);
        }
        let mut object =
            json!({ "type": "object", "properties": properties, "required": required });
        if let Some(rest) = rest {
            object["additionalProperties"] = rest;
        }
        object
    });
    object.boxed()
}

fn tuple(items: Vec<Value>, has_rest: bool) -> Value {
    let length = items.len();
    if has_rest {
        let (least, most) = (length - 1, length + 1);
        return json!({
            "type": "array", "minItems": least, "maxItems": most, "prefixItems": items,
        });
    }
    json!({ "type": "array", "minItems": length, "prefixItems": items, "items": false })
}

/// A schema with one more keyword.
fn with(mut schema: Value, keyword: &str, value: Value) -> Value {
    schema[keyword] = value;
    schema
}

/// An object that a property decides about.
fn conditional(object: Value, then: Value, otherwise: Value) -> Value {
    let object = with(object, "if", is_called("a"));
    with(with(object, "then", then), "else", otherwise)
}

/// An object with further forms in `allOf`.
fn in_all_of((object, mut forms): (Value, Vec<Value>)) -> Value {
    let last_two = forms.split_off(2);
    let mut parts = Vec::new();
    for (name, form) in ["a", "b"].into_iter().zip(forms) {
        parts.push(json!({ "if": is_called(name), "then": form }));
    }
    parts.push(json!({ "anyOf": last_two }));
    with(object, "allOf", json!(parts))
}

fn is_called(name: &str) -> Value {
    json!({ "properties": { "kind-of": { "const": name } }, "required": ["kind-of"] })
}

/// Forms that are told apart by the one property that they have, as serde does by default.
fn keyed(of: Value) -> Value {
    json!({ "oneOf": [
        { "type": "string", "enum": ["on", "off"] },
        {
            "type": "object",
            "properties": { "a": of },
            "required": ["a"],
            "additionalProperties": false,
        },
        {
            "type": "object",
            "properties": { "b": { "type": "object", "properties": { "v": { "type": "integer" } } } },
            "required": ["b"],
            "additionalProperties": false,
        },
    ] })
}

/// Objects that are told apart by a property.
fn tagged(mut forms: Vec<Value>) -> Value {
    for (index, form) in forms.iter_mut().enumerate() {
        form["properties"]["tag"] = json!({ "const": format!("form-{index}") });
        let required = form["required"].as_array_mut().expect("a list of names");
        required.push("tag".into());
    }
    json!({ "oneOf": forms })
}
