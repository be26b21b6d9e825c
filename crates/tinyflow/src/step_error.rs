//! Why a step of a run failed.
//!
//! Every one of these ends the run as failed and is stored with it. What goes wrong between
//! steps, or in the store, is a [`RuntimeError`](crate::RuntimeError).

use std::error::Error;

use tinyflow_javascript::Thrown;

use crate::{Misfit, Visit};

/// Why a step failed. A run that failed tries its step again when it is resumed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StepError {
    /// The step waits, and starts again from its top when the wait is over. Hand it on with
    /// `?`: a step that goes on nevertheless is stopped at its end.
    #[error("{visit} waits")]
    #[non_exhaustive]
    Suspended {
        /// Where it waits.
        visit: Visit,
    },
    /// The task of an action failed.
    #[error("action `{action}` failed in {visit}{}", at_attempt(*.attempt))]
    #[non_exhaustive]
    Task {
        /// Where it happened.
        visit: Visit,
        /// The action's key.
        action: String,
        /// Which attempt it was, from 1.
        attempt: u32,
        /// Whether another try would only repeat the failure.
        permanent: bool,
        /// What the task met.
        source: Box<dyn Error + Send + Sync>,
    },
    /// All attempts at an action have failed before. Retrying the run gives it new ones.
    #[error("action `{action}` in {visit} has no attempt left")]
    #[non_exhaustive]
    AttemptsExhausted {
        /// Where it happened.
        visit: Visit,
        /// The action's key.
        action: String,
    },
    /// A job that is looked at until it is done was not done in time. Retrying the run gives it
    /// all its time again.
    #[error("what action `{action}` looks at was not done in time in {visit}")]
    #[non_exhaustive]
    NotDoneInTime {
        /// Where it happened.
        visit: Visit,
        /// The action's key.
        action: String,
    },
    /// No answer came in time. When the run goes on, the step waits anew.
    #[error("{visit} has waited in vain for an answer")]
    #[non_exhaustive]
    NoAnswerInTime {
        /// Where it happened.
        visit: Visit,
    },
    /// The step panicked, or a task that it called.
    #[error("{} panicked: {message}", panicked(visit, action.as_deref()))]
    #[non_exhaustive]
    Panicked {
        /// Where it happened.
        visit: Visit,
        /// The action's key, if a task panicked.
        action: Option<String>,
        /// What the panic said.
        message: String,
    },
    /// The state that a task gave back does not fit its type any more, now that it is merged
    /// with what others have changed since the task began.
    #[error("the result of action `{action}` in {visit} cannot be merged into the state")]
    #[non_exhaustive]
    Merge {
        /// Where it happened.
        visit: Visit,
        /// The action's key.
        action: String,
        /// What does not fit.
        source: serde_json::Error,
    },
    /// An entry for the audit log is not of the form `{"type":…,"values":…}`.
    #[error("a log entry in {visit} is not of the form `{{\"type\":…,\"values\":…}}`")]
    #[non_exhaustive]
    LogForm {
        /// Where it happened.
        visit: Visit,
        /// What is wrong with it.
        source: serde_json::Error,
    },
    /// Two actions of one step have the same key, so the second would never run.
    #[error("the key `{action}` is used twice in {visit}")]
    #[non_exhaustive]
    KeyUsedTwice {
        /// Where it happened.
        visit: Visit,
        /// The key.
        action: String,
    },
    /// Two branches of one fork have the same name, so their places could not be told apart.
    #[error("{visit} forks two branches of the name `{branch}`")]
    #[non_exhaustive]
    BranchNamedTwice {
        /// The step that forks.
        visit: Visit,
        /// The name.
        branch: String,
    },
    /// An action's key begins with `__`, as the engine's own keys do.
    #[error("the key `{action}` in {visit} begins with `__`, which is kept for the engine")]
    #[non_exhaustive]
    ReservedKey {
        /// Where it happened.
        visit: Visit,
        /// The key.
        action: String,
    },
    /// The result of an action cannot be stored as it is.
    #[error("the result of action `{action}` in {visit} is not JSON")]
    #[non_exhaustive]
    NotJson {
        /// Where it happened.
        visit: Visit,
        /// The action's key.
        action: String,
        /// What is not JSON about it.
        source: serde_json::Error,
    },
    /// The state that an action gave back does not fit the schema of the workflow's states. It
    /// was not kept.
    #[error("the result of action `{action}` in {visit} does not fit the schema of the state")]
    #[non_exhaustive]
    ResultRefused {
        /// Where it happened.
        visit: Visit,
        /// The action's key.
        action: String,
        /// Where it does not fit.
        source: Misfit,
    },
    /// A stored result does not fit the type that the action gives back now.
    #[error("the stored result of action `{action}` in {visit} does not fit its type")]
    #[non_exhaustive]
    StoredResult {
        /// Where it happened.
        visit: Visit,
        /// The action's key.
        action: String,
        /// What does not fit.
        source: serde_json::Error,
    },
    /// An action came back after the run had left the step. Its result was not kept.
    #[error("action `{action}` came back after the run had left {visit}")]
    #[non_exhaustive]
    TooLate {
        /// The visit in which the action began.
        visit: Visit,
        /// The action's key.
        action: String,
    },
    /// A value that is read has not been set.
    #[error("`{path}` is read but has no value{}", within(.visit.as_ref()))]
    #[non_exhaustive]
    Missing {
        /// Where it happened; the run fills it in.
        visit: Option<Visit>,
        /// What was read, as in `state.owner`.
        path: String,
    },
    /// A condition cannot be worked out: JavaScript would throw.
    #[error("a condition cannot be worked out{}", within(.visit.as_ref()))]
    #[non_exhaustive]
    Condition {
        /// Where it happened; the run fills it in.
        visit: Option<Visit>,
        /// What JavaScript would throw.
        source: Thrown,
    },
    /// No condition of a decision holds, and it has no default.
    #[error("no condition holds in {visit} for the state {state}")]
    #[non_exhaustive]
    NoConditionHolds {
        /// The decision.
        visit: Visit,
        /// The state as JSON.
        state: String,
    },
    /// The run could not be stored, so the step must not go on. The runtime gives the cause.
    #[error("{visit} could not be stored")]
    #[non_exhaustive]
    NotSaved {
        /// Where it happened.
        visit: Visit,
    },
    /// The step failed for a reason of its own.
    #[error("the workflow gave up{}", within(.visit.as_ref()))]
    #[non_exhaustive]
    Other {
        /// Where it happened; the run fills it in.
        visit: Option<Visit>,
        /// The reason.
        source: Box<dyn Error + Send + Sync>,
    },
}

impl StepError {
    /// A failure for a reason of the workflow's own. Takes an error or a text.
    pub fn other(source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self::Other {
            visit: None,
            source: source.into(),
        }
    }

    /// Fills in where it happened, for errors that are made without the run at hand.
    pub(crate) fn locate(mut self, place: &Visit) -> Self {
        if let Self::Missing { visit, .. }
        | Self::Condition { visit, .. }
        | Self::Other { visit, .. } = &mut self
        {
            visit.get_or_insert_with(|| place.clone());
        }
        self
    }
}

impl From<Box<Self>> for StepError {
    fn from(boxed: Box<Self>) -> Self {
        *boxed
    }
}

impl From<Thrown> for StepError {
    fn from(thrown: Thrown) -> Self {
        match thrown {
            Thrown::Missing { path } => Self::Missing { visit: None, path },
            source => Self::Condition {
                visit: None,
                source,
            },
        }
    }
}

fn within(visit: Option<&Visit>) -> String {
    visit.map_or_else(String::new, |visit| format!(" in {visit}"))
}

fn at_attempt(attempt: u32) -> String {
    match attempt {
        1 => String::new(),
        _ => format!(" at attempt {attempt}"),
    }
}

fn panicked(visit: &Visit, action: Option<&str>) -> String {
    action.map_or_else(
        || visit.to_string(),
        |action| format!("action `{action}` in {visit}"),
    )
}
