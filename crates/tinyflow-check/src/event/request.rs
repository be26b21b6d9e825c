//! What the party that answers is shown, and where each part of it comes from.

use tinyflow_model::{Diagnostic, EventInput, Node, Span, Text, Value};

use super::given::given;
use crate::checked_flow::Request;
use crate::shape::checks::Checks;
use crate::shape::conversion::Converter;
use crate::shape::difference::difference;
use crate::shape::read::{Described, SchemaReader, TypePath};
use crate::shape::sharing::use_types_of;
use crate::shape::subset::is_subset;
use crate::shape::{Presence, Shape, Struct, input_without_source, invalid_schema};

pub(super) fn request<'f>(
    id: &Text,
    variant: &str,
    input: &'f EventInput,
    state: &Struct,
    reader: &mut SchemaReader<'f>,
) -> Option<Request> {
    let path = TypePath::Root(format!("{variant}Request"));
    let (schema, value) = (input.event_input_schema.as_ref(), input.value.as_ref());
    let (shape, checks) = shape(schema, value, &path, reader);
    let mut shape = shape?;
    use_the_states_types(&mut shape, value, state, reader);
    let (given, rest) = given(value, &shape, &checks, "eventInput.value", reader);
    let mut converter = Converter::new(&reader.definitions);
    let mut sources = Vec::with_capacity(shape.fields.len());
    for (field, given) in shape.fields.iter().zip(given) {
        let known = converter.types.len();
        match given.map_or_else(|| converter.source(field, state), Ok) {
            Ok(source) => sources.push(source),
            // Of a state whose schema is at fault nobody knows what it has.
            Err(_) if is_unclear(&field.wire_name, state, reader.findings) => {}
            Err(difference) => {
                converter.go_back_to(known);
                let span = schema.and_then(|schema| place(schema, &field.wire_name));
                let finding = input_without_source::finding(
                    &id.value,
                    field,
                    state,
                    difference,
                    span.unwrap_or(id.span),
                );
                reader.findings.push(finding);
            }
        }
    }
    Some(Request {
        shape,
        sources,
        rest,
        conversions: converter.types,
    })
}

/// Gives the fields the types of the state, where whatever the state has of them fits.
fn use_the_states_types(
    shape: &mut Struct,
    given: Option<&Node>,
    state: &Struct,
    reader: &SchemaReader<'_>,
) {
    let definitions = &reader.definitions;
    let given = match given.map(|given| &given.value) {
        Some(Value::Object(given)) => Some(given),
        _ => None,
    };
    let mut of_state = shape.clone();
    use_types_of(state, &mut of_state, definitions, &|of, field| {
        let is_same = || difference(of, &field.shape, definitions).is_none();
        let is_subset = || is_subset(of, &field.shape, definitions);
        is_same() || (!matches!(field.presence, Presence::Default(_)) && is_subset())
    });
    use_types_of(state, shape, definitions, &|of, field| {
        difference(of, &field.shape, definitions).is_none()
    });
    for (field, of_state) in shape.fields.iter_mut().zip(of_state.fields) {
        let is_given = given.is_some_and(|given| given.get(&field.wire_name).is_some());
        if !is_given {
            *field = of_state;
        }
    }
}

/// Whether a property of the state is only open because its schema could not be read.
fn is_unclear(property: &str, state: &Struct, findings: &[Diagnostic]) -> bool {
    let mut fields = state.fields.iter();
    let is_open = fields.any(|of| of.wire_name == property && of.shape == Shape::Any);
    is_open
        && findings
            .iter()
            .any(|finding| finding.rule == &invalid_schema::RULE)
}

/// Where a schema describes a property, or else requires it.
fn place(schema: &Node, property: &str) -> Option<Span> {
    let Value::Object(schema) = &schema.value else {
        return None;
    };
    let described = match schema.get("properties").map(|node| &node.value) {
        Some(Value::Object(properties)) => {
            let mut members = properties.members.iter();
            members
                .find(|member| member.name == property)
                .map(|member| member.name_span)
        }
        _ => None,
    };
    described.or_else(|| match schema.get("required").map(|node| &node.value) {
        Some(Value::Array(names)) => names
            .iter()
            .find(|name| matches!(&name.value, Value::String(name) if name == property))
            .map(|name| name.span),
        _ => None,
    })
}

fn shape<'f>(
    schema: Option<&'f Node>,
    value: Option<&Node>,
    path: &TypePath,
    reader: &mut SchemaReader<'f>,
) -> (Option<Struct>, Checks<'f>) {
    let described = schema.map(|schema| reader.root(schema, path));
    let (shape, checks) = match described {
        Some(Described { shape, checks }) => (shape, checks),
        None => (None, Checks::none()),
    };
    let shape = shape.or_else(|| reader.infer_struct(value?, path));
    (shape, checks)
}
