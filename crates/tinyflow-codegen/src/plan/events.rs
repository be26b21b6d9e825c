//! Waits for answers: the constants that name them, and what the steps do.

use serde::Serialize;
use tinyflow_check::shape::Source;
use tinyflow_check::{CheckedFlow, CheckedKind, CheckedStep, Event, Request, SharedField};

use super::code::Code;
use super::schemas::Schemas;
use super::{conversions, literal, steps, types};

/// The constant that names an event, for those who answer it.
#[derive(Clone, Debug, Serialize)]
pub struct EventConstant {
    /// What people call the step.
    pub title: String,
    /// Its name.
    pub name: String,
    /// The type of the answer.
    pub answer_type: String,
    /// The variant of the step.
    pub variant: String,
    /// The key of the event: the step's name in snapshots.
    pub key: String,
    /// The name of the JSON Schema of the answer, where its type does not say everything.
    pub schema: Option<String>,
}

/// A function of `Tasks` that folds an answer into the state.
#[derive(Clone, Debug, Serialize)]
pub struct FoldFunction {
    /// The type of the answer.
    pub answer_type: String,
    /// The assignments of its stub.
    pub assignments: Vec<Assignment>,
}

/// An assignment of a field of the answer to one of the state.
#[derive(Clone, Debug, Serialize)]
pub struct Assignment {
    /// What is assigned to.
    pub target: String,
    /// What is assigned.
    pub value: Code,
    /// The `Option` that has the `value`, where it need not be there.
    pub given: Option<String>,
}

/// What a step does to be answered.
#[derive(Clone, Debug, Serialize)]
pub struct EventCall {
    /// The constant that names the event.
    pub constant: String,
    /// The key of the change that folds the answer into the state.
    pub key: String,
    /// The function that folds it.
    pub function: String,
    /// What the party that answers is shown, where it is shown anything.
    pub request: Option<Code>,
    /// Whether something of the state is shown.
    pub shows_state: bool,
    /// How long the answer is waited for, where there is a limit.
    pub timeout: Option<EventTimeout>,
}

/// The limit of a wait for an answer.
#[derive(Clone, Debug, Serialize)]
pub struct EventTimeout {
    /// How long the answer is waited for, in milliseconds, as a literal.
    pub ms: String,
    /// The same in words.
    pub duration: String,
    /// The expression that goes on without an answer.
    pub next: Code,
}

pub(super) fn constants(flow: &CheckedFlow, schemas: &mut Schemas) -> Vec<EventConstant> {
    let events = flow.steps.iter().filter_map(|step| match &step.kind {
        CheckedKind::Event(event) => Some((step, event)),
        _ => None,
    });
    events
        .map(|(step, event)| EventConstant {
            title: step.name.clone(),
            name: event.constant.clone(),
            answer_type: types::type_name(&event.answer),
            variant: step.variant.clone(),
            key: step.wire_name.clone(),
            schema: schemas.of_answer(step, event),
        })
        .collect()
}

pub(super) fn fold(event: &Event) -> FoldFunction {
    FoldFunction {
        answer_type: types::type_name(&event.answer),
        assignments: event.shared_fields.iter().map(assignment).collect(),
    }
}

fn assignment(shared: &SharedField) -> Assignment {
    let SharedField {
        answer, conversion, ..
    } = shared;
    let (value, given) = match shared.is_certain {
        true => (
            conversions::converted("answer", Some(answer), conversion),
            None,
        ),
        false => (
            conversions::converted("value", None, conversion),
            Some(format!("answer.{answer}")),
        ),
    };
    Assignment {
        target: format!("state.{}", shared.state),
        value,
        given,
    }
}

pub(super) fn call(flow: &CheckedFlow, step: &CheckedStep, event: &Event) -> EventCall {
    let request = event.request.as_ref();
    let is_of_state = |source: &Source| matches!(source, Source::Field { .. });
    EventCall {
        constant: event.constant.clone(),
        key: step.wire_name.clone(),
        function: step.function.clone(),
        request: request.map(request_code),
        shows_state: request.is_some_and(|request| request.sources.iter().any(is_of_state)),
        timeout: event.timeout.as_ref().map(|timeout| EventTimeout {
            ms: literal::grouped(&timeout.after.ms().to_string()),
            duration: timeout.after.to_string(),
            next: match timeout.target {
                Some(target) => steps::on(step, &flow.steps[target]),
                None => Code::call("Err", Code::text("run.no_answer_in_time()")),
            },
        }),
    }
}

fn request_code(request: &Request) -> Code {
    let fields = request.shape.fields.iter().zip(&request.sources);
    let fields =
        fields.map(|(field, source)| (field.name.clone(), conversions::source(source, "state")));
    let rest = request.shape.rest.iter();
    let rest = rest.map(|rest| {
        let given = request.rest.as_ref().map(literal::code);
        let value = given.unwrap_or_else(|| Code::text("BTreeMap::new()"));
        (rest.name.clone(), value)
    });
    Code::Struct {
        name: request.shape.name.clone(),
        fields: fields.chain(rest).collect(),
    }
}
