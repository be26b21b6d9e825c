//! The JSON Schema of FlowJSON itself, made from the model's types.

use std::borrow::Cow;

use schemars::generate::SchemaSettings;
use schemars::transform::transform_subschemas;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::Value;

use crate::{Duration, Flow};

/// The JSON Schema (draft 2020-12) of the FlowJSON format.
///
/// Keys that it does not name are allowed: `validate` warns about them.
pub fn flow_schema() -> Schema {
    let mut schema = SchemaSettings::draft2020_12()
        .with_transform(without_null)
        .into_generator()
        .into_root_schema_for::<Flow>();
    schema.insert("title".to_owned(), "FlowJSON".into());
    describe_types(&mut schema);
    schema
}

/// Says of each type of step what its cases say of themselves, where editors show it.
fn describe_types(schema: &mut Schema) {
    let cases = schema.pointer_mut("/$defs/Step/oneOf");
    for case in cases.and_then(Value::as_array_mut).into_iter().flatten() {
        let description = case["description"].clone();
        if let Some(Value::Object(field)) = case.pointer_mut("/properties/type") {
            field.insert("description".to_owned(), description);
        }
    }
}

/// An optional field may be missing; `null` is no value of it.
pub(crate) fn without_null(schema: &mut Schema) {
    if let Some(types) = schema.get_mut("type")
        && let Some(several) = types.as_array_mut()
    {
        several.retain(|name| name != "null");
        if let [only] = several.as_slice() {
            *types = only.clone();
        }
    }
    if let Some(cases) = schema.get_mut("anyOf")
        && let Some(several) = cases.as_array_mut()
    {
        several.retain(|case| case["type"] != "null");
        if let [Value::Object(only)] = several.as_slice() {
            let only = only.clone();
            schema.remove("anyOf");
            // What is said of the field itself stands.
            for (keyword, value) in only {
                schema.ensure_object().entry(keyword).or_insert(value);
            }
        }
    }
    transform_subschemas(&mut without_null, schema);
}

/// Stands for a field that holds a JSON Schema.
pub(crate) struct AnySchema;

/// Stands for a field that holds an object of any form.
pub(crate) struct AnyObject;

/// Stands for a field that holds a duration.
pub(crate) struct DurationText;

impl JsonSchema for DurationText {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "DurationText".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let units: Vec<&str> = Duration::units().collect();
        let pattern = format!(r"^\s*(\d+(\.\d+)?\s+({})s?)?\s*$", units.join("|"));
        json_schema!({ "type": "string", "pattern": pattern })
    }
}

impl JsonSchema for AnySchema {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "AnySchema".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": ["object", "boolean"] })
    }
}

impl JsonSchema for AnyObject {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "AnyObject".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "object" })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::flow_schema;

    #[test]
    fn what_may_be_missing_is_not_required_and_never_null() {
        let schema = flow_schema();
        let schema = schema.as_value();
        let required = json!(["id", "name", "version", "steps", "connections"]);
        assert_eq!(schema["required"], required);
        assert_eq!(schema["properties"]["globalState"]["type"], "object");
        let condition = &schema["$defs"]["Connection"]["properties"]["condition"];
        assert_eq!(condition["type"], "string");
        assert!(!schema.to_string().contains("null"));
    }

    #[test]
    fn every_field_is_described_and_has_an_example() {
        let schema = flow_schema();
        let schema = schema.as_value();
        let definitions = schema["$defs"].as_object().into_iter().flatten();
        let cases = schema["$defs"]["Step"]["oneOf"]
            .as_array()
            .into_iter()
            .flatten();
        let objects = definitions
            .map(|(_, object)| object)
            .chain(cases)
            .chain([schema]);
        let mut count = 0;
        for (name, field) in objects
            .filter_map(|object| object["properties"].as_object())
            .flatten()
        {
            assert!(field["description"].is_string(), "{name}: {field}");
            let has_example = field["examples"].is_array() || field["const"].is_string();
            assert!(has_example, "{name}: {field}");
            count += 1;
        }
        assert!(count > 40, "{count}");
    }
}
