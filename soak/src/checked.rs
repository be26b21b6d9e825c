//! What tinyflow makes of conditions: a flow with a decision for each, and the
//! evaluator's answers.

use serde_json::{Value, json};
use tinyflow_check::condition::evaluate;
use tinyflow_check::{CheckedFlow, CheckedStep, Outcome, check_source};
use tinyflow_model::Source;

use crate::javascript::Answer;

/// A flow with a decision `decide-0`, `decide-1`, … for each condition. Each
/// leads to the task `holds` where its condition does, and else to the end.
pub(crate) fn flow(schema: &Value, conditions: &[String]) -> String {
    let step = |id: &str, kind: &str| json!({ "id": id, "name": id, "type": kind });
    let mut steps = vec![
        step("begin", "begin"),
        step("holds", "task"),
        step("end", "end"),
    ];
    let mut connections = vec![
        json!({ "id": "start", "sourceStepId": "begin", "targetStepId": "decide-0" }),
        json!({ "id": "finish", "sourceStepId": "holds", "targetStepId": "end" }),
    ];
    for (index, condition) in conditions.iter().enumerate() {
        let id = format!("decide-{index}");
        steps.push(step(&id, "decision"));
        connections.push(json!({
            "id": format!("{id}-holds"),
            "sourceStepId": id,
            "targetStepId": "holds",
            "condition": condition,
        }));
        connections.push(json!({
            "id": format!("{id}-else"), "sourceStepId": id, "targetStepId": "end",
        }));
    }
    json!({
        "id": "soak",
        "name": "Soak",
        "version": "1",
        "globalStateSchema": schema,
        "steps": steps,
        "connections": connections,
    })
    .to_string()
}

/// What the checker says to a flow.
pub(crate) fn check(flow: &str) -> Outcome {
    check_source(&Source::new("soak.json", flow.as_bytes().to_vec()))
}

/// What the evaluator answers to each decision.
pub(crate) fn answers(flow: &CheckedFlow, state: &Value) -> Vec<Answer> {
    let decisions = flow
        .steps
        .iter()
        .filter(|step| step.wire_name.starts_with("Decide"));
    decisions
        .map(|decision| answer(flow, decision, state))
        .collect()
}

fn answer(flow: &CheckedFlow, decision: &CheckedStep, state: &Value) -> Answer {
    for way in &decision.transitions {
        let holds = match &way.condition {
            Some(test) => match evaluate(test, state) {
                Ok(holds) => holds,
                Err(error) => return Answer::Throws(error.to_string()),
            },
            None => true,
        };
        if holds {
            return Answer::Holds(flow.steps[way.target].wire_name == "Holds");
        }
    }
    Answer::Throws("no way on".to_owned())
}
