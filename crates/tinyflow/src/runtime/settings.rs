//! The settings of a runtime, and how they are set.

use std::sync::Arc;

use super::WorkflowRuntime;
use crate::resume_id::ResumeIds;
use crate::run_id::RunIds;
use crate::{Clock, Context, SystemClock, Workflow};

#[derive(Clone)]
pub(super) struct Settings {
    pub(super) clock: Arc<dyn Clock>,
    pub(super) run_ids: RunIds,
    pub(super) resume_ids: ResumeIds,
    pub(super) audit_log: bool,
    pub(super) full_history: bool,
    pub(super) same_version: bool,
}

impl Settings {
    pub(super) fn new() -> Self {
        Self {
            clock: Arc::new(SystemClock),
            run_ids: RunIds::default(),
            resume_ids: ResumeIds::default(),
            audit_log: true,
            full_history: false,
            same_version: false,
        }
    }
}

impl<W: Workflow, C: Context> WorkflowRuntime<W, C> {
    /// Sets the clock.
    #[must_use]
    pub fn with_clock(mut self, clock: impl Clock + 'static) -> Self {
        self.settings.clock = Arc::new(clock);
        self
    }

    /// Sets how the ids of new runs are made: from the flow's id and the time, in milliseconds
    /// since 1970.
    #[must_use]
    pub fn with_run_ids(
        mut self,
        make: impl Fn(&str, i64) -> String + Send + Sync + 'static,
    ) -> Self {
        self.settings.run_ids = RunIds::new(make);
        self
    }

    /// Sets how the ids of waits are made: from the wait's key and a time, in milliseconds
    /// since 1970, that no wait of the run had before.
    ///
    /// Ids should differ where the times do; those that do not get the time at their end. Where
    /// several waits of a step are open, an event for the step goes to the one that was set
    /// first. That is read from what follows the last hyphen of an id, of which a shorter one
    /// comes before a longer one: with ids that end otherwise, it may go to any of them.
    #[must_use]
    pub fn with_resume_ids(
        mut self,
        make: impl Fn(&str, i64) -> String + Send + Sync + 'static,
    ) -> Self {
        self.settings.resume_ids = ResumeIds::new(make);
        self
    }

    /// Sets whether the engine's own entries are written to the audit log; they are unless
    /// this says no. Failed actions and the workflow's own entries are written always.
    #[must_use]
    pub fn with_audit_log(mut self, on: bool) -> Self {
        self.settings.audit_log = on;
        self
    }

    /// Sets whether the results and waits of earlier visits are kept; they are dropped unless
    /// this says yes, so that what is stored stays small.
    #[must_use]
    pub fn with_full_history(mut self, on: bool) -> Self {
        self.settings.full_history = on;
        self
    }

    /// Sets whether runs of another version of the flow are refused. Unless this says so they
    /// go on, as long as their step and state fit, and the change is logged.
    #[must_use]
    pub fn with_same_version_only(mut self, on: bool) -> Self {
        self.settings.same_version = on;
        self
    }
}
