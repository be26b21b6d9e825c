//! What a step that waits for an event asks, and what it is answered.

mod given;

mod request;

mod answer;

use tinyflow_model::{EventSettings, Text, WaitForEvent};

use crate::checked_flow::{Event, Timeout};
use crate::names;
use crate::shape::checks::Checks;
use crate::shape::read::SchemaReader;
use crate::shape::{Definitions, Shape, Struct};
use crate::structure::Graph;
use answer::{answer, shared_fields};
use request::request;

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
    let request = input.and_then(|input| request(id, variant, input, state, reader));
    let (shared_fields, conversions) = match &answer {
        Shape::Struct(answer) => shared_fields(answer, state, &reader.definitions),
        _ => (Vec::new(), Vec::new()),
    };
    let asked = request.iter().flat_map(|request| &request.shape.fields);
    let asked = asked.map(|field| &field.shape);
    Event {
        constant: names::constant(&id.value),
        definitions: definitions(asked.chain([&answer]), reader),
        request,
        shared_fields,
        conversions,
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

/// The types that shapes name, and those that they name in turn.
fn definitions<'s>(
    shapes: impl Iterator<Item = &'s Shape>,
    reader: &SchemaReader<'_>,
) -> Definitions {
    let mut definitions = Definitions::new();
    let mut open: Vec<Shape> = shapes.cloned().collect();
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
