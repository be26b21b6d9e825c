//! From the tree of a document to a flow, and all that is wrong on the way.
//!
//! Reading goes on after a fault, so that one run reports them all; only what
//! has no identity (a step without `id`) is left out of the flow.

mod allowances;

mod settings;

use crate::fields::{Fields, Owner};
use crate::{
    Connection, Diagnostic, EventInput, EventMetadata, EventOutput, Flow, Node, Object,
    ResumeAfter, Span, Spanned, Step, StepKind, StepSettings, Task, TaskMetadata, Text, Value,
    WaitForEvent, rules,
};
use allowances::allowances;
use settings::settings;

/// Reads a document as a flow.
///
/// The flow is there whenever the document is an object, with whatever could
/// be read; it is only to be trusted where no finding is an error.
pub fn read(root: Node) -> (Option<Flow>, Vec<Diagnostic>) {
    let mut findings = Vec::new();
    let flow = match root.value {
        Value::Object(object) => Some(flow(root.span, object, &mut findings)),
        _ => {
            let message = format!("a flow must be an object, not {}", root.value.kind());
            let rule = &rules::wrong_field_type::RULE;
            findings.push(Diagnostic::new(rule, message, root.span));
            None
        }
    };
    (flow, findings)
}

fn flow(span: Span, object: Object, findings: &mut Vec<Diagnostic>) -> Flow {
    let mut fields = Fields::new(Owner::Flow, span, object, findings);
    let schema = fields.text("$schema");
    let id = fields.required_text("id");
    let name = fields.required_text("name");
    let version = fields.required_text("version");
    let global_state_schema = fields.node("globalStateSchema");
    let global_state = fields.object("globalState");
    let steps = fields.required_array("steps").unwrap_or_default();
    let connections = fields.required_array("connections").unwrap_or_default();
    let metadata = fields.nested("metadata").map(allowances);
    fields.finish(Flow::FIELDS);

    let missing = || Spanned {
        value: String::new(),
        span: Span::new(span.start, span.start + 1),
    };
    Flow {
        schema,
        id: id.unwrap_or_else(missing),
        name: name.unwrap_or_else(missing),
        version: version.unwrap_or_else(missing),
        global_state_schema,
        global_state,
        steps: each(steps, "steps", findings, step),
        connections: each(connections, "connections", findings, connection),
        metadata: metadata.unwrap_or_default(),
    }
}

/// Reads each element of an array that must hold objects.
fn each<T>(
    elements: Vec<Node>,
    field: &str,
    findings: &mut Vec<Diagnostic>,
    read: impl Fn(Span, Object, &mut Vec<Diagnostic>) -> Option<T>,
) -> Vec<T> {
    let mut all = Vec::with_capacity(elements.len());
    for element in elements {
        match element.value {
            Value::Object(object) => all.extend(read(element.span, object, findings)),
            _ => {
                let field = format!("{field}[…]");
                let finding =
                    rules::wrong_field_type::finding(&Owner::Flow, &field, "an object", &element);
                findings.push(finding);
            }
        }
    }
    all
}

fn step(span: Span, object: Object, findings: &mut Vec<Diagnostic>) -> Option<Step> {
    let owner = Owner::element("step", &object);
    let mut fields = Fields::new(owner.clone(), span, object, findings);
    let id = fields.required_text("id");
    let name = fields.required_text("name");
    let metadata = fields.object("metadata");
    let step_type = fields.required_text("type");
    let mut kind = match &step_type {
        Some(step_type) => kind(step_type, fields),
        None => StepKind::Unreadable,
    };
    let settings = match &metadata {
        Some(metadata) => settings(owner, metadata, &mut kind, findings),
        None => StepSettings::default(),
    };
    let id = id?;
    Some(Step {
        name: name.unwrap_or_else(|| id.clone()),
        id,
        kind,
        metadata,
        settings,
    })
}

/// The fields that steps of some types have, each with these types.
const SPECIAL: &[(&str, &[&str])] = &[
    ("paramsSchema", &["task"]),
    ("params", &["task"]),
    ("duration", &["resumeAfter"]),
    ("eventInput", &["waitForEvent"]),
    ("eventOutput", &["waitForEvent"]),
];

fn kind(step_type: &Text, mut fields: Fields<'_>) -> StepKind {
    const COMMON: [&str; 4] = ["id", "name", "type", "metadata"];
    let kind = match step_type.value.as_str() {
        "begin" => StepKind::Begin,
        "end" => StepKind::End,
        "decision" => StepKind::Decision,
        "task" => {
            let task = Task {
                params_schema: fields.node("paramsSchema"),
                params: fields.object("params"),
                metadata: TaskMetadata::default(),
            };
            let [id, name, step_type, metadata] = COMMON;
            fields.finish_among(
                &[id, name, step_type, "paramsSchema", "params", metadata],
                SPECIAL,
            );
            return StepKind::Task(task);
        }
        "resumeAfter" => {
            fields.require("duration");
            let duration = fields.duration("duration");
            let [id, name, step_type, metadata] = COMMON;
            fields.finish_among(&[id, name, step_type, "duration", metadata], SPECIAL);
            return match duration {
                Some(duration) => StepKind::ResumeAfter(ResumeAfter { duration }),
                None => StepKind::Unreadable,
            };
        }
        "waitForEvent" => {
            let wait = WaitForEvent {
                event_input: fields.nested("eventInput").map(event_input),
                event_output: fields.nested("eventOutput").map(event_output),
                metadata: EventMetadata::default(),
            };
            let [id, name, step_type, metadata] = COMMON;
            fields.finish_among(
                &[id, name, step_type, "eventInput", "eventOutput", metadata],
                SPECIAL,
            );
            return StepKind::WaitForEvent(wait);
        }
        _ => {
            fields.report(rules::unknown_step_type::finding(step_type));
            return StepKind::Unreadable;
        }
    };
    fields.finish_among(&COMMON, SPECIAL);
    kind
}

fn event_input(mut fields: Fields<'_>) -> EventInput {
    let input = EventInput {
        value: fields.object("value"),
        event_input_schema: fields.node("eventInputSchema"),
    };
    fields.finish_around_schema(&["value", "eventInputSchema"], "eventInputSchema");
    input
}

fn event_output(mut fields: Fields<'_>) -> EventOutput {
    let output = EventOutput {
        value: fields.object("value"),
        event_output_schema: fields.node("eventOutputSchema"),
    };
    fields.finish_around_schema(&["value", "eventOutputSchema"], "eventOutputSchema");
    output
}

fn connection(span: Span, object: Object, findings: &mut Vec<Diagnostic>) -> Option<Connection> {
    let owner = Owner::element("connection", &object);
    let mut fields = Fields::new(owner, span, object, findings);
    let id = fields.required_text("id");
    let source_step_id = fields.required_text("sourceStepId");
    let target_step_id = fields.required_text("targetStepId");
    let has_condition = fields.contains("condition");
    let condition = fields.text("condition");
    let metadata = fields.object("metadata");
    fields.finish(Connection::FIELDS);
    let missing = || Spanned {
        value: String::new(),
        span: Span::new(span.start, span.start + 1),
    };
    Some(Connection {
        id: id.unwrap_or_else(missing),
        source_step_id: source_step_id?,
        target_step_id: target_step_id?,
        has_unreadable_condition: has_condition && condition.is_none(),
        condition,
        metadata,
        span,
    })
}
