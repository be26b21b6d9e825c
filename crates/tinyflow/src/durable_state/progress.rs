//! What a run has come to, in memory: its steps, its state, and what its visits have cached.
//!
//! Plain changes without waiting; storing them is the recorder's matter. The state is kept
//! twice, as the workflow's type and as JSON, so that a checkpoint need not serialise it anew.
//! Waits, letters and branches have files of their own.

use std::collections::BTreeMap;
use std::sync::Arc;

use foldhash::HashMap;
use serde_json::Value;

use super::actions::Boxed;
use super::entries::read_cached;
use super::letters::{EARLY, EarlyEvent};
use super::merge::{Conflict, Merged, merge};
use super::strand::{PassFlag, Strand};
use super::waits::{LAST_ID, Waits};
use crate::key::Key;
use crate::record::{Record, Section};
use crate::snapshot::{RunEnd, RunStatus};
use crate::unnamed::Unnamed;
use crate::visit::Visit;
use crate::{
    Checkpoint, FlowId, JsonSchema, JsonText, RefusedAnswer, RuntimeError, StepError, Wake,
    WorkflowState, WorkflowStep,
};

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
    pub(super) waits: Waits,
    /// The time part of the last resume id.
    pub(super) last_id: Option<i64>,
    /// The events that came before their waits.
    pub(super) early: Vec<EarlyEvent>,
    /// The letters that were read since the last checkpoint.
    pub(super) taken: Vec<u64>,
    pub(super) refused: Vec<RefusedAnswer>,
    /// Whether somebody has asked that the run stop for good.
    pub(super) cancelled: bool,
}

/// What is known about an action when it is called.
pub(super) enum Recall {
    /// It has not completed in this visit.
    Nothing,
    /// It has completed and this is its result.
    Result(JsonText),
    /// It has completed and its result has become the state.
    Applied,
}

/// The state as a task was handed it.
pub(super) struct Base<State> {
    pub(super) state: Arc<State>,
    json: JsonText,
    version: u64,
}

impl<Step: WorkflowStep, State: WorkflowState> Progress<Step, State> {
    /// A run that has not done anything yet.
    pub(crate) fn begin(
        run_id: &str,
        flow: FlowId,
        step: Step,
        state: State,
    ) -> Result<Self, RuntimeError> {
        let name: Arc<str> = wire_name(run_id, step)?.into();
        let json = JsonText::of(&state).map_err(|source| RuntimeError::StateNotJson {
            run_id: run_id.to_owned(),
            source,
        })?;
        let record = Record {
            step: Arc::clone(&name),
            state: json,
            cache: HashMap::default(),
            system: BTreeMap::new(),
            flow: Some(flow),
            run: None,
            extra: serde_json::Map::new(),
        };
        let run_id: Arc<str> = run_id.into();
        let visit = Visit::new(Arc::clone(&run_id), name, 0);
        Ok(Self::of(run_id, state, record, Strand::new(step, visit)))
    }

    /// A run as it was stored.
    pub(crate) fn restore(
        run_id: &str,
        flow: FlowId,
        mut record: Record,
    ) -> Result<Self, RuntimeError> {
        let owned = || run_id.to_owned();
        if let Some(stored) = &record.flow
            && stored.id() != flow.id()
        {
            return Err(RuntimeError::OtherFlow {
                run_id: owned(),
                stored: stored.id().to_owned(),
                expected: flow.id().to_owned(),
            });
        }
        let step = read_step(run_id, &record.step)?;
        let state: Result<State, _> = record.state.read_from_others();
        let state = state.map_err(|source| RuntimeError::StateMismatch {
            run_id: owned(),
            step: record.step.to_string(),
            source,
        })?;
        let unnamed = JsonText::of(&state)
            .and_then(|typed| Unnamed::of(&record.state, &typed))
            .map_err(|source| RuntimeError::StateMismatch {
                run_id: owned(),
                step: record.step.to_string(),
                source,
            })?;
        let seq: Option<u64> = read_cached(run_id, &record, SEQ)?;
        let last_id = read_cached(run_id, &record, LAST_ID)?;
        let early: Option<Vec<EarlyEvent>> = read_cached(run_id, &record, EARLY)?;
        record.flow = Some(flow);
        let run_id: Arc<str> = run_id.into();
        let visit = Visit::new(
            Arc::clone(&run_id),
            Arc::clone(&record.step),
            seq.unwrap_or(0),
        );
        let mut progress = Self::of(run_id, state, record, Strand::new(step, visit));
        progress.unnamed = unnamed;
        progress.last_id = last_id;
        progress.early = early.unwrap_or_default();
        progress.find_waits();
        Ok(progress)
    }

    fn of(run_id: Arc<str>, state: State, record: Record, main: Strand<Step>) -> Self {
        Self {
            run_id,
            state: Arc::new(state),
            state_version: 0,
            schema: None,
            unnamed: None,
            record: triomphe::Arc::new(record),
            changed: Some(Vec::new()),
            keep_history: false,
            main,
            branches: BTreeMap::new(),
            waits: Waits::default(),
            last_id: None,
            early: Vec::new(),
            taken: Vec::new(),
            refused: Vec::new(),
            cancelled: false,
        }
    }

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
        self.record_mut().run = Some(RunEnd { status, error });
    }

    pub(crate) fn is_cancelled(&self) -> bool {
        self.cancelled
    }

    pub(crate) fn ask_to_cancel(&mut self) {
        self.cancelled = true;
    }

    /// The answers that were refused since the last call.
    pub(crate) fn take_refused(&mut self) -> Vec<RefusedAnswer> {
        std::mem::take(&mut self.refused)
    }

    /// Gives the actions that have failed all their attempts again, and jobs all their time.
    pub(crate) fn reset_attempts(&mut self) {
        self.remove(|key| key.contains(":__retry__:") || key.contains(":__until__:"));
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

    /// Takes the key of an action, a change or a wait for this pass. Gives its form in the
    /// record.
    pub(super) fn claim(
        &mut self,
        branch: Option<&Arc<str>>,
        key: &str,
        wire_key: impl FnOnce(&Visit, &str) -> Key,
    ) -> Boxed<Key> {
        let strand = self.strand_mut(branch);
        let visit = strand.visit();
        if strand.pass().is_suspended() {
            let visit = visit.clone();
            return Err(Box::new(StepError::Suspended { visit }));
        }
        if key.starts_with("__") {
            let (visit, action) = (visit.clone(), key.to_owned());
            return Err(Box::new(StepError::ReservedKey { visit, action }));
        }
        let wire_key = wire_key(visit, key);
        if !strand.used_keys.insert(wire_key.clone()) {
            let (visit, action) = (strand.visit().clone(), key.to_owned());
            return Err(Box::new(StepError::KeyUsedTwice { visit, action }));
        }
        Ok(wire_key)
    }

    pub(crate) fn pass(&self, branch: Option<&Arc<str>>) -> PassFlag {
        self.strand(branch).pass().clone()
    }

    pub(super) fn recall(&self, visit: &Visit, action: &str, wire_key: &str) -> Recall {
        match self.record.cache.get(wire_key) {
            None => Recall::Nothing,
            Some(_) if self.is_applied(visit, action) => Recall::Applied,
            Some(result) => Recall::Result(result.clone()),
        }
    }

    pub(super) fn is_applied(&self, visit: &Visit, key: &str) -> bool {
        self.record.cache.contains_key(&visit.applied_key(key))
    }

    /// How many attempts an action has left, if one has failed.
    pub(super) fn attempts_left(
        &self,
        visit: &Visit,
        action: &str,
        counter_key: &str,
    ) -> Result<Option<u32>, StepError> {
        let counter = self.record.cache.get(counter_key).map(JsonText::read);
        counter
            .transpose()
            .map_err(|source| StepError::StoredResult {
                visit: visit.clone(),
                action: action.to_owned(),
                source,
            })
    }

    /// Gives an action all its attempts again.
    pub(super) fn forget_attempts(&mut self, visit: &Visit, action: &str) {
        let counter_key = visit.retry_key(action);
        if self.record.cache.contains_key(&counter_key) {
            self.remove_one(Section::Cache, &counter_key);
        }
    }

    /// The state, for a task that is about to begin.
    pub(super) fn base(&self) -> Base<State> {
        Base {
            state: Arc::clone(&self.state),
            json: self.record.state.clone(),
            version: self.state_version,
        }
    }

    /// Makes a task's result the state. What was changed since the task began, by others,
    /// stands where the task has not changed it.
    pub(super) fn apply(
        &mut self,
        base: &Base<State>,
        state: State,
        json: JsonText,
    ) -> Result<Vec<Conflict>, serde_json::Error> {
        if base.version == self.state_version {
            self.replace_state(state, json);
            return Ok(Vec::new());
        }
        let Merged { json, conflicts } = merge(&base.json, &json, &self.record.state)?;
        let state = json.read()?;
        self.replace_state(state, json);
        Ok(conflicts)
    }

    pub(crate) fn replace_state(&mut self, state: State, json: JsonText) {
        self.state = Arc::new(state);
        self.state_version += 1;
        self.record_mut().state = json;
    }

    pub(crate) fn checkpoint(&mut self, expected: Option<u64>, wake: Wake) -> Checkpoint {
        let changed = self.changed.as_mut().map(std::mem::take);
        let record = self.record.clone();
        Checkpoint::of(expected, record, changed.unwrap_or_default(), wake)
            .with_taken(std::mem::take(&mut self.taken))
    }
}

pub(super) fn read_step<Step: WorkflowStep>(
    run_id: &str,
    name: &str,
) -> Result<Step, RuntimeError> {
    let json = Value::String(name.to_owned());
    Step::deserialize(json).map_err(|source| RuntimeError::UnknownStep {
        run_id: run_id.to_owned(),
        step: name.to_owned(),
        source,
    })
}

pub(crate) fn wire_name<Step: WorkflowStep>(
    run_id: &str,
    step: Step,
) -> Result<String, RuntimeError> {
    match serde_json::to_value(step) {
        Ok(Value::String(name)) => Ok(name),
        _ => Err(RuntimeError::NamelessStep {
            run_id: run_id.to_owned(),
            step: format!("{step:?}"),
        }),
    }
}
