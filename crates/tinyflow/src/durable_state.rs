//! The handle that a step has on its run: the state, the cached actions, the audit log.
//!
//! What the run has come to lives in `progress`, in memory; `recorder` stores it; `actions`
//! does work once per visit. Which step comes next is decided by the loop in `drive`.

mod actions;
mod progress;
mod recorder;

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde_json::Value;

pub(crate) use self::progress::Progress;
pub(crate) use self::recorder::Recorder;
use crate::audit_log::AuditLog;
use crate::{RuntimeError, StepError, WorkflowState, WorkflowStep};

/// A run, as its steps see it. Cheap to clone; clones share the run.
pub struct DurableState<Step, State> {
    shared: Arc<Shared<Step, State>>,
}

struct Shared<Step, State> {
    run_id: String,
    /// Locked for moments only, never across an await.
    progress: Mutex<Progress<Step, State>>,
    log: Arc<AuditLog>,
    recorder: Recorder,
    /// Why a checkpoint within the present step failed. The run cannot go on after that,
    /// whatever the step makes of the error.
    breakage: Mutex<Option<RuntimeError>>,
}

impl<Step: WorkflowStep, State: WorkflowState> DurableState<Step, State> {
    pub(crate) fn new(
        progress: Progress<Step, State>,
        log: Arc<AuditLog>,
        recorder: Recorder,
    ) -> Self {
        Self {
            shared: Arc::new(Shared {
                run_id: progress.visit().run_id().to_owned(),
                progress: Mutex::new(progress),
                log,
                recorder,
                breakage: Mutex::default(),
            }),
        }
    }

    /// A copy of the state. Changing it changes nothing in the run: see
    /// [`action`](Self::action).
    pub fn state(&self) -> State {
        self.progress().state().clone()
    }

    /// The id of the run.
    pub fn run_id(&self) -> &str {
        &self.shared.run_id
    }

    /// The step that is executing.
    pub fn current_step(&self) -> Step {
        self.progress().step()
    }

    /// How often the run has moved to another step, or begun a step anew.
    pub fn step_seq(&self) -> u64 {
        self.progress().visit().seq()
    }

    /// Adds an entry to the audit log. It is stored with the next checkpoint.
    ///
    /// `values` is an object by convention. A step that starts again adds its entries again;
    /// what should be logged once is logged by a task, through
    /// [`TaskContext::add_log`](crate::TaskContext::add_log).
    pub fn add_log(&self, kind: impl Into<String>, values: Value) {
        let visit = self.progress().visit().clone();
        self.shared.log.add(visit.step(), kind, values);
    }

    /// The error of a decision that has no way to go on from here.
    pub fn no_condition_holds(&self) -> StepError {
        let progress = self.progress();
        StepError::NoConditionHolds {
            visit: progress.visit().clone(),
            state: progress.state_json().to_string(),
        }
    }

    /// Changes the run, or reads more than the methods above show.
    pub(crate) fn progress(&self) -> MutexGuard<'_, Progress<Step, State>> {
        let progress = self.shared.progress.lock();
        progress.unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn log(&self) -> &Arc<AuditLog> {
        &self.shared.log
    }

    /// Stores the run as it is now.
    pub(crate) async fn checkpoint(&self) -> Result<(), RuntimeError> {
        let shared = &self.shared;
        let make = |expected| {
            let progress = self.progress();
            progress.checkpoint(expected, shared.log.take_unsaved())
        };
        shared.recorder.save(&shared.run_id, make).await
    }

    /// Refuses all further checkpoints, for handles that outlive the run's execution.
    pub(crate) async fn close(&self) {
        self.shared.recorder.close().await;
    }

    /// Why a checkpoint within the step failed, if one did.
    pub(crate) fn take_breakage(&self) -> Option<RuntimeError> {
        self.breakage().take()
    }

    fn breakage(&self) -> MutexGuard<'_, Option<RuntimeError>> {
        let breakage = self.shared.breakage.lock();
        breakage.unwrap_or_else(PoisonError::into_inner)
    }
}

impl<Step, State> Clone for DurableState<Step, State> {
    fn clone(&self) -> Self {
        Self {
            shared: Arc::clone(&self.shared),
        }
    }
}

impl<Step: WorkflowStep, State: WorkflowState> fmt::Debug for DurableState<Step, State> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DurableState")
            .field("visit", self.progress().visit())
            .finish_non_exhaustive()
    }
}
