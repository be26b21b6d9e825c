//! From a JSON Schema to a shape.
//!
//! Each keyword is either typed, or named in a finding: nothing is dropped
//! without a word.

mod keywords;

mod naming;

mod string;

mod object;

use tinyflow_model::nearest::nearest;
use tinyflow_model::{Diagnostic, Node, Object, Value};

use super::type_names::TypeNames;
use super::{Shape, Struct, invalid_schema, unsupported_schema};
use crate::names;

pub(crate) use naming::Taken;

/// Reads the schemas of one flow.
pub(crate) struct SchemaReader<'a> {
    pub(crate) types: &'a mut TypeNames,
    pub(crate) findings: &'a mut Vec<Diagnostic>,
}

/// Where a schema stands, as far as naming its type goes.
#[derive(Clone)]
pub(crate) enum TypePath {
    /// The schema whose type has this name, given by the flow.
    Root(String),
    /// Below the state: `Ticket`, `TicketOwner`.
    State(String),
    /// Below the parameters of a task: `ShipParams`, `ShipParamsAddress`.
    Params(String),
}

impl TypePath {
    pub(crate) fn child(&self, name: &str) -> Self {
        let name = names::type_name(name);
        match self {
            Self::Root(root) if root == "State" => Self::State(name),
            Self::Root(parent) | Self::Params(parent) => Self::Params(format!("{parent}{name}")),
            Self::State(parent) => Self::State(format!("{parent}{name}")),
        }
    }

    pub(crate) fn item(&self) -> Self {
        self.child("Item")
    }
}

impl SchemaReader<'_> {
    /// The struct that a schema at the root of a state or of parameters
    /// stands for; none where it leaves the properties open. Anything but an
    /// object is a finding.
    pub(crate) fn root(&mut self, schema: &Node, path: &TypePath) -> Option<Struct> {
        match self.shape(schema, path) {
            Shape::Struct(shape) => Some(shape),
            Shape::Map | Shape::Any => None,
            other => {
                let finding = invalid_schema::not_an_object(other.describe(), schema.span);
                self.findings.push(finding);
                None
            }
        }
    }

    /// The shape of any schema. Where there is none, it is reported, and
    /// [`Shape::Any`] stands in.
    pub(crate) fn shape(&mut self, schema: &Node, path: &TypePath) -> Shape {
        let object = match &schema.value {
            Value::Object(object) => object,
            Value::Boolean(true) => return Shape::Any,
            Value::Boolean(false) => {
                let finding = unsupported_schema::form("a schema that no value fits", schema.span);
                self.findings.push(finding);
                return Shape::Any;
            }
            other => {
                let finding = invalid_schema::not_a_schema(other.kind(), schema.span);
                self.findings.push(finding);
                return Shape::Any;
            }
        };
        let Some(form) = self.form(object) else {
            return Shape::Any;
        };
        keywords::report(object, form, self.findings);
        match form {
            Form::Any => Shape::Any,
            Form::String => self.string(object, schema.span, path),
            Form::Integer if is_never_negative(object) => Shape::Unsigned,
            Form::Integer => Shape::Integer,
            Form::Number => Shape::Number,
            Form::Boolean => Shape::Boolean,
            Form::Array => self.array(object, path),
            Form::Object => self.object(object, schema.span, path),
        }
    }

    /// Which form a schema has; none where that has been reported.
    fn form(&mut self, object: &Object) -> Option<Form> {
        let Some(declared) = object.get("type") else {
            return self.implied_form(object);
        };
        // A list of one type is that type.
        let declared = match &declared.value {
            Value::Array(types) if types.len() == 1 => &types[0],
            _ => declared,
        };
        match &declared.value {
            Value::String(name) => {
                let form = Form::named(name);
                if form.is_none() {
                    let finding = match name.as_str() {
                        "null" => unsupported_schema::form("the type `null`", declared.span),
                        _ => invalid_schema::unknown_type(
                            name,
                            nearest(name, Form::NAMES),
                            declared.span,
                        ),
                    };
                    self.findings.push(finding);
                }
                form
            }
            Value::Array(_) => {
                let finding = unsupported_schema::form("a list of types", declared.span)
                    .help("a property that may be missing is left out of `required`");
                self.findings.push(finding);
                None
            }
            other => {
                let finding =
                    invalid_schema::keyword("type", "a string", other.kind(), declared.span);
                self.findings.push(finding);
                None
            }
        }
    }

    /// A schema without `type` says by its other keywords what it means.
    fn implied_form(&mut self, object: &Object) -> Option<Form> {
        let combining = keywords::combining(object);
        if let Some(member) = combining {
            let finding = unsupported_schema::keyword(&member.name, member.name_span);
            self.findings.push(finding);
            return None;
        }
        if object.get("properties").is_some() {
            return Some(Form::Object);
        }
        if object.get("items").is_some() {
            return Some(Form::Array);
        }
        if object.get("enum").is_some() || object.get("const").is_some() {
            return Some(Form::String);
        }
        Some(Form::Any)
    }

    fn array(&mut self, object: &Object, path: &TypePath) -> Shape {
        let items = match object.get("items") {
            Some(items) => self.shape(items, &path.item()),
            None => Shape::Any,
        };
        Shape::List(Box::new(items))
    }
}

/// The forms of schema that are told apart by `type`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    Any,
    String,
    Integer,
    Number,
    Boolean,
    Array,
    Object,
}

impl Form {
    const NAMES: [&'static str; 6] = ["string", "integer", "number", "boolean", "array", "object"];

    fn named(name: &str) -> Option<Self> {
        Some(match name {
            "string" => Self::String,
            "integer" => Self::Integer,
            "number" => Self::Number,
            "boolean" => Self::Boolean,
            "array" => Self::Array,
            "object" => Self::Object,
            _ => return None,
        })
    }
}

fn is_never_negative(object: &Object) -> bool {
    match object.get("minimum").map(|minimum| &minimum.value) {
        Some(Value::Number(minimum)) => minimum.as_f64() >= 0.0,
        _ => false,
    }
}

/// The `description` of a schema, where it has one worth showing.
pub(crate) fn description(object: &Object) -> Option<String> {
    match object.get("description").map(|node| &node.value) {
        Some(Value::String(text)) if !text.trim().is_empty() => Some(text.clone()),
        _ => None,
    }
}

/// The `title` of a schema, if it can name a type.
pub(crate) fn title(object: &Object) -> Option<&str> {
    match object.get("title").map(|node| &node.value) {
        Some(Value::String(text)) if text.contains(char::is_alphabetic) => Some(text),
        _ => None,
    }
}
