//! Starts a run at each decision of each round with each of its states, and prints what came of
//! it: a line for each decision, an answer for each state.

// modules

use serde_json::{Value, json};
use tinyflow::{RunResult, SimpleContext, Snapshot, WorkflowRuntime};

macro_rules! answer {
    ($rounds:ident, $round:ident, $decisions:expr) => {
        let runtime = WorkflowRuntime::new(SimpleContext::new(), $round::create_workflow());
        let states = $rounds.next().ok_or("no states")?;
        for decision in 0..$decisions {
            let mut answers = Vec::new();
            for (index, state) in states.iter().enumerate() {
                let run_id = format!("{decision}-{index}");
                let snapshot = json!({ "step": format!("Decide{decision}"), "state": state });
                let snapshot = Snapshot::from_json(&snapshot.to_string())?;
                runtime.import(&run_id, snapshot).await?;
                answers.push(match runtime.resume(&run_id).await? {
                    RunResult::Finished { state, .. } => state.extra.contains_key("holds").into(),
                    other => Value::from(other.to_string()),
                });
            }
            println!("{}", Value::from(answers));
        }
    };
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args().nth(1).ok_or("which states?")?;
    let rounds: Vec<Vec<Value>> = serde_json::from_str(&std::fs::read_to_string(path)?)?;
    let mut rounds = rounds.into_iter();
    // rounds
    Ok(())
}
