//! A full implementation of JSON Schema.

use jsonschema::{Draft, Validator};
use serde_json::{Map, Value, json};
use tinyflow_schema::Schema;

/// What knows which values fit a schema, but for what a finding says that it is not checked.
pub(crate) fn of(schema: &Value, draft: Draft) -> Validator {
    let options = jsonschema::options()
        .with_draft(draft)
        .should_validate_formats(true)
        // Older drafts know fewer formats; here it is one of all.
        .with_format("uuid", is_uuid);
    let mut schema = schema.clone();
    for fault in Schema::compile(&schema).1 {
        remove(&mut schema, &fault.pointer);
    }
    let schema = in_its_words(&schema);
    let validator = options.build(&schema);
    validator.unwrap_or_else(|error| panic!("{error} in {schema}"))
}

fn is_uuid(text: &str) -> bool {
    let mut groups = text.split('-');
    let is_group = |length| {
        let group = groups.next().unwrap_or_default();
        group.len() == length && group.bytes().all(|byte| byte.is_ascii_hexdigit())
    };
    [8, 4, 4, 4, 12].into_iter().all(is_group) && groups.next().is_none()
}

fn remove(schema: &mut Value, pointer: &str) {
    let (holder, keyword) = pointer.rsplit_once('/').expect("a keyword is at fault");
    let holder = schema.pointer_mut(holder).and_then(Value::as_object_mut);
    let removed = holder.and_then(|holder| holder.remove(keyword));
    assert!(removed.is_some(), "there is {pointer}");
}

/// The schema without what only OpenAPI knows, and with the type that it leaves unsaid: one that
/// has properties or items is of objects or arrays alone. Properties of which it says that they
/// may be anything are as good as those that it does not speak of.
fn in_its_words(schema: &Value) -> Value {
    let Value::Object(members) = schema else {
        return schema.clone();
    };
    let members = members.iter();
    let mut members: Map<String, Value> = members
        .map(|(keyword, value)| (keyword.clone(), value_in_its_words(keyword, value)))
        .collect();
    for (keyword, name) in [("properties", "object"), ("items", "array")] {
        let is_open = !members.contains_key("type") && !members.contains_key("$ref");
        if is_open && members.contains_key(keyword) {
            members.insert("type".to_owned(), name.into());
        }
    }
    if members.get("additionalProperties").is_some_and(takes_all) {
        members.remove("additionalProperties");
    }
    let format = members.get("format").and_then(Value::as_str);
    if let Some((least, most)) = format.and_then(range) {
        // Beside limits of the schema's own.
        let parts = members.entry("allOf").or_insert_with(|| json!([]));
        let parts = parts.as_array_mut().expect("`allOf` is a list");
        parts.push(json!({ "minimum": least, "maximum": most }));
    }
    match members.remove("nullable") {
        Some(Value::Bool(true)) => json!({ "anyOf": [members, { "type": "null" }] }),
        _ => Value::Object(members),
    }
}

fn takes_all(schema: &Value) -> bool {
    schema == &json!(true) || schema == &json!({})
}

fn value_in_its_words(keyword: &str, value: &Value) -> Value {
    const OF_VALUES: [&str; 4] = ["const", "default", "enum", "examples"];
    const OF_NAMES: [&str; 5] = [
        "$defs",
        "definitions",
        "dependentSchemas",
        "patternProperties",
        "properties",
    ];
    match value {
        _ if OF_VALUES.contains(&keyword) => value.clone(),
        Value::Object(schemas) if OF_NAMES.contains(&keyword) => {
            let schemas = schemas.iter();
            let schemas = schemas.map(|(name, schema)| (name.clone(), in_its_words(schema)));
            Value::Object(schemas.collect())
        }
        Value::Array(schemas) => schemas.iter().map(in_its_words).collect(),
        schema => in_its_words(schema),
    }
}

/// The least and the greatest number of a format.
fn range(format: &str) -> Option<(Value, Value)> {
    let range = match format {
        "int8" => (json!(i8::MIN), json!(i8::MAX)),
        "int16" => (json!(i16::MIN), json!(i16::MAX)),
        "int32" => (json!(i32::MIN), json!(i32::MAX)),
        "int64" => (json!(i64::MIN), json!(i64::MAX)),
        "uint8" => (json!(u8::MIN), json!(u8::MAX)),
        "uint16" => (json!(u16::MIN), json!(u16::MAX)),
        "uint32" => (json!(u32::MIN), json!(u32::MAX)),
        "uint" | "uint64" => (json!(u64::MIN), json!(u64::MAX)),
        "float" => (json!(f32::MIN), json!(f32::MAX)),
        _ => return None,
    };
    Some(range)
}
