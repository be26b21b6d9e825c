//! The types of a file: the state, what is nested in it, parameters, requests and answers.

use std::collections::HashMap;

use tinyflow_check::shape::{Enum, Shape, Struct};
use tinyflow_check::{CheckedFlow, CheckedKind, CheckedStep, Params, TaskCall};

use super::doc::Paragraph;
use super::literal::string_literal;

mod definition;

mod collected;

mod alias;

mod choice;

mod presence;

mod spelling;

mod union;

pub(super) use alias::name_complex_types;
use collected::{Types, Use, usage_of};
pub use definition::{
    AliasType, DefaultFunction, EnumType, EnumVariant, Field, StructType, TypeDefinition,
};
pub use spelling::field_type;
pub(super) use spelling::{are_repetitive, type_name};

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
    let mut types = Types::beside(state);
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
                types.definitions = Some(&event.definitions);
                if let Some(request) = &event.request {
                    let first = types.defined.len();
                    types.define_struct(&request.shape, Use::Stored);
                    introduce("What is asked at", step, types.defined.get_mut(first));
                    types.convert(&request.conversions);
                }
                let first = types.defined.len();
                types.define(&event.answer, Use::Stored);
                if is_defined(&event.answer) {
                    introduce("The answer to", step, types.defined.get_mut(first));
                }
                types.convert(&event.conversions);
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
        Some(TypeDefinition::Alias(_) | TypeDefinition::Conversion(_)) | None => return,
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
