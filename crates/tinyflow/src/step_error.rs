//! Why a step of a run failed.
//!
//! Every one of these ends the run as failed and is stored with it. What goes wrong between
//! steps, or in the store, is a [`RuntimeError`](crate::RuntimeError).

use std::error::Error;

use crate::Visit;

/// Why a step failed. A run that failed tries its step again when it is resumed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StepError {
    /// The task of an action failed.
    #[error("action `{action}` failed in {visit}")]
    #[non_exhaustive]
    Task {
        /// Where it happened.
        visit: Visit,
        /// The action's key.
        action: String,
        /// Whether another try would only repeat the failure.
        permanent: bool,
        /// What the task met.
        source: Box<dyn Error + Send + Sync>,
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
        if let Self::Missing { visit, .. } | Self::Other { visit, .. } = &mut self {
            visit.get_or_insert_with(|| place.clone());
        }
        self
    }
}

fn within(visit: Option<&Visit>) -> String {
    visit.map_or_else(String::new, |visit| format!(" in {visit}"))
}
