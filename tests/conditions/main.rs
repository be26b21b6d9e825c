//! Conditions mean in Rust what they mean in JavaScript.
//!
//! `cases.json` holds a schema, states, conditions, and what JavaScript answers to each in each
//! state. One flow with a decision for every condition is generated from it, compiled in a crate
//! of its own, and run. Conditions that are refused stand there with the rule that refuses them.

mod cases;
mod deepest;

use std::thread;

use cases::{Answer, Cases, flow};
use serde_json::Value;
use tinyflow_check::condition::evaluate;
use tinyflow_check::{CheckedStep, Outcome, check_source};
use tinyflow_model::Source;
use tinyflow_tests::project::{UserCrate, generated_file};

#[test]
fn a_run_answers_as_javascript_does() {
    let cases = Cases::read();
    let conditions: Vec<&str> = cases
        .conditions
        .iter()
        .map(|case| case.condition.as_str())
        .collect();
    assert!(conditions.len() >= 120 && cases.states.len() >= 2);

    let (answers, undecided) = answers_of_a_program(&cases, &conditions);
    assert_eq!(
        undecided,
        r#"run run-1 failed: no condition holds in step `Choose` of run `run-1` for the state {"count":2}"#
    );
    let mut differences = Vec::new();
    for (case, answered) in cases.conditions.iter().zip(&answers) {
        for ((state, expected), answered) in cases.states.iter().zip(&case.answers).zip(answered) {
            if !expected.is_met_by(answered) {
                let condition = &case.condition;
                differences.push(format!(
                    "{condition}\n  in `{}`: {expected:?}, not {answered}",
                    state.name
                ));
            }
        }
        assert_eq!(case.answers.len(), cases.states.len(), "{}", case.condition);
        assert_eq!(answered.len(), cases.states.len(), "{}", case.condition);
    }
    assert_eq!(answers.len(), conditions.len());
    assert!(differences.is_empty(), "\n{}", differences.join("\n"));
}

/// For each condition what a generated flow did in each state, and what became of a run of which
/// no condition holds.
fn answers_of_a_program(cases: &Cases, conditions: &[&str]) -> (Vec<Vec<Value>>, String) {
    let program = UserCrate::with_dependencies(
        env!("CARGO_TARGET_TMPDIR"),
        "conditions",
        "2021",
        "serde_json = \"1\"\n",
    );
    let flow = cases.flow(conditions).to_string();
    program.write("src/conditions.rs", &file_that_tells(&flow));
    program.write(
        "src/undecided.rs",
        &generated_file("undecided.json", UNDECIDED),
    );
    program.write("src/main.rs", include_str!("program.rs"));
    let states: Vec<&Value> = cases.states.iter().map(|state| &state.state).collect();
    program.write(
        "states.json",
        &serde_json::Value::from_iter(states.into_iter().cloned()).to_string(),
    );
    program
        .rustfmt_check("2021", &["src/conditions.rs"])
        .expect_success();
    program
        .cargo("clippy", &["--", "-D", "warnings"])
        .expect_success();
    let said = program.cargo("run", &["--", "states.json", &conditions.len().to_string()]);
    let lines = said.with_status(0).stdout;
    let (answers, undecided) = lines.trim_end().rsplit_once('\n').expect("several lines");
    let answers = answers
        .lines()
        .map(|line| serde_json::from_str(line).expect(line));
    let undecided = serde_json::from_str(undecided).expect(undecided);
    (answers.collect(), undecided)
}

/// The file of a flow, with a task that tells in the state that it was reached.
fn file_that_tells(flow: &str) -> String {
    let file = generated_file("conditions.json", flow);
    let filled_in = file
        .replace(
            "fn holds(&self, task: TaskContext, state: State)",
            "fn holds(&self, task: TaskContext, mut state: State)",
        )
        .replace(
            "        // TODO: implement the task 'holds'\n",
            "        state.extra.insert(\"holds\".to_owned(), true.into());\n",
        );
    assert_ne!(file, filled_in, "the task has a stub");
    filled_in
}

/// A flow that ends only where a condition holds.
const UNDECIDED: &str = r#"{
  "id": "undecided", "name": "Undecided", "version": "1",
  "globalStateSchema": {
    "type": "object",
    "properties": { "count": { "type": "integer" } },
    "required": ["count"]
  },
  "steps": [
    { "id": "begin", "name": "Begin", "type": "begin" },
    { "id": "choose", "name": "Choose", "type": "decision" },
    { "id": "end", "name": "End", "type": "end" }
  ],
  "connections": [
    { "id": "c1", "sourceStepId": "begin", "targetStepId": "choose" },
    { "id": "c2", "sourceStepId": "choose", "targetStepId": "end", "condition": "count > 3" },
    { "id": "c3", "sourceStepId": "choose", "targetStepId": "end", "condition": "count < 1" }
  ]
}"#;

#[test]
fn the_deepest_conditions_fit_on_a_small_stack() {
    let conditions = deepest::conditions();
    assert!(conditions.len() >= 30);
    let conditions: Vec<&str> = conditions.iter().map(String::as_str).collect();
    let flow = flow(&deepest::schema(), &conditions).to_string();
    let evaluated = {
        let flow = flow.clone();
        on_a_small_stack(move || {
            let source = Source::new("deepest.json", flow.into_bytes());
            let checked = check_source(&source).flow.expect("a sound flow");
            assert!(tinyflow_codegen::generate(&checked).is_ok());
            let decisions = checked
                .steps
                .iter()
                .filter(|step| step.transitions.len() == 2);
            decisions.map(evaluated).collect::<Vec<Value>>()
        })
    };
    assert_eq!(evaluated.len(), conditions.len());

    let program = UserCrate::with_dependencies(
        env!("CARGO_TARGET_TMPDIR"),
        "deepest",
        "2024",
        "serde_json = \"1\"\n",
    );
    program.write("src/deepest.rs", &file_that_tells(&flow));
    program.write("src/main.rs", include_str!("deepest_program.rs"));
    let (state, count) = (deepest::state().to_string(), conditions.len().to_string());
    program
        .cargo("clippy", &["--", "-D", "warnings"])
        .expect_success();
    let said = program.cargo("run", &["--", &state, &count]).with_status(0);
    let answers: Vec<Value> = serde_json::from_str(&said.stdout).expect("a list of answers");
    for ((condition, expected), answered) in conditions.iter().zip(&evaluated).zip(&answers) {
        match expected {
            Value::Bool(_) => assert_eq!(answered, expected, "{condition}"),
            _ => assert!(answered.is_string(), "{condition}: {answered}"),
        }
    }
    assert_eq!(answers.len(), conditions.len());
}

/// What the evaluator says to a decision in the state of the deepest conditions.
fn evaluated(decision: &CheckedStep) -> Value {
    let condition = decision.transitions[0].condition.as_ref();
    match evaluate(condition.expect("a condition"), &deepest::state()) {
        Ok(holds) => Value::Bool(holds),
        Err(error) => Value::String(error.to_string()),
    }
}

/// Runs a part of a test on half of the stack that threads have by default.
fn on_a_small_stack<T: Send + 'static>(part: impl FnOnce() -> T + Send + 'static) -> T {
    let thread = thread::Builder::new().stack_size(1 << 20).spawn(part);
    match thread.expect("a thread can be started").join() {
        Ok(made) => made,
        Err(panic) => std::panic::resume_unwind(panic),
    }
}

#[test]
fn what_would_throw_is_warned_about() {
    let cases = Cases::read();
    let throwing = cases.conditions.iter().filter(|case| {
        let mut answers = case.answers.iter();
        answers.any(|answer| matches!(answer, Answer::Throws(_)))
    });
    let throwing: Vec<&str> = throwing.map(|case| case.condition.as_str()).collect();
    assert!(!throwing.is_empty());
    for condition in throwing {
        let rules = rules_broken_by(&cases, condition).1;
        let is_warned = ["reads_through_missing", "open_operand"]
            .iter()
            .any(|rule| rules.contains(rule));
        assert!(is_warned, "{condition}: {rules:?}");
    }
}

#[test]
fn what_cannot_be_translated_is_refused_by_its_rule() {
    let cases = Cases::read();
    assert!(!cases.refused.is_empty());
    let mut differences = Vec::new();
    for case in &cases.refused {
        let (outcome, rules) = rules_broken_by(&cases, &case.condition);
        if outcome.flow.is_some() || !rules.contains(&case.rule.as_str()) {
            differences.push(format!("{}: {}, not {rules:?}", case.condition, case.rule));
        }
    }
    assert!(differences.is_empty(), "\n{}", differences.join("\n"));
}

/// What is found in a flow with this one condition.
fn rules_broken_by(cases: &Cases, condition: &str) -> (Outcome, Vec<&'static str>) {
    let flow = cases.flow(&[condition]).to_string();
    let outcome = check_source(&Source::new("conditions.json", flow.into_bytes()));
    let rules = outcome.findings.iter().map(|finding| finding.rule.name);
    let rules = rules.collect();
    (outcome, rules)
}
