//! Flows of any size, the same each time.
//!
//! A flow is a chain. Every fourth step is a decision with one or two
//! conditions and a default; all lead on. The others are tasks, two of three
//! with parameters of one of five kinds. The state has twenty properties.

mod params;

mod schema;

mod state;

use serde_json::{Value, json};

use params::params;

/// A sound flow of so many steps, at least two.
pub fn synthetic_flow(steps: usize) -> Value {
    let steps = steps.max(2);
    let all: Vec<Value> = (0..steps).map(|index| step(index, steps)).collect();
    let mut connections: Vec<Value> = Vec::new();
    for index in 0..steps - 1 {
        for (ahead, condition) in ways(index, steps) {
            let mut connection = json!({
                "id": format!("c{}", connections.len() + 1),
                "sourceStepId": id(index, steps),
                "targetStepId": id((index + ahead).min(steps - 1), steps),
            });
            if let Some(condition) = condition {
                connection["condition"] = json!(condition);
            }
            connections.push(connection);
        }
    }
    json!({
        "id": format!("synthetic-{steps}"),
        "name": format!("Synthetic {steps}"),
        "version": "1.0.0",
        "globalStateSchema": state::schema(),
        "globalState": state::value(),
        "steps": all,
        "connections": connections,
    })
}

/// How many steps ahead each connection of a step leads, and when.
fn ways(index: usize, steps: usize) -> Vec<(usize, Option<&'static str>)> {
    let mut ways = vec![(1, None)];
    if kind(index, steps) == "decision" {
        let first = index / 4;
        let condition = |number: usize| Some(CONDITIONS[number % CONDITIONS.len()]);
        ways.insert(0, (2, condition(first)));
        if first.is_multiple_of(2) {
            ways.insert(1, (3, condition(first + 3)));
        }
    }
    ways
}

fn kind(index: usize, steps: usize) -> &'static str {
    match index {
        0 => "begin",
        _ if index == steps - 1 => "end",
        _ if index.is_multiple_of(4) => "decision",
        _ => "task",
    }
}

fn id(index: usize, steps: usize) -> String {
    match kind(index, steps) {
        kind @ ("begin" | "end") => kind.to_owned(),
        kind => format!("{kind}-{index}"),
    }
}

fn step(index: usize, steps: usize) -> Value {
    let kind = kind(index, steps);
    let mut step = json!({
        "id": id(index, steps),
        "name": format!("The {kind} number {index}"),
        "type": kind,
        "metadata": { "x": 320 * index, "y": index * 53 % 400 },
    });
    if kind == "task" && !index.is_multiple_of(3) {
        let (schema, params) = params(index / 3 % 5);
        step["paramsSchema"] = schema;
        step["params"] = params;
    }
    step
}

const CONDITIONS: &[&str] = &[
    "state.attempts > 3",
    "state.score >= 0.5 && state.isActive",
    "state.status === 'paid'",
    "state.urgency === 'high' || state.urgency === 'highest'",
    "state.customer.tier === 'gold'",
    "state.items.length > 0",
    "!state.flags.blocked",
    "state.payment?.method === 'card' && state.isActive",
    "state.attempts <= 10",
    "state.note === undefined",
];

#[cfg(test)]
mod tests {
    use tinyflow_check::check_source;
    use tinyflow_model::Source;

    use super::*;

    #[test]
    fn synthetic_flows_are_sound_and_the_same_each_time() {
        for steps in [2, 3, 9, 100, 101, 1000] {
            let flow = synthetic_flow(steps).to_string();
            assert_eq!(flow, synthetic_flow(steps).to_string());
            let outcome = check_source(&Source::new("flow.json", flow.into_bytes()));
            assert_eq!(outcome.findings, []);
            assert_eq!(outcome.flow.map(|flow| flow.steps.len()), Some(steps));
        }
    }
}
