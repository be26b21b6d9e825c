//! The memory that a flow asks for grows with its steps, and no faster.
//!
//! Memory is counted and not time, so that the answer is the same on every machine.

use std::alloc::System;

use serde_json::{Value, json};
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};
use tinyflow_check::check_source;
use tinyflow_codegen::{generate, merge};
use tinyflow_model::Source;
use xtask::bench::synthetic_flow;

#[global_allocator]
static COUNTED: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// A chain of forks of two tasks each, which are done again where they have failed.
fn forks(steps: usize) -> Value {
    let forks = steps / 3;
    let mut all = vec![json!({ "id": "begin", "name": "Begin", "type": "begin" })];
    let mut ways = vec![("begin".to_owned(), "fork 0".to_owned(), None)];
    for number in 0..forks {
        let [fork, next] = [number, number + 1].map(|number| format!("fork {number}"));
        all.push(json!({ "id": fork, "name": "Fork", "type": "task" }));
        for branch in ["left", "right"].map(|branch| format!("{branch} {number}")) {
            all.push(json!({ "id": branch, "name": "Branch", "type": "task" }));
            ways.push((fork.clone(), branch.clone(), None));
            ways.push((branch.clone(), branch.clone(), Some("state.failed")));
            ways.push((branch, next.clone(), None));
        }
    }
    all.push(json!({ "id": format!("fork {forks}"), "name": "End", "type": "end" }));
    let connections = ways
        .iter()
        .enumerate()
        .map(|(number, (from, to, condition))| {
            let mut way =
                json!({ "id": number.to_string(), "sourceStepId": from, "targetStepId": to });
            if let Some(condition) = condition {
                way["condition"] = json!(condition);
            }
            way
        });
    json!({
        "id": "forks", "name": "Forks", "version": "1", "globalState": { "failed": false },
        "connections": connections.collect::<Vec<_>>(), "steps": all,
    })
}

/// The bytes that are asked for between a flow's text and its file, kept or not, a step.
fn bytes_a_step(flow: &Value, steps: usize) -> usize {
    let source = Source::new("flow.json", flow.to_string().into_bytes());
    let region = Region::new(COUNTED);
    let flow = check_source(&source).flow.expect("the flow is sound");
    let new = generate(&flow).expect("the flow has a file");
    let file = merge::fresh(&new, "flow.json");
    let asked_for = region.change().bytes_allocated;
    assert!(file.len() > 100 * steps, "a file of {} bytes", file.len());
    asked_for / steps
}

#[test]
fn a_step_of_a_large_flow_takes_no_more_than_one_of_a_small_flow() {
    for flow in [synthetic_flow, forks] {
        // What is made once and kept belongs to no flow.
        bytes_a_step(&flow(100), 100);
        let [small, large] = [300, 3_000].map(|steps| bytes_a_step(&flow(steps), steps));
        assert!(
            large <= small + small / 5,
            "{small} bytes a step of 300, {large} of 3000"
        );
    }
}
