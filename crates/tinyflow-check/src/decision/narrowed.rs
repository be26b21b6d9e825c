//! Which values the schema of the state allows, beyond what their shapes say.

use serde_json::Value as Json;
use tinyflow_model::{Node, Object, Value};

use super::reads::Reads;

/// Keywords that the shape of a value carries, or that say nothing about values.
const WITHOUT_EFFECT: &[&str] = &[
    "$comment",
    "$defs",
    "$id",
    "$schema",
    "additionalProperties",
    "const",
    "default",
    "definitions",
    "deprecated",
    "description",
    "enum",
    "examples",
    "items",
    "properties",
    "readOnly",
    "required",
    "title",
    "type",
    "writeOnly",
];

/// The schema of the state, where it has one.
#[derive(Clone, Copy)]
pub(super) struct Narrowed<'f>(pub(super) Option<&'f Node>);

impl<'f> Narrowed<'f> {
    /// With the bounds of numbers, so that values on both sides of them are tried.
    pub(super) fn ask(self, reads: &mut Reads<'_>) {
        for (path, asked) in &mut reads.places {
            let Some(schema) = self.schema(path) else {
                continue;
            };
            let bounds = ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"];
            let bounds = bounds.iter().filter_map(|name| number(schema, name));
            asked.numbers.extend(bounds);
        }
    }

    /// Whether it is certain that the value may stand there, or may be missing there.
    pub(super) fn allows(self, path: &[&str], value: Option<&Json>) -> bool {
        if self.0.is_none() {
            return true;
        }
        let objects = (0..path.len()).map(|length| self.schema(&path[..length]));
        let mut objects = objects.flatten().flat_map(|schema| &schema.members);
        objects.all(|keyword| WITHOUT_EFFECT.contains(&keyword.name.as_str()))
            && match (self.schema(path), value) {
                (Some(schema), Some(value)) => fits(schema, value),
                _ => true,
            }
    }

    fn schema(self, path: &[&str]) -> Option<&'f Object> {
        let mut schema = object(self.0?)?;
        for name in path {
            schema = object(object(schema.get("properties")?)?.get(name)?)?;
        }
        Some(schema)
    }
}

fn fits(schema: &Object, value: &Json) -> bool {
    schema
        .members
        .iter()
        .all(|keyword| match keyword.name.as_str() {
            // Whether an item fits would be asked of the items' own schema.
            "items" => value.as_array().is_none_or(Vec::is_empty),
            name if WITHOUT_EFFECT.contains(&name) => true,
            name => match (&keyword.value.value, value) {
                (Value::Number(bound), Json::Number(number)) => {
                    let (bound, number) = (bound.as_f64(), number.as_f64().unwrap_or(f64::NAN));
                    match name {
                        "minimum" => number >= bound,
                        "maximum" => number <= bound,
                        "exclusiveMinimum" => number > bound,
                        "exclusiveMaximum" => number < bound,
                        _ => false,
                    }
                }
                _ => false,
            },
        })
}

fn number(schema: &Object, name: &str) -> Option<f64> {
    match &schema.get(name)?.value {
        Value::Number(number) => Some(number.as_f64()),
        _ => None,
    }
}

fn object(node: &Node) -> Option<&Object> {
    match &node.value {
        Value::Object(object) => Some(object),
        _ => None,
    }
}
