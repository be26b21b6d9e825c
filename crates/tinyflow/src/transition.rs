//! How a step ends: with the step to go to, the end of the run, or a pause.
//!
//! Steps make these values; the run acts on them. A step that fails gives a [`StepError`].

use std::future::ready;
use std::pin::Pin;

use crate::{Fork, StepError};

/// What a run does after a step.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Transition<S> {
    /// Go to this step. A step that names itself begins a new pass of the same visit:
    /// its cached actions stand, and its waits begin anew.
    Next(S),
    /// Visit the same step anew: its actions run again.
    Repeat,
    /// Start these branches; go on where they meet. See [`fork`](crate::fork).
    Fork(Fork<S>),
    /// The run is over, or the branch has arrived.
    End,
    /// Stay at this step until the run is resumed; then the step starts again from its top,
    /// and its cached actions stand.
    Pause,
}

/// What a step gives back.
pub type StepResult<S> = Result<Transition<S>, StepError>;

/// A step that is being executed, in a box.
///
/// A large flow gives each of its steps one: the compiler has less to do than with as many awaits
/// in one `async` function.
pub type StepFuture<'r, S> = Pin<Box<dyn Future<Output = StepResult<S>> + Send + 'r>>;

/// Puts the future of a step into a box.
pub trait BoxedStep<S>: Future<Output = StepResult<S>> + Send + Sized {
    /// The same future, in a box.
    fn boxed<'r>(self) -> StepFuture<'r, S>
    where
        Self: 'r,
    {
        Box::pin(self)
    }
}

impl<S, F: Future<Output = StepResult<S>> + Send> BoxedStep<S> for F {}

/// Makes a step of a result that is there already.
pub trait AtOnce<S> {
    /// A future, in a box, that gives this result at once.
    fn at_once<'r>(self) -> StepFuture<'r, S>
    where
        S: 'r;
}

impl<S: Send> AtOnce<S> for StepResult<S> {
    fn at_once<'r>(self) -> StepFuture<'r, S>
    where
        S: 'r,
    {
        Box::pin(ready(self))
    }
}

/// Goes to `step`.
pub fn next<S>(step: S) -> StepResult<S> {
    Ok(Transition::Next(step))
}

/// Visits the same step anew, so that its actions run again.
pub fn repeat<S>() -> StepResult<S> {
    Ok(Transition::Repeat)
}

/// Ends the run.
pub fn end<S>() -> StepResult<S> {
    Ok(Transition::End)
}

/// Leaves the run at its step until it is resumed by its id. No timer wakes it.
pub fn pause<S>() -> StepResult<S> {
    Ok(Transition::Pause)
}
