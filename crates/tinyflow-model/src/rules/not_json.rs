//! # What it finds
//! The text is not JSON, or a number in it is beyond what a 64-bit float holds.
//!
//! # Why it matters
//! Nothing of the flow can be read.
//!
//! # Example
//! `{"id": "tea",}`
//!
//! # How to fix
//! Write strict JSON: double quotes, no comments, no trailing commas.

use crate::{Diagnostic, Rule, Severity, Span};

/// `not_json`.
pub static RULE: Rule = Rule {
    code: "TF001",
    name: "not_json",
    severity: Severity::Error,
};

/// `reason` says what the parser met.
pub(crate) fn finding(reason: &str, span: Span) -> Diagnostic {
    Diagnostic::new(&RULE, format!("this is not JSON: {reason}"), span)
}

pub(crate) fn out_of_range(span: Span) -> Diagnostic {
    let message = "this number is beyond what a 64-bit float holds";
    Diagnostic::new(&RULE, message, span)
}
