//! What a new state must pass before it becomes the run's: its schema. And what it is given: the
//! properties of the one before that its type does not name.

use super::progress::Progress;
use crate::{JsonSchema, JsonText, Misfit, RuntimeError, WorkflowState, WorkflowStep};

impl<Step: WorkflowStep, State: WorkflowState> Progress<Step, State> {
    /// Holds every new state against a schema, where there is one.
    pub(crate) fn with_schema(mut self, schema: Option<&'static JsonSchema>) -> Self {
        self.schema = schema;
        self
    }

    /// Whether the present state fits its schema.
    pub(crate) fn check_state(&self) -> Result<(), RuntimeError> {
        let refused = |source| RuntimeError::StateRefused {
            run_id: self.run_id.to_string(),
            source,
        };
        self.check(&self.record.state).map_err(refused)
    }

    fn check(&self, state: &JsonText) -> Result<(), Misfit> {
        match self.schema {
            Some(schema) => schema.check(&state.read().expect("it is JSON already")),
            None => Ok(()),
        }
    }

    /// A new state as it is to be stored: with what the one before had beyond its type. It must
    /// fit the schema.
    pub(crate) fn completed(&mut self, json: JsonText) -> Result<JsonText, Misfit> {
        let json = match &mut self.unnamed {
            Some(unnamed) => unnamed.write_back(&json).expect("it is JSON already"),
            None => json,
        };
        self.check(&json)?;
        Ok(json)
    }
}
