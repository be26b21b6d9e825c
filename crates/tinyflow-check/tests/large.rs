//! Large flows are checked by two threads; what is found in them is what is found in small ones.

use serde_json::{Value, json};
use tinyflow_check::check_source;
use tinyflow_model::Source;

/// The findings about a flow in which a decision comes before so many tasks.
fn findings(tasks: usize, params: &Value, conditions: [&str; 2]) -> Vec<(&'static str, String)> {
    let connection = |id: &str, from: &str, to: &str| json!({ "id": id, "sourceStepId": from, "targetStepId": to });
    let mut steps = vec![
        json!({ "id": "start", "name": "Start", "type": "begin" }),
        json!({
            "id": "ask", "name": "Ask", "type": "task",
            "paramsSchema": { "type": "object", "properties": { "to": { "type": "string" } } },
            "params": params,
        }),
        json!({ "id": "which", "name": "Which", "type": "decision" }),
    ];
    let mut connections = vec![
        connection("c1", "start", "ask"),
        connection("c2", "ask", "which"),
        connection("c3", "which", "end"),
    ];
    for (condition, id) in conditions.into_iter().zip(["d1", "d2"]) {
        let mut way = connection(id, "which", "task-0");
        way["condition"] = condition.into();
        connections.push(way);
    }
    for number in 0..tasks {
        let id = format!("task-{number}");
        let next = format!("task-{}", number + 1);
        let next = if number + 1 < tasks { &next } else { "end" };
        steps.push(json!({ "id": id, "name": "Task", "type": "task" }));
        connections.push(connection(&format!("t{number}"), &id, next));
    }
    steps.push(json!({ "id": "end", "name": "End", "type": "end" }));
    let flow = json!({
        "id": "large", "name": "Large", "version": "1",
        "globalStateSchema": { "type": "object", "properties": { "count": { "type": "integer" } }, "required": ["count"] },
        "globalState": { "count": 1 },
        "steps": steps, "connections": connections,
    });
    let outcome = check_source(&Source::new("flow.json", flow.to_string().into_bytes()));
    let findings = outcome.findings.into_iter();
    findings
        .map(|found| (found.rule.code, found.message))
        .collect()
}

#[test]
fn what_is_found_does_not_depend_on_the_number_of_steps() {
    let sound = json!({ "to": "Ada" });
    let unsound = json!({ "to": 5 });
    let covered = ["state.count > 1", "state.count > 2"];
    for (params, conditions, codes) in [
        (&sound, ["state.count > 2", "state.count > 1"], vec![]),
        (&sound, covered, vec!["TF641"]),
        // What covers what is not said of a flow with errors.
        (&unsound, covered, vec!["TF504"]),
        (
            &unsound,
            ["state.count >", "state.cuont > 1"],
            vec!["TF601", "TF603", "TF504"],
        ),
    ] {
        let found = findings(3, params, conditions);
        let found_codes: Vec<&str> = found.iter().map(|(code, _)| *code).collect();
        assert_eq!(found_codes, codes, "{found:?}");
        assert_eq!(findings(600, params, conditions), found);
    }
}
