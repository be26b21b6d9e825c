//! # What it finds
//! A condition that has the same answer for every state.
//!
//! # Why it matters
//! It decides nothing: the connection is taken always, or never.
//!
//! # Example
//! `state.items` where `items` is a required array
//!
//! # How to fix
//! Remove the condition, or test what was meant: `state.items.length > 0`.

use tinyflow_model::{Diagnostic, Rule, Severity, Span};

/// `always_same`.
pub(crate) static RULE: Rule = Rule {
    code: "TF605",
    name: "always_same",
    severity: Severity::Warning,
};

pub(crate) fn finding(answer: bool, span: Span) -> Diagnostic {
    let message = format!("this condition is always {answer}");
    Diagnostic::new(&RULE, message, span)
}

/// For one operand of a longer condition.
pub(crate) fn part(answer: bool, span: Span) -> Diagnostic {
    Diagnostic::new(&RULE, format!("this part is always {answer}"), span)
}
