//! How far the execution of a run came.

use std::fmt;

use serde::Serialize;

use crate::{RefusedAnswer, StepError, SystemEntry, error_chain};

/// How far a run came before it stopped executing.
#[derive(Debug)]
#[non_exhaustive]
#[must_use = "a run that failed or paused is told here, not by an error"]
pub enum RunResult<State> {
    /// The workflow came to its end.
    #[non_exhaustive]
    Finished {
        /// The run.
        run_id: String,
        /// The last state.
        state: State,
    },
    /// The run paused and goes on when it is resumed.
    #[non_exhaustive]
    NeedsResume {
        /// The run.
        run_id: String,
        /// The state at the pause.
        state: State,
        /// What it waits for, in all of its branches. Nothing, if it just paused.
        pending: Vec<SystemEntry>,
        /// The answers that came meanwhile and were not taken.
        refused: Vec<RefusedAnswer>,
    },
    /// The run was stopped from outside, for good.
    #[non_exhaustive]
    Cancelled {
        /// The run.
        run_id: String,
        /// The state when it stopped.
        state: State,
    },
    /// A step failed. The run is stored, and resuming it tries the step again.
    #[non_exhaustive]
    Failed {
        /// The run.
        run_id: String,
        /// The state at the failure.
        state: State,
        /// Why it failed.
        error: StepError,
    },
}

impl<State> RunResult<State> {
    /// The id of the run.
    pub fn run_id(&self) -> &str {
        match self {
            Self::Finished { run_id, .. }
            | Self::NeedsResume { run_id, .. }
            | Self::Cancelled { run_id, .. }
            | Self::Failed { run_id, .. } => run_id,
        }
    }

    /// The state of the run when it stopped.
    pub fn state(&self) -> &State {
        match self {
            Self::Finished { state, .. }
            | Self::NeedsResume { state, .. }
            | Self::Cancelled { state, .. }
            | Self::Failed { state, .. } => state,
        }
    }

    /// What the run waits for. Nothing, unless it needs to be resumed.
    pub fn pending(&self) -> &[SystemEntry] {
        match self {
            Self::NeedsResume { pending, .. } => pending,
            _ => &[],
        }
    }

    /// Whether the workflow came to its end.
    pub fn is_finished(&self) -> bool {
        matches!(self, Self::Finished { .. })
    }
}

/// A line for people: `run user-123 finished: {"userId":"user-123"}`.
impl<State: Serialize> fmt::Display for RunResult<State> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let run_id = self.run_id();
        match self {
            Self::Finished { state, .. } => write!(f, "run {run_id} finished: {}", Json(state)),
            Self::NeedsResume { state, .. } => write!(f, "run {run_id} paused: {}", Json(state)),
            Self::Cancelled { state, .. } => write!(f, "run {run_id} cancelled: {}", Json(state)),
            Self::Failed { error, .. } => {
                write!(
                    f,
                    "run {run_id} failed: {}",
                    error_chain::in_one_line(error)
                )
            }
        }
    }
}

struct Json<'a, T>(&'a T);

impl<T: Serialize> fmt::Display for Json<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match serde_json::to_string(self.0) {
            Ok(json) => f.write_str(&json),
            Err(error) => write!(f, "(a state that is not JSON: {error})"),
        }
    }
}
