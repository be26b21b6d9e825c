//! What each step does: the `Step` enum, and the functions of the steps.

use std::collections::HashMap;

use serde::Serialize;
use tinyflow_check::shape::Enum;
use tinyflow_check::{CheckedFlow, CheckedKind, CheckedStep, Fork};
use tinyflow_model::Join;

use super::code::{Code, Link};
use super::events::{self, EventCall};
use super::tasks::{self, TaskCall};
use super::{condition, literal};

/// A variant of `Step`.
#[derive(Clone, Debug, Serialize)]
pub struct Variant {
    /// Its name.
    pub name: String,
    /// Its name in snapshots, where that is another one.
    pub rename: Option<String>,
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
    /// The lints of clippy that would object to one of the conditions.
    pub lints: Vec<&'static str>,
    /// Whether the step fails where no condition holds.
    pub may_fail: bool,
}

impl StepBody {
    /// Whether the function needs the tasks.
    pub fn calls_tasks(&self) -> bool {
        self.task.is_some() || self.event.is_some()
    }
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

pub(super) fn bodies(flow: &CheckedFlow) -> Vec<StepBody> {
    let steps = flow.steps.iter().filter(|step| needs_body(step));
    steps.map(|step| body(flow, step)).collect()
}

/// The enums of the state whose strings the conditions ask for, by their names.
pub(super) fn written_enums(flow: &CheckedFlow) -> HashMap<&str, &Enum> {
    let ways = flow.steps.iter().flat_map(|step| &step.transitions);
    condition::written_enums(ways.filter_map(|way| way.condition.as_ref()))
}

/// With more steps than this that await something, each future gets a box of its own. The compiler
/// compares what an `async` function awaits pair by pair: three thousand awaits in one function take
/// it gigabytes.
const MOST_AWAITED: usize = 100;

/// Whether the futures of the steps are boxed, so that a large flow is compiled quickly.
pub(super) fn are_boxed(flow: &CheckedFlow) -> bool {
    let steps = flow.steps.iter();
    steps.filter(|step| step.kind.awaits()).count() > MOST_AWAITED
}

pub(super) fn arms(flow: &CheckedFlow) -> Vec<Arm> {
    let boxed = are_boxed(flow);
    let arm = |step: &CheckedStep| {
        let body = arm_body(flow, step);
        let body = match (boxed, step.kind.awaits()) {
            (true, true) => chained(body, ".boxed()"),
            (true, false) => chained(body, ".at_once()"),
            (false, true) => chained(body, ".await"),
            (false, false) => body,
        };
        Arm {
            variant: step.variant.clone(),
            body,
        }
    };
    flow.steps.iter().map(arm).collect()
}

/// What runs a step: a future where the step awaits something, its result where not.
fn arm_body(flow: &CheckedFlow, step: &CheckedStep) -> Code {
    let own_function = || Code::call(&format!("Self::{}", step.function), Code::text("run"));
    match &step.kind {
        CheckedKind::End => Code::text("end()"),
        CheckedKind::Task(_) | CheckedKind::Event(_) => Code::Chain {
            root: Box::new(Code::text("self")),
            links: vec![Link::Text(format!(".{}(run)", step.function))],
        },
        CheckedKind::Pause(_) => own_function(),
        CheckedKind::Pass if needs_body(step) => own_function(),
        CheckedKind::Pass => match &step.fork {
            Some(fork) => forked(flow, fork),
            None => on(step, &flow.steps[step.transitions[0].target]),
        },
    }
}

fn chained(code: Code, link: &str) -> Code {
    let (root, mut links) = match code {
        Code::Chain { root, links } => (root, links),
        other => (Box::new(other), Vec::new()),
    };
    links.push(Link::text(link));
    Code::Chain { root, links }
}

/// A step that only moves on to one other needs no function of its own.
fn needs_body(step: &CheckedStep) -> bool {
    match step.kind {
        CheckedKind::End => false,
        CheckedKind::Task(_) | CheckedKind::Pause(_) | CheckedKind::Event(_) => true,
        CheckedKind::Pass => {
            let first = step.transitions.first();
            step.fork.is_none() && first.is_none_or(|first| first.condition.is_some())
        }
    }
}

fn body(flow: &CheckedFlow, step: &CheckedStep) -> StepBody {
    let conditions = step.transitions.iter().map(|way| way.condition.as_ref());
    let task = match &step.kind {
        CheckedKind::Task(task) => Some(tasks::call(step, task)),
        _ => None,
    };
    let event = match &step.kind {
        CheckedKind::Event(event) => Some(events::call(flow, step, event)),
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
        lints: condition::lints(conditions.clone().flatten()),
        may_fail: step.fork.is_none() && conditions.clone().all(|condition| condition.is_some()),
        ways: ways(flow, step),
    }
}

fn ways(flow: &CheckedFlow, step: &CheckedStep) -> Vec<Way> {
    let transitions = step.transitions.iter().map(|way| Way {
        condition: way.condition.as_ref().map(condition::code),
        next: on(step, &flow.steps[way.target]),
    });
    let fork = step.fork.iter().map(|fork| Way {
        condition: None,
        next: forked(flow, fork),
    });
    transitions.chain(fork).collect()
}

/// The expression that starts parallel branches.
fn forked(flow: &CheckedFlow, fork: &Fork) -> Code {
    let variant = |step: usize| format!("Step::{}", flow.steps[step].variant);
    let branches = fork.branches.iter().map(|branch| {
        let name = Code::String(branch.name.clone());
        Code::Tuple(vec![name, Code::text(variant(branch.target))])
    });
    let branches = Code::List {
        opening: "[".to_owned(),
        items: branches.collect(),
    };
    let meet = match fork.join {
        Join::All => "join",
        Join::Any => "race",
    };
    Code::Chain {
        root: Box::new(Code::call("fork", branches)),
        links: vec![Link::text(format!(".{meet}({})", variant(fork.meet)))],
    }
}

/// The way from a step to the next. A step that leads to itself is visited
/// anew: what it did is done again.
pub(super) fn on(step: &CheckedStep, next: &CheckedStep) -> Code {
    if step.variant == next.variant {
        return Code::text("repeat()");
    }
    Code::call("next", Code::text(format!("Step::{}", next.variant)))
}
