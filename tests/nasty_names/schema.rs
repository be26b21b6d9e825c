//! Shapes as JSON Schemas, in every supported form.

use serde_json::{Map, Value, json};

use crate::shape::{Presence, Property, Shape, Spelling};

/// The schema of an object that stands for itself, with what its parts refer to.
pub(crate) fn root_schema(properties: &[Property], spell: Spelling<'_>) -> Value {
    let mut schema = object_schema(properties, spell);
    let mut definitions = Map::new();
    define_all(properties, spell, &mut definitions);
    if !definitions.is_empty() {
        schema["$defs"] = definitions.into();
    }
    schema
}

impl Shape {
    fn schema(&self, spell: Spelling<'_>) -> Value {
        match self {
            Self::Text(_) => json!({ "type": "string" }),
            Self::Integer(_) => json!({ "type": "integer" }),
            Self::Unsigned(_) => json!({ "type": "integer", "minimum": 0 }),
            Self::Number(_) => json!({ "type": "number" }),
            Self::Boolean(_) => json!({ "type": "boolean" }),
            Self::Enum(values) => {
                let values: Vec<String> = values.iter().map(|value| spell(value)).collect();
                json!({ "type": "string", "enum": values })
            }
            Self::List(item, _) => json!({ "type": "array", "items": item.schema(spell) }),
            Self::Object(title, properties) => {
                titled(title.as_deref(), object_schema(properties, spell), spell)
            }
            Self::Map(_) => json!({ "type": "object" }),
            Self::Any(_) => json!({}),
            Self::Constant(title, value) => {
                titled(title.as_deref(), json!({ "const": spell(value) }), spell)
            }
            Self::Nullable(shape, _) => {
                json!({ "anyOf": [shape.schema(spell), { "type": "null" }] })
            }
            Self::TypeOrNull(shape, _) => {
                let mut schema = shape.schema(spell);
                schema["type"] = json!([schema["type"], "null"]);
                schema
            }
            Self::Tuple(items) => {
                let count = items.len();
                let items: Vec<Value> = items.iter().map(|item| item.schema(spell)).collect();
                json!({ "type": "array", "prefixItems": items, "minItems": count, "maxItems": count })
            }
            Self::Dictionary(shape, _, has_pattern) => {
                let schema = shape.schema(spell);
                if *has_pattern {
                    json!({ "type": "object", "patternProperties": { "": schema } })
                } else {
                    json!({ "type": "object", "additionalProperties": schema })
                }
            }
            Self::OneOf(title, shapes) => {
                let shapes: Vec<Value> = shapes.iter().map(|shape| shape.schema(spell)).collect();
                titled(title.as_deref(), json!({ "anyOf": shapes }), spell)
            }
            Self::Tagged(tag, forms) => {
                let tag = spell(tag);
                let forms = forms.iter().map(|(value, properties)| {
                    let mut schema = object_schema(properties, spell);
                    schema["properties"][&tag] = json!({ "const": spell(value) });
                    if let Value::Array(required) = &mut schema["required"] {
                        required.push(tag.clone().into());
                    }
                    schema
                });
                json!({ "oneOf": forms.collect::<Vec<_>>() })
            }
            Self::AllOf(left, right) => {
                json!({ "allOf": [object_schema(left, spell), object_schema(right, spell)] })
            }
            Self::Reference(name, _) | Self::Recursive { name, .. } => reference(name, spell),
        }
    }

    /// Adds the definitions that the schema refers to.
    fn define(&self, spell: Spelling<'_>, definitions: &mut Map<String, Value>) {
        match self {
            Self::List(shape, _)
            | Self::Nullable(shape, _)
            | Self::TypeOrNull(shape, _)
            | Self::Dictionary(shape, ..) => {
                shape.define(spell, definitions);
            }
            Self::Tuple(shapes) | Self::OneOf(_, shapes) => {
                for shape in shapes {
                    shape.define(spell, definitions);
                }
            }
            Self::Object(_, properties) => define_all(properties, spell, definitions),
            Self::Tagged(_, forms) => {
                for (_, properties) in forms {
                    define_all(properties, spell, definitions);
                }
            }
            Self::AllOf(left, right) => {
                define_all(left, spell, definitions);
                define_all(right, spell, definitions);
            }
            Self::Reference(name, shape) => {
                definitions.insert(spell(name), shape.schema(spell));
                shape.define(spell, definitions);
            }
            Self::Recursive {
                name,
                inner,
                is_list,
                properties,
            } => {
                let mut schema = object_schema(properties, spell);
                let own = reference(name, spell);
                schema["properties"][spell(inner)] = if *is_list {
                    json!({ "type": "array", "items": own })
                } else {
                    own
                };
                definitions.insert(spell(name), schema);
                define_all(properties, spell, definitions);
            }
            _ => {}
        }
    }
}

fn object_schema(properties: &[Property], spell: Spelling<'_>) -> Value {
    let mut schemas = Map::new();
    let mut required = Vec::new();
    for property in properties {
        let name = spell(&property.name);
        let mut schema = property.shape.schema(spell);
        if let Some(description) = &property.description {
            schema["description"] = spell(description).into();
        }
        match property.presence {
            Presence::Required => required.push(name.clone()),
            Presence::Default => schema["default"] = property.shape.value(spell, false),
            Presence::Given | Presence::LeftOut => {}
        }
        schemas.insert(name, schema);
    }
    json!({ "type": "object", "properties": schemas, "required": required })
}

fn titled(title: Option<&str>, mut schema: Value, spell: Spelling<'_>) -> Value {
    if let Some(title) = title {
        schema["title"] = spell(title).into();
    }
    schema
}

/// A reference to a definition, as a part of a URI.
fn reference(name: &str, spell: Spelling<'_>) -> Value {
    let name = spell(name).replace('~', "~0").replace('/', "~1");
    let bytes = name.bytes().map(|byte| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'~' | b'-' | b'_' | b'.' => {
            char::from(byte).to_string()
        }
        _ => format!("%{byte:02X}"),
    });
    json!({ "$ref": format!("#/$defs/{}", bytes.collect::<String>()) })
}

fn define_all(properties: &[Property], spell: Spelling<'_>, definitions: &mut Map<String, Value>) {
    for property in properties {
        property.shape.define(spell, definitions);
    }
}
