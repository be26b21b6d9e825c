//! Values that fit a schema, or nearly.

use proptest::collection::{btree_map, vec};
use proptest::option;
use proptest::prelude::{BoxedStrategy, Just, Strategy, any, prop_oneof};
use proptest::sample::select;
use proptest::strategy::Union;
use serde_json::{Map, Value, json};

use crate::schema::definitions;

/// How deep values follow schemas that hold themselves.
const DEEPEST: usize = 6;

/// A value that mostly fits the schema. In one place or another it may be anything.
pub(crate) fn of(schema: &Value) -> BoxedStrategy<Value> {
    nearly(schema, 0)
}

fn nearly(schema: &Value, depth: usize) -> BoxedStrategy<Value> {
    if depth > DEEPEST {
        return scalar().boxed();
    }
    prop_oneof![14 => fitting(schema, depth), 1 => anything()].boxed()
}

fn fitting(schema: &Value, depth: usize) -> BoxedStrategy<Value> {
    if let Some(reference) = schema["$ref"].as_str() {
        let name = reference.trim_start_matches("#/$defs/");
        return nearly(&definitions()[name], depth + 1);
    }
    if let Some(values) = schema["enum"].as_array() {
        return select(values.clone()).boxed();
    }
    if let Some(constant) = schema.get("const") {
        return Just(constant.clone()).boxed();
    }
    if schema["nullable"] == true {
        let mut others = schema.clone();
        others["nullable"] = false.into();
        return prop_oneof![5 => fitting(&others, depth), 1 => Just(Value::Null)].boxed();
    }
    if schema["properties"].is_object() {
        return object_of_forms(schema, depth);
    }
    for list in ["oneOf", "anyOf"] {
        if let Some(parts) = schema[list].as_array() {
            return Union::new(parts.iter().map(|part| nearly(part, depth))).boxed();
        }
    }
    if let Some(parts) = schema["allOf"].as_array() {
        let parts: Vec<_> = parts.iter().map(|part| fitting(part, depth)).collect();
        return parts.prop_map(joined).boxed();
    }
    match &schema["type"] {
        Value::Array(names) => {
            let names = names.iter();
            Union::new(names.map(|name| fitting(&json!({ "type": name }), depth))).boxed()
        }
        Value::String(name) => of_type(name, schema, depth),
        _ => anything(),
    }
}

fn of_type(name: &str, schema: &Value, depth: usize) -> BoxedStrategy<Value> {
    match name {
        "null" => Just(Value::Null).boxed(),
        "boolean" => any::<bool>().prop_map(Value::from).boxed(),
        "integer" => prop_oneof![
            9 => select(vec![json!(-2), json!(0), json!(3), json!(5), json!(2.0)]),
            1 => select(vec![json!(300), json!(i64::MAX), json!(i64::MIN), json!(u64::MAX)]),
        ]
        .boxed(),
        "number" => select(vec![json!(-0.5), json!(0), json!(2.0), json!(1e20)]).boxed(),
        "string" => text().prop_map(Value::from).boxed(),
        "array" => array(schema, depth),
        _ => object(schema, depth),
    }
}

fn array(schema: &Value, depth: usize) -> BoxedStrategy<Value> {
    if let Some(items) = schema["prefixItems"].as_array() {
        let items: Vec<_> = items.iter().map(|item| nearly(item, depth + 1)).collect();
        return items.prop_map(Value::from).boxed();
    }
    let items = nearly(schema.get("items").unwrap_or(&json!({})), depth + 1);
    vec(items, 0..3).prop_map(Value::from).boxed()
}

fn object(schema: &Value, depth: usize) -> BoxedStrategy<Value> {
    let required = schema["required"].as_array().cloned().unwrap_or_default();
    let mut members = Vec::new();
    for (name, property) in schema["properties"].as_object().into_iter().flatten() {
        let value = nearly(property, depth + 1);
        let given = if required.contains(&json!(name)) {
            0.97
        } else {
            0.5
        };
        let name = name.clone();
        let member = option::weighted(given, value).prop_map(move |value| (name.clone(), value));
        members.push(member.boxed());
    }
    let pattern = &schema["patternProperties"]["^[ab]$"];
    let others = match &schema["additionalProperties"] {
        Value::Bool(false) if pattern.is_null() => (0.05, "z", anything()),
        Value::Bool(false) => (0.7, "a", nearly(pattern, depth + 1)),
        Value::Null => (0.2, "z", anything()),
        rest => (0.6, "z", nearly(rest, depth + 1)),
    };
    let (given, name, value) = others;
    let other = option::weighted(given, value).prop_map(move |value| (name.to_owned(), value));
    members.push(other.boxed());
    let object = members.prop_map(|members| {
        let members = members.into_iter();
        let members: Map<String, Value> = members
            .filter_map(|(name, value)| Some((name, value?)))
            .collect();
        Value::Object(members)
    });
    object.boxed()
}

/// An object that fits one of the forms beside its properties, too.
fn object_of_forms(schema: &Value, depth: usize) -> BoxedStrategy<Value> {
    let mut parts = vec![object(schema, depth)];
    for list in ["oneOf", "anyOf"] {
        if let Some(forms) = schema[list].as_array() {
            parts.push(Union::new(forms.iter().map(|form| fitting(form, depth))).boxed());
        }
    }
    for part in schema["allOf"].as_array().into_iter().flatten() {
        parts.push(fitting(part, depth));
    }
    if schema.get("then").is_some() {
        let condition = fitting(&schema["if"], depth);
        let branches = ["then", "else"]
            .into_iter()
            .filter_map(|name| schema.get(name));
        let branches: Vec<_> = branches.map(|branch| fitting(branch, depth)).collect();
        let with_condition = (Union::new(branches), condition)
            .prop_map(|(branch, condition)| joined(vec![branch, condition]));
        parts.push(with_condition.boxed());
    }
    parts.prop_map(joined).boxed()
}

/// One object of several.
fn joined(parts: Vec<Value>) -> Value {
    let mut whole = Map::new();
    for part in parts {
        if let Value::Object(members) = part {
            whole.extend(members);
        }
    }
    Value::Object(whole)
}

fn scalar() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        select(vec![json!(-1), json!(1), json!(2.5), json!(4.0)]),
        text().prop_map(Value::from),
    ]
}

fn text() -> impl Strategy<Value = &'static str> {
    select(vec![
        "",
        "a",
        "ab",
        "on",
        "form-0",
        "größe",
        "1",
        "2024-02-29",
        "a@b.example",
    ])
}

fn anything() -> BoxedStrategy<Value> {
    let nested = scalar().prop_recursive(2, 6, 3, |inner| {
        let names = select(vec!["a", "b", "v", "tag", "z"]);
        prop_oneof![
            vec(inner.clone(), 0..3).prop_map(Value::from),
            btree_map(names, inner, 0..3).prop_map(|members| json!(members)),
        ]
    });
    nested.boxed()
}
