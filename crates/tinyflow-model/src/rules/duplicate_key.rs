//! # What it finds
//! A key stands twice in one object.
//!
//! # Why it matters
//! Readers disagree on which of the two counts.
//!
//! # Example
//! `{"id": "tea", "id": "coffee"}`
//!
//! # How to fix
//! Remove one of the two.

use crate::diagnostic::quote;
use crate::{Diagnostic, Rule, Severity, Span};

/// `duplicate_key`.
pub static RULE: Rule = Rule {
    code: "TF005",
    name: "duplicate_key",
    severity: Severity::Error,
};

pub(crate) fn finding(key: &str, span: Span, first: Span) -> Diagnostic {
    let message = format!("the key {} stands twice in this object", quote(key));
    Diagnostic::new(&RULE, message, span)
        .label("the second time")
        .related(first, "the first time")
}
