//! A flow that was found sound: what code generation starts from.
//!
//! Every name is chosen, every type known, every condition typed. The types
//! are open to read and closed to build: only [`check`](crate::check) makes them.

use crate::condition::Test;
use crate::shape::{FieldValue, Literal, Shape, Struct};
use tinyflow_model::Duration;

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
}

/// What a step of a sound flow does before it moves on.
#[derive(Clone, Debug)]
pub enum CheckedKind {
    /// Nothing: `begin` and `decision` only move on.
    Pass,
    /// Ends the run.
    End,
    /// Calls the task, with parameters where it has any.
    Task(Option<Params>),
    /// Pauses the run for a time, which is not none at all.
    Pause(Duration),
    /// Waits for an answer, and has it folded into the state.
    Event(Event),
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
    /// The fields of the state that have the same name and type as one of the answer.
    pub shared_fields: Vec<SharedField>,
}

/// What the party that answers an event is shown.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Request {
    /// Its shape, with its Rust name.
    pub shape: Struct,
    /// Where each of its fields comes from, in their order.
    pub sources: Vec<Source>,
}

/// Where a field of a request comes from.
#[derive(Clone, Debug)]
pub enum Source {
    /// The flow gives it.
    Value(FieldValue),
    /// The state's field of this Rust name has it.
    State {
        /// The field.
        field: String,
        /// Whether it is put into a `Some`.
        is_wrapped: bool,
    },
}

/// A field that an answer and the state have in common.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct SharedField {
    /// Its Rust name in the answer.
    pub answer: String,
    /// Its Rust name in the state.
    pub state: String,
    /// Whether the state has it in an `Option`, and the answer has not.
    pub is_wrapped: bool,
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
