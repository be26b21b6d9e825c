//! # What it finds
//! A number in the settings of a step that is beyond what the setting can be.
//!
//! # Why it matters
//! The setting cannot be followed: nothing is tried less than once.
//!
//! # Example
//! `"retry": { "maxAttempts": 0 }`
//!
//! # How to fix
//! Write a number within the range that is named, or leave the setting out.

use crate::{Diagnostic, Rule, Severity, Span};

/// `number_out_of_range`.
pub static RULE: Rule = Rule {
    code: "TF110",
    name: "number_out_of_range",
    severity: Severity::Error,
};

pub(crate) fn finding(field: &str, wanted: &str, span: Span) -> Diagnostic {
    Diagnostic::new(&RULE, format!("`{field}` must be {wanted}"), span)
}
