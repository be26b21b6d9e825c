//! Objects: structs where their properties are known, maps where not.

use std::collections::HashSet;

use tinyflow_model::{Member, Node, Object, Span, Value};

use super::naming::Taken;
use super::{SchemaReader, TypePath, description, title};
use crate::shape::fit::fit;
use crate::shape::{
    Field, Literal, Presence, Shape, Struct, default_mismatch, invalid_schema, unchecked_keyword,
    unsupported_schema,
};

impl SchemaReader<'_> {
    pub(super) fn object(&mut self, object: &Object, span: Span, path: &TypePath) -> Shape {
        self.report_additional_properties(object);
        let properties = match object.get("properties") {
            Some(node) => match &node.value {
                Value::Object(properties) => properties.members.as_slice(),
                other => {
                    let kind = other.kind();
                    let finding =
                        invalid_schema::keyword("properties", "an object", kind, node.span);
                    self.findings.push(finding);
                    &[]
                }
            },
            None => return Shape::Map,
        };
        let name = self.type_name(title(object), path, span);
        let required = self.required(object, properties);
        Shape::Struct(Struct {
            name,
            description: description(object),
            fields: self.fields(properties, &required, path),
        })
    }

    fn fields(
        &mut self,
        properties: &[Member],
        required: &HashSet<&str>,
        path: &TypePath,
    ) -> Vec<Field> {
        let mut taken = Taken::new();
        let mut fields = Vec::with_capacity(properties.len());
        for property in properties {
            let name = self.field_name(property, &mut taken);
            let shape = self.shape(&property.value, &path.child(&property.name));
            let default = self.default(&property.value, &shape);
            let (presence, default) = match default {
                default if required.contains(property.name.as_str()) => {
                    (Presence::Required, default)
                }
                Some(default) => (Presence::Default(default), None),
                None => (Presence::Optional, None),
            };
            let described = match &property.value.value {
                Value::Object(schema) => description(schema),
                _ => None,
            };
            fields.push(Field {
                wire_name: property.name.clone(),
                name,
                description: described,
                shape,
                presence,
                default,
            });
        }
        fields
    }

    fn default(&mut self, schema: &Node, shape: &Shape) -> Option<Literal> {
        let Value::Object(object) = &schema.value else {
            return None;
        };
        let default = object.get("default")?;
        match fit(default, shape) {
            Ok(literal) => Some(literal),
            Err(violations) => {
                for violation in violations {
                    self.findings.push(default_mismatch::finding(&violation));
                }
                None
            }
        }
    }

    fn required<'n>(&mut self, object: &'n Object, properties: &[Member]) -> HashSet<&'n str> {
        let Some(node) = object.get("required") else {
            return HashSet::new();
        };
        let Value::Array(names) = &node.value else {
            let kind = node.value.kind();
            let finding = invalid_schema::keyword("required", "an array", kind, node.span);
            self.findings.push(finding);
            return HashSet::new();
        };
        let known: HashSet<&str> = properties.iter().map(|known| known.name.as_str()).collect();
        let mut required = HashSet::with_capacity(names.len());
        for name in names {
            let Value::String(text) = &name.value else {
                let kind = name.value.kind();
                let finding =
                    invalid_schema::keyword("required", "an array of strings", kind, name.span);
                self.findings.push(finding);
                continue;
            };
            if known.contains(text.as_str()) {
                required.insert(text.as_str());
            } else {
                let known = known.iter().copied();
                let finding = unsupported_schema::required_unknown(text, known, name.span);
                self.findings.push(finding);
            }
        }
        required
    }

    /// Open objects are the rule; what a schema says about its further
    /// properties is not in the types yet.
    fn report_additional_properties(&mut self, object: &Object) {
        let mut members = object.members.iter();
        let Some(member) = members.find(|member| member.name == "additionalProperties") else {
            return;
        };
        if member.value.value == Value::Boolean(true) {
            return;
        }
        let finding = if member.value.value == Value::Boolean(false) {
            unchecked_keyword::finding(&member.name, member.name_span)
        } else {
            unsupported_schema::keyword(&member.name, member.name_span)
        };
        self.findings.push(finding);
    }
}
