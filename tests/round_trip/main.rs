//! What a schema accepts comes through the types made of it as it was; what it rejects is refused
//! at a place that is named.
//!
//! Schemas and values are made at random, alike each time; the schemas of the probes are among
//! them. Each schema is a property of the state of one of two flows, and of the answers that it
//! waits for: those whose types alone must know, and those that are checked as well. The flows
//! are compiled and run with every value as a state and as an answer. A full implementation of
//! JSON Schema says which values fit, and where they do not.

mod elsewhere;
mod flow;
mod kept;
mod oracle;
mod place;
mod schema;
mod tried;
mod value;

use std::collections::BTreeSet;

use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use serde_json::Value;
use tinyflow_tests::project::UserCrate;

use crate::tried::Tried;

/// The probes whose schemas have no types, each for a reason that its findings name.
const REFUSED_PROBES: [&str; 5] = [
    "endless-recursion",
    "references-to-other-files",
    "schemars-schema-settings-openapi3",
    "typify-types-with-defaults",
    "typify-various-enums",
];

/// `ROUND_TRIP_SCHEMAS=600 cargo test` tries more, and `ROUND_TRIP_SEED=7` others.
#[test]
fn values_come_through_as_they_were_or_are_refused() {
    let mut runner = runner(number("ROUND_TRIP_SEED", 0));
    let mut tried = Tried::default();
    for index in 0..number("ROUND_TRIP_SCHEMAS", 80) {
        tried.add_random(format!("p{index}"), &mut runner);
    }
    for (property, errors) in std::mem::take(&mut tried.refused) {
        // Two of its parts contradict each other.
        let is_empty = |error: &String| error.starts_with("none of the values that the schema");
        assert!(errors.iter().all(is_empty), "{property}: {errors:?}");
    }
    let random: BTreeSet<String> = tried.oracles.keys().cloned().collect();
    for schema in elsewhere::schemas() {
        tried.add_from_elsewhere(schema, &mut runner);
    }
    assert!(
        tried.refused.keys().eq(REFUSED_PROBES),
        "{:?}",
        tried.refused
    );
    let unfit = tried.without_fitting_value();
    let unfit: Vec<_> = unfit.difference(&random).collect();
    assert!(unfit.is_empty(), "no value fits the probes {unfit:?}");
    let answers = answers_of_a_program(&tried);
    assert_eq!(answers.len(), tried.values.len());

    let mut differences = Vec::new();
    let (mut accepted, mut refused) = (0, 0);
    for (entered, answer) in tried.values.iter().zip(&answers) {
        let oracle = &tried.oracles[&entered.property];
        let fits = oracle.is_valid(&entered.value);
        *(if fits { &mut accepted } else { &mut refused }) += 1;
        let is_right = match (answer.get("stored"), answer["refused"].as_str(), fits) {
            (Some(stored), None, true) => tried.is_kept(entered, stored),
            (None, Some(refusal), true) => kept::has_no_room(&entered.value, refusal),
            (None, Some(refusal), false) => place::is_named(refusal, oracle, &entered.value),
            _ => false,
        };
        if !is_right {
            let verdict = if fits { "fits" } else { "does not fit" };
            differences.push(format!("{entered} {verdict}: {answer}"));
        }
    }
    assert!(
        differences.is_empty(),
        "{}\n{}",
        differences.len(),
        differences.join("\n")
    );
    assert!(
        accepted > 1_000 && refused > 500,
        "{accepted} and {refused}"
    );
}

/// For each value what became of a run with it: what was stored, or why it was refused.
fn answers_of_a_program(tried: &Tried) -> Vec<Value> {
    let program = UserCrate::with_dependencies(
        env!("CARGO_TARGET_TMPDIR"),
        "round-trip",
        "2021",
        "serde_json = \"1\"\n",
    );
    for flow in &tried.flows {
        program.write(&format!("src/{}.rs", flow.name), &flow.file());
    }
    program.write("src/main.rs", include_str!("program.rs"));
    let values = serde_json::to_string(&tried.values).expect("they are JSON");
    program.write("values.json", &values);
    program
        .cargo("clippy", &["--", "-D", "warnings"])
        .expect_success();
    let said = program.cargo("run", &["--", "values.json"]).with_status(0);
    let lines = said.stdout.lines();
    lines
        .map(|line| serde_json::from_str(line).expect(line))
        .collect()
}

fn runner(seed: usize) -> TestRunner {
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&seed.to_le_bytes());
    let seed = TestRng::from_seed(RngAlgorithm::ChaCha, &bytes);
    TestRunner::new_with_rng(Config::default(), seed)
}

fn number(variable: &str, otherwise: usize) -> usize {
    let set = std::env::var(variable).ok();
    set.and_then(|number| number.parse().ok())
        .unwrap_or(otherwise)
}
