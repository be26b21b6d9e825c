//! The types of a file: the state, what is nested in it, parameters, requests and answers.

use std::collections::HashSet;

use serde::Serialize;
use tinyflow_check::shape::{Enum, Field as ShapeField, Literal, Presence, Shape, Struct};
use tinyflow_check::{CheckedFlow, CheckedKind, CheckedStep, Params, TaskCall};

use super::code::Code;
use super::doc::{self, Paragraph};
use super::literal::{self, string_literal};
use super::serde_names;

/// A type that the file defines.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum TypeDefinition {
    /// A struct.
    Struct(StructType),
    /// An enum.
    Enum(EnumType),
}

impl TypeDefinition {
    fn name(&self) -> &str {
        match self {
            Self::Struct(defined) => &defined.name,
            Self::Enum(defined) => &defined.name,
        }
    }
}

/// A struct that the file defines.
#[derive(Clone, Debug, Serialize)]
pub struct StructType {
    /// Its documentation.
    pub doc: Vec<Paragraph>,
    /// Its derives.
    pub derives: Vec<&'static str>,
    /// Its serde attributes; none where it does not derive serde.
    pub serde: Vec<String>,
    /// Its name.
    pub name: String,
    /// Its fields.
    pub fields: Vec<Field>,
    /// The functions that make its fields' defaults.
    pub defaults: Vec<DefaultFunction>,
}

/// A field of a struct.
#[derive(Clone, Debug, Serialize)]
pub struct Field {
    /// Its documentation.
    pub doc: Vec<Paragraph>,
    /// Its serde attributes.
    pub serde: Vec<String>,
    /// Its name.
    pub name: String,
    /// Its type.
    pub type_name: String,
}

/// A function that makes the default of a field.
#[derive(Clone, Debug, Serialize)]
pub struct DefaultFunction {
    /// Its name.
    pub name: String,
    /// The type that it returns.
    pub type_name: String,
    /// The value.
    pub value: Code,
}

/// An enum that the file defines.
#[derive(Clone, Debug, Serialize)]
pub struct EnumType {
    /// Its documentation.
    pub doc: Vec<Paragraph>,
    /// Its serde attributes.
    pub serde: Vec<String>,
    /// Its name.
    pub name: String,
    /// Its variants.
    pub variants: Vec<EnumVariant>,
    /// Whether clippy would find its variants repetitive.
    pub repetitive: bool,
}

/// A variant of an enum.
#[derive(Clone, Debug, Serialize)]
pub struct EnumVariant {
    /// Its serde attributes.
    pub serde: Vec<String>,
    /// Its name.
    pub name: String,
}

const EXTRA: &str = "What the tasks add beyond the schema of the state.";

/// `State` and the types below it.
pub(super) fn state(state: &Struct, flow_name: &str) -> Vec<TypeDefinition> {
    let mut types = Types::default();
    types.define_struct(state, Use::Stored);
    let mut types = types.defined;
    if let Some(TypeDefinition::Struct(root)) = types.first_mut() {
        let summary = Paragraph::About {
            before: "What a run of",
            name: flow_name.to_owned(),
            after: " remembers.",
        };
        root.doc.insert(0, summary);
        root.fields.extend(extra_field(state).map(|name| Field {
            doc: vec![Paragraph::Text(EXTRA.to_owned())],
            serde: vec![
                "rename = \"_extra\"".to_owned(),
                "default".to_owned(),
                "skip_serializing_if = \"Map::is_empty\"".to_owned(),
            ],
            name,
            type_name: "Map<String, Value>".to_owned(),
        }));
    }
    types
}

/// The types that are defined beside the state: the tasks' parameters, and what is asked and
/// answered where a step waits.
pub(super) fn beside_state(flow: &CheckedFlow, state: &[TypeDefinition]) -> Vec<TypeDefinition> {
    let mut types = Types {
        known: state
            .iter()
            .map(|defined| defined.name().to_owned())
            .collect(),
        defined: Vec::new(),
    };
    for step in &flow.steps {
        match &step.kind {
            CheckedKind::Task(TaskCall {
                params: Some(Params { shape, .. }),
                ..
            }) => {
                root("Parameters of", shape, step, Use::Passed, &mut types);
            }
            CheckedKind::Event(event) => {
                if let Some(request) = &event.request {
                    root(
                        "What is asked at",
                        &request.shape,
                        step,
                        Use::Stored,
                        &mut types,
                    );
                }
                if let Shape::Struct(answer) = &event.answer {
                    root("The answer to", answer, step, Use::Stored, &mut types);
                }
            }
            _ => {}
        }
    }
    types.defined
}

/// A type that a step is the reason for, and those below it.
fn root(before: &'static str, shape: &Struct, step: &CheckedStep, usage: Use, types: &mut Types) {
    let first = types.defined.len();
    types.define_struct(shape, usage);
    if let Some(TypeDefinition::Struct(root)) = types.defined.get_mut(first) {
        let summary = Paragraph::About {
            before,
            name: step.name.clone(),
            after: ".",
        };
        root.doc.insert(0, summary);
    }
}

/// The field of the state for what code adds beyond the schema; none where
/// the schema itself has the property that it is stored under.
pub(super) fn extra_field(state: &Struct) -> Option<String> {
    if state.fields.iter().any(|field| field.wire_name == "_extra") {
        return None;
    }
    let is_free = |name: &String| state.fields.iter().all(|field| field.name != *name);
    let numbered = (2..).map(|number| format!("extra_{number}"));
    std::iter::once("extra".to_owned())
        .chain(numbered)
        .find(is_free)
}

/// What becomes of the values of a type.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Use {
    /// They are stored with the run.
    Stored,
    /// They are made from literals and passed to a task. Serde on each of
    /// them would more than double the time to compile a large flow.
    Passed,
}

/// Types as they are defined, each once.
#[derive(Default)]
struct Types {
    defined: Vec<TypeDefinition>,
    /// The names of types that are defined elsewhere in the file: what is asked or answered may
    /// be of a type of the state.
    known: HashSet<String>,
}

impl Types {
    fn define_struct(&mut self, shape: &Struct, usage: Use) {
        let names: Vec<(&str, &str)> = shape
            .fields
            .iter()
            .map(|field| (field.name.as_str(), field.wire_name.as_str()))
            .collect();
        let renaming = serde_names::of_fields(&names);
        let mut defaults = Vec::new();
        let mut fields = Vec::with_capacity(shape.fields.len());
        for (field, renamed) in shape.fields.iter().zip(renaming.renamed) {
            let mut serde = Vec::new();
            if usage == Use::Stored {
                if renamed {
                    serde.push(format!("rename = {}", string_literal(&field.wire_name)));
                }
                serde.extend(presence(shape, field, &mut defaults));
            }
            fields.push(Field {
                doc: field_doc(field),
                serde,
                name: field.name.clone(),
                type_name: field_type(field),
            });
        }
        let mut derives = vec!["Clone", "Debug", "PartialEq"];
        let mut serde = Vec::new();
        if usage == Use::Stored {
            derives.extend(["Serialize", "Deserialize"]);
            serde.extend(renaming.rule.map(|rule| format!("rename_all = \"{rule}\"")));
        }
        self.defined.push(TypeDefinition::Struct(StructType {
            doc: doc::text(shape.description.as_ref()),
            derives,
            serde,
            name: shape.name.clone(),
            fields,
            defaults,
        }));
        for field in &shape.fields {
            self.define(&field.shape, usage);
        }
    }

    fn define(&mut self, shape: &Shape, usage: Use) {
        match shape {
            Shape::Struct(shape) if self.known.contains(&shape.name) => {}
            Shape::Enum(shape) if self.known.contains(&shape.name) => {}
            Shape::Struct(shape) => self.define_struct(shape, usage),
            Shape::Enum(shape) => self.defined.push(TypeDefinition::Enum(define_enum(shape))),
            Shape::List(items) => self.define(items, usage),
            Shape::Text
            | Shape::Integer
            | Shape::Unsigned
            | Shape::Number
            | Shape::Boolean
            | Shape::Map
            | Shape::Any => {}
        }
    }
}

fn define_enum(shape: &Enum) -> EnumType {
    let names: Vec<(&str, &str)> = shape
        .variants
        .iter()
        .map(|variant| (variant.name.as_str(), variant.wire_name.as_str()))
        .collect();
    let renaming = serde_names::of_variants(&names);
    let serde = renaming.rule.map(|rule| format!("rename_all = \"{rule}\""));
    let variants = shape.variants.iter().zip(renaming.renamed);
    EnumType {
        doc: doc::text(shape.description.as_ref()),
        serde: serde.into_iter().collect(),
        name: shape.name.clone(),
        repetitive: are_repetitive(&shape.name, names.iter().map(|(name, _)| *name)),
        variants: variants
            .map(|(variant, renamed)| EnumVariant {
                serde: renamed
                    .then(|| format!("rename = {}", string_literal(&variant.wire_name)))
                    .into_iter()
                    .collect(),
                name: variant.name.clone(),
            })
            .collect(),
    }
}

/// What serde must know about a property that may be missing.
fn presence(
    owner: &Struct,
    field: &ShapeField,
    defaults: &mut Vec<DefaultFunction>,
) -> Vec<String> {
    match &field.presence {
        Presence::Required => Vec::new(),
        Presence::Optional => vec![
            "default".to_owned(),
            "skip_serializing_if = \"Option::is_none\"".to_owned(),
        ],
        Presence::Default(value) if is_rust_default(value) => vec!["default".to_owned()],
        Presence::Default(value) => {
            let name = format!("default_{}", field.name.trim_start_matches("r#"));
            let path = format!("default = \"{}::{name}\"", owner.name);
            defaults.push(DefaultFunction {
                name,
                type_name: type_name(&field.shape),
                value: literal::code(value),
            });
            vec![path]
        }
    }
}

/// The description of a field, unless it is that of a type of its own, where
/// it then stands.
fn field_doc(field: &ShapeField) -> Vec<Paragraph> {
    match field.shape {
        Shape::Struct(_) | Shape::Enum(_) => Vec::new(),
        _ => doc::text(field.description.as_ref()),
    }
}

fn is_rust_default(literal: &Literal) -> bool {
    match literal {
        Literal::Text(text) => text.is_empty(),
        Literal::Integer(integer) => *integer == 0,
        Literal::Number(number) => *number == 0.0,
        Literal::Boolean(boolean) => !boolean,
        Literal::List(items) => items.is_empty(),
        Literal::Map(object) => object.members.is_empty(),
        Literal::Any(value) => *value == tinyflow_model::Value::Null,
        Literal::Variant(..) | Literal::Struct(..) => false,
    }
}

/// The Rust type of a field.
pub fn field_type(field: &ShapeField) -> String {
    match field.presence {
        Presence::Optional => format!("Option<{}>", type_name(&field.shape)),
        Presence::Required | Presence::Default(_) => type_name(&field.shape),
    }
}

pub(super) fn type_name(shape: &Shape) -> String {
    match shape {
        Shape::Text => "String".to_owned(),
        Shape::Integer => "i64".to_owned(),
        Shape::Unsigned => "u64".to_owned(),
        Shape::Number => "f64".to_owned(),
        Shape::Boolean => "bool".to_owned(),
        Shape::Enum(shape) => shape.name.clone(),
        Shape::List(items) => format!("Vec<{}>", type_name(items)),
        Shape::Struct(shape) => shape.name.clone(),
        Shape::Map => "Map<String, Value>".to_owned(),
        Shape::Any => "Value".to_owned(),
    }
}

/// Whether clippy's `enum_variant_names` would object: each variant starts or
/// ends with the same word, or one starts or ends with the enum's name.
pub(super) fn are_repetitive<'a>(
    enum_name: &str,
    variants: impl Iterator<Item = &'a str> + Clone,
) -> bool {
    let mut names = variants.clone();
    if names.any(|name| name.starts_with(enum_name) || name.ends_with(enum_name)) {
        return true;
    }
    let first_words = variants.clone().map(|name| words(name).next());
    let last_words = variants.clone().map(|name| words(name).last());
    variants.count() > 2 && (all_same(first_words) || all_same(last_words))
}

fn all_same<'a>(mut words: impl Iterator<Item = Option<&'a str>>) -> bool {
    let first = words.next();
    words.all(|word| Some(word) == first)
}

/// The words of a name in upper camel case.
fn words(name: &str) -> impl Iterator<Item = &str> {
    let starts = name
        .char_indices()
        .filter(|(_, character)| character.is_ascii_uppercase());
    let mut starts: Vec<usize> = starts.map(|(index, _)| index).collect();
    starts.push(name.len());
    let pairs: Vec<(usize, usize)> = starts.windows(2).map(|pair| (pair[0], pair[1])).collect();
    pairs.into_iter().map(move |(start, end)| &name[start..end])
}
