//! What schemas that are held against the same object say of the properties that they do not name.

use std::collections::HashSet;

use tinyflow_model::{Diagnostic, Member, Node, Object, Value};

use super::{SchemaReader, keywords};
use crate::shape::default_not_taken;

impl SchemaReader<'_> {
    /// The limits that stand beside the properties of an object, in any of its forms.
    pub(super) fn limits_beside(&self, object: &Object) -> Vec<Limit> {
        let mut limits = Vec::new();
        let mut seen = HashSet::new();
        let mut left = beside(object);
        while let Some(schema) = left.pop() {
            let Value::Object(form) = &schema.value else {
                continue;
            };
            if !seen.insert(std::ptr::from_ref(schema)) {
                continue;
            }
            limits.extend(Limit::of(form));
            left.extend(beside(form));
            if let Some(reference) = keywords::reference(form)
                && let Some((_, target)) = self.target(&reference.value)
            {
                left.push(target);
            }
        }
        limits
    }
}

/// The schemas that are held against the same value as the one that they stand in.
fn beside(object: &Object) -> Vec<&Node> {
    let mut schemas = Vec::new();
    for member in &object.members {
        match (member.name.as_str(), &member.value.value) {
            ("oneOf" | "anyOf" | "allOf", Value::Array(forms)) => schemas.extend(forms),
            ("then" | "else", _) => schemas.push(&member.value),
            ("dependentSchemas", Value::Object(forms)) => {
                schemas.extend(forms.members.iter().map(|form| &form.value));
            }
            _ => {}
        }
    }
    schemas
}

/// What a schema says of the properties that it does not name, where it says anything.
pub(super) struct Limit {
    named: HashSet<String>,
    /// Whether there must be no others.
    is_closed: bool,
}

impl Limit {
    pub(super) fn of(object: &Object) -> Option<Self> {
        let others = &object.get("additionalProperties")?.value;
        if *others == Value::Boolean(true) {
            return None;
        }
        let named = match object.get("properties").map(|node| &node.value) {
            Some(Value::Object(properties)) => properties.members.as_slice(),
            _ => &[],
        };
        Some(Self {
            named: named.iter().map(|member| member.name.clone()).collect(),
            is_closed: *others == Value::Boolean(false)
                && object.get("patternProperties").is_none(),
        })
    }

    /// Whether it says something of a property with this name.
    pub(super) fn is_on(&self, name: &str) -> bool {
        !self.named.contains(name)
    }

    /// Holds the properties to it that only other schemas name.
    pub(super) fn hold(&self, whole: &mut Object, findings: &mut Vec<Diagnostic>) {
        let members = whole.members.iter_mut();
        for member in members.filter(|member| member.name == "properties") {
            let Value::Object(properties) = &mut member.value.value else {
                continue;
            };
            let properties = properties.members.iter_mut();
            for property in properties.filter(|property| self.is_on(&property.name)) {
                default_not_taken::report(property, findings);
                self.hold_property(property);
            }
        }
    }

    /// There may be no such property, or it has to be what its default may not be, so that none
    /// is added.
    fn hold_property(&self, property: &mut Member) {
        if self.is_closed {
            property.value.value = Value::Boolean(false);
        } else if let Value::Object(schema) = &mut property.value.value {
            schema.members.retain(|member| member.name != "default");
        }
    }
}
