//! What each step does: the `Step` enum, the functions of the tasks, and the
//! functions of the steps.

use serde::Serialize;
use tinyflow_check::{CheckedFlow, CheckedKind, CheckedStep, Params};

use super::code::{Code, Link};
use super::events::{self, EventCall, FoldFunction};
use super::{condition, literal};

/// A variant of `Step`.
#[derive(Clone, Debug, Serialize)]
pub struct Variant {
    /// Its name.
    pub name: String,
    /// Its name in snapshots, where that is another one.
    pub rename: Option<String>,
}

/// A function of `Tasks`.
#[derive(Clone, Debug, Serialize)]
pub struct TaskFunction {
    /// What people call the task.
    pub title: String,
    /// The function.
    pub name: String,
    /// The type of its parameters, where it takes any.
    pub params_type: Option<String>,
    /// What it folds into the state, where it does that and is no task.
    pub fold: Option<FoldFunction>,
}

/// What a step does, in the `match` over all steps.
#[derive(Clone, Debug, Serialize)]
pub struct Arm {
    /// The variant of the step.
    pub variant: String,
    /// The expression that runs it.
    pub body: Code,
}

/// The function of a step.
#[derive(Clone, Debug, Serialize)]
pub struct StepBody {
    /// Its name.
    pub name: String,
    /// The task that it calls, if any.
    pub task: Option<TaskCall>,
    /// The time that it waits for, if any.
    pub pause: Option<Pause>,
    /// The event that it waits for, if any.
    pub event: Option<EventCall>,
    /// Where it goes on: those with a condition first.
    pub ways: Vec<Way>,
    /// Whether one of the conditions has a form that clippy would simplify.
    pub repetitive_condition: bool,
    /// Whether the step fails where no condition holds.
    pub may_fail: bool,
}

/// The call of a task.
#[derive(Clone, Debug, Serialize)]
pub struct TaskCall {
    /// The key of the action: the step's name in snapshots.
    pub key: String,
    /// The function of the task.
    pub function: String,
    /// The value of its parameters, where it takes any.
    pub params: Option<Code>,
}

/// A wait for a time.
#[derive(Clone, Debug, Serialize)]
pub struct Pause {
    /// The key of the timer: the step's name in snapshots.
    pub key: String,
    /// How long it takes, in milliseconds, as a literal.
    pub ms: String,
    /// How long it takes, in words.
    pub duration: String,
}

/// A way on from a step.
#[derive(Clone, Debug, Serialize)]
pub struct Way {
    /// When it is taken; always, without a condition.
    pub condition: Option<Code>,
    /// The expression that goes that way.
    pub next: Code,
}

pub(super) fn variants(flow: &CheckedFlow) -> Vec<Variant> {
    let variant = |step: &CheckedStep| Variant {
        name: step.variant.clone(),
        rename: (step.variant != step.wire_name).then(|| step.wire_name.clone()),
    };
    flow.steps.iter().map(variant).collect()
}

pub(super) fn tasks(flow: &CheckedFlow) -> Vec<TaskFunction> {
    let task = |step: &CheckedStep| match &step.kind {
        CheckedKind::Task(params) => Some(TaskFunction {
            title: step.name.clone(),
            name: step.function.clone(),
            params_type: params.as_ref().map(|params| params.shape.name.clone()),
            fold: None,
        }),
        CheckedKind::Event(event) => Some(TaskFunction {
            title: step.name.clone(),
            name: step.function.clone(),
            params_type: None,
            fold: Some(events::fold(event)),
        }),
        CheckedKind::Pass | CheckedKind::Pause(_) | CheckedKind::End => None,
    };
    flow.steps.iter().filter_map(task).collect()
}

pub(super) fn bodies(flow: &CheckedFlow) -> Vec<StepBody> {
    let steps = flow.steps.iter().filter(|step| needs_body(step));
    steps.map(|step| body(flow, step)).collect()
}

pub(super) fn arms(flow: &CheckedFlow) -> Vec<Arm> {
    let arm = |step: &CheckedStep| Arm {
        variant: step.variant.clone(),
        body: match &step.kind {
            CheckedKind::End => Code::text("end()"),
            CheckedKind::Task(_) | CheckedKind::Event(_) => Code::Chain {
                root: Box::new(Code::text("self")),
                links: vec![
                    Link::Text(format!(".{}(run)", step.function)),
                    Link::text(".await"),
                ],
            },
            CheckedKind::Pause(_) => Code::Chain {
                root: Box::new(Code::Call {
                    function: format!("Self::{}", step.function),
                    argument: Box::new(Code::text("run")),
                }),
                links: vec![Link::text(".await")],
            },
            CheckedKind::Pass if needs_body(step) => {
                Code::call(&format!("Self::{}", step.function), Code::text("run"))
            }
            CheckedKind::Pass => on(step, &flow.steps[step.transitions[0].target]),
        },
    };
    flow.steps.iter().map(arm).collect()
}

/// A step that only moves on to one other needs no function of its own.
fn needs_body(step: &CheckedStep) -> bool {
    match step.kind {
        CheckedKind::End => false,
        CheckedKind::Task(_) | CheckedKind::Pause(_) | CheckedKind::Event(_) => true,
        CheckedKind::Pass => step
            .transitions
            .first()
            .is_none_or(|first| first.condition.is_some()),
    }
}

fn body(flow: &CheckedFlow, step: &CheckedStep) -> StepBody {
    let conditions = step.transitions.iter().map(|way| way.condition.as_ref());
    let task = match &step.kind {
        CheckedKind::Task(params) => Some(TaskCall {
            key: step.wire_name.clone(),
            function: step.function.clone(),
            params: params
                .as_ref()
                .map(|Params { value, .. }| literal::code(value)),
        }),
        _ => None,
    };
    let event = match &step.kind {
        CheckedKind::Event(event) => Some(events::call(step, event)),
        _ => None,
    };
    let pause = match &step.kind {
        CheckedKind::Pause(duration) => Some(Pause {
            key: step.wire_name.clone(),
            ms: literal::grouped(&duration.ms().to_string()),
            duration: duration.to_string(),
        }),
        _ => None,
    };
    StepBody {
        name: step.function.clone(),
        task,
        pause,
        event,
        repetitive_condition: conditions.clone().flatten().any(condition::is_repetitive),
        may_fail: conditions.clone().all(|condition| condition.is_some()),
        ways: step
            .transitions
            .iter()
            .map(|way| Way {
                condition: way.condition.as_ref().map(condition::code),
                next: on(step, &flow.steps[way.target]),
            })
            .collect(),
    }
}

/// The way from a step to the next. A step that leads to itself is visited
/// anew: what it did is done again.
fn on(step: &CheckedStep, next: &CheckedStep) -> Code {
    if step.variant == next.variant {
        return Code::text("repeat()");
    }
    Code::call("next", Code::text(format!("Step::{}", next.variant)))
}

/// Whether clippy would take a function for a conversion, which should then
/// take `self` in another way.
pub(super) fn is_conversion(function: &str) -> bool {
    let mutable = function.starts_with("to_") && function.ends_with("_mut");
    mutable || function.starts_with("from_") || function.starts_with("into_")
}
