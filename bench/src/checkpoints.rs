//! Checkpoints in memory: what one costs, and that it costs the same late in a run.

use anyhow::{Result, ensure};
use tinyflow::{SimpleContext, WorkflowRuntime};

use crate::workload::{State, Work};
use crate::{line, median_of_five, micros_each};

pub(crate) async fn measure() -> Result<()> {
    for (what, returns_state) in [
        ("a number as result", false),
        ("a 0.5 KB state as result", true),
    ] {
        for (form, all_in_one) in [("one action a visit", false), ("all in one visit", true)] {
            let mut figures = Vec::new();
            for actions in [10, 100, 1_000, 10_000] {
                let (visits, actions_each) = if all_in_one {
                    (1, actions)
                } else {
                    (actions, 1)
                };
                let work = Work::new(visits, actions_each, returns_state);
                figures.push(format!("{:.2}", each(&work, actions).await?));
            }
            let state = State::of_size(500);
            let bare = median_of_five(async || {
                for _ in 0..10_000 {
                    std::hint::black_box(serde_json::to_string(&state)?);
                }
                Ok(())
            })
            .await?;
            line(
                &format!(
                    "µs a checkpoint in memory, {what}, {form}, in runs of 10 / 100 / 1,000 / 10,000 actions"
                ),
                &figures.join(" / "),
                &format!("{:.2} to make the state text", micros_each(10_000, bare)),
            );
        }
    }
    Ok(())
}

/// Microseconds for each checkpoint, without what else a run takes to begin and to end.
async fn each(work: &Work, actions: usize) -> Result<f64> {
    let runs = (20_000 / actions).max(1);
    // Each visit ends with a checkpoint of its own, and so does the run's beginning.
    let checkpoints = actions + work.visits + 1;
    let without_actions = Work::new(1, 0, false);
    let took = median_of_five(async || run_all(work, runs).await).await?;
    let beside = median_of_five(async || run_all(&without_actions, runs).await).await?;
    Ok(micros_each(
        runs * (checkpoints - 2),
        took.saturating_sub(beside),
    ))
}

async fn run_all(work: &Work, runs: usize) -> Result<()> {
    let state = State::of_size(500);
    let runtime = WorkflowRuntime::new(SimpleContext::new(), work.clone()).with_audit_log(false);
    for run in 0..runs {
        let result = runtime.run(&run.to_string(), state.clone()).await?;
        ensure!(result.is_finished(), "it ends");
    }
    Ok(())
}
