//! What one part of an `allOf` says of the properties that only other parts name.

use std::collections::HashSet;

use tinyflow_model::{Member, Object, Value};

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

    /// Holds the properties to it that only other schemas name.
    pub(super) fn hold(&self, whole: &mut Object) {
        let members = whole.members.iter_mut();
        for member in members.filter(|member| member.name == "properties") {
            let Value::Object(properties) = &mut member.value.value else {
                continue;
            };
            let properties = properties.members.iter_mut();
            for property in properties.filter(|property| !self.named.contains(&property.name)) {
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
