//! Sends each value through a run, as its state or as an answer, and prints what was stored or why
//! it was refused.

mod checked;
mod typed;

use serde_json::{json, Value};
use tinyflow::{RunResult, SimpleContext, Snapshot, Workflow, WorkflowRuntime};

#[derive(serde::Deserialize)]
struct Entered {
    flow: String,
    step: String,
    value: Value,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let file = std::env::args().nth(1).ok_or("which values?")?;
    let values: Vec<Entered> = serde_json::from_str(&std::fs::read_to_string(file)?)?;
    let typed = WorkflowRuntime::new(SimpleContext::new(), typed::create_workflow());
    let checked = WorkflowRuntime::new(SimpleContext::new(), checked::create_workflow());
    for (index, entered) in values.into_iter().enumerate() {
        let run_id = format!("run-{index}");
        let Entered { flow, step, value } = entered;
        let stored = match flow.as_str() {
            "typed" => stored(&typed, &run_id, &step, value).await,
            _ => stored(&checked, &run_id, &step, value).await,
        };
        let answer = match stored {
            Ok(state) => json!({ "stored": state }),
            Err(error) => json!({ "refused": reasons(&*error) }),
        };
        println!("{answer}");
    }
    Ok(())
}

/// The state that a run has come to which began with the value, or the answer that it has got.
async fn stored<W: Workflow>(
    runtime: &WorkflowRuntime<W, SimpleContext>,
    run_id: &str,
    step: &str,
    value: Value,
) -> Result<Value, Box<dyn std::error::Error>> {
    let (state, answer) = match step {
        "Begin" => (value, None),
        _ => (json!({}), Some(value)),
    };
    let snapshot = json!({ "step": step, "state": state });
    let snapshot = Snapshot::from_json(&snapshot.to_string())?;
    runtime.import(run_id, snapshot).await?;
    let mut result = runtime.resume(run_id).await?;
    if let Some(answer) = answer {
        let mut waits = result.pending().iter();
        let event = waits.find(|wait| wait.resume_after().is_none());
        let resume_id = event.ok_or("nothing waits")?.resume_id().to_owned();
        result = runtime.resume_with(run_id, &resume_id, answer).await?;
    }
    match result {
        RunResult::NeedsResume { refused, .. } if !refused.is_empty() => {
            Err(refused[0].error.clone().into())
        }
        RunResult::NeedsResume { .. } | RunResult::Finished { .. } => {
            let mut state = runtime.snapshot(run_id).await?.state;
            Ok(match step {
                "Begin" => state,
                _ => state["_extra"]["answer"].take(),
            })
        }
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
