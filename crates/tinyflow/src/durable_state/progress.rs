//! What a run has come to, in memory: its step, its state, and what its visit has cached.
//!
//! Plain changes without waiting; storing them is the recorder's matter. The state is kept
//! twice, as the workflow's type and as JSON, so that a checkpoint need not serialise it anew.

use std::collections::HashSet;

use serde::Deserialize;
use serde_json::{Map, Value};

use crate::snapshot::{RunEnd, RunStatus};
use crate::visit::Visit;
use crate::{
    Checkpoint, FlowId, LogEntry, RuntimeError, Snapshot, StepError, WorkflowState, WorkflowStep,
    strict_json,
};

/// The engine's key for the number of visits that were left behind.
const SEQ: &str = "_seq";

pub(crate) struct Progress<Step, State> {
    step: Step,
    visit: Visit,
    state: State,
    /// The stored form, in step with the fields above; its `logs` stay empty.
    snapshot: Snapshot,
    /// The keys of the actions that began in this pass of the step.
    used_keys: HashSet<String>,
}

/// What is known about an action when it is called.
pub(super) enum Recall {
    /// It has not completed in this visit.
    Nothing,
    /// It has completed and this is its result.
    Result(Value),
    /// It has completed and its result has become the state.
    Applied,
}

impl<Step: WorkflowStep, State: WorkflowState> Progress<Step, State> {
    /// A run that has not done anything yet.
    pub(crate) fn begin(
        run_id: &str,
        flow: FlowId,
        step: Step,
        state: State,
    ) -> Result<Self, RuntimeError> {
        let name = wire_name(run_id, step)?;
        let json = strict_json::to_value(&state).map_err(|source| RuntimeError::StateNotJson {
            run_id: run_id.to_owned(),
            source,
        })?;
        Ok(Self {
            step,
            visit: Visit::new(run_id, &name, 0),
            state,
            snapshot: Snapshot {
                step: name,
                state: json,
                cache: Map::new(),
                system: std::collections::BTreeMap::new(),
                logs: Vec::new(),
                flow: Some(flow),
                run: None,
                extra: Map::new(),
            },
            used_keys: HashSet::new(),
        })
    }

    /// A run as it was stored. The snapshot's logs are not kept.
    pub(crate) fn restore(
        run_id: &str,
        flow: FlowId,
        mut snapshot: Snapshot,
    ) -> Result<Self, RuntimeError> {
        let run_id = || run_id.to_owned();
        if let Some(stored) = &snapshot.flow
            && stored.id() != flow.id()
        {
            return Err(RuntimeError::OtherFlow {
                run_id: run_id(),
                stored: stored.id().to_owned(),
                expected: flow.id().to_owned(),
            });
        }
        let name = Value::String(snapshot.step.clone());
        let step = Step::deserialize(name).map_err(|source| RuntimeError::UnknownStep {
            run_id: run_id(),
            step: snapshot.step.clone(),
            source,
        })?;
        let state =
            State::deserialize(&snapshot.state).map_err(|source| RuntimeError::StateMismatch {
                run_id: run_id(),
                step: snapshot.step.clone(),
                source,
            })?;
        let seq = snapshot.cache.get(SEQ).map_or(Ok(0), u64::deserialize);
        let seq = seq.map_err(|source| RuntimeError::Snapshot {
            run_id: run_id(),
            source,
        })?;
        snapshot.flow = Some(flow);
        snapshot.logs = Vec::new();
        Ok(Self {
            step,
            visit: Visit::new(&run_id(), &snapshot.step, seq),
            state,
            snapshot,
            used_keys: HashSet::new(),
        })
    }

    pub(crate) fn step(&self) -> Step {
        self.step
    }

    pub(crate) fn visit(&self) -> &Visit {
        &self.visit
    }

    pub(crate) fn state(&self) -> &State {
        &self.state
    }

    pub(crate) fn state_json(&self) -> &Value {
        &self.snapshot.state
    }

    /// How the run ended, if it has.
    pub(crate) fn status(&self) -> Option<RunStatus> {
        self.snapshot.run.as_ref().map(|run| run.status)
    }

    /// Marks the run as over.
    pub(crate) fn finish(&mut self) {
        self.end(RunStatus::Finished, None);
    }

    /// Marks the run as failed, with the error in words.
    pub(crate) fn fail(&mut self, error: String) {
        self.end(RunStatus::Failed, Some(error));
    }

    fn end(&mut self, status: RunStatus, error: Option<String>) {
        self.snapshot.run = Some(RunEnd { status, error });
    }

    /// Begins a pass of the current step, in a run that is (again) running.
    pub(crate) fn begin_pass(&mut self) -> Step {
        self.snapshot.run = None;
        self.used_keys.clear();
        self.step
    }

    /// Moves to another step and gives the visit that is left behind. Staying at the step
    /// gives nothing.
    pub(crate) fn move_to(&mut self, next: Step) -> Result<Option<Visit>, RuntimeError> {
        if next == self.step {
            return Ok(None);
        }
        let name = wire_name(self.visit.run_id(), next)?;
        self.step = next;
        Ok(Some(self.enter(name)))
    }

    /// Begins a new visit of the current step and gives the one that is left behind.
    pub(crate) fn repeat(&mut self) -> Visit {
        self.enter(self.snapshot.step.clone())
    }

    /// Begins a visit. What the one before has cached can never be read again, so it goes.
    fn enter(&mut self, step: String) -> Visit {
        let visit = self.visit.follow(&step);
        let left = std::mem::replace(&mut self.visit, visit);
        let prefix = left.prefix();
        let cache = &mut self.snapshot.cache;
        cache.retain(|key, _| !key.starts_with(&prefix));
        cache.insert(SEQ.to_owned(), self.visit.seq().into());
        self.snapshot.step = step;
        left
    }

    /// Takes the key of an action for this pass.
    pub(super) fn claim(&mut self, action: &str) -> Result<Visit, StepError> {
        let visit = self.visit.clone();
        let action = action.to_owned();
        if action.starts_with("__") {
            return Err(StepError::ReservedKey { visit, action });
        }
        if !self.used_keys.insert(action.clone()) {
            return Err(StepError::KeyUsedTwice { visit, action });
        }
        Ok(visit)
    }

    pub(super) fn recall(&self, action: &str) -> Recall {
        let cache = &self.snapshot.cache;
        if cache.contains_key(&self.visit.applied_key(action)) {
            return Recall::Applied;
        }
        match cache.get(&self.visit.key(action)) {
            Some(value) => Recall::Result(value.clone()),
            None => Recall::Nothing,
        }
    }

    /// Caches the result of an action of the present visit.
    pub(super) fn keep(&mut self, action: &str, result: Value) {
        self.snapshot.cache.insert(self.visit.key(action), result);
    }

    /// Makes the result of an action the state, and marks that this was done.
    pub(super) fn apply(&mut self, action: &str, state: State, json: Value) {
        let mark = self.visit.applied_key(action);
        self.snapshot.cache.insert(mark, Value::Bool(true));
        self.snapshot.state = json;
        self.state = state;
    }

    pub(super) fn checkpoint(
        &self,
        expected: Option<u64>,
        new_logs: Vec<LogEntry>,
    ) -> Result<Checkpoint, serde_json::Error> {
        Checkpoint::new(expected, self.snapshot.clone())
            .map(|checkpoint| checkpoint.with_logs(new_logs))
    }
}

fn wire_name<Step: WorkflowStep>(run_id: &str, step: Step) -> Result<String, RuntimeError> {
    match serde_json::to_value(step) {
        Ok(Value::String(name)) => Ok(name),
        _ => Err(RuntimeError::NamelessStep {
            run_id: run_id.to_owned(),
            step: format!("{step:?}"),
        }),
    }
}
