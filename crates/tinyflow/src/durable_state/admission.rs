//! What a new state must pass before it becomes the run's: its schema. And what it is given: the
//! properties of the one before that its type does not name.

use super::progress::Progress;
use crate::unnamed::Unnamed;
use crate::{JsonSchema, JsonText, Misfit, RuntimeError, WorkflowState, WorkflowStep};

impl<Step: WorkflowStep, State: WorkflowState> Progress<Step, State> {
    /// Holds every new state against a schema, where there is one.
    pub(crate) fn with_schema(mut self, schema: Option<&'static JsonSchema>) -> Self {
        self.schema = schema;
        self
    }

    /// Whether the present state fits its schema.
    pub(crate) fn check_state(&self) -> Result<(), RuntimeError> {
        check_state(&self.run_id, &self.record.state, self.schema)
    }

    /// A new state as it is to be stored: with what the one before had beyond its type. It must
    /// fit the schema.
    pub(crate) fn admit(&self, json: JsonText) -> Result<Admitted, Misfit> {
        let (json, unnamed) = match &self.unnamed {
            Some(unnamed) => {
                let written = unnamed.write_back(&json);
                let (json, unnamed) = written.expect("it is JSON already");
                (json, Some(unnamed))
            }
            None => (json, None),
        };
        check(&json, self.schema)?;
        Ok(Admitted { json, unnamed })
    }

    /// A state as another engine has stored it, with what it has beyond its type.
    pub(crate) fn admit_whole(
        &self,
        json: JsonText,
        unnamed: Option<Unnamed>,
    ) -> Result<Admitted, Misfit> {
        check(&json, self.schema)?;
        Ok(Admitted { json, unnamed })
    }

    /// Makes an admitted state the run's.
    pub(crate) fn accept(&mut self, state: State, admitted: Admitted) {
        self.unnamed = admitted.unnamed;
        self.replace_state(state, admitted.json);
    }
}

/// A state that may become the run's.
pub(crate) struct Admitted {
    pub(super) json: JsonText,
    pub(super) unnamed: Option<Unnamed>,
}

/// Whether the state of a run fits the schema, where there is one.
pub(crate) fn check_state(
    run_id: &str,
    state: &JsonText,
    schema: Option<&JsonSchema>,
) -> Result<(), RuntimeError> {
    check(state, schema).map_err(|source| RuntimeError::StateRefused {
        run_id: run_id.to_owned(),
        source,
    })
}

fn check(state: &JsonText, schema: Option<&JsonSchema>) -> Result<(), Misfit> {
    match schema {
        Some(schema) => schema.check(&state.read().expect("it is JSON already")),
        None => Ok(()),
    }
}
