//! From a JSON Schema to a shape.
//!
//! Each keyword is either typed, or noted as one to be checked where values come in, or named
//! in a finding: nothing is dropped without a word.

mod document;

mod keywords;

mod naming;

mod forms;

mod string;

mod array;

mod object;

mod alternatives;

mod reference;

mod merge;

mod limit;

mod union;

mod tagged;

use std::collections::HashMap;

use tinyflow_model::{Diagnostic, Node, Object, Span, Value};

use super::checks::Checks;
use super::type_names::TypeNames;
use super::{Definitions, Shape, Struct, invalid_schema, schema_without_keywords};
use crate::names;

use document::Document;
use forms::nullable;
use keywords::Unlike;
pub(crate) use naming::Taken;
use reference::Read;

/// Reads the schemas of one flow.
pub(crate) struct SchemaReader<'a> {
    pub(crate) types: &'a mut TypeNames,
    pub(crate) findings: &'a mut Vec<Diagnostic>,
    /// The types that were read, by their names.
    pub(crate) definitions: Definitions,
    /// The schema that is being read, as a whole.
    document: Option<Document<'a>>,
    /// What the parts of the document have come to that others refer to.
    read: HashMap<usize, Read>,
    /// Whether the document says something that the types do not.
    has_checks: bool,
}

/// What a schema stands for.
pub(crate) struct Described<'f, S = Struct> {
    /// Its struct, or whatever else it may be; none where it leaves that open.
    pub(crate) shape: Option<S>,
    /// What it says beyond the types.
    pub(crate) checks: Checks<'f>,
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

impl<'a> SchemaReader<'a> {
    pub(crate) fn new(types: &'a mut TypeNames, findings: &'a mut Vec<Diagnostic>) -> Self {
        Self {
            types,
            findings,
            definitions: Definitions::new(),
            document: None,
            read: HashMap::new(),
            has_checks: false,
        }
    }

    /// What the schema of a state, of parameters or of a request stands for. Anything but an
    /// object is a finding.
    pub(crate) fn root(&mut self, schema: &'a Node, path: &TypePath) -> Described<'a> {
        let Described { shape, checks } = self.any_root(schema, path);
        let shape = match shape {
            Some(Shape::Struct(shape)) => Some(shape),
            Some(other) => {
                let finding = invalid_schema::not_an_object(other.describe(), schema.span);
                self.findings.push(finding);
                None
            }
            None => None,
        };
        Described { shape, checks }
    }

    /// What any schema stands for, as a whole.
    pub(crate) fn any_root(&mut self, schema: &'a Node, path: &TypePath) -> Described<'a, Shape> {
        let first_finding = self.findings.len();
        self.document = Some(Document::new(schema, path.clone()));
        self.read.clear();
        self.has_checks = false;
        let shape = match self.shape(schema, path) {
            Shape::Map | Shape::Any => None,
            Shape::Dictionary(values) => {
                Some(Shape::Struct(self.only_rest(schema.span, *values, path)))
            }
            shape => Some(shape),
        };
        let checks = match self.document.take() {
            Some(document) if self.has_checks => document.into_checks(first_finding, self.findings),
            _ => Checks::none(),
        };
        Described { shape, checks }
    }

    /// The shape of any schema. Where there is none, [`Shape::Any`] stands in.
    pub(crate) fn shape(&mut self, schema: &Node, path: &TypePath) -> Shape {
        let object = match &schema.value {
            Value::Object(object) => object,
            Value::Boolean(true) => return Shape::Any,
            Value::Boolean(false) => return self.checked(Shape::Any),
            other => {
                let finding = invalid_schema::not_a_schema(other.kind(), schema.span);
                self.findings.push(finding);
                return Shape::Any;
            }
        };
        if !self.is_referred_to(schema.span) {
            return self.described(object, schema.span, path);
        }
        if let Some(shape) = self.known(schema.span) {
            // A name alone does not say that `null` is one of the forms.
            let is_named = matches!(shape, Shape::Named { .. });
            return match is_named && self.takes_null(object) {
                true => nullable(shape),
                false => shape,
            };
        }
        self.read.insert(schema.span.start, Read::Open(None));
        let shape = self.described(object, schema.span, path);
        self.read
            .insert(schema.span.start, Read::Done(shape.clone()));
        shape
    }

    /// The shape of a schema that is an object, whole or merged from several.
    fn described(&mut self, object: &Object, span: Span, path: &TypePath) -> Shape {
        if let Some(reference) = keywords::reference(object) {
            let shape = self.referred(&reference.value, path);
            return self.with_siblings(object, shape);
        }
        if object.get("allOf").is_some() {
            return self.merged(object, span, path);
        }
        self.whole(object, span, path)
    }

    /// The shape of a schema that says by itself what a value is; what is left of an `allOf`
    /// only narrows it.
    fn whole(&mut self, object: &Object, span: Span, path: &TypePath) -> Shape {
        keywords::report_misspelt(object, self.findings);
        self.report_unlike_a_schema(object, span, path);
        if let Some(shape) = self.union(object, span, path) {
            return shape;
        }
        self.of_forms(object, span, path)
    }

    fn report_unlike_a_schema(&mut self, object: &Object, span: Span, path: &TypePath) {
        let finding = match keywords::unlike_a_schema(object) {
            Some(Unlike::Properties) => schema_without_keywords::bare_properties(span),
            // Further in, it may be what some other tool adds.
            Some(Unlike::Value) if matches!(path, TypePath::Root(_)) => {
                schema_without_keywords::example(span)
            }
            Some(Unlike::Value) | None => return,
        };
        self.findings.push(finding);
    }

    /// A shape that says less than its schema.
    fn checked(&mut self, shape: Shape) -> Shape {
        self.has_checks = true;
        shape
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
