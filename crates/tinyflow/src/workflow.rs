//! The trait of a workflow: its steps, its state, and what each step does.
//!
//! Generated code and hand-written workflows implement it. It holds control flow only:
//! storing, replaying and failing belong to the runtime.

use std::fmt::Debug;

use serde::{Serialize, de::DeserializeOwned};

use crate::{DurableState, FlowId, JsonSchema, StepResult};

/// A workflow: where it begins and what each of its steps does.
///
/// One value serves any number of runs at once, so what a run remembers lives in its
/// [`DurableState`] and not in `self`.
pub trait Workflow: Send + Sync {
    /// The steps, usually an enum of unit variants.
    type Step: WorkflowStep;
    /// What a run remembers between its steps.
    type State: WorkflowState;

    /// The flow that this workflow runs. Stored with every run.
    fn flow(&self) -> FlowId;

    /// The step that a new run starts with.
    fn begin(&self) -> Self::Step;

    /// What a state must be beyond what its type says: held against the state that a run starts
    /// with, and against every new one. Usually the type says it all.
    fn state_schema(&self) -> Option<&'static JsonSchema> {
        None
    }

    /// Executes one step and says what comes after it.
    ///
    /// A step starts again from its top when a run resumes, so what must happen only once
    /// belongs into [`DurableState::action`] or [`DurableState::with_action`].
    fn execute(
        &self,
        step: Self::Step,
        run: &DurableState<Self::Step, Self::State>,
    ) -> impl Future<Output = StepResult<Self::Step>> + Send;
}

/// What a type of steps must be able to do. Every type that can, is one.
///
/// A step must serialise to a string, its wire name.
pub trait WorkflowStep:
    Copy + PartialEq + Debug + Serialize + DeserializeOwned + Send + Sync + 'static
{
}

impl<S> WorkflowStep for S where
    S: Copy + PartialEq + Debug + Serialize + DeserializeOwned + Send + Sync + 'static
{
}

/// What a type of state must be able to do. Every type that can, is one.
pub trait WorkflowState: Clone + Serialize + DeserializeOwned + Send + Sync + 'static {}

impl<T> WorkflowState for T where T: Clone + Serialize + DeserializeOwned + Send + Sync + 'static {}
