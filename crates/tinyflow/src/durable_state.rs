//! The handle that a step has on its run: state, actions, waits, audit log.
//!
//! What the run has come to lives in `progress`, in memory; `recorder` stores it. The other
//! files are what a step may do: `actions`, `polling`, `changes`, `waiting`, `within`, `logging`.
//! Which step comes next is decided in `drive`.

mod actions;
mod admission;
mod attempts;
mod branches;
mod changes;
mod endings;
mod entries;
mod letters;
mod logging;
mod merge;
mod news;
mod opened;
mod opening;
mod polling;
mod progress;
mod recorder;
mod results;
mod strand;
mod unread;
mod visits;
mod waiting;
mod waits;
mod within;
mod yields;

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

pub(crate) use self::admission::check_state;
pub(crate) use self::branches::OpenBranch;
pub(crate) use self::letters::{MailRead, take_early_events};
pub(crate) use self::opening::wire_name;
pub(crate) use self::progress::Progress;
pub(crate) use self::recorder::{Recorder, Store};
pub(crate) use self::strand::PassFlag;
pub(crate) use self::yields::Yields;
use crate::audit_log::AuditLog;
use crate::resume_id::ResumeIds;
use crate::stop_signal::StopSignal;
use crate::visit::Visit;
use crate::{RuntimeError, StepError, SystemEntry, Wake, WorkflowState, WorkflowStep};

/// A run, as its steps see it. Cheap to clone; clones share the run.
///
/// In a parallel branch the handle is the branch's own: its step, its actions and its waits
/// are those of the branch, while the state is the run's.
pub struct DurableState<Step, State> {
    shared: Arc<Shared<Step, State>>,
    /// The path of the branch that this handle is for.
    branch: Option<Arc<str>>,
}

struct Shared<Step, State> {
    run_id: Arc<str>,
    /// Locked for moments only, never across an await.
    progress: Mutex<Progress<Step, State>>,
    log: Arc<AuditLog>,
    resume_ids: ResumeIds,
    recorder: Recorder,
    yields: Option<Yields<Step>>,
    /// Set once, by a worker, when it begins to execute the run.
    stop: OnceLock<StopSignal>,
    /// Why a checkpoint within the present step failed. The run cannot go on after that,
    /// whatever the step makes of the error.
    breakage: Mutex<Option<RuntimeError>>,
}

impl<Step: WorkflowStep, State: WorkflowState> DurableState<Step, State> {
    /// With `yields`, actions and waits stop until somebody has looked at them.
    pub(crate) fn new(
        progress: Progress<Step, State>,
        log: AuditLog,
        resume_ids: ResumeIds,
        recorder: Recorder,
        yields: Option<Yields<Step>>,
    ) -> Self {
        Self {
            shared: Arc::new(Shared {
                run_id: Arc::clone(&progress.run_id),
                progress: Mutex::new(progress),
                log: Arc::new(log),
                resume_ids,
                recorder,
                yields,
                stop: OnceLock::new(),
                breakage: Mutex::default(),
            }),
            branch: None,
        }
    }

    /// The same run, as a branch of it sees it.
    pub(crate) fn in_branch(&self, path: &Arc<str>) -> Self {
        Self {
            shared: Arc::clone(&self.shared),
            branch: Some(Arc::clone(path)),
        }
    }

    /// A copy of the state. Changing it changes nothing in the run: see
    /// [`action`](Self::action) and [`change`](Self::change).
    pub fn state(&self) -> State {
        State::clone(&self.shared_state())
    }

    /// The state as it is now, without a copy of it. Later changes do not show in it.
    ///
    /// ```
    /// # use tinyflow::{DurableState, StepResult, end, next};
    /// # #[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
    /// # enum Step { Check, Remind, Done }
    /// # #[derive(Clone, serde::Serialize, serde::Deserialize)]
    /// # struct State { is_complete: bool }
    /// fn check(run: &DurableState<Step, State>) -> StepResult<Step> {
    ///     let state = run.shared_state();
    ///     next(if state.is_complete { Step::Done } else { Step::Remind })
    /// }
    /// ```
    pub fn shared_state(&self) -> Arc<State> {
        Arc::clone(self.progress().state())
    }

    /// The id of the run.
    pub fn run_id(&self) -> &str {
        &self.shared.run_id
    }

    /// The step that is executing.
    pub fn current_step(&self) -> Step {
        self.progress().strand(self.branch()).step
    }

    /// How often the run, or the branch, has moved to another step, or begun a step anew.
    pub fn step_seq(&self) -> u64 {
        self.visit().seq()
    }

    /// What the keys of this visit begin with in the snapshot, and those of no other visit do.
    pub fn step_key_prefix(&self) -> String {
        self.visit().prefix().to_string()
    }

    /// A copy of the wait of this id, while the run remembers it.
    pub fn get_resume(&self, resume_id: &str) -> Option<SystemEntry> {
        self.progress().wait_of(resume_id)
    }

    /// The time of the run's clock, in milliseconds since 1970.
    ///
    /// It is another time when the step starts again. What must not change then is read in an
    /// action.
    pub fn now_ms(&self) -> i64 {
        self.shared.log.now_ms()
    }

    /// A copy of what the run waits for at present, in all of its branches.
    pub fn list_pending_resume(&self) -> Vec<SystemEntry> {
        self.progress().pending()
    }

    /// The error of a decision that has no way to go on from here.
    pub fn no_condition_holds(&self) -> StepError {
        let progress = self.progress();
        StepError::NoConditionHolds {
            visit: progress.strand(self.branch()).visit().clone(),
            state: progress.record().state.text().into_owned(),
        }
    }

    pub(crate) fn visit(&self) -> Visit {
        self.progress().strand(self.branch()).visit().clone()
    }

    pub(crate) fn branch(&self) -> Option<&Arc<str>> {
        self.branch.as_ref()
    }

    /// Changes the run, or reads more than the methods above show.
    pub(crate) fn progress(&self) -> MutexGuard<'_, Progress<Step, State>> {
        let progress = self.shared.progress.lock();
        progress.unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn log(&self) -> &Arc<AuditLog> {
        &self.shared.log
    }

    pub(crate) fn recorder(&self) -> &Recorder {
        &self.shared.recorder
    }

    pub(crate) fn yields(&self) -> Option<&Yields<Step>> {
        self.shared.yields.as_ref()
    }

    /// Has the run stop after its step when the signal is given.
    pub(crate) fn stop_at(&self, signal: StopSignal) {
        self.shared.stop.get_or_init(|| signal);
    }

    pub(crate) fn is_stopping(&self) -> bool {
        self.shared.stop.get().is_some_and(StopSignal::is_stopping)
    }

    /// Stores the run as it is now, while it executes.
    pub(crate) async fn checkpoint(&self) -> Result<(), RuntimeError> {
        self.checkpoint_to_wake(Wake::Now).await
    }

    /// Stores the run as it is now, to be executed next at the given time.
    pub(crate) async fn checkpoint_to_wake(&self, wake: Wake) -> Result<(), RuntimeError> {
        let shared = &self.shared;
        let make = |expected| {
            let checkpoint = self.progress().checkpoint(expected, wake);
            checkpoint.with_logs(shared.log.take_unsaved())
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
            branch: self.branch.clone(),
        }
    }
}

impl<Step: WorkflowStep, State: WorkflowState> fmt::Debug for DurableState<Step, State> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DurableState")
            .field("visit", &self.visit())
            .finish_non_exhaustive()
    }
}
