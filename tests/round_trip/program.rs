//! Starts a run with each state, and prints what was stored at its end, or why it was refused.

mod checked;
mod typed;

use serde_json::{json, Value};
use tinyflow::{RunResult, SimpleContext, Snapshot, Workflow, WorkflowRuntime};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let file = std::env::args().nth(1).ok_or("which states?")?;
    let states: Vec<(String, Value)> = serde_json::from_str(&std::fs::read_to_string(file)?)?;
    let typed = WorkflowRuntime::new(SimpleContext::new(), typed::create_workflow());
    let checked = WorkflowRuntime::new(SimpleContext::new(), checked::create_workflow());
    for (index, (flow, state)) in states.into_iter().enumerate() {
        let run_id = format!("run-{index}");
        let stored = match flow.as_str() {
            "typed" => stored(&typed, &run_id, state).await,
            _ => stored(&checked, &run_id, state).await,
        };
        let answer = match stored {
            Ok(state) => json!({ "stored": state }),
            Err(error) => json!({ "refused": reasons(&*error) }),
        };
        println!("{answer}");
    }
    Ok(())
}

async fn stored<W: Workflow>(
    runtime: &WorkflowRuntime<W, SimpleContext>,
    run_id: &str,
    state: Value,
) -> Result<Value, Box<dyn std::error::Error>> {
    let snapshot = json!({ "step": "Begin", "state": state });
    let snapshot = Snapshot::from_json(&snapshot.to_string())?;
    runtime.import(run_id, snapshot).await?;
    match runtime.resume(run_id).await? {
        RunResult::Finished { .. } => Ok(runtime.snapshot(run_id).await?.state),
        other => Err(other.to_string().into()),
    }
}

/// An error and what it comes from.
fn reasons(error: &dyn std::error::Error) -> String {
    match error.source() {
        Some(source) => format!("{error}: {}", reasons(source)),
        None => error.to_string(),
    }
}
