//! # What it finds
//! Values nest more than 127 deep.
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

pub(crate) fn finding(span: Span) -> Diagnostic {
    Diagnostic::new(&RULE, "values nest more than 127 deep", span)
}
