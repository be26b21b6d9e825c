//! The forms of schema that are told apart by `type`, or by what else a schema says.

use tinyflow_model::nearest::nearest;
use tinyflow_model::{Node, Object, Span, Value};

use super::{SchemaReader, TypePath, keywords};
use crate::shape::{Shape, invalid_schema};

/// What JSON values a schema speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    Null,
    Boolean,
    Integer,
    Number,
    String,
    Array,
    Object,
}

impl Form {
    const NAMES: [&'static str; 7] = [
        "string", "integer", "number", "boolean", "array", "object", "null",
    ];

    fn named(name: &str) -> Option<Self> {
        Some(match name {
            "null" => Self::Null,
            "string" => Self::String,
            "integer" => Self::Integer,
            "number" => Self::Number,
            "boolean" => Self::Boolean,
            "array" => Self::Array,
            "object" => Self::Object,
            _ => return None,
        })
    }

    /// The form of a value.
    fn of(value: &Value) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Boolean(_) => Self::Boolean,
            Value::Number(number) if number.as_integer().is_some() => Self::Integer,
            Value::Number(_) => Self::Number,
            Value::String(_) => Self::String,
            Value::Array(_) => Self::Array,
            Value::Object(_) => Self::Object,
        }
    }

    pub(super) fn describe(self) -> &'static str {
        match self {
            Self::Null => "Null",
            Self::Boolean => "Boolean",
            Self::Integer => "Integer",
            Self::Number => "Number",
            Self::String => "Text",
            Self::Array => "List",
            Self::Object => "Object",
        }
    }
}

impl SchemaReader<'_> {
    /// The shape of a schema that combines no others.
    pub(super) fn of_forms(&mut self, object: &Object, span: Span, path: &TypePath) -> Shape {
        let Some(mut forms) = self.forms(object) else {
            return self.checked_open(object);
        };
        if keywords::is_nullable(object) {
            forms.push(Form::Null);
        }
        let is_nullable = forms.contains(&Form::Null);
        forms.retain(|form| *form != Form::Null);
        // A whole number is a number, too.
        if forms.contains(&Form::Number) {
            forms.retain(|form| *form != Form::Integer);
        }
        let shape = match forms.as_slice() {
            [] => Shape::Null,
            [form] => self.of_form(*form, object, span, path),
            forms => self.one_of_forms(forms, object, span, path),
        };
        match shape {
            Shape::Null => Shape::Null,
            shape if is_nullable => nullable(shape),
            shape => shape,
        }
    }

    /// The forms that a schema allows, each once; none where it leaves them open.
    fn forms(&mut self, object: &Object) -> Option<Vec<Form>> {
        let mut forms = Vec::new();
        let Some(declared) = object.get("type") else {
            return implied_forms(object);
        };
        let names = match &declared.value {
            Value::Array(names) => names.as_slice(),
            Value::String(_) => std::slice::from_ref(declared),
            other => {
                let wanted = "a string or an array of strings";
                let finding = invalid_schema::keyword("type", wanted, other.kind(), declared.span);
                self.findings.push(finding);
                return None;
            }
        };
        for name in names {
            let Value::String(text) = &name.value else {
                let finding =
                    invalid_schema::keyword("type", "strings", name.value.kind(), name.span);
                self.findings.push(finding);
                return None;
            };
            let Some(form) = Form::named(text) else {
                let near = nearest(text, Form::NAMES);
                let finding = invalid_schema::unknown_type(text, near, name.span);
                self.findings.push(finding);
                return None;
            };
            if !forms.contains(&form) {
                forms.push(form);
            }
        }
        // An enum may need fewer of them.
        if let Some(values) = keywords::values(object).filter(|values| !values.is_empty()) {
            let of_values: Vec<Form> = values.iter().map(|node| Form::of(&node.value)).collect();
            forms.retain(|form| {
                let is_needed =
                    |of: &Form| of == form || (*of, *form) == (Form::Integer, Form::Number);
                of_values.iter().any(is_needed)
            });
            if forms.is_empty() && !keywords::is_nullable(object) {
                self.findings
                    .push(invalid_schema::no_value_of_type(declared.span));
            }
        }
        (!forms.is_empty()).then_some(forms)
    }

    pub(super) fn of_form(
        &mut self,
        form: Form,
        object: &Object,
        span: Span,
        path: &TypePath,
    ) -> Shape {
        self.has_checks |= keywords::has_checks(object, form);
        match form {
            Form::Null => Shape::Null,
            Form::Boolean => Shape::Boolean,
            Form::Integer if keywords::is_never_negative(object) => Shape::Unsigned,
            Form::Integer => Shape::Integer,
            Form::Number => Shape::Number,
            Form::String => self.string(object, span, path),
            Form::Array => self.array(object, path),
            Form::Object => self.object(object, span, path),
        }
    }

    /// A schema that leaves open what a value is.
    fn checked_open(&mut self, object: &Object) -> Shape {
        if let Some(list) = object.get("enum") {
            self.report_enum_without_values(list);
        }
        self.has_checks |= !object
            .members
            .iter()
            .all(|member| keywords::is_remark(&member.name));
        Shape::Any
    }

    fn report_enum_without_values(&mut self, list: &Node) {
        let finding = match &list.value {
            Value::Array(values) if values.is_empty() => invalid_schema::empty_enum(list.span),
            Value::Array(_) => return,
            other => invalid_schema::keyword("enum", "an array", other.kind(), list.span),
        };
        self.findings.push(finding);
    }
}

/// A schema without `type` says by its other keywords what it means.
fn implied_forms(object: &Object) -> Option<Vec<Form>> {
    if let Some(values) = keywords::values(object) {
        let mut forms: Vec<Form> = Vec::new();
        for node in values {
            let form = Form::of(&node.value);
            if !forms.contains(&form) {
                forms.push(form);
            }
        }
        return (!forms.is_empty()).then_some(forms);
    }
    let has = |names: &[&str]| names.iter().any(|name| object.get(name).is_some());
    if has(&["properties", "additionalProperties", "patternProperties"]) {
        return Some(vec![Form::Object]);
    }
    if has(&["items", "prefixItems"]) {
        return Some(vec![Form::Array]);
    }
    None
}

/// A shape and `null`.
pub(super) fn nullable(shape: Shape) -> Shape {
    match shape {
        // They have it already.
        shape @ (Shape::Any | Shape::Null | Shape::Nullable(_)) => shape,
        shape => Shape::Nullable(Box::new(shape)),
    }
}
