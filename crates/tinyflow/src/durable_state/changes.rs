//! Changes of the state that are made once per visit.

use super::DurableState;
use crate::visit::Visit;
use crate::{JsonText, StepError, WorkflowState, WorkflowStep};

impl<Step: WorkflowStep, State: WorkflowState> DurableState<Step, State> {
    /// Changes the state, once for each visit, under a key of the change's own.
    ///
    /// A step that starts again does not make the change again, so what others have changed
    /// since stands. The change is stored with the run's next checkpoint.
    ///
    /// ```
    /// # use tinyflow::{DurableState, StepError};
    /// # fn step(run: &DurableState<(), u32>) -> Result<(), StepError> {
    /// run.change("count", |cycles| *cycles += 1)?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// If the key was used in this pass or begins with `__`, or if the new state is not JSON
    /// or does not fit its schema; then the state is as it was.
    pub fn change(&self, key: &str, change: impl FnOnce(&mut State)) -> Result<(), StepError> {
        let mut progress = self.progress();
        // Under the key of an action, since that has the same mark.
        progress.claim(self.branch(), key, Visit::key)?;
        let visit = progress.strand(self.branch()).visit().clone();
        let mark = visit.applied_key(key);
        if progress.record().cache.contains_key(&mark) {
            return Ok(());
        }
        let mut state = State::clone(progress.state());
        change(&mut state);
        let json = JsonText::of(&state).map_err(|source| StepError::NotJson {
            visit: visit.clone(),
            action: key.to_owned(),
            source,
        })?;
        let json = progress.completed(json);
        let json = json.map_err(|source| StepError::ResultRefused {
            visit,
            action: key.to_owned(),
            source,
        })?;
        progress.replace_state(state, json);
        progress.keep_value(mark, &true.into());
        Ok(())
    }
}
