//! A checkpoint costs the same however long the run has been going.

use serde::{Deserialize, Serialize};
use tinyflow::{
    Checkpoint, DurableState, FlowId, StepResult, Workflow, WorkflowRuntime, end, next,
};

use crate::own_context::History;

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
enum Step {
    Tick,
    Tock,
}

/// A thousand steps with an action in each.
struct Pendulum;

impl Workflow for Pendulum {
    type Step = Step;
    type State = u32;

    fn flow(&self) -> FlowId {
        FlowId::new("pendulum", "1.0.0")
    }

    fn begin(&self) -> Step {
        Step::Tick
    }

    async fn execute(&self, step: Step, run: &DurableState<Step, u32>) -> StepResult<Step> {
        run.action("swing", async |_, swings| Ok(swings + 1))
            .await?;
        match (run.state(), step) {
            (1_000, _) => end(),
            (_, Step::Tick) => next(Step::Tock),
            (_, Step::Tock) => next(Step::Tick),
        }
    }
}

#[tokio::test]
async fn a_checkpoint_is_as_small_after_a_thousand_steps_as_at_first() {
    let history = History::default();
    let runtime = WorkflowRuntime::new(history.clone(), Pendulum);
    assert!(runtime.run("r", 0).await.unwrap().is_finished());

    let sizes: Vec<usize> = history.of("r").iter().map(size).collect();

    assert_eq!(sizes.len(), 2_001);
    let early = sizes[..20].iter().max().unwrap();
    let late = sizes[1_900..].iter().max().unwrap();
    // Numbers have become longer by three digits at most, in a handful of places.
    assert!(
        *late <= early + 40,
        "{early} bytes at first, {late} at last"
    );
}

fn size(checkpoint: &Checkpoint) -> usize {
    let logs = serde_json::to_string(checkpoint.new_logs()).expect("they are JSON");
    checkpoint.snapshot().len() + logs.len()
}
