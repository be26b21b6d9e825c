//! Starts a run at each decision with each state, and prints what came of it: a line for each
//! decision, an answer for each state. The last line is what came of a decision of which no
//! condition holds.

mod conditions;
mod undecided;

use serde_json::{json, Value};
use tinyflow::{RunResult, SimpleContext, Snapshot, WorkflowRuntime};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let states = std::fs::read_to_string(arguments.next().ok_or("which states?")?)?;
    let states: Vec<Value> = serde_json::from_str(&states)?;
    let decisions: usize = arguments.next().ok_or("how many decisions?")?.parse()?;
    let runtime = WorkflowRuntime::new(SimpleContext::new(), conditions::create_workflow());
    for decision in 0..decisions {
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
    let state = serde_json::from_value(json!({ "count": 2 }))?;
    let undecided = WorkflowRuntime::new(SimpleContext::new(), undecided::create_workflow());
    println!("{}", Value::from(undecided.run("run-1", state).await?.to_string()));
    Ok(())
}
