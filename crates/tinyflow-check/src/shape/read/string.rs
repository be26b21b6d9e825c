//! Strings, and enums of strings.

use std::collections::{HashMap, HashSet};

use tinyflow_model::{Node, Object, Span, Value};

use super::naming::{Taken, free_name};
use super::{SchemaReader, TypePath, description, title};
use crate::names;
use crate::shape::{Enum, Shape, Variant, colliding_names, invalid_schema};

impl SchemaReader<'_> {
    pub(super) fn string(&mut self, object: &Object, span: Span, path: &TypePath) -> Shape {
        let values = match (object.get("const"), object.get("enum")) {
            (Some(constant), _) => std::slice::from_ref(constant),
            (None, Some(list)) => match &list.value {
                Value::Array(values) if !values.is_empty() => values.as_slice(),
                Value::Array(_) => {
                    let finding = invalid_schema::empty_enum(list.span);
                    self.findings.push(finding);
                    return Shape::Text;
                }
                other => {
                    let finding =
                        invalid_schema::keyword("enum", "an array", other.kind(), list.span);
                    self.findings.push(finding);
                    return Shape::Text;
                }
            },
            (None, None) => return Shape::Text,
        };
        self.choice(values, object, span, path)
    }

    /// An enum of the strings among the values.
    pub(super) fn choice(
        &mut self,
        values: &[Node],
        object: &Object,
        span: Span,
        path: &TypePath,
    ) -> Shape {
        let variants = self.variants(values);
        if variants.is_empty() {
            return self.checked(Shape::Text);
        }
        Shape::Enum(Enum {
            name: self.type_name(title(object), path, span),
            description: description(object),
            variants,
        })
    }

    fn variants(&mut self, values: &[Node]) -> Vec<Variant> {
        let mut variants: Vec<Variant> = Vec::with_capacity(values.len());
        let mut taken = Taken::new();
        let shared = shared_variants(values);
        for node in values {
            // What is no string has been taken for another form, or is excluded by the type.
            let Value::String(value) = &node.value else {
                continue;
            };
            if let Some(same) = variants.iter().position(|known| known.wire_name == *value) {
                let first = values[same].span;
                self.findings
                    .push(invalid_schema::repeated_value(value, node.span, first));
                continue;
            }
            let mut wanted = names::value_variant(value);
            if shared.contains(&wanted) {
                wanted = names::spelled_variant(value);
            }
            let name = free_name(&wanted, "", &taken);
            if let Some(first) = taken.get(&wanted) {
                let finding = colliding_names::values(value, &name, node.span, *first);
                self.findings.push(finding);
            }
            taken.insert(name.clone(), node.span);
            variants.push(Variant {
                wire_name: value.clone(),
                name,
            });
        }
        variants
    }
}

/// The names that several of the values would have.
fn shared_variants(values: &[Node]) -> HashSet<String> {
    let mut wanted: HashMap<String, &str> = HashMap::new();
    let mut shared = HashSet::new();
    for node in values {
        let Value::String(value) = &node.value else {
            continue;
        };
        let name = names::value_variant(value);
        match wanted.get(&name) {
            Some(other) if other != value => {
                shared.insert(name);
            }
            Some(_) => {}
            None => {
                wanted.insert(name, value);
            }
        }
    }
    shared
}
