//! A run as somebody outside of it sees it.

use crate::durable_state::Progress;
use crate::snapshot::RunEnd;
use crate::{SystemEntry, WorkflowState, WorkflowStep};

/// What a run has come to: a copy, in the workflow's types.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct RunView<Step, State> {
    /// The run.
    pub run_id: String,
    /// The present step.
    pub current_step: Step,
    /// How often the run has moved to another step, or begun a step anew.
    pub step_seq: u64,
    /// The state.
    pub state: State,
    /// What the run waits for, in all of its branches.
    pub pending: Vec<SystemEntry>,
    /// How the run ended, if it has.
    pub end: Option<RunEnd>,
}

impl<Step: WorkflowStep, State: WorkflowState> RunView<Step, State> {
    pub(crate) fn of(progress: &Progress<Step, State>) -> Self {
        Self {
            run_id: progress.visit().run_id().to_owned(),
            current_step: progress.current_step(),
            step_seq: progress.visit().seq(),
            state: State::clone(progress.state()),
            pending: progress.pending(),
            end: progress.end().cloned(),
        }
    }

    /// Whether the workflow came to its end.
    pub fn is_end(&self) -> bool {
        let status = self.end.as_ref().map(|end| end.status);
        status == Some(crate::RunStatus::Finished)
    }
}
