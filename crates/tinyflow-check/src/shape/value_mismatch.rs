//! # What it finds
//! A value of `globalState` or `params` that does not fit its schema.
//!
//! # Why it matters
//! The generated type could not hold it.
//!
//! # Example
//! `"globalState": {"count": "10"}` where the schema says `"type": "integer"`
//!
//! # How to fix
//! Correct the value or the schema.

use tinyflow_model::{Diagnostic, Rule, Severity};

use super::fit::Violation;

/// `value_mismatch`.
pub(crate) static RULE: Rule = Rule {
    code: "TF504",
    name: "value_mismatch",
    severity: Severity::Error,
};

/// `field` is the field of the flow or step that holds the value.
pub(crate) fn finding(field: &str, violation: &Violation) -> Diagnostic {
    let message = format!("`{field}` does not fit its schema: {}", violation.message);
    Diagnostic::new(&RULE, message, violation.span).did_you_mean(violation.meant.as_deref())
}
