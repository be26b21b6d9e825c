//! The cases, and the flow that is made of them.

use serde::Deserialize;
use serde_json::{Value, json};

/// What `cases.json` holds.
#[derive(Deserialize)]
pub(crate) struct Cases {
    /// The schema of the state.
    pub(crate) schema: Value,
    /// The states that every condition is asked in.
    pub(crate) states: Vec<State>,
    /// Conditions that are translated.
    pub(crate) conditions: Vec<Translated>,
    /// Conditions that are not.
    pub(crate) refused: Vec<Refused>,
}

#[derive(Deserialize)]
pub(crate) struct State {
    pub(crate) name: String,
    /// The state as on the wire.
    pub(crate) state: Value,
}

#[derive(Deserialize)]
pub(crate) struct Translated {
    pub(crate) condition: String,
    /// JavaScript's answer for each state, in their order.
    pub(crate) answers: Vec<Answer>,
}

#[derive(Deserialize)]
pub(crate) struct Refused {
    pub(crate) condition: String,
    /// The name of the rule that refuses it.
    pub(crate) rule: String,
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(crate) enum Answer {
    /// Whether the condition holds.
    Holds(bool),
    /// It throws, since the value at this path, or one read from it, is missing or of another kind.
    Throws(String),
}

impl Answer {
    /// Whether a run did the same: it tells whether the condition held, or the error it met.
    pub(crate) fn is_met_by(&self, answered: &Value) -> bool {
        match (self, answered) {
            (Self::Holds(expected), Value::Bool(answered)) => expected == answered,
            (Self::Throws(path), Value::String(error)) => {
                let named = error.split('`').any(|name| {
                    let rest = name.strip_prefix(path);
                    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
                });
                let reasons = ["is read but has no value", "has no method", "is no object"];
                named && reasons.iter().any(|reason| error.contains(reason))
            }
            _ => false,
        }
    }
}

impl Cases {
    pub(crate) fn read() -> Self {
        serde_json::from_str(include_str!("cases.json")).expect("the cases are of their form")
    }

    /// The flow of [`flow`] over the state of the cases.
    pub(crate) fn flow(&self, conditions: &[&str]) -> Value {
        flow(&self.schema, conditions)
    }
}

/// A flow with a decision `decide-0`, `decide-1`, … for each condition. Each leads to the task
/// `holds` where its condition does, and else to the end.
pub(crate) fn flow(schema: &Value, conditions: &[&str]) -> Value {
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
        "id": "conditions",
        "name": "Conditions",
        "version": "1",
        "globalStateSchema": schema,
        "steps": steps,
        "connections": connections,
    })
}
