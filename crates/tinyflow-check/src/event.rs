//! What a step that waits for an event asks, and what it is answered.

use tinyflow_model::{
    Diagnostic, EventInput, EventOutput, EventSettings, Node, Text, Value, WaitForEvent,
};

use crate::checked_flow::{Event, Request, SharedField, Source, Timeout};
use crate::names;
use crate::shape::checks::Checks;
use crate::shape::difference::difference;
use crate::shape::fit::unnamed;
use crate::shape::given::{Extent, given_value};
use crate::shape::read::{Described, SchemaReader, TypePath};
use crate::shape::retyped::retyped;
use crate::shape::subset::is_subset;
use crate::shape::{
    Definitions, Field, FieldValue, Literal, Presence, Shape, Struct, default_without_field,
    input_without_source, invalid_schema,
};
use crate::structure::Graph;

/// The event of a step, whose variant of `Step` is given.
pub(crate) fn event<'f>(
    id: &Text,
    variant: &str,
    wait: &'f WaitForEvent,
    state: &Struct,
    graph: &Graph<'_>,
    reader: &mut SchemaReader<'f>,
) -> Event {
    let input = wait.event_input.as_ref();
    let output = wait.event_output.as_ref();
    let (answer, checks) = match output {
        Some(output) => answer(variant, output, state, reader),
        None => (Shape::Any, Checks::none()),
    };
    Event {
        constant: names::constant(&id.value),
        request: input.and_then(|input| request(id, variant, input, state, reader)),
        shared_fields: match &answer {
            Shape::Struct(answer) => shared(answer, state),
            _ => Vec::new(),
        },
        definitions: definitions(&answer, reader),
        answer,
        answer_schema: checks.text(),
        timeout: timeout(&wait.metadata.tinyflow, graph),
    }
}

fn timeout(settings: &EventSettings, graph: &Graph<'_>) -> Option<Timeout> {
    let target = settings.on_timeout.as_ref();
    Some(Timeout {
        after: settings.timeout.clone()?,
        target: target.and_then(|id| graph.step(&id.value)),
    })
}

fn request<'f>(
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
    use_types_of(state, &mut shape, |of, field| {
        difference(of, &field.shape).is_none()
            || (is_of_state(field, value) && is_subset(of, &field.shape))
    });
    let (given, rest) = given(value, &shape, &checks, "eventInput.value", reader);
    let mut sources = Vec::with_capacity(shape.fields.len());
    for (field, given) in shape.fields.iter().zip(given) {
        match given.or_else(|| source(field, state)) {
            Some(source) => sources.push(source),
            // Of a state whose schema is at fault nobody knows what it has.
            None if is_unclear(field, state, reader.findings) => {}
            None => {
                let finding = input_without_source::finding(&id.value, field, state, id.span);
                reader.findings.push(finding);
            }
        }
    }
    Some(Request {
        shape,
        sources,
        rest,
    })
}

/// Whether a field has no value but the one that the state has.
fn is_of_state(field: &Field, given: Option<&Node>) -> bool {
    let is_given = match given.map(|given| &given.value) {
        Some(Value::Object(given)) => given.get(&field.wire_name).is_some(),
        _ => false,
    };
    !is_given && !matches!(field.presence, Presence::Default(_))
}

/// Whether a property of the state is only open because its schema could not be read.
fn is_unclear(field: &Field, state: &Struct, findings: &[Diagnostic]) -> bool {
    let mut fields = state.fields.iter();
    let is_open = fields.any(|of| of.wire_name == field.wire_name && of.shape == Shape::Any);
    is_open
        && findings
            .iter()
            .any(|finding| finding.rule == &invalid_schema::RULE)
}

fn answer<'f>(
    variant: &str,
    output: &'f EventOutput,
    state: &Struct,
    reader: &mut SchemaReader<'f>,
) -> (Shape, Checks<'f>) {
    let path = TypePath::Root(format!("{variant}Answer"));
    let (schema, value) = (output.event_output_schema.as_ref(), output.value.as_ref());
    let (shape, mut checks) = match schema.map(|schema| reader.any_root(schema, &path)) {
        Some(Described { shape, checks }) => (shape, checks),
        None => (None, Checks::none()),
    };
    let inferred = || reader.infer_struct(value?, &path).map(Shape::Struct);
    let mut shape = match shape.or_else(inferred) {
        Some(Shape::Struct(shape)) => shape,
        other => {
            if let Some(value) = value {
                reader
                    .findings
                    .push(default_without_field::of_answer(value.span));
            }
            return (other.unwrap_or(Shape::Any), checks);
        }
    };
    use_types_of(state, &mut shape, |of, field| {
        difference(of, &field.shape).is_none()
    });
    let (given, rest) = given(value, &shape, &checks, "eventOutput.value", reader);
    if let (
        Some(Node {
            value: Value::Object(value),
            ..
        }),
        Some(_),
    ) = (value, rest)
    {
        for member in unnamed(value, &shape) {
            let finding = default_without_field::of_property(&member.name, member.name_span);
            reader.findings.push(finding);
        }
    }
    for (field, given) in shape.fields.iter_mut().zip(given) {
        if let Some(Source::Value(FieldValue::Plain(value) | FieldValue::Some(value))) = given {
            checks.do_not_require(&field.wire_name);
            field.presence = Presence::Default(value);
        }
    }
    (Shape::Struct(shape), checks)
}

/// The types that an answer names, and those that they name in turn.
fn definitions(answer: &Shape, reader: &SchemaReader<'_>) -> Definitions {
    let mut definitions = Definitions::new();
    let mut open = vec![answer.clone()];
    while let Some(shape) = open.pop() {
        let mut names = Vec::new();
        shape.names_in(&mut names);
        for name in names {
            if let Some(named) = reader.definitions.get(name)
                && definitions.insert(name.to_owned(), named.clone()).is_none()
            {
                open.push(named.clone());
            }
        }
    }
    definitions
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

/// For each field the value that the flow gives it, where it does; and the properties that it
/// gives beside the fields, where the shape has a place for them.
fn given(
    value: Option<&Node>,
    shape: &Struct,
    checks: &Checks<'_>,
    name: &str,
    reader: &mut SchemaReader<'_>,
) -> (Vec<Option<Source>>, Option<Literal>) {
    let none = || (vec![None; shape.fields.len()], None);
    let Some(value) = value else {
        return none();
    };
    let mut partial = shape.clone();
    for field in &mut partial.fields {
        field.presence = Presence::Optional;
    }
    match given_value(name, value, &partial, checks, Extent::Part, reader) {
        Some(Literal::Struct(_, mut values)) => {
            let rest = match shape.rest {
                Some(_) => values.pop(),
                None => None,
            };
            let rest = rest.and_then(|(_, value)| match value {
                FieldValue::Plain(rest) => Some(rest),
                _ => None,
            });
            let values = values.into_iter().zip(&shape.fields);
            let values = values
                .map(|((_, value), field)| match (value, &field.presence) {
                    (FieldValue::Some(value), Presence::Optional) => {
                        Some(Source::Value(FieldValue::Some(value)))
                    }
                    (FieldValue::Some(value) | FieldValue::Plain(value), _) => {
                        Some(Source::Value(FieldValue::Plain(value)))
                    }
                    (FieldValue::None, _) => None,
                })
                .collect();
            (values, rest)
        }
        _ => none(),
    }
}

/// Where a field comes from that the flow does not give: from the state, or it is left out.
fn source(field: &Field, state: &Struct) -> Option<Source> {
    let from = state
        .fields
        .iter()
        .find(|from| from.wire_name == field.wire_name);
    if let Some(from) = from {
        let is_wrapped = wrapping(from, field)?;
        let field = from.name.clone();
        return Some(Source::State { field, is_wrapped });
    }
    match &field.presence {
        Presence::Optional => Some(Source::Value(FieldValue::None)),
        Presence::Default(default) => Some(Source::Value(FieldValue::Plain(default.clone()))),
        Presence::Required => None,
    }
}

/// The fields of an answer that the state has, too.
fn shared(answer: &Struct, state: &Struct) -> Vec<SharedField> {
    let pairs = answer.fields.iter().filter_map(|field| {
        let into = state
            .fields
            .iter()
            .find(|into| into.wire_name == field.wire_name)?;
        Some(SharedField {
            answer: field.name.clone(),
            state: into.name.clone(),
            is_wrapped: wrapping(field, into)?,
        })
    });
    pairs.collect()
}

/// Whether a value is put into a `Some` on its way from one field to another; none where it
/// does not fit there.
fn wrapping(from: &Field, to: &Field) -> Option<bool> {
    let is_optional = |field: &Field| field.presence == Presence::Optional;
    match (is_optional(from), is_optional(to)) {
        _ if from.shape != to.shape => None,
        (false, true) => Some(true),
        (true, false) => None,
        _ => Some(false),
    }
}

/// Gives each field the type of the state's field of the same name, where the values of that type
/// fit: then one type stands for both.
fn use_types_of(state: &Struct, shape: &mut Struct, fits: impl Fn(&Shape, &Field) -> bool) {
    for field in &mut shape.fields {
        let same = state
            .fields
            .iter()
            .find(|of| of.wire_name == field.wire_name);
        if let Some(same) = same.filter(|of| fits(&of.shape, field)) {
            field.shape = same.shape.clone();
            if let Presence::Default(value) = &mut field.presence {
                *value = retyped(value.clone(), &same.shape);
            }
        }
    }
}
