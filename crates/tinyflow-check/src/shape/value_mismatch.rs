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

use tinyflow_model::diagnostic::quote;
use tinyflow_model::{Diagnostic, Rule, Severity, Span};

use super::violation::Violation;

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

/// A step without `params` whose schema requires some; `span` is its id.
pub(crate) fn no_params(step: &str, span: Span) -> Diagnostic {
    let step = quote(step);
    let message = format!("step {step} has no `params`, but its schema requires some");
    Diagnostic::new(&RULE, message, span)
}
