//! What a run knows of its actions: keys that are taken, results, attempts. And what a result makes
//! of the state.

use std::sync::Arc;

use super::actions::Boxed;
use super::admission::Admitted;
use super::merge::{Conflict, Merged, merge};
use super::progress::Progress;
use crate::key::Key;
use crate::record::Section;
use crate::unnamed::Unnamed;
use crate::visit::Visit;
use crate::{JsonText, StepError, WorkflowState, WorkflowStep};

/// What is known about an action when it is called.
pub(super) enum Recall {
    /// It has not completed in this visit.
    Nothing,
    /// It has completed and this is its result.
    Result(JsonText),
    /// It has completed and this is its result, which has become the state.
    Applied(JsonText),
}

/// The state as a task was handed it.
pub(super) struct Base<State> {
    pub(super) state: Arc<State>,
    json: JsonText,
    version: u64,
}

impl<Step: WorkflowStep, State: WorkflowState> Progress<Step, State> {
    /// Takes the key of an action, a change or a wait for this pass. Gives its form in its
    /// section of the record.
    pub(super) fn claim(
        &mut self,
        branch: Option<&Arc<str>>,
        key: &str,
        section: Section,
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
        if !strand.used_keys.insert((section, wire_key.clone())) {
            let (visit, action) = (strand.visit().clone(), key.to_owned());
            return Err(Box::new(StepError::KeyUsedTwice { visit, action }));
        }
        Ok(wire_key)
    }

    pub(super) fn recall(&self, visit: &Visit, action: &str, wire_key: &str) -> Recall {
        match self.record.cache.get(wire_key) {
            None => Recall::Nothing,
            Some(result) if self.is_applied(visit, action) => Recall::Applied(result.clone()),
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
        admitted: Admitted,
    ) -> Result<Vec<Conflict>, serde_json::Error> {
        if base.version == self.state_version {
            self.accept(state, admitted);
            return Ok(Vec::new());
        }
        let Merged { json, conflicts } = merge(&base.json, &admitted.json, &self.record.state)?;
        let state: State = json.read()?;
        let unnamed = match admitted.unnamed.is_some() || self.unnamed.is_some() {
            true => Unnamed::of(&json, &state)?,
            false => None,
        };
        self.accept(state, Admitted { json, unnamed });
        Ok(conflicts)
    }
}
