//! # What it finds
//! Two steps with the same id.
//!
//! # Why it matters
//! A connection to that id could mean either.
//!
//! # Example
//! Two steps with `"id": "ship"`
//!
//! # How to fix
//! Give one of them another id.

use foldhash::{HashMap, HashMapExt};
use tinyflow_model::diagnostic::quote;
use tinyflow_model::{Diagnostic, Flow, Rule, Severity};

/// `duplicate_step`.
pub(crate) static RULE: Rule = Rule {
    code: "TF201",
    name: "duplicate_step",
    severity: Severity::Error,
};

pub(crate) fn check(flow: &Flow, findings: &mut Vec<Diagnostic>) {
    let mut first_places = HashMap::new();
    for step in &flow.steps {
        let id = &step.id;
        if let Some(first) = first_places.get(id.value.as_str()) {
            let message = format!("two steps have the id {}", quote(&id.value));
            findings
                .push(Diagnostic::new(&RULE, message, id.span).related(*first, "the first one"));
        } else {
            first_places.insert(id.value.as_str(), id.span);
        }
    }
}
