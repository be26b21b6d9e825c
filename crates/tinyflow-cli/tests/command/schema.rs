//! `tinyflow schema`: the JSON Schema of the format, as an editor would use it.

use serde_json::{Value, json};
use tinyflow_tests::project::{Project, sample_flow, sample_flows};

use crate::tinyflow;

fn validator() -> jsonschema::Validator {
    let said = tinyflow(&Project::new(), &["schema"]).with_status(0);
    assert_eq!(said.stderr, "");
    let schema = serde_json::from_str(&said.stdout).expect("the schema is JSON");
    jsonschema::meta::validate(&schema).expect("the schema is a JSON Schema");
    jsonschema::validator_for(&schema).expect("the schema can be used")
}

#[test]
fn accepts_the_sample_flows() {
    let validator = validator();
    for name in sample_flows() {
        let flow = serde_json::from_str(&sample_flow(&name)).unwrap();
        let faults: Vec<String> = validator
            .iter_errors(&flow)
            .map(|fault| fault.to_string())
            .collect();
        assert_eq!(faults, Vec::<String>::new(), "{name}");
    }
}

#[test]
fn examples_are_valid_themselves() {
    let said = tinyflow(&Project::new(), &["schema"]).with_status(0);
    let schema: Value = serde_json::from_str(&said.stdout).expect("the schema is JSON");
    let objects = schema["$defs"].as_object().into_iter().flatten();
    let objects = objects.map(|(_, object)| object).chain([&schema]);
    let fields = objects.filter_map(|object| object["properties"].as_object());
    let mut count = 0;
    for (name, field) in fields.flatten() {
        let mut alone = field.clone();
        alone["$defs"] = schema["$defs"].clone();
        let validator = jsonschema::validator_for(&alone).expect("the field's schema can be used");
        for example in field["examples"].as_array().into_iter().flatten() {
            assert!(validator.is_valid(example), "{name}: {example}");
            count += 1;
        }
    }
    assert!(count > 30, "{count}");
}

#[test]
fn rejects_what_is_broken() {
    let validator = validator();
    let whole: Value = serde_json::from_str(&sample_flow("user-onboarding")).unwrap();
    assert!(validator.is_valid(&whole));
    for (place, broken) in [
        ("/steps", json!({})),
        ("/name", json!(7)),
        ("/steps/0/type", json!("start")),
        ("/steps/1/params", json!([])),
        (
            "/connections/0",
            json!({ "id": "c1", "sourceStepId": "start-flow" }),
        ),
        ("/connections/2/condition", json!(1)),
        ("/globalState", json!("none")),
    ] {
        let mut flow = whole.clone();
        *flow.pointer_mut(place).expect(place) = broken;
        assert!(!validator.is_valid(&flow), "{place}");
    }
}
