//! A flow that was found sound: what code generation starts from.
//!
//! Every name is chosen, every type known, every condition typed. The types
//! are open to read and closed to build: only [`check`](crate::check) makes them.

use crate::condition::Test;
use crate::shape::{Conversion, Definitions, Literal, Shape, Source, Struct, TypeConversion};
use tinyflow_model::{Duration, Join, Retry};

/// A sound flow.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct CheckedFlow {
    /// The flow's id.
    pub id: String,
    /// The flow's name.
    pub name: String,
    /// The flow's version.
    pub version: String,
    /// The Rust name of the workflow type.
    pub workflow_type: String,
    /// The Rust name of the type that implements the tasks in a fresh file.
    pub tasks_type: String,
    /// The shape of the state; its Rust name is `State`.
    pub state: Struct,
    /// The JSON Schema of the state, where its types do not say everything.
    pub state_schema: Option<String>,
    /// The state that a new run starts with, where the flow makes a whole one.
    pub initial_state: Option<Literal>,
    /// The steps, in the order of the document.
    pub steps: Vec<CheckedStep>,
    /// The index of the step where a run starts.
    pub begin: usize,
}

/// A step of a sound flow.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct CheckedStep {
    /// What people call the step.
    pub name: String,
    /// The name of the step in snapshots.
    pub wire_name: String,
    /// The variant of `Step`.
    pub variant: String,
    /// The function of the step.
    pub function: String,
    /// What the step does.
    pub kind: CheckedKind,
    /// Where the step leads, in the order in which conditions are tried: a
    /// transition without a condition is the last.
    pub transitions: Vec<Transition>,
    /// The parallel branches that the step starts; then it has no transitions.
    pub fork: Option<Fork>,
}

/// What a step of a sound flow does before it moves on.
#[derive(Clone, Debug)]
pub enum CheckedKind {
    /// Nothing: `begin` and `decision` only move on.
    Pass,
    /// Ends the run.
    End,
    /// Calls a task.
    Task(TaskCall),
    /// Pauses the run for a time, which is not none at all.
    Pause(Duration),
    /// Waits for an answer, and has it folded into the state.
    Event(Event),
}

impl CheckedKind {
    /// Whether the step awaits something: its task, a time or an answer.
    pub fn awaits(&self) -> bool {
        match self {
            Self::Task(_) | Self::Pause(_) | Self::Event(_) => true,
            Self::Pass | Self::End => false,
        }
    }
}

/// A wait for an answer.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Event {
    /// The constant that names the event for those who answer.
    pub constant: String,
    /// What the party that answers is shown, where it is shown anything.
    pub request: Option<Request>,
    /// The shape of the answer; [`Shape::Any`] where the flow leaves it open.
    pub answer: Shape,
    /// The JSON Schema of the answer, where its types do not say everything.
    pub answer_schema: Option<String>,
    /// The types that the shapes of request and answer name and do not describe.
    pub definitions: Definitions,
    /// The fields of the answer that the state has, too.
    pub shared_fields: Vec<SharedField>,
    /// The conversions of types that folding those into the state takes.
    pub conversions: Vec<TypeConversion>,
    /// How long the answer is waited for, where there is a limit.
    pub timeout: Option<Timeout>,
}

/// The limit of a wait for an answer.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Timeout {
    /// How long the answer is waited for.
    pub after: Duration,
    /// The index of the step that follows then; without one the run fails.
    pub target: Option<usize>,
}

/// What the party that answers an event is shown.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Request {
    /// Its shape, with its Rust name.
    pub shape: Struct,
    /// Where each of its fields comes from, in their order.
    pub sources: Vec<Source>,
    /// What the flow gives beside the fields, where the shape has a place for it.
    pub rest: Option<Literal>,
    /// The conversions of types that the sources name.
    pub conversions: Vec<TypeConversion>,
}

/// A field that an answer and the state have in common.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct SharedField {
    /// Its Rust name in the answer.
    pub answer: String,
    /// Its Rust name in the state.
    pub state: String,
    /// What becomes of its value.
    pub conversion: Conversion,
    /// Whether there is a value of it whatever the answer; else the answer has it in an `Option`
    /// and the state has not.
    pub is_certain: bool,
}

/// How a task is called.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct TaskCall {
    /// Its parameters, where it has any.
    pub params: Option<Params>,
    /// How often it is tried; once, without.
    pub retry: Option<Retry>,
    /// How long an attempt may take.
    pub timeout: Option<Duration>,
    /// How it is looked at until it is done, where it is a long job.
    pub polling: Option<Polling>,
}

/// A long job that is started, and then looked at until it is done.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Polling {
    /// The function that starts it.
    pub start_function: String,
    /// The function that looks at it.
    pub poll_function: String,
    /// The pause between two looks.
    pub every: Duration,
    /// After this time the step fails.
    pub timeout: Option<Duration>,
}

/// The parameters of a task.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Params {
    /// Their shape, with its Rust name.
    pub shape: Struct,
    /// Their values.
    pub value: Literal,
}

/// A way from a step to the next.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Transition {
    /// When it is taken; without a condition, always.
    pub condition: Option<Test>,
    /// The index of the step that it leads to.
    pub target: usize,
}

/// The parallel branches that a step starts.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Fork {
    /// The branches, two or more.
    pub branches: Vec<Branch>,
    /// The index of the step where they meet.
    pub meet: usize,
    /// How they are waited for there.
    pub join: Join,
}

/// A parallel branch.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Branch {
    /// Its name in snapshots: the id of the connection on which it starts.
    pub name: String,
    /// The index of the step that it starts at.
    pub target: usize,
}
