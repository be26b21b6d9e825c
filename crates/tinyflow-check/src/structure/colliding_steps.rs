//! # What it finds
//! Two step ids that become the same Rust name.
//!
//! # Why it matters
//! Snapshots would not tell the two steps apart.
//!
//! # Example
//! `send-mail` and `send_mail`
//!
//! # How to fix
//! Change one of the ids by more than separators and capitals.

use std::collections::HashMap;

use tinyflow_model::diagnostic::quote;
use tinyflow_model::{Diagnostic, Flow, Rule, Severity};

use crate::names;

/// `colliding_steps`.
pub(crate) static RULE: Rule = Rule {
    code: "TF203",
    name: "colliding_steps",
    severity: Severity::Error,
};

pub(crate) fn check(flow: &Flow, findings: &mut Vec<Diagnostic>) {
    let mut by_name = HashMap::new();
    for step in &flow.steps {
        let id = &step.id;
        let variant = names::step_variant(&id.value);
        let Some(first) = by_name.get(&variant).copied() else {
            by_name.insert(variant, id);
            continue;
        };
        // The same id twice has been reported as that.
        if first.value != id.value {
            let ids = format!("{} and {}", quote(&first.value), quote(&id.value));
            let message = format!("the step ids {ids} both become `{variant}` in Rust");
            findings.push(
                Diagnostic::new(&RULE, message, id.span).related(first.span, "the first one"),
            );
        }
    }
}
