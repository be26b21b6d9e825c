//! Changes of the state that are made once per visit.

use super::DurableState;
use super::actions::Given;
use crate::record::Section;
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
        let (visit, base) = {
            let mut progress = self.progress();
            // Under the key of an action, since that has the same mark.
            progress.claim(self.branch(), key, Section::Cache, Visit::key)?;
            let visit = progress.strand(self.branch()).visit().clone();
            if progress.is_applied(&visit, key) {
                return Ok(());
            }
            (visit, progress.base())
        };
        let mut state = State::clone(&base.state);
        // Nothing is locked, so that it may ask the run.
        change(&mut state);
        let json = JsonText::of(&state).map_err(|source| StepError::NotJson {
            visit: visit.clone(),
            action: key.to_owned(),
            source,
        })?;
        Ok(self.apply((&visit, key), &base, state, Given::Typed(json), None)?)
    }
}
