//! Our checker beside a full implementation of JSON Schema, on schemas and values made at random.
//!
//! Schemas are made of few names and small values, so that values often nearly fit. What we say
//! we cannot check is left out of the comparison.

mod schema;

mod value;

use proptest::prelude::prop_assert_eq;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use serde_json::{Value, json};
use tinyflow_schema::Schema;

/// `PROPTEST_CASES=100000 cargo test` tries more.
#[test]
fn both_accept_the_same_values() {
    let config = Config {
        failure_persistence: None,
        cases: std::env::var("PROPTEST_CASES")
            .ok()
            .and_then(|cases| cases.parse().ok())
            .unwrap_or(1_500),
        ..Config::default()
    };
    let seed = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let mut runner = TestRunner::new_with_rng(config, seed);
    let pairs = (
        schema::schema(),
        proptest::collection::vec(value::value(), 12),
    );
    let compared = std::cell::Cell::new((0, 0));
    let outcome = runner.run(&pairs, |(schema, values)| {
        let (ours, faults) = Schema::compile(&schema);
        if !faults.is_empty() {
            return Ok(());
        }
        let Some(theirs) = oracle(&schema) else {
            return Ok(());
        };
        for value in values {
            let accepted = theirs.is_valid(&value);
            prop_assert_eq!(ours.accepts(&value), accepted, "{} on {}", schema, value);
            let violations = ours.violations(&value);
            prop_assert_eq!(violations.is_empty(), accepted, "{} on {}", schema, value);
            let (yes, no) = compared.get();
            compared.set(if accepted {
                (yes + 1, no)
            } else {
                (yes, no + 1)
            });
        }
        Ok(())
    });
    if let Err(failure) = outcome {
        panic!("{failure}");
    }
    let (accepted, refused) = compared.get();
    assert!(
        accepted > 1_000 && refused > 1_000,
        "{accepted} and {refused}"
    );
}

fn oracle(schema: &Value) -> Option<jsonschema::Validator> {
    let options = jsonschema::options().should_validate_formats(true);
    options.build(schema).ok()
}

#[test]
fn formats_are_those_of_the_other_one() {
    let texts = [
        "",
        "a",
        "a@b",
        "a@b.c",
        "\"a b\"@c",
        "a.@b",
        ".a@b",
        "a@[127.0.0.1]",
        "a@[IPv6:::1]",
        "a@-b",
        "2024-02-29",
        "2023-02-29",
        "2024-1-01",
        "12:00:00Z",
        "23:59:60Z",
        "12:00:60Z",
        "12:00:00",
        "2024-01-01T12:00:00Z",
        "2024-01-01t12:00:00z",
        "2024-01-01T12:00:00.123+01:00",
        "2024-01-01T12:00:00.+01:00",
        "1998-12-31T23:59:60Z",
        "P1D",
        "PT1H",
        "P1W",
        "P1Y2W",
        "P1H",
        "PT",
        "P1Y1D",
        "1.2.3.4",
        "1.2.3.256",
        "01.2.3.4",
        "1.2.3",
        "::1",
        "::ffff:1.2.3.4",
        "fe80::1%eth0",
        "12345::",
        "localhost",
        "a-b.c",
        "-a.b",
        "a..b",
        "a_b",
        "example.com.",
        "http://a.b/c?d#e",
        "//a/b",
        "../a",
        "a b",
        "http://[::1]:80",
        "mailto:a@b",
        "urn:x:y",
        "http://größe.de",
        "#frag",
        "a:b",
        "%zz",
        "/a/b~0~1",
        "/a~2",
        "1/a",
        "0#",
        "01/a",
        "123e4567-e89b-12d3-a456-426614174000",
        "123e4567e89b12d3a456426614174000",
        "123E4567-E89B-12D3-A456-42661417400G",
        "^a+$",
        "(",
        "[a-",
        "a{2}",
    ];
    let mut differences = Vec::new();
    for format in [
        "date",
        "date-time",
        "duration",
        "email",
        "hostname",
        "ipv4",
        "ipv6",
        "json-pointer",
        "regex",
        "relative-json-pointer",
        "time",
        "uri",
        "uri-reference",
        "iri",
        "iri-reference",
        "uuid",
    ] {
        let schema = json!({ "format": format });
        let (ours, faults) = Schema::compile(&schema);
        assert!(faults.is_empty(), "{format}");
        let theirs = oracle(&schema).expect("it is a schema");
        for text in texts {
            let value = json!(text);
            if ours.accepts(&value) != theirs.is_valid(&value) {
                differences.push(format!(
                    "{format} {text:?}: they say {}",
                    theirs.is_valid(&value)
                ));
            }
        }
    }
    assert!(differences.is_empty(), "\n{}", differences.join("\n"));
}
