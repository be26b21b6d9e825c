//! What the checker says of a decision, against all that can happen: random conditions are tried
//! on every state of a small world, by an evaluator of this test's own.

mod condition;

mod world;

use proptest::prelude::*;
use serde_json::json;
use tinyflow_check::check_source;
use tinyflow_model::{Diagnostic, Source};

use condition::{Condition, conditions};
use world::{State, schema, states};

proptest! {
    #[test]
    fn what_is_said_of_a_decision_is_what_happens(
        conditions in conditions(),
        has_default in any::<bool>(),
    ) {
        let text = flow(&conditions, has_default);
        let outcome = check_source(&Source::new("flow.json", text.clone().into_bytes()));
        prop_assert!(outcome.flow.is_some(), "{text}\n{:?}", outcome.findings);
        let said = Said { text: &text, findings: &outcome.findings };

        let ways: Vec<Option<usize>> = states().iter().map(|state| first(&conditions, state)).collect();
        let falls_through = ways.contains(&None);
        prop_assert_eq!(said.is_not_exhaustive(), falls_through && !has_default, "{}", text);
        let is_always = conditions.iter().any(|condition| states().iter().all(|state| condition.holds(state)));
        prop_assert_eq!(said.has_unused_default(), has_default && !falls_through && !is_always, "{}", text);
        for (index, condition) in conditions.iter().enumerate() {
            let is_taken = ways.contains(&Some(index));
            let never_holds = states().iter().all(|state| !condition.holds(state));
            let is_covered = said.is_covered(index);
            // Two that never hold repeat each other, too.
            prop_assert!(!is_covered || !is_taken, "{} of {}", index, text);
            prop_assert!(is_covered || is_taken || never_holds, "{} of {}", index, text);
            prop_assert!(is_covered || !never_holds || said.is_always_same(index), "{} of {}", index, text);
        }
    }
}

/// The first condition that holds.
fn first(conditions: &[Condition], state: &State) -> Option<usize> {
    conditions
        .iter()
        .position(|condition| condition.holds(state))
}

/// A flow that decides between tasks.
fn flow(conditions: &[Condition], has_default: bool) -> String {
    let step = |id: &str, kind: &str| json!({ "id": id, "name": id, "type": kind });
    let way = |id: &str, from: &str, to: &str| json!({ "id": id, "sourceStepId": from, "targetStepId": to });
    let mut steps = vec![
        step("start", "begin"),
        step("decide", "decision"),
        step("end", "end"),
    ];
    let mut connections = vec![way("first", "start", "decide")];
    for (index, condition) in conditions.iter().enumerate() {
        let task = format!("task-{index}");
        steps.push(step(&task, "task"));
        let mut to_task = way(&format!("to-{index}"), "decide", &task);
        to_task["condition"] = condition.to_string().into();
        connections.push(to_task);
        connections.push(way(&format!("from-{index}"), &task, "end"));
    }
    if has_default {
        connections.push(way("default", "decide", "end"));
    }
    json!({
        "id": "small-world", "name": "Small world", "version": "1",
        "globalStateSchema": schema(), "steps": steps, "connections": connections,
    })
    .to_string()
}

/// The findings about a flow.
struct Said<'a> {
    text: &'a str,
    findings: &'a [Diagnostic],
}

impl Said<'_> {
    fn is_not_exhaustive(&self) -> bool {
        self.of("not_exhaustive").next().is_some()
    }

    fn has_unused_default(&self) -> bool {
        self.of("unused_default").next().is_some()
    }

    fn is_covered(&self, condition: usize) -> bool {
        self.is_about("covered_condition", condition)
    }

    fn is_always_same(&self, condition: usize) -> bool {
        self.is_about("always_same", condition)
    }

    fn is_about(&self, rule: &str, condition: usize) -> bool {
        // The id of a connection stands behind its condition.
        let id = |index: usize| self.text.find(&format!("\"to-{index}\""));
        let before = condition.checked_sub(1).and_then(id);
        self.of(rule).any(|finding| {
            let start = Some(finding.span.start);
            before < start && start < id(condition)
        })
    }

    fn of(&self, rule: &str) -> impl Iterator<Item = &Diagnostic> {
        self.findings
            .iter()
            .filter(move |finding| finding.rule.name == rule)
    }
}
