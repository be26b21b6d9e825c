//! What an execution tells its driver each time that it stops.

use crate::SystemEntry;

/// A point at which an execution stopped: after an action, or at a wait.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Yield<Step> {
    /// Whether the run can go on at once. If not, it waits for what `resume_trigger` says, or,
    /// where that is `None`, for its driver alone.
    pub can_continue: bool,
    /// The step.
    pub active_step: Step,
    /// The wait that the run is at.
    pub resume_trigger: Option<ResumeTrigger>,
}

/// What a run waits for.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ResumeTrigger {
    /// A time.
    #[non_exhaustive]
    Time {
        /// The id of the wait.
        resume_id: String,
        /// When it ends, in milliseconds since 1970.
        resume_at: i64,
    },
    /// An answer.
    #[non_exhaustive]
    Event {
        /// The id of the wait.
        resume_id: String,
    },
}

impl<Step> Yield<Step> {
    pub(crate) fn after_action(active_step: Step) -> Self {
        Self {
            can_continue: true,
            active_step,
            resume_trigger: None,
        }
    }

    pub(crate) fn at_wait(active_step: Step, wait: Option<&SystemEntry>) -> Self {
        Self {
            can_continue: false,
            active_step,
            resume_trigger: wait.map(ResumeTrigger::of),
        }
    }
}

impl ResumeTrigger {
    fn of(wait: &SystemEntry) -> Self {
        let resume_id = wait.resume_id().to_owned();
        match wait.resume_after() {
            Some(resume_at) => Self::Time {
                resume_id,
                resume_at,
            },
            None => Self::Event { resume_id },
        }
    }
}
