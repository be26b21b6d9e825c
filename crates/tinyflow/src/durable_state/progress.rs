//! What a run has come to, in memory: its steps, its state, and what its visits have cached.
//!
//! Plain changes without waiting; storing them is the recorder's matter. The state is kept
//! twice, as the workflow's type and as JSON, so that a checkpoint need not serialise it anew.
//! Where a run comes from, its results, waits, letters and branches have files of their own.

use std::collections::BTreeMap;
use std::sync::Arc;

use foldhash::HashSet;
use tokio::sync::watch;

use super::letters::EarlyEvent;
use super::news::News;
use super::strand::{PassFlag, Strand};
use super::waits::Waits;
use crate::key::Key;
use crate::record::{Record, Section};
use crate::snapshot::{RunEnd, RunStatus};
use crate::unnamed::Unnamed;
use crate::visit::Visit;
use crate::{Checkpoint, JsonSchema, JsonText, RefusedAnswer, Wake, WorkflowState, WorkflowStep};

/// The engine's key for the number of visits that were left behind.
pub(super) const SEQ: &str = "_seq";

pub(crate) struct Progress<Step, State> {
    pub(super) run_id: Arc<str>,
    pub(super) state: Arc<State>,
    /// Counts the changes of the state, so that a task's result is merged only if need be.
    pub(super) state_version: u64,
    /// What a state must be beyond its type.
    pub(super) schema: Option<&'static JsonSchema>,
    /// What the stored state has beyond its type.
    pub(super) unnamed: Option<Unnamed>,
    /// Behind another `Arc` than std's, which would cost an atomic operation for each change.
    pub(super) record: triomphe::Arc<Record>,
    /// The entries that changed since the last checkpoint; `None` if nothing is stored.
    pub(super) changed: Option<Vec<(Section, Key)>>,
    /// Whether what earlier visits cached is kept.
    pub(super) keep_history: bool,
    pub(super) main: Strand<Step>,
    /// The open branches, by their paths.
    pub(super) branches: BTreeMap<Arc<str>, Strand<Step>>,
    /// Whether there may be branches that another version of the flow has started.
    pub(super) may_have_foreign_forks: bool,
    pub(super) waits: Waits,
    /// The time part of the last resume id.
    pub(super) last_id: Option<i64>,
    /// The events that came before their waits.
    pub(super) early: Vec<EarlyEvent>,
    /// The letters that were read since the last checkpoint.
    pub(super) taken: Vec<u64>,
    /// All letters that were read. The context still hands out those whose checkpoint is being
    /// stored.
    pub(super) read: HashSet<u64>,
    /// Whether it was decided since the last checkpoint what becomes of an answer.
    pub(super) has_decided: bool,
    /// How often something came that a step may notice.
    pub(super) news: News,
    pub(super) refused: Vec<RefusedAnswer>,
    /// Whether somebody has asked that the run stop for good.
    pub(super) cancelled: bool,
}

impl<Step: WorkflowStep, State: WorkflowState> Progress<Step, State> {
    /// Stops noting what has changed, for a run that is never stored.
    pub(crate) fn not_stored(mut self) -> Self {
        self.changed = None;
        self
    }

    /// Keeps what earlier visits have cached.
    pub(crate) fn with_history(mut self, keep: bool) -> Self {
        self.keep_history = keep;
        self
    }

    /// A line of execution: of a branch, or of the run where `branch` is `None` or is gone.
    pub(crate) fn strand(&self, branch: Option<&Arc<str>>) -> &Strand<Step> {
        let branch = branch.and_then(|branch| self.branches.get(branch));
        branch.unwrap_or(&self.main)
    }

    pub(crate) fn strand_mut(&mut self, branch: Option<&Arc<str>>) -> &mut Strand<Step> {
        let branch = branch.and_then(|branch| self.branches.get_mut(branch));
        branch.unwrap_or(&mut self.main)
    }

    /// Where the run is, outside of its branches.
    pub(crate) fn visit(&self) -> &Visit {
        self.main.visit()
    }

    /// The step that the run is at, outside of its branches.
    pub(crate) fn current_step(&self) -> Step {
        self.main.step
    }

    /// Where a line of execution is.
    pub(crate) fn visit_of_strand(&self, branch: Option<&Arc<str>>) -> Visit {
        self.strand(branch).visit().clone()
    }

    pub(crate) fn record(&self) -> &Record {
        &self.record
    }

    pub(crate) fn state(&self) -> &Arc<State> {
        &self.state
    }

    /// Whether the run has done anything that its snapshot shows.
    pub(crate) fn has_begun(&self) -> bool {
        let record = &self.record;
        !(record.cache.is_empty() && record.system.is_empty() && record.run.is_none())
    }

    /// How the run ended, if it has.
    pub(crate) fn end(&self) -> Option<&RunEnd> {
        self.record.run.as_ref()
    }

    /// Whether the run has ended for good.
    pub(crate) fn is_over(&self) -> bool {
        let status = self.end().map(|end| end.status);
        matches!(status, Some(RunStatus::Finished | RunStatus::Cancelled))
    }

    /// Marks the run as over, or as failed with the error in words.
    pub(crate) fn set_end(&mut self, status: RunStatus, error: Option<String>) {
        RunEnd::replace(&mut self.record_mut().run, status, error);
    }

    pub(crate) fn is_cancelled(&self) -> bool {
        self.cancelled
    }

    pub(crate) fn ask_to_cancel(&mut self) {
        self.cancelled = true;
    }

    /// How often something has come so far that a step may notice. A step that stopped at a wait and
    /// began before the last time may have overlooked it.
    pub(crate) fn news(&self) -> u64 {
        self.news.count()
    }

    /// The same, for one who waits until there is more.
    pub(crate) fn follow_news(&mut self) -> watch::Receiver<u64> {
        self.news.follow()
    }

    pub(crate) fn count_news(&mut self) {
        self.news.add();
    }

    /// The answers that were refused since the last call.
    pub(crate) fn take_refused(&mut self) -> Vec<RefusedAnswer> {
        std::mem::take(&mut self.refused)
    }

    /// Gives the actions that have failed all their attempts again, and jobs all their time.
    pub(crate) fn reset_attempts(&mut self) {
        self.remove(Visit::is_limit);
    }

    /// Begins a pass of a strand's current step, in a run that is (again) running.
    pub(crate) fn begin_pass(&mut self, branch: Option<&Arc<str>>) -> Step {
        if self.record.run.is_some() {
            self.record_mut().run = None;
        }
        let strand = self.strand_mut(branch);
        strand.begin_pass();
        strand.step
    }

    pub(crate) fn pass(&self, branch: Option<&Arc<str>>) -> PassFlag {
        self.strand(branch).pass().clone()
    }

    pub(crate) fn replace_state(&mut self, state: State, json: JsonText) {
        self.state = Arc::new(state);
        self.state_version += 1;
        self.record_mut().state = json;
    }

    /// Whether there is something to store that the last checkpoint does not hold.
    pub(crate) fn has_changed(&self) -> bool {
        let changed = self.changed.as_ref();
        changed.is_some_and(|changed| !changed.is_empty()) || !self.taken.is_empty()
    }

    pub(crate) fn checkpoint(&mut self, expected: Option<u64>, wake: Wake) -> Checkpoint {
        let changed = self.changed.as_mut().map(std::mem::take);
        let record = self.record.clone();
        self.waits.just_read.clear();
        Checkpoint::of(expected, record, changed.unwrap_or_default(), wake)
            .with_taken(std::mem::take(&mut self.taken))
            .with_verdict(std::mem::take(&mut self.has_decided))
    }
}
