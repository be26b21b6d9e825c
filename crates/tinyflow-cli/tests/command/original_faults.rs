//! What the TypeScript validator lets pass, and what it throws away.

use serde_json::{Value, json};

use crate::{project_with, tinyflow};

/// A sound flow with a decision and a task that takes a number.
fn flow() -> Value {
    json!({
        "id": "tea", "name": "Tea", "version": "1",
        "globalStateSchema": {
            "type": "object",
            "properties": { "degrees": { "type": "number" } },
            "required": ["degrees"]
        },
        "globalState": { "degrees": 20 },
        "steps": [
            { "id": "start", "name": "Start", "type": "begin" },
            { "id": "is-hot", "name": "Is it hot?", "type": "decision" },
            {
                "id": "heat", "name": "Heat", "type": "task",
                "paramsSchema": {
                    "type": "object",
                    "properties": { "watts": { "type": "number" } },
                    "required": ["watts"]
                },
                "params": { "watts": 2000 }
            },
            { "id": "end", "name": "End", "type": "end" }
        ],
        "connections": [
            { "id": "c1", "sourceStepId": "start", "targetStepId": "is-hot" },
            { "id": "c2", "sourceStepId": "is-hot", "targetStepId": "end",
              "condition": "state.degrees > 90" },
            { "id": "c3", "sourceStepId": "is-hot", "targetStepId": "heat" },
            { "id": "c4", "sourceStepId": "heat", "targetStepId": "is-hot" }
        ]
    })
}

/// The names of the rules that find something.
fn found(flow: &Value) -> Vec<String> {
    let project = project_with(&flow.to_string());
    let said = tinyflow(&project, &["validate", "flow.json", "--format=json", "-q"]);
    let records = said.stdout.lines().map(|line| {
        let record: Value = serde_json::from_str(line).expect("a record");
        record["name"].as_str().expect("a name").to_owned()
    });
    records.collect()
}

#[test]
fn the_flow_without_a_fault_is_sound() {
    assert_eq!(found(&flow()), [""; 0]);
}

#[test]
fn what_the_original_accepts_is_found() {
    let step = |id: &str, step_type: &str| json!({ "id": id, "name": id, "type": step_type });
    let change = |change: &dyn Fn(&mut Value)| {
        let mut flow = flow();
        change(&mut flow);
        found(&flow)
    };
    let add = |one: Value| {
        move |flow: &mut Value| {
            flow["steps"]
                .as_array_mut()
                .expect("steps")
                .push(one.clone());
        }
    };
    let twice = change(&add(step("heat", "task")));
    assert!(twice.contains(&"duplicate_step".to_owned()), "{twice:?}");
    let two = change(&add(step("begin-2", "begin")));
    assert!(two.contains(&"begin_count".to_owned()), "{two:?}");
    let none = change(&|flow| flow["steps"][0]["type"] = "task".into());
    assert!(none.contains(&"begin_count".to_owned()), "{none:?}");
    let lost = change(&|flow| {
        add(step("pour", "task"))(flow);
        let connections = flow["connections"].as_array_mut().expect("connections");
        connections.push(json!({ "id": "c5", "sourceStepId": "pour", "targetStepId": "end" }));
    });
    assert_eq!(lost, ["unreachable_step"]);
    let unknown = change(&|flow| flow["connections"][1]["condition"] = "state.degree > 90".into());
    assert_eq!(unknown, ["unknown_property"]);
    let absent = change(&|flow| {
        flow["steps"][2]
            .as_object_mut()
            .expect("a step")
            .remove("params");
    });
    assert_eq!(absent, ["value_mismatch"]);
    let text = change(&|flow| flow["globalState"]["degrees"] = "10".into());
    assert_eq!(text, ["value_mismatch"]);
}

#[test]
fn text_is_no_number() {
    let mut flow = flow();
    flow["steps"][2]["params"]["watts"] = "2000".into();
    assert_eq!(found(&flow), ["value_mismatch"]);
}

#[test]
fn unions_and_enums_of_numbers_are_schemas() {
    let mut flow = flow();
    let properties = &mut flow["globalStateSchema"]["properties"];
    properties["amount"] = json!({ "type": ["number", "string", "null"] });
    properties["size"] = json!({ "enum": [1, 2, 4] });
    properties["level"] = json!({ "type": "integer", "enum": [1, 2] });
    flow["globalState"] = json!({ "degrees": 20, "amount": "much", "size": 4, "level": 2 });
    assert_eq!(found(&flow), [""; 0]);
    flow["globalState"]["size"] = 3.into();
    assert_eq!(found(&flow), ["value_mismatch"]);
}

#[test]
fn unknown_keys_are_kept_when_a_flow_is_written() {
    let mut flow = flow();
    flow["author"] = json!({ "name": "Ada", "since": 1843 });
    flow["steps"][1]["colour"] = "green".into();
    flow["connections"][0]["metadata"] = json!({ "bend": [1, 2] });
    let project = project_with(&flow.to_string());
    tinyflow(&project, &["fmt", "flow.json"]).expect_success();
    let written: Value = serde_json::from_str(&project.read("flow.json")).expect("JSON");
    assert_eq!(written, flow);
}
