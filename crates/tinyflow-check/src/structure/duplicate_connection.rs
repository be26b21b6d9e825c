//! # What it finds
//! Two connections with the same id.
//!
//! # Why it matters
//! Snapshots and messages name a connection by its id.
//!
//! # Example
//! Two connections with `"id": "c1"`
//!
//! # How to fix
//! Give one of them another id.

use foldhash::{HashMap, HashMapExt};
use tinyflow_model::diagnostic::quote;
use tinyflow_model::{Diagnostic, Flow, Rule, Severity, Text};

/// `duplicate_connection`.
pub(crate) static RULE: Rule = Rule {
    code: "TF202",
    name: "duplicate_connection",
    severity: Severity::Error,
};

pub(crate) fn check(flow: &Flow, findings: &mut Vec<Diagnostic>) {
    let mut first_places = HashMap::new();
    let named = flow.connections.iter().map(|connection| &connection.id);
    // A connection without an id has been reported as that, at its brace.
    let is_there = |id: &&Text| id.span.end - id.span.start > 1;
    for id in named.filter(is_there) {
        if let Some(first) = first_places.get(id.value.as_str()) {
            let message = format!("two connections have the id {}", quote(&id.value));
            findings
                .push(Diagnostic::new(&RULE, message, id.span).related(*first, "the first one"));
        } else {
            first_places.insert(id.value.as_str(), id.span);
        }
    }
}
