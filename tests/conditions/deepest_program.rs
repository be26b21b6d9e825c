//! Starts a run at each decision with one state, on half of the stack that threads have by
//! default, and prints the list of what came of them.

mod deepest;

use std::error::Error;
use std::thread;

use serde_json::{Value, json};
use tinyflow::{RunResult, SimpleContext, Snapshot, WorkflowRuntime};

type Failure = Box<dyn Error + Send + Sync>;

fn main() -> Result<(), Failure> {
    let mut arguments = std::env::args().skip(1);
    let state: Value = serde_json::from_str(&arguments.next().ok_or("which state?")?)?;
    let decisions: usize = arguments.next().ok_or("how many decisions?")?.parse()?;
    let runs = thread::Builder::new().stack_size(1 << 20).spawn(move || {
        tokio::runtime::Builder::new_current_thread()
            .build()?
            .block_on(answers(&state, decisions))
    })?;
    println!("{}", runs.join().map_err(|_| "a run panicked")??);
    Ok(())
}

async fn answers(state: &Value, decisions: usize) -> Result<Value, Failure> {
    let runtime = WorkflowRuntime::new(SimpleContext::new(), deepest::create_workflow());
    let mut answers = Vec::new();
    for decision in 0..decisions {
        let run_id = decision.to_string();
        let snapshot = json!({ "step": format!("Decide{decision}"), "state": state });
        runtime
            .import(&run_id, Snapshot::from_json(&snapshot.to_string())?)
            .await?;
        answers.push(match runtime.resume(&run_id).await? {
            RunResult::Finished { state, .. } => state.extra.contains_key("holds").into(),
            other => Value::from(other.to_string()),
        });
    }
    Ok(answers.into())
}
