//! `allOf`: one schema made of several.

use std::collections::HashSet;

use tinyflow_model::{Diagnostic, Member, Node, Object, Span, Value};

use super::limit::Limit;
use super::reference::Read;
use super::{SchemaReader, TypePath, keywords};
use crate::shape::Shape;

impl SchemaReader<'_> {
    /// The shape of a schema with `allOf`: that of everything it says taken together.
    pub(super) fn merged(&mut self, object: &Object, span: Span, path: &TypePath) -> Shape {
        if let Some(only) = only_part(object) {
            return self.shape(only, path);
        }
        // What is merged from something around it holds itself again, and so on without end.
        let place = object
            .get("allOf")
            .map_or(span.start, |all_of| all_of.span.start);
        if let Some(Read::Open(_)) = self.read.get(&place) {
            return self.checked(Shape::Any);
        }
        let before = self.read.insert(place, Read::Open(None));
        let mut merged = Merged::default();
        self.gather(object, &mut merged, 0);
        self.has_checks |= merged.has_conflict || !merged.beside.is_empty();
        let whole = merged.into_object(span, self.findings);
        let shape = self.whole(&whole, span, path);
        match before {
            Some(before) => self.read.insert(place, before),
            None => self.read.remove(&place),
        };
        shape
    }

    fn gather(&self, object: &Object, merged: &mut Merged, depth: usize) {
        /// Beyond that it is no schema that anybody wrote.
        const DEEPEST: usize = 32;
        merged.limits.extend(Limit::of(object));
        let mut parts: &[Node] = &[];
        let is_of_part = depth > 0;
        if is_of_part && object.get("if").is_some() {
            merged.keep(object.members.iter().filter(|member| is_branch(member)));
        }
        for member in &object.members {
            if is_of_part && is_branch(member) {
                continue;
            }
            match (member.name.as_str(), &member.value.value) {
                ("allOf", Value::Array(items)) => parts = items,
                // The checks say what is wrong with it.
                ("allOf", _) => merged.has_conflict = true,
                _ if keywords::reference(object).is_some_and(|of| of.name == member.name) => {
                    let Some((_, target)) = self.target(&member.value) else {
                        merged.has_conflict = true;
                        continue;
                    };
                    if !merged.targets.insert(target.span.start) || depth > DEEPEST {
                        merged.has_conflict = true;
                    } else if let Value::Object(target) = &target.value {
                        self.gather(target, merged, depth + 1);
                    }
                }
                _ => merged.add(member, depth),
            }
        }
        for part in parts {
            match &part.value {
                Value::Object(_) if depth > DEEPEST => merged.has_conflict = true,
                Value::Object(part) => self.gather(part, merged, depth + 1),
                Value::Boolean(true) => {}
                _ => merged.has_conflict = true,
            }
        }
    }
}

/// The one schema that `allOf` holds, where nothing but remarks stands beside it.
fn only_part(object: &Object) -> Option<&Node> {
    let mut members = object.members.iter();
    let is_plain = |member: &Member| {
        member.name == "allOf" || member.name == "description" || member.name == "default"
    };
    let Value::Array(parts) = &object.get("allOf")?.value else {
        return None;
    };
    match parts.as_slice() {
        [only] if members.all(is_plain) => Some(only),
        _ => None,
    }
}

/// The keywords of several schemas.
#[derive(Default)]
struct Merged {
    whole: Object,
    /// What is held against the same value, and cannot be said in the same place.
    beside: Vec<Node>,
    /// The schemas that were referred to.
    targets: HashSet<usize>,
    /// What each of them says of the properties that it does not name.
    limits: Vec<Limit>,
    /// Whether two of them say something that does not go together.
    has_conflict: bool,
}

impl Merged {
    fn add(&mut self, member: &Member, depth: usize) {
        // The parts have names and words of their own.
        let is_own = depth == 0;
        let is_remark = keywords::is_remark(&member.name);
        let known = self.whole.members.iter_mut();
        let mut known = known.filter(|known| known.name == member.name);
        let Some(known) = known.next() else {
            if is_own || !is_remark || member.name == "description" {
                self.whole.members.push(member.clone());
            }
            return;
        };
        if member.name == "type" {
            narrow(&mut known.value, &member.value.value);
            return;
        }
        match (
            member.name.as_str(),
            &mut known.value.value,
            &member.value.value,
        ) {
            ("properties", Value::Object(known), Value::Object(more)) => {
                for property in &more.members {
                    add_property(known, property);
                }
            }
            ("required", Value::Array(known), Value::Array(more)) => {
                known.extend(more.iter().cloned());
            }
            (_, known, more) if is_remark || known == more => {}
            ("oneOf" | "anyOf" | "dependentSchemas", ..) => self.keep([member]),
            _ => self.has_conflict = true,
        }
    }

    /// Keeps keywords of a part together.
    fn keep<'m>(&mut self, members: impl IntoIterator<Item = &'m Member>) {
        let members: Vec<Member> = members.into_iter().cloned().collect();
        let Some(first) = members.first() else {
            return;
        };
        self.beside.push(Node {
            span: first.value.span,
            value: Value::Object(Object { members }),
        });
    }

    fn into_object(mut self, span: Span, findings: &mut Vec<Diagnostic>) -> Object {
        self.limits
            .iter()
            .for_each(|limit| limit.hold(&mut self.whole, findings));
        if !self.beside.is_empty() {
            self.whole.members.push(Member {
                name: "allOf".to_owned(),
                name_span: span,
                value: Node {
                    span,
                    value: Value::Array(self.beside),
                },
            });
        }
        self.whole
    }
}

fn is_branch(member: &Member) -> bool {
    matches!(member.name.as_str(), "if" | "then" | "else")
}

/// A property that both describe must fit both.
fn add_property(properties: &mut Object, property: &Member) {
    let mut members = properties.members.iter_mut();
    let Some(known) = members.find(|known| known.name == property.name) else {
        properties.members.push(property.clone());
        return;
    };
    if known.value == property.value {
        return;
    }
    let parts = vec![known.value.clone(), property.value.clone()];
    let default = parts.iter().find_map(default).cloned();
    let all_of = Member {
        name: "allOf".to_owned(),
        name_span: known.name_span,
        value: Node {
            span: known.value.span,
            value: Value::Array(parts),
        },
    };
    known.value = Node {
        span: known.value.span,
        value: Value::Object(Object {
            members: std::iter::once(all_of).chain(default).collect(),
        }),
    };
}

fn default(schema: &Node) -> Option<&Member> {
    let Value::Object(schema) = &schema.value else {
        return None;
    };
    let mut members = schema.members.iter();
    members.find(|member| member.name == "default")
}

/// Leaves of the types those that the other list has, too.
fn narrow(known: &mut Node, other: &Value) {
    let (mine, other) = (types(&known.value), types(other));
    let has = |names: &[&str], name: &str| names.contains(&name);
    // Whole numbers are numbers, too.
    let both = |name: &&str| {
        has(&other, name)
            || (*name == "integer" && has(&other, "number"))
            || (*name == "number" && has(&other, "integer"))
    };
    let left = mine.into_iter().filter(both).map(|name| {
        let is_whole = name == "number" && !has(&other, "number");
        if is_whole { "integer" } else { name }
    });
    let left: Vec<Node> = left
        .map(|name| Node {
            span: known.span,
            value: Value::String(name.to_owned()),
        })
        .collect();
    if !left.is_empty() {
        known.value = Value::Array(left);
    }
}

fn types(value: &Value) -> Vec<&str> {
    match value {
        Value::String(name) => vec![name],
        Value::Array(names) => {
            let names = names.iter();
            names.flat_map(|node| types(&node.value)).collect()
        }
        _ => Vec::new(),
    }
}
