//! Objects: structs where their properties are known, maps where not.

use std::borrow::Cow;
use std::collections::HashSet;

use tinyflow_model::nearest::nearest;
use tinyflow_model::{Member, Node, Object, Span, Value};

use super::naming::{Taken, free_name};
use super::{SchemaReader, TypePath, description, keywords, title};
use crate::shape::fit::fit;
use crate::shape::given::report_unnamed;
use crate::shape::{
    Field, Literal, Presence, Rest as RestField, Shape, Struct, default_mismatch,
    default_not_taken, invalid_schema, unsupported_schema,
};

impl SchemaReader<'_> {
    pub(super) fn object(&mut self, object: &Object, span: Span, path: &TypePath) -> Shape {
        let rest = self.rest(object, path);
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
            None => &[],
        };
        let required = self.required(object);
        let has_patterns = object.get("patternProperties").is_some();
        let in_forms = match rest {
            Rest::Open => self.only_in_forms(object, properties),
            Rest::Closed | Rest::Of(_) => Vec::new(),
        };
        let properties = match in_forms.as_slice() {
            [] => Cow::Borrowed(properties),
            more => Cow::Owned([properties, more].concat()),
        };
        let has_fields = !properties.is_empty() || !required.is_empty();
        if !has_fields && object.get("properties").is_none() {
            match rest {
                Rest::Open => return Shape::Map,
                Rest::Closed => {}
                Rest::Of(shape) => return Shape::Dictionary(Box::new(shape)),
            }
            if is_pattern_of_all(object) {
                return self.dictionary_of_pattern(object, path);
            }
            if has_patterns {
                return self.checked(Shape::Map);
            }
        }
        let name = self.type_name(title(object), path, span);
        let mut taken = Taken::new();
        let mut fields = self.fields(&properties, &required, path, &mut taken);
        self.drop_unwelcome_defaults(&mut fields, &properties, object);
        let is_closed = matches!(rest, Rest::Closed) && !has_patterns;
        let rest = match rest {
            // What a pattern names would not fit the shape of the others.
            Rest::Of(_) if has_patterns => {
                self.has_checks = true;
                None
            }
            Rest::Of(shape) => {
                // Only the schema knows which properties the shape is for.
                self.has_checks = true;
                let name = free_name("additional", "_", &taken);
                Some(Box::new(RestField { name, shape }))
            }
            Rest::Open | Rest::Closed => None,
        };
        self.defined(Shape::Struct(Struct {
            name,
            description: description(object),
            fields,
            rest,
            is_closed,
        }))
    }

    /// Takes the defaults away that would make a value unfit for one of the object's forms.
    fn drop_unwelcome_defaults(
        &mut self,
        fields: &mut [Field],
        properties: &[Member],
        object: &Object,
    ) {
        let limits = self.limits_beside(object);
        for field in fields {
            let is_unwelcome = limits.iter().any(|limit| limit.is_on(&field.wire_name));
            if is_unwelcome && matches!(field.presence, Presence::Default(_)) {
                field.presence = Presence::Optional;
                let named = properties.iter();
                let mut named = named.filter(|property| property.name == field.wire_name);
                if let Some(property) = named.next() {
                    default_not_taken::report(property, self.findings);
                }
            }
        }
    }

    /// A struct without fields, around what would be a map by itself.
    pub(crate) fn only_rest(&mut self, span: Span, values: Shape, path: &TypePath) -> Struct {
        // What serde has set aside for a flattened map, it reads in more forms than it writes.
        self.has_checks |= values != Shape::Any;
        let name = self.type_name(None, path, span);
        Struct {
            name,
            description: None,
            fields: Vec::new(),
            rest: Some(Box::new(RestField {
                name: "additional".to_owned(),
                shape: values,
            })),
            is_closed: false,
        }
    }

    /// What a schema says of properties that it does not name.
    fn rest(&mut self, object: &Object, path: &TypePath) -> Rest {
        let Some(rest) = object.get("additionalProperties") else {
            return Rest::Open;
        };
        match &rest.value {
            Value::Boolean(true) => Rest::Open,
            Value::Boolean(false) => Rest::Closed,
            _ => match self.shape(rest, &path.child("Value")) {
                Shape::Any => Rest::Open,
                shape => Rest::Of(shape),
            },
        }
    }

    /// Where every property matches one pattern.
    fn dictionary_of_pattern(&mut self, object: &Object, path: &TypePath) -> Shape {
        self.has_checks = true;
        let Some(Value::Object(patterns)) = object.get("patternProperties").map(|node| &node.value)
        else {
            return Shape::Map;
        };
        let Some(pattern) = patterns.members.first() else {
            return Shape::Map;
        };
        match self.shape(&pattern.value, &path.child("Value")) {
            Shape::Any => Shape::Map,
            shape => Shape::Dictionary(Box::new(shape)),
        }
    }

    fn fields(
        &mut self,
        properties: &[Member],
        required: &[(&str, Span)],
        path: &TypePath,
        taken: &mut Taken,
    ) -> Vec<Field> {
        let names: HashSet<&str> = required.iter().map(|(name, _)| *name).collect();
        let mut fields = Vec::with_capacity(properties.len());
        for property in properties {
            if property.value.value == Value::Boolean(false) {
                self.has_checks = true;
                continue;
            }
            let name = self.field_name(property, taken);
            let shape = self.shape(&property.value, &path.child(&property.name));
            let default = self.default(&property.value, &shape);
            self.report_default_behind_reference(property);
            let (presence, default) = match default {
                default if names.contains(property.name.as_str()) => (Presence::Required, default),
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
        fields.extend(self.undescribed(properties, required, taken));
        fields
    }

    /// Fields for properties that must be there though nothing says what they are.
    fn undescribed(
        &mut self,
        properties: &[Member],
        required: &[(&str, Span)],
        taken: &mut Taken,
    ) -> Vec<Field> {
        let known: HashSet<&str> = properties.iter().map(|known| known.name.as_str()).collect();
        let mut added = HashSet::new();
        let mut fields: Vec<Field> = Vec::new();
        for (required, span) in required {
            if known.contains(required) || !added.insert(*required) {
                continue;
            }
            if nearest(required, known.iter().copied()).is_some() {
                let known = known.iter().copied();
                let finding = unsupported_schema::required_unknown(required, known, *span);
                self.findings.push(finding);
            }
            let property = Member {
                name: (*required).to_owned(),
                name_span: *span,
                value: Node {
                    span: *span,
                    value: Value::Boolean(true),
                },
            };
            fields.push(Field {
                name: self.field_name(&property, taken),
                wire_name: property.name,
                description: None,
                shape: Shape::Any,
                presence: Presence::Required,
                default: None,
            });
        }
        fields
    }

    fn default(&mut self, schema: &Node, shape: &Shape) -> Option<Literal> {
        let Value::Object(object) = &schema.value else {
            return None;
        };
        let default = object.get("default")?;
        match fit(default, shape, &self.definitions) {
            Ok(literal) => {
                report_unnamed("default", default, shape, self.findings);
                Some(literal)
            }
            Err(violations) => {
                for violation in violations {
                    self.findings.push(default_mismatch::finding(&violation));
                }
                None
            }
        }
    }

    fn report_default_behind_reference(&mut self, property: &Member) {
        let Value::Object(schema) = &property.value.value else {
            return;
        };
        if schema.get("default").is_some() {
            return;
        }
        let reference = keywords::reference(schema);
        let Some(reference) = reference.map(|member| &member.value) else {
            return;
        };
        if let Some((_, target)) = self.target(reference)
            && let Value::Object(target) = &target.value
            && target.get("default").is_some()
        {
            let finding = default_not_taken::behind_reference(&property.name, reference.span);
            if !self.findings.contains(&finding) {
                self.findings.push(finding);
            }
        }
    }

    /// The names of the properties that must be there, and where they stand.
    fn required<'n>(&mut self, object: &'n Object) -> Vec<(&'n str, Span)> {
        let Some(node) = object.get("required") else {
            return Vec::new();
        };
        let Value::Array(names) = &node.value else {
            let kind = node.value.kind();
            let finding = invalid_schema::keyword("required", "an array", kind, node.span);
            self.findings.push(finding);
            return Vec::new();
        };
        let mut required = Vec::with_capacity(names.len());
        for name in names {
            if let Value::String(text) = &name.value {
                required.push((text.as_str(), name.span));
                continue;
            }
            let kind = name.value.kind();
            let wanted = "an array of strings";
            let finding = invalid_schema::keyword("required", wanted, kind, name.span);
            self.findings.push(finding);
        }
        required
    }
}

/// What a schema says of properties that it does not name.
enum Rest {
    Open,
    Closed,
    Of(Shape),
}

/// Whether a pattern, and nothing else, says which properties there may be.
fn is_pattern_of_all(object: &Object) -> bool {
    let patterns = object.get("patternProperties").map(|node| &node.value);
    let is_closed =
        object.get("additionalProperties").map(|node| &node.value) == Some(&Value::Boolean(false));
    is_closed && matches!(patterns, Some(Value::Object(patterns)) if patterns.members.len() == 1)
}
