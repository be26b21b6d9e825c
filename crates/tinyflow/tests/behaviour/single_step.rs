//! A workflow of one step, which each test writes for itself.

use std::pin::Pin;

use serde::{Deserialize, Serialize};
use tinyflow::{DurableState, FlowId, StepResult, Value, Workflow, end};

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) enum Step {
    Work,
    Done,
}

pub(crate) type Run<State> = DurableState<Step, State>;
pub(crate) type Outcome<'a> = Pin<Box<dyn Future<Output = StepResult<Step>> + Send + 'a>>;

pub(crate) struct SingleStep<F, State> {
    work: F,
    state: std::marker::PhantomData<fn() -> State>,
}

/// A workflow whose step `Work` is the given function, with any JSON as its state.
pub(crate) fn single_step<F>(work: F) -> SingleStep<F, Value>
where
    F: Fn(&Run<Value>) -> Outcome<'_> + Send + Sync,
{
    with_state(work)
}

/// The same with a state of the test's own type.
pub(crate) fn with_state<F, State>(work: F) -> SingleStep<F, State>
where
    F: Fn(&Run<State>) -> Outcome<'_> + Send + Sync,
{
    SingleStep {
        work,
        state: std::marker::PhantomData,
    }
}

impl<F, State> Workflow for SingleStep<F, State>
where
    F: Fn(&Run<State>) -> Outcome<'_> + Send + Sync,
    State: tinyflow::WorkflowState,
{
    type Step = Step;
    type State = State;

    fn flow(&self) -> FlowId {
        FlowId::new("single-step", "1.0.0")
    }

    fn begin(&self) -> Step {
        Step::Work
    }

    async fn execute(&self, step: Step, run: &Run<State>) -> StepResult<Step> {
        match step {
            Step::Work => (self.work)(run).await,
            Step::Done => end(),
        }
    }
}
