//! Going on with paused runs, beside merely reading and writing their snapshots.

use anyhow::{Result, ensure};
use serde::{Deserialize, Serialize};
use tinyflow::{
    Context, DurableState, FlowId, SimpleContext, StepResult, Workflow, WorkflowRuntime, end, pause,
};

use crate::workload::State;
use crate::{line, median_of_five, per_second};

const RUNS: usize = 10_000;

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
enum Step {
    Wait,
}

struct Paused;

impl Workflow for Paused {
    type Step = Step;
    type State = State;

    fn flow(&self) -> FlowId {
        FlowId::new("paused", "1.0.0")
    }

    fn begin(&self) -> Step {
        Step::Wait
    }

    async fn execute(&self, _: Step, run: &DurableState<Step, State>) -> StepResult<Step> {
        run.with_action("look", async |_| Ok(7)).await?;
        if run.shared_state().visits == 1 {
            return end();
        }
        pause()
    }
}

pub(crate) async fn measure() -> Result<()> {
    let runtime = WorkflowRuntime::new(SimpleContext::new(), Paused).with_audit_log(false);
    let ids: Vec<String> = (0..RUNS).map(|run| run.to_string()).collect();
    let mut snapshots = Vec::new();
    for id in &ids {
        let paused = runtime.run(id, State::of_size(500)).await?;
        ensure!(!paused.is_finished(), "it pauses");
        let stored = runtime.context().load(id).await?;
        snapshots.extend(stored.map(|stored| stored.snapshot().into_owned()));
    }
    let took = median_of_five(async || {
        for id in &ids {
            std::hint::black_box(runtime.resume(id).await?.is_finished());
        }
        Ok(())
    })
    .await?;
    let bare = median_of_five(async || {
        for snapshot in &snapshots {
            let value: serde_json::Value = serde_json::from_str(snapshot)?;
            std::hint::black_box(serde_json::to_string(&value)?);
        }
        Ok(())
    })
    .await?;
    let (ours, theirs) = (per_second(RUNS, took), per_second(RUNS, bare));
    line(
        "resumes per second, 10,000 paused runs in memory",
        &format!("{ours:.0} ({:.0} percent)", 100.0 * ours / theirs),
        &format!("{theirs:.0} snapshots parsed and written"),
    );
    Ok(())
}
