//! What a schema accepts comes through the types made of it as it was; what it rejects is refused
//! at a place that is named.
//!
//! Schemas and values are made at random, alike each time. Each schema is a property of the state
//! of one of two flows: those whose types alone must know, and those that are checked as well. The
//! flows are compiled and run with every value as a state. A full implementation of JSON Schema
//! says which values fit.

mod schema;

mod value;

use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use serde_json::{Map, Value, json};
use tinyflow_check::check_source;
use tinyflow_model::Source;
use tinyflow_tests::project::{UserCrate, generated_file};

/// `ROUND_TRIP_SCHEMAS=600 cargo test` tries more, and `ROUND_TRIP_SEED=7` others.
#[test]
fn values_come_through_as_they_were_or_are_refused() {
    let mut runner = runner(number("ROUND_TRIP_SEED", 0));
    let mut flows = [Flow::new("typed"), Flow::new("checked")];
    let mut states = Vec::new();
    for index in 0..number("ROUND_TRIP_SCHEMAS", 80) {
        let property = format!("p{index}");
        let schema = made(&schema::schema(), &mut runner);
        let Some(is_checked) = is_checked(&property, &schema) else {
            continue;
        };
        let values = proptest::collection::vec(value::of(&schema), 16);
        let values = made(&values, &mut runner).into_iter();
        let flow = &mut flows[usize::from(is_checked)];
        states.extend(values.map(|value| (flow.name, json!({ &property: value }))));
        flow.properties.insert(property, schema);
    }
    let answers = answers_of_a_program(&flows, &states);
    assert_eq!(answers.len(), states.len());

    let oracles = flows.map(|flow| (flow.name, oracle(&flow.state_schema())));
    let mut differences = Vec::new();
    let (mut accepted, mut refused) = (0, 0);
    for ((flow, state), answer) in states.iter().zip(&answers) {
        let (_, oracle) = oracles.iter().find(|(name, _)| name == flow).expect("both");
        let fits = oracle.is_valid(state);
        *(if fits { &mut accepted } else { &mut refused }) += 1;
        let is_right = match (answer.get("stored"), fits) {
            (Some(stored), true) => is_kept(state, stored),
            (None, false) => names_its_place(answer, state),
            (None, true) => has_no_room(state, answer),
            _ => false,
        };
        if !is_right {
            let verdict = if fits { "fits" } else { "does not fit" };
            differences.push(format!("{flow} {state} {verdict}: {answer}"));
        }
    }
    assert!(differences.is_empty(), "\n{}", differences.join("\n"));
    assert!(accepted > 300 && refused > 100, "{accepted} and {refused}");
}

/// A flow whose state has the schemas for its properties.
struct Flow {
    name: &'static str,
    properties: Map<String, Value>,
}

impl Flow {
    fn new(name: &'static str) -> Self {
        Self {
            name,
            properties: Map::new(),
        }
    }

    fn state_schema(&self) -> Value {
        json!({
            "type": "object",
            "$defs": schema::definitions(),
            "properties": self.properties,
        })
    }

    fn text(&self) -> String {
        let flow = json!({
            "id": self.name,
            "name": self.name,
            "version": "1",
            "globalStateSchema": self.state_schema(),
            "steps": [
                { "id": "begin", "name": "Begin", "type": "begin" },
                { "id": "touch", "name": "Touch", "type": "task" },
                { "id": "end", "name": "End", "type": "end" },
            ],
            "connections": [
                { "id": "c1", "sourceStepId": "begin", "targetStepId": "touch" },
                { "id": "c2", "sourceStepId": "touch", "targetStepId": "end" },
            ],
        });
        flow.to_string()
    }
}

/// Whether the file of a schema holds the schema, to be checked when the run is there; none where
/// the schema has an error.
fn is_checked(property: &str, schema: &Value) -> Option<bool> {
    let mut flow = Flow::new("alone");
    flow.properties.insert(property.to_owned(), schema.clone());
    let source = Source::new("alone.json", flow.text().into_bytes());
    check_source(&source).flow?;
    let file = generated_file("alone.json", &flow.text());
    Some(file.contains("fn state_schema"))
}

/// For each state what became of a run with it: what was stored, or why it was refused.
fn answers_of_a_program(flows: &[Flow], states: &[(&str, Value)]) -> Vec<Value> {
    let program = UserCrate::with_dependencies(
        env!("CARGO_TARGET_TMPDIR"),
        "round-trip",
        "2021",
        "serde_json = \"1\"\n",
    );
    for flow in flows {
        let file = generated_file(&format!("{}.json", flow.name), &flow.text());
        let filled_in = file
            .replace(
                "task: TaskContext, state: State",
                "task: TaskContext, mut state: State",
            )
            .replace(
                "        // TODO: implement the task 'Touch'\n",
                "        state.extra.insert(\"touched\".to_owned(), true.into());\n",
            );
        assert_ne!(file, filled_in, "the task has a stub");
        program.write(&format!("src/{}.rs", flow.name), &filled_in);
    }
    program.write("src/main.rs", include_str!("program.rs"));
    program.write("states.json", &json!(states).to_string());
    program
        .cargo("clippy", &["--", "-D", "warnings"])
        .expect_success();
    let said = program.cargo("run", &["--", "states.json"]).with_status(0);
    let lines = said.stdout.lines();
    lines
        .map(|line| serde_json::from_str(line).expect(line))
        .collect()
}

/// Whether a value is stored as it was, but for defaults, the spelling of numbers and what the
/// task has added.
fn is_kept(given: &Value, stored: &Value) -> bool {
    match (given, stored) {
        (Value::Object(given), Value::Object(stored)) => {
            let is_added = |name: &str| name == "_extra" || name == schema::WITH_DEFAULT;
            let mut members = given.iter();
            members.all(|(name, given)| stored.get(name).is_some_and(|value| is_kept(given, value)))
                && stored
                    .keys()
                    .all(|name| given.contains_key(name) || is_added(name))
        }
        (Value::Array(given), Value::Array(stored)) => {
            given.len() == stored.len()
                && given
                    .iter()
                    .zip(stored)
                    .all(|(given, stored)| is_kept(given, stored))
        }
        (Value::Number(given), Value::Number(stored)) => given.as_f64() == stored.as_f64(),
        (given, stored) => given == stored,
    }
}

/// Whether a value that fits is refused for a whole number that the Rust type at the place named
/// has no room for.
fn has_no_room(state: &Value, answer: &Value) -> bool {
    let refusal = answer["refused"].as_str().unwrap_or_default();
    let misfit = refusal.split_once(" does not fit its type: ");
    let Some((place, _)) = misfit.and_then(|(_, misfit)| misfit.split_once(": ")) else {
        return false;
    };
    let pointer = place.replace(['.', '['], "/").replace(']', "");
    let refused = state.pointer(&format!("/{pointer}"));
    refused.is_some_and(has_large_number)
}

fn has_large_number(value: &Value) -> bool {
    match value {
        Value::Number(number) => number
            .as_f64()
            .is_some_and(|number| number.abs() >= 2_f64.powi(63)),
        Value::Array(items) => items.iter().any(has_large_number),
        Value::Object(members) => members.values().any(has_large_number),
        _ => false,
    }
}

/// Whether a refusal names the property that does not fit.
fn names_its_place(answer: &Value, state: &Value) -> bool {
    let refusal = answer["refused"].as_str().unwrap_or_default();
    let property = state.as_object().and_then(|state| state.keys().next());
    property.is_some_and(|property| refusal.contains(property.as_str()))
}

fn oracle(schema: &Value) -> jsonschema::Validator {
    let options = jsonschema::options().should_validate_formats(true);
    options
        .build(&in_its_words(schema))
        .expect("it is a schema")
}

/// The schema without what only OpenAPI knows.
fn in_its_words(schema: &Value) -> Value {
    match schema {
        Value::Object(members) => {
            let mut members: Map<String, Value> = members
                .iter()
                .map(|(name, value)| (name.clone(), in_its_words(value)))
                .collect();
            let range = match members.get("format").and_then(Value::as_str) {
                Some("int32") => Some((json!(i32::MIN), json!(i32::MAX))),
                Some("uint8") => Some((json!(u8::MIN), json!(u8::MAX))),
                Some("uint64") => Some((json!(u64::MIN), json!(u64::MAX))),
                _ => None,
            };
            if let Some((least, most)) = range {
                members.insert("minimum".to_owned(), least);
                members.insert("maximum".to_owned(), most);
            }
            match members.remove("nullable") {
                Some(Value::Bool(true)) => json!({ "anyOf": [members, { "type": "null" }] }),
                _ => Value::Object(members),
            }
        }
        Value::Array(items) => items.iter().map(in_its_words).collect(),
        other => other.clone(),
    }
}

fn runner(seed: usize) -> TestRunner {
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&seed.to_le_bytes());
    let seed = TestRng::from_seed(RngAlgorithm::ChaCha, &bytes);
    TestRunner::new_with_rng(Config::default(), seed)
}

fn made<T: std::fmt::Debug>(strategy: &impl Strategy<Value = T>, runner: &mut TestRunner) -> T {
    let tree = strategy.new_tree(runner).expect("nothing is filtered");
    tree.current()
}

fn number(variable: &str, otherwise: usize) -> usize {
    let set = std::env::var(variable).ok();
    set.and_then(|number| number.parse().ok())
        .unwrap_or(otherwise)
}
