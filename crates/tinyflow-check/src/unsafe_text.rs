//! # What it finds
//! A name or id with a control character, or one that changes the direction of text.
//!
//! # Why it matters
//! In an editor or a terminal it can make a text look like another one.
//!
//! # Example
//! `"name": "Pay\u202e"`
//!
//! # How to fix
//! Remove the character.

use tinyflow_model::diagnostic::{is_unsafe, quote};
use tinyflow_model::{Diagnostic, Flow, Rule, Severity, Text};

/// `unsafe_text`.
pub(crate) static RULE: Rule = Rule {
    code: "TF401",
    name: "unsafe_text",
    severity: Severity::Warning,
};

pub(crate) fn check(flow: &Flow, findings: &mut Vec<Diagnostic>) {
    let own = [&flow.id, &flow.name, &flow.version];
    let steps = flow.steps.iter().flat_map(|step| [&step.id, &step.name]);
    let connections = flow.connections.iter().map(|connection| &connection.id);
    for text in own.into_iter().chain(steps).chain(connections) {
        if is_unsafe(&text.value) {
            findings.push(finding(text));
        }
    }
}

fn finding(text: &Text) -> Diagnostic {
    let shown = quote(&text.value);
    let message = format!("{shown} has an invisible character");
    Diagnostic::new(&RULE, message, text.span)
        .help("it can make the text look like another one where people read it")
}
