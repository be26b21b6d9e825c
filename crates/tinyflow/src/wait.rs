//! The handle of a wait: asked without waiting, or awaited.

use std::future::{Ready, ready};

use crate::StepError;
use crate::durable_state::PassFlag;
use crate::key::Key;

/// A wait that a step has set.
///
/// `wait.await?` gives its value, or stops the step if it is still open; the step starts again
/// from its top when the wait is over. [`value`](Self::value) asks without stopping. A wait
/// borrows nothing.
#[derive(Debug)]
#[must_use = "the step stops at a wait only where it is awaited"]
pub struct Wait<T> {
    state: State<T>,
    key: String,
    pass: PassFlag,
    /// The keys of what is waited for in the snapshot.
    parts: Vec<Key>,
}

#[derive(Debug)]
enum State<T> {
    Done(T),
    Pending {
        resume_id: String,
        suspended: StepError,
    },
    Failed(StepError),
}

impl<T> Wait<T> {
    pub(crate) fn done(key: &str, pass: PassFlag, value: T) -> Self {
        Self::of(key, pass, State::Done(value))
    }

    pub(crate) fn pending(
        key: &str,
        pass: PassFlag,
        resume_id: String,
        suspended: StepError,
    ) -> Self {
        let state = State::Pending {
            resume_id,
            suspended,
        };
        Self::of(key, pass, state)
    }

    pub(crate) fn failed(key: &str, pass: PassFlag, error: StepError) -> Self {
        Self::of(key, pass, State::Failed(error))
    }

    fn of(key: &str, pass: PassFlag, state: State<T>) -> Self {
        Self {
            state,
            key: key.to_owned(),
            pass,
            parts: Vec::new(),
        }
    }

    pub(crate) fn with_parts(self, parts: Vec<Key>) -> Self {
        Self { parts, ..self }
    }

    pub(crate) fn parts(&self) -> &[Key] {
        &self.parts
    }

    pub(crate) fn into_parts(self) -> Vec<Key> {
        self.parts
    }

    /// The value, if the wait is over.
    pub fn value(&self) -> Option<&T> {
        match &self.state {
            State::Done(value) => Some(value),
            _ => None,
        }
    }

    /// Whether the wait is still open.
    pub fn is_pending(&self) -> bool {
        matches!(self.state, State::Pending { .. })
    }

    /// The id by which an open wait is ended from outside.
    pub fn resume_id(&self) -> Option<&str> {
        match &self.state {
            State::Pending { resume_id, .. } => Some(resume_id),
            _ => None,
        }
    }

    /// The wait's key.
    pub fn key(&self) -> &str {
        &self.key
    }

    /// The same wait with another value, to bring several waits to one type.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Wait<U> {
        let state = match self.state {
            State::Done(value) => State::Done(change(value)),
            State::Pending {
                resume_id,
                suspended,
            } => State::Pending {
                resume_id,
                suspended,
            },
            State::Failed(error) => State::Failed(error),
        };
        Wait {
            state,
            key: self.key,
            pass: self.pass,
            parts: self.parts,
        }
    }

    /// The value, or the error that stops the step.
    pub(crate) fn settle(self) -> Result<T, StepError> {
        match self.state {
            State::Done(value) => Ok(value),
            State::Pending { suspended, .. } => {
                self.pass.suspend();
                Err(suspended)
            }
            State::Failed(error) => Err(error),
        }
    }

    pub(crate) fn has_failed(&self) -> bool {
        matches!(self.state, State::Failed(_))
    }
}

impl<T> IntoFuture for Wait<T> {
    type Output = Result<T, StepError>;
    type IntoFuture = Ready<Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        ready(self.settle())
    }
}
