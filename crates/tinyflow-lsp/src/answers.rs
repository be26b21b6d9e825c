//! What the format's JSON Schema says of a place: the fields that belong there.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde_json::Value;
use tinyflow_model::flow_schema;

use crate::cursor::{Cursor, Segment};
use crate::document::Look;

static SCHEMA: LazyLock<Value> = LazyLock::new(|| flow_schema().to_value());

/// The fields that an object at a place may have, each with its description.
pub(crate) fn fields(look: Look<'_>, cursor: &Cursor) -> BTreeMap<String, String> {
    let step_type = match (cursor.path.first(), cursor.element()) {
        (Some(Segment::Key(name)), Some(index)) if name == "steps" => {
            look.known.steps.get(index).map(|step| step.step_type)
        }
        _ => None,
    };
    let mut schemas = cases(&SCHEMA, None);
    for segment in &cursor.path {
        let below: Vec<&Value> = match segment {
            Segment::Index(_) => schemas
                .iter()
                .filter_map(|schema| schema.get("items"))
                .collect(),
            Segment::Key(name) => {
                let properties = schemas.iter().filter_map(|schema| schema.get("properties"));
                properties
                    .filter_map(|properties| properties.get(name))
                    .collect()
            }
        };
        schemas = below
            .into_iter()
            .flat_map(|schema| cases(schema, step_type))
            .collect();
    }
    let mut fields = BTreeMap::new();
    let properties = schemas
        .iter()
        .filter_map(|schema| schema.get("properties")?.as_object());
    for (name, schema) in properties.flatten() {
        let description = schema.get("description").and_then(Value::as_str);
        let description = description.unwrap_or_default().to_owned();
        let known: &mut String = fields.entry(name.clone()).or_default();
        if known.is_empty() {
            *known = description;
        }
    }
    fields
}

/// A schema, what it refers to, and its cases; of the types of steps that of
/// this type alone, where it is known.
fn cases<'s>(schema: &'s Value, step_type: Option<&str>) -> Vec<&'s Value> {
    let mut cases = Vec::new();
    let mut open = vec![schema];
    while let Some(schema) = open.pop() {
        let is_other_type = step_type.is_some_and(|step_type| {
            let constant = schema.pointer("/properties/type/const");
            !step_type.is_empty() && constant.is_some_and(|constant| constant != step_type)
        });
        if is_other_type {
            continue;
        }
        cases.push(schema);
        let reference = schema.get("$ref").and_then(Value::as_str);
        let target = reference.and_then(|reference| reference.strip_prefix('#'));
        open.extend(target.and_then(|pointer| SCHEMA.pointer(pointer)));
        for keyword in ["oneOf", "anyOf", "allOf"] {
            open.extend(
                schema
                    .get(keyword)
                    .and_then(Value::as_array)
                    .into_iter()
                    .flatten(),
            );
        }
    }
    cases
}
