//! The schemas that are offered where one is missing: with them, a flow means what it meant.

use std::fs;
use std::path::Path;

use tinyflow_check::shape::Struct;
use tinyflow_check::{CheckedKind, Outcome, check_source};
use tinyflow_model::Source;
use tinyflow_model::diagnostic::fix::apply;

#[test]
fn a_flow_with_the_schemas_that_were_guessed_is_the_same() {
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("cases");
    for case in [
        "missing_state_schema/broken.json",
        "missing_state_schema/broken-short.json",
        "missing_params_schema/broken.json",
        "missing_params_schema/broken-several.json",
        "sound/state-without-schema.json",
        "sound/params-without-schema.json",
    ] {
        let text = fs::read_to_string(cases.join(case)).expect("the case can be read");
        expect_the_same(&text);
    }
}

#[test]
fn odd_values_are_guessed_as_they_are_inferred() {
    for value in [
        r#"{ "a\"b\\": "", "ключ": [[1, 2.5], []], "": {}, "deep": { "x": [{ "y": null }, { "y": 1 }] } }"#,
        r#"{ "mixed": [1, "a"], "big": 18446744073709551615, "whole": 5.0, "far": -1e300, "old": [1, -1, 1e3] }"#,
        r#"{ "type": "object", "properties": { "x": 1 }, "required": true, "$ref": "y", "enum": [1] }"#,
        r#"{ "lists": [[], [{ "a": 1 }], [{ "a": 2.5 }]], "none": [null], "empty": [{}, {}] }"#,
    ] {
        expect_the_same(&format!(
            r#"{{ "id": "odd", "name": "Odd", "version": "1",
                "globalState": {value},
                "steps": [{{ "id": "start", "name": "Start", "type": "begin" }},
                  {{ "id": "do", "name": "Do", "type": "task", "params": {value} }},
                  {{ "id": "end", "name": "End", "type": "end" }}],
                "connections": [
                  {{ "id": "c1", "sourceStepId": "start", "targetStepId": "do" }},
                  {{ "id": "c2", "sourceStepId": "do", "targetStepId": "end" }}] }}"#
        ));
    }
}

fn expect_the_same(text: &str) {
    let guessed = check(text);
    let fixes = guessed
        .findings
        .iter()
        .filter_map(|finding| finding.fix.as_ref());
    let (mended, applied) = apply(text, fixes);
    assert!(!applied.is_empty(), "nothing is offered: {text}");
    let given = check(&mended);
    let left: Vec<&str> = given
        .findings
        .iter()
        .map(|finding| finding.rule.code)
        .collect();
    assert!(
        !left.contains(&"TF507") && !left.contains(&"TF509"),
        "{left:?}: {mended}"
    );
    assert!(types(&guessed) == types(&given), "{mended}");
}

/// What the state and the parameters of a sound flow are like, and what is held against a schema.
fn types(outcome: &Outcome) -> (&Struct, &Option<String>, Vec<&Struct>) {
    let flow = outcome.flow.as_ref().expect("the flow is sound");
    let params = flow.steps.iter().filter_map(|step| match &step.kind {
        CheckedKind::Task(task) => task.params.as_ref().map(|params| &params.shape),
        _ => None,
    });
    (&flow.state, &flow.state_schema, params.collect())
}

fn check(text: &str) -> Outcome {
    check_source(&Source::new("flow.json", text.as_bytes().to_vec()))
}
