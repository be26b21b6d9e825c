//! The types of a file: the state, what is nested in it, parameters, requests and answers.

use std::collections::{HashMap, HashSet};

use serde::Serialize;
use tinyflow_check::shape::{Enum, Field as ShapeField, Shape, Struct};
use tinyflow_check::{CheckedFlow, CheckedKind, CheckedStep, Params, TaskCall};

use super::code::Code;
use super::doc::{self, Paragraph};
use super::literal::string_literal;
use super::serde_names;

mod alias;

mod choice;

mod presence;

mod spelling;

mod union;

pub(super) use alias::name_complex_types;
use spelling::dictionary;
pub use spelling::field_type;
pub(super) use spelling::{are_repetitive, type_name};

/// A type that the file defines.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum TypeDefinition {
    /// A struct.
    Struct(StructType),
    /// An enum.
    Enum(EnumType),
    /// Another name for a type.
    Alias(AliasType),
}

impl TypeDefinition {
    fn name(&self) -> &str {
        match self {
            Self::Struct(defined) => &defined.name,
            Self::Enum(defined) => &defined.name,
            Self::Alias(defined) => &defined.name,
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
    /// Whether clippy would find its `Option` needless.
    pub wraps: bool,
}

/// An enum that the file defines.
#[derive(Clone, Debug, Serialize)]
pub struct EnumType {
    /// Its documentation.
    pub doc: Vec<Paragraph>,
    /// Its derives.
    pub derives: Vec<&'static str>,
    /// Its serde attributes.
    pub serde: Vec<String>,
    /// Its name.
    pub name: String,
    /// Its variants.
    pub variants: Vec<EnumVariant>,
    /// The strings that they are in JSON, as literals, where a condition asks for them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub strings: Vec<String>,
    /// Whether clippy would find its variants repetitive.
    pub repetitive: bool,
    /// Whether clippy might find one of its variants large.
    pub large: bool,
}

/// A variant of an enum.
#[derive(Clone, Debug, Serialize)]
pub struct EnumVariant {
    /// Its serde attributes.
    pub serde: Vec<String>,
    /// Its name.
    pub name: String,
    /// The type of its value, where it has one.
    pub value: Option<String>,
}

/// Another name for a type that is long to spell.
#[derive(Clone, Debug, Serialize)]
pub struct AliasType {
    /// The name.
    pub name: String,
    /// The type.
    pub type_name: String,
}

const REST: &str = "The properties without a field of their own.";

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

/// Adds the strings of these enums.
pub(super) fn write_enums(types: &mut [TypeDefinition], written: &HashMap<&str, &Enum>) {
    for definition in types {
        if let TypeDefinition::Enum(defined) = definition
            && let Some(shape) = written.get(defined.name.as_str())
        {
            let strings = shape.variants.iter();
            let strings = strings.map(|variant| string_literal(&variant.wire_name));
            defined.strings = strings.collect();
        }
    }
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
                let first = types.defined.len();
                types.define_struct(shape, usage_of(shape));
                introduce("Parameters of", step, types.defined.get_mut(first));
            }
            CheckedKind::Event(event) => {
                if let Some(request) = &event.request {
                    let first = types.defined.len();
                    types.define_struct(&request.shape, Use::Stored);
                    introduce("What is asked at", step, types.defined.get_mut(first));
                }
                let first = types.defined.len();
                types.define(&event.answer, Use::Stored);
                if is_defined(&event.answer) {
                    introduce("The answer to", step, types.defined.get_mut(first));
                }
            }
            _ => {}
        }
    }
    types.defined
}

/// Says first which step a type is for.
fn introduce(before: &'static str, step: &CheckedStep, defined: Option<&mut TypeDefinition>) {
    let doc = match defined {
        Some(TypeDefinition::Struct(root)) => &mut root.doc,
        Some(TypeDefinition::Enum(root)) => &mut root.doc,
        Some(TypeDefinition::Alias(_)) | None => return,
    };
    let summary = Paragraph::About {
        before,
        name: step.name.clone(),
        after: ".",
    };
    doc.insert(0, summary);
}

/// Whether the file defines a type for the shape itself, and not only for what it holds.
fn is_defined(shape: &Shape) -> bool {
    matches!(shape, Shape::Struct(_) | Shape::Union(_) | Shape::Enum(_))
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
    /// them would more than double the time to compile a large flow. Enums
    /// have it all the same: it makes the variants that no literal does, of
    /// which the compiler would warn in a program.
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
        self.known.insert(shape.name.clone());
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
                serde.extend(presence::serde(shape, field, &mut defaults));
            }
            fields.push(Field {
                doc: field_doc(field),
                serde,
                name: field.name.clone(),
                type_name: field_type(field),
            });
        }
        if let Some(rest) = &shape.rest {
            let flatten = (usage == Use::Stored).then(|| "flatten".to_owned());
            fields.push(Field {
                doc: vec![Paragraph::Text(REST.to_owned())],
                serde: flatten.into_iter().collect(),
                name: rest.name.clone(),
                type_name: dictionary(&rest.shape),
            });
        }
        let mut derives = vec!["Clone", "Debug", "PartialEq"];
        let mut serde = Vec::new();
        if usage == Use::Stored {
            derives.extend(["Serialize", "Deserialize"]);
            serde.extend(renaming.rule.map(|rule| format!("rename_all = \"{rule}\"")));
            serde.extend(shape.is_closed.then(|| "deny_unknown_fields".to_owned()));
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
        if let Some(rest) = &shape.rest {
            self.define(&rest.shape, usage);
        }
    }

    fn define(&mut self, shape: &Shape, usage: Use) {
        match shape {
            Shape::Struct(shape) if self.known.contains(&shape.name) => {}
            Shape::Enum(shape) if self.known.contains(&shape.name) => {}
            Shape::Struct(shape) => self.define_struct(shape, usage),
            Shape::Union(shape) if self.known.contains(&shape.name) => {}
            Shape::Enum(shape) => {
                self.known.insert(shape.name.clone());
                self.defined
                    .push(TypeDefinition::Enum(choice::define(shape)));
            }
            Shape::Union(shape) => {
                self.known.insert(shape.name.clone());
                self.defined
                    .push(TypeDefinition::Enum(union::define(shape)));
                for case in &shape.cases {
                    self.define(&case.shape, usage);
                }
            }
            Shape::List(inner) | Shape::Nullable(inner) | Shape::Dictionary(inner) => {
                self.define(inner, usage);
            }
            Shape::Tuple(items) => {
                for item in items {
                    self.define(item, usage);
                }
            }
            Shape::Text
            | Shape::Integer
            | Shape::Unsigned
            | Shape::Number
            | Shape::Boolean
            | Shape::Map
            | Shape::Any
            | Shape::Null
            | Shape::Named { .. } => {}
        }
    }
}

/// Unions, and what they hold, always have serde: nothing else would make each of their variants.
fn usage_of(params: &Struct) -> Use {
    let mut shapes = params.fields.iter().map(|field| &field.shape);
    let rest = params.rest.iter().map(|rest| &rest.shape);
    if shapes.any(union::is_in) || rest.into_iter().any(union::is_in) {
        return Use::Stored;
    }
    Use::Passed
}

/// The description of a field, unless it is that of a type of its own, where
/// it then stands.
fn field_doc(field: &ShapeField) -> Vec<Paragraph> {
    match field.shape {
        Shape::Struct(_) | Shape::Enum(_) | Shape::Union(_) => Vec::new(),
        _ => doc::text(field.description.as_ref()),
    }
}
