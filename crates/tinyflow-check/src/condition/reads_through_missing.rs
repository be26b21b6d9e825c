//! # What it finds
//! A condition that reads a property of a value that may be missing.
//!
//! # Why it matters
//! JavaScript throws there; the run fails with an error that names the value.
//!
//! # Example
//! `state.customer.tier === 'gold'` where `customer` is optional
//!
//! # How to fix
//! Read it with `?.`, or test first that it is there.

use tinyflow_model::diagnostic::quote;
use tinyflow_model::{Diagnostic, Rule, Severity, Span};

/// `reads_through_missing`.
pub(crate) static RULE: Rule = Rule {
    code: "TF606",
    name: "reads_through_missing",
    severity: Severity::Warning,
};

/// `path` is the value that may be missing.
pub(crate) fn finding(path: &str, span: Span) -> Diagnostic {
    let message = format!(
        "{} may be missing, and then the run fails here",
        quote(path)
    );
    Diagnostic::new(&RULE, message, span).help(format!("write `{path}?.`"))
}
