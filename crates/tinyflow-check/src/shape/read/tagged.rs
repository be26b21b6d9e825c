//! Unions whose forms are told apart by a property with a constant.

use std::collections::HashSet;

use tinyflow_model::{Member, Node, Object, Span, Value};

use super::naming::{Taken, free_name};
use super::{SchemaReader, TypePath, description, keywords, title};
use crate::names;
use crate::shape::{Case, Shape, Union};

impl SchemaReader<'_> {
    /// The property that tells the parts apart: each part requires it, and gives it a string
    /// of its own.
    pub(super) fn tag(&self, parts: &[&Node]) -> Option<String> {
        let first = self.object_of(parts.first()?)?;
        let mut candidates = required(first);
        candidates.retain(|name| {
            let values = parts.iter().map(|part| {
                let object = self.object_of(part)?;
                let is_required = required(object).contains(name);
                is_required.then(|| constant(object, name)).flatten()
            });
            let values: Option<HashSet<&str>> = values.collect();
            values.is_some_and(|values| values.len() == parts.len())
        });
        candidates.first().map(|name| (*name).to_owned())
    }

    pub(super) fn tagged(
        &mut self,
        tag: &str,
        parts: &[&Node],
        object: &Object,
        span: Span,
        path: &TypePath,
    ) -> Shape {
        let name = self.type_name(title(object), path, span);
        let mut taken = Taken::new();
        let mut cases = Vec::with_capacity(parts.len());
        for part in parts {
            let Some(of) = self.object_of(part).cloned() else {
                continue;
            };
            let wire_name = constant(&of, tag).unwrap_or_default().to_owned();
            let variant = free_name(&names::value_variant(&wire_name), "", &taken);
            taken.insert(variant.clone(), part.span);
            let below = path.child(&variant);
            let shape = self.described_without(tag, &of, part.span, &below);
            cases.push(Case {
                name: variant,
                wire_name,
                shape,
            });
        }
        self.defined(Shape::Union(Union {
            name,
            description: description(object),
            tag: Some(tag.to_owned()),
            cases,
        }))
    }

    /// The shape of what a part says besides the tag.
    fn described_without(
        &mut self,
        tag: &str,
        part: &Object,
        span: Span,
        path: &TypePath,
    ) -> Shape {
        let mut part = part.clone();
        for member in &mut part.members {
            match (member.name.as_str(), &mut member.value.value) {
                ("properties", Value::Object(properties)) => {
                    properties.members.retain(|property| property.name != tag);
                }
                ("required", Value::Array(names)) => {
                    names.retain(|node| node.value != Value::String(tag.to_owned()));
                }
                _ => {}
            }
        }
        // A title names the part as it is where it stands by itself.
        part.members.retain(|member| member.name != "title");
        self.of_forms(&part, span, path)
    }

    /// The object that a part is, or leads to, if it is plain enough to be a variant.
    fn object_of<'s>(&'s self, part: &'s Node) -> Option<&'s Object> {
        const LONGEST: usize = 8;
        let mut part = part;
        for _ in 0..LONGEST {
            let Value::Object(object) = &part.value else {
                return None;
            };
            let Some(reference) = keywords::reference(object) else {
                let is_plain = ["allOf", "anyOf", "oneOf"]
                    .iter()
                    .all(|keyword| object.get(keyword).is_none());
                let names_object = object
                    .get("type")
                    .is_none_or(|of| of.value == Value::String("object".to_owned()));
                return (is_plain && names_object).then_some(object);
            };
            (_, part) = self.target(&reference.value)?;
        }
        None
    }
}

fn required(object: &Object) -> Vec<&str> {
    let Some(Value::Array(names)) = object.get("required").map(|node| &node.value) else {
        return Vec::new();
    };
    let names = names.iter().filter_map(|node| match &node.value {
        Value::String(name) => Some(name.as_str()),
        _ => None,
    });
    names.collect()
}

/// The one string that a property may be.
fn constant<'o>(object: &'o Object, name: &str) -> Option<&'o str> {
    let Value::Object(properties) = &object.get("properties")?.value else {
        return None;
    };
    let property: &Member = properties
        .members
        .iter()
        .find(|member| member.name == name)?;
    let Value::Object(schema) = &property.value.value else {
        return None;
    };
    match keywords::values(schema)? {
        [
            Node {
                value: Value::String(text),
                ..
            },
        ] => Some(text),
        _ => None,
    }
}
