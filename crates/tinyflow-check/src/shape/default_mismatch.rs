//! # What it finds
//! A `default` that does not fit the schema that it stands in.
//!
//! # Why it matters
//! The generated type could not hold it.
//!
//! # Example
//! `{"type": "integer", "default": "ten"}`
//!
//! # How to fix
//! Correct the default or the type.

use tinyflow_model::{Diagnostic, Rule, Severity};

use super::violation::Violation;

/// `default_mismatch`.
pub(crate) static RULE: Rule = Rule {
    code: "TF505",
    name: "default_mismatch",
    severity: Severity::Error,
};

pub(crate) fn finding(violation: &Violation) -> Diagnostic {
    let message = format!("`default` does not fit its schema: {}", violation.message);
    Diagnostic::new(&RULE, message, violation.span).did_you_mean(violation.meant.as_deref())
}
