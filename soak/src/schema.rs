//! Random schemas for a state, and states that fit them.

use fastrand::Rng;
use serde_json::{Map, Value, json};

/// What a property holds.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Kind {
    Text,
    /// One of these strings.
    Choice(Vec<&'static str>),
    Whole,
    Unsigned,
    Number,
    Boolean,
    List(Box<Kind>),
    /// An array of so many items.
    Tuple(Vec<Kind>),
    Object(Vec<Property>),
    /// An object whose properties are all of one kind.
    Map(Box<Kind>),
    /// An object of one of these forms, each with its name under `kind`.
    Forms(Vec<(&'static str, Vec<Property>)>),
    /// An object with any properties.
    Bag,
    /// Whatever JSON can be.
    Open,
}

/// A property of an object.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Property {
    pub(crate) name: &'static str,
    pub(crate) kind: Kind,
    pub(crate) presence: Presence,
}

/// Whether a property may be missing.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Presence {
    Required,
    Optional,
    /// It is there, and may be null.
    Nullable,
    /// It may be missing, and may be null.
    OptionalNullable,
    Default(Value),
}

impl Presence {
    /// Whether something else may be there, or nothing.
    pub(crate) fn is_sure(&self) -> bool {
        matches!(self, Self::Required | Self::Default(_))
    }

    fn takes_null(&self) -> bool {
        matches!(self, Self::Nullable | Self::OptionalNullable)
    }
}

const NAMES: [&str; 16] = [
    "name", "count", "size", "price", "active", "plan", "tags", "items", "owner", "meta", "bag",
    "list", "note", "type", "odd-name", "größe",
];

pub(crate) const TEXTS: [&str; 22] = [
    "",
    "a",
    "b",
    "ab",
    "vip",
    "10",
    "9",
    " 10 ",
    "1e3",
    "0x10",
    "true",
    "null",
    "NaN",
    "Infinity",
    "é",
    "ß",
    "😀",
    "\u{ff61}",
    "A😀b",
    "[object Object]",
    "10,9",
    "undefined",
];

pub(crate) const NUMBERS: [f64; 16] = [
    0.0, 1.0, -1.0, 2.0, 3.0, 9.0, 10.0, 0.1, 0.2, 0.5, -7.0, 2.5, 1e21, 1e-7, 255.0, 1000.0,
];

const KEYS: [&str; 7] = ["kind", "qty", "deep", "items", "0", "length", "odd key"];

/// The names of the forms of an object, and the property that has them.
const FORMS: [&str; 3] = ["card", "cash", "no-pay"];
pub(crate) const FORM: &str = "kind";

const CHOICES: [&str; 5] = ["free", "pro", "", "10", "vip"];

/// The properties of a state.
pub(crate) fn state(rng: &mut Rng) -> Vec<Property> {
    properties(rng, 9, 2)
}

fn properties(rng: &mut Rng, most: usize, depth: usize) -> Vec<Property> {
    let mut names = NAMES.to_vec();
    rng.shuffle(&mut names);
    names.truncate(rng.usize(most / 2..=most).max(1));
    names
        .into_iter()
        .map(|name| {
            let kind = kind(rng, depth);
            let presence = match rng.u8(..13) {
                0..5 => Presence::Required,
                5..9 => Presence::Optional,
                9 | 10 if kind != Kind::Open => Presence::Nullable,
                11 if kind != Kind::Open => Presence::OptionalNullable,
                _ => match kind {
                    Kind::Text | Kind::Whole | Kind::Boolean => {
                        Presence::Default(value(rng, &kind))
                    }
                    _ => Presence::Optional,
                },
            };
            Property {
                name,
                kind,
                presence,
            }
        })
        .collect()
}

fn kind(rng: &mut Rng, depth: usize) -> Kind {
    match rng.u8(..if depth == 0 { 9 } else { 19 }) {
        0 | 1 => Kind::Text,
        2 => {
            let mut choices = CHOICES.to_vec();
            rng.shuffle(&mut choices);
            choices.truncate(rng.usize(1..=3));
            Kind::Choice(choices)
        }
        3 => Kind::Whole,
        4 => Kind::Unsigned,
        5 => Kind::Number,
        6 => Kind::Boolean,
        7 => Kind::Bag,
        8 | 9 => Kind::Open,
        10 | 11 => Kind::List(Box::new(kind(rng, depth - 1))),
        12 | 13 => Kind::Map(Box::new(kind(rng, depth - 1))),
        14 => Kind::Tuple((0..rng.usize(1..4)).map(|_| kind(rng, depth - 1)).collect()),
        15 | 16 => {
            let names = FORMS[..rng.usize(2..=FORMS.len())].iter();
            Kind::Forms(
                names
                    .map(|name| (*name, properties(rng, 2, depth - 1)))
                    .collect(),
            )
        }
        _ => Kind::Object(properties(rng, 4, depth - 1)),
    }
}

/// The JSON Schema of an object with these properties.
pub(crate) fn json_schema(properties: &[Property]) -> Value {
    let mut schemas = Map::new();
    let mut required = Vec::new();
    for property in properties {
        let mut schema = kind_schema(&property.kind);
        match &property.presence {
            Presence::Required | Presence::Nullable => required.push(property.name),
            Presence::Optional | Presence::OptionalNullable => {}
            Presence::Default(value) => schema["default"] = value.clone(),
        }
        if property.presence.takes_null() {
            schema["type"] = json!([schema["type"], "null"]);
            if let Some(values) = schema.get_mut("enum").and_then(Value::as_array_mut) {
                values.push(Value::Null);
            }
            if let Some(forms) = schema.get_mut("oneOf").and_then(Value::as_array_mut) {
                forms.push(json!({ "type": "null" }));
            }
        }
        schemas.insert(property.name.to_owned(), schema);
    }
    json!({ "type": "object", "properties": schemas, "required": required })
}

fn kind_schema(kind: &Kind) -> Value {
    match kind {
        Kind::Text => json!({ "type": "string" }),
        Kind::Choice(values) => json!({ "type": "string", "enum": values }),
        Kind::Whole => json!({ "type": "integer" }),
        Kind::Unsigned => json!({ "type": "integer", "minimum": 0 }),
        Kind::Number => json!({ "type": "number" }),
        Kind::Boolean => json!({ "type": "boolean" }),
        Kind::List(item) => json!({ "type": "array", "items": kind_schema(item) }),
        Kind::Tuple(items) => {
            let schemas: Vec<Value> = items.iter().map(kind_schema).collect();
            let count = items.len();
            json!({
                "type": "array", "prefixItems": schemas, "minItems": count, "maxItems": count,
            })
        }
        Kind::Object(properties) => json_schema(properties),
        Kind::Forms(forms) => {
            let schemas = forms.iter().map(|(name, properties)| {
                let mut schema = json_schema(properties);
                schema["properties"][FORM] = json!({ "const": name });
                if let Some(required) = schema["required"].as_array_mut() {
                    required.push(FORM.into());
                }
                schema
            });
            json!({ "type": "object", "oneOf": schemas.collect::<Vec<Value>>() })
        }
        Kind::Map(value) => {
            json!({ "type": "object", "additionalProperties": kind_schema(value) })
        }
        Kind::Bag => json!({ "type": "object" }),
        Kind::Open => json!({}),
    }
}

/// An object with these properties, those with a default left in.
pub(crate) fn object(rng: &mut Rng, properties: &[Property]) -> Value {
    let mut members = Map::new();
    for property in properties {
        let given = match &property.presence {
            Presence::Required | Presence::Nullable => true,
            Presence::Optional | Presence::OptionalNullable => rng.bool(),
            Presence::Default(default) => {
                let value = match rng.bool() {
                    true => default.clone(),
                    false => value(rng, &property.kind),
                };
                members.insert(property.name.to_owned(), value);
                false
            }
        };
        if given {
            let value = match property.presence.takes_null() && rng.bool() {
                true => Value::Null,
                false => value(rng, &property.kind),
            };
            members.insert(property.name.to_owned(), value);
        }
    }
    Value::Object(members)
}

fn value(rng: &mut Rng, kind: &Kind) -> Value {
    match kind {
        Kind::Text => text(rng).into(),
        Kind::Choice(values) => values[rng.usize(..values.len())].into(),
        Kind::Whole => whole(rng, -3).into(),
        Kind::Unsigned => whole(rng, 0).into(),
        Kind::Number => number(rng),
        Kind::Boolean => rng.bool().into(),
        Kind::List(item) => (0..rng.usize(..4)).map(|_| value(rng, item)).collect(),
        Kind::Tuple(items) => items.iter().map(|item| value(rng, item)).collect(),
        Kind::Object(properties) => object(rng, properties),
        Kind::Forms(forms) => {
            let (name, properties) = &forms[rng.usize(..forms.len())];
            let mut form = object(rng, properties);
            form[FORM] = (*name).into();
            form
        }
        Kind::Map(held) => {
            let keys: Vec<&str> = (0..rng.usize(..4)).map(|_| key(rng)).collect();
            let members = keys
                .into_iter()
                .map(|key| (key.to_owned(), value(rng, held)));
            Value::Object(members.collect())
        }
        Kind::Bag => bag(rng, 2),
        Kind::Open => open(rng, 2),
    }
}

fn whole(rng: &mut Rng, least: i64) -> i64 {
    match rng.u8(..8) {
        0 => 9_007_199_254_740_991,
        1 => 9_007_199_254_740_990,
        _ => rng.i64(least..12),
    }
}

fn text(rng: &mut Rng) -> &'static str {
    TEXTS[rng.usize(..TEXTS.len())]
}

fn number(rng: &mut Rng) -> Value {
    json!(NUMBERS[rng.usize(..NUMBERS.len())])
}

fn bag(rng: &mut Rng, depth: usize) -> Value {
    let count = rng.usize(..4);
    let members = (0..count).map(|_| {
        let key = KEYS[rng.usize(..KEYS.len())];
        (key.to_owned(), open(rng, depth.saturating_sub(1)))
    });
    Value::Object(members.collect())
}

fn open(rng: &mut Rng, depth: usize) -> Value {
    match rng.u8(..if depth == 0 { 6 } else { 10 }) {
        0 => Value::Null,
        1 => rng.bool().into(),
        2 => number(rng),
        3 => whole(rng, -3).into(),
        4 | 5 => text(rng).into(),
        6 | 7 => bag(rng, depth),
        _ => (0..rng.usize(..4)).map(|_| open(rng, depth - 1)).collect(),
    }
}

/// The keys that open objects have.
pub(crate) fn key(rng: &mut Rng) -> &'static str {
    KEYS[rng.usize(..KEYS.len())]
}
