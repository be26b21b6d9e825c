//! # What it finds
//! A step id without any letter or digit.
//!
//! # Why it matters
//! No Rust name can be made of it.
//!
//! # Example
//! `"id": "--"`
//!
//! # How to fix
//! Give the step an id that says what it does.

use tinyflow_model::diagnostic::quote;
use tinyflow_model::{Diagnostic, Flow, Rule, Severity};

/// `id_without_letters`.
pub(crate) static RULE: Rule = Rule {
    code: "TF204",
    name: "id_without_letters",
    severity: Severity::Error,
};

pub(crate) fn check(flow: &Flow, findings: &mut Vec<Diagnostic>) {
    for step in &flow.steps {
        let id = &step.id;
        if !id.value.contains(char::is_alphanumeric) {
            let message = format!("the step id {} has no letter or digit", quote(&id.value));
            findings.push(Diagnostic::new(&RULE, message, id.span));
        }
    }
}
