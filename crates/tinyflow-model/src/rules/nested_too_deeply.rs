//! # What it finds
//! Values nest more than 100 deep.
//!
//! # Why it matters
//! No real flow does; reading such text could exhaust the stack.
//!
//! # Example
//! `[[[[…]]]]`
//!
//! # How to fix
//! Flatten the value, or keep it outside the flow.

use crate::{Diagnostic, Rule, Severity, Span};

/// `nested_too_deeply`.
pub static RULE: Rule = Rule {
    code: "TF004",
    name: "nested_too_deeply",
    severity: Severity::Error,
};

/// How deep arrays and objects may nest.
pub(crate) const MOST_NESTED: usize = 100;

pub(crate) fn finding(span: Span) -> Diagnostic {
    let message = format!("values nest more than {MOST_NESTED} deep");
    Diagnostic::new(&RULE, message, span)
}
