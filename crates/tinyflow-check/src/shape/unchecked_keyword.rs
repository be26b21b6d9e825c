//! # What it finds
//! A keyword that neither the Rust type nor the running workflow can check: a format that is
//! not known, or a pattern that looks ahead or names a class of Unicode.
//!
//! # Why it matters
//! A task can store a value that the schema forbids, and nobody will notice.
//!
//! # Example
//! `{"type": "string", "format": "iban"}`
//!
//! # How to fix
//! Check the value in the task that sets it, or say it with a `pattern` that can be checked.

use tinyflow_model::{Diagnostic, Rule, Severity, Span};

/// `unchecked_keyword`.
pub(crate) static RULE: Rule = Rule {
    code: "TF503",
    name: "unchecked_keyword",
    severity: Severity::Warning,
};

/// `message` says what is not checked, and why.
pub(crate) fn finding(message: &str, span: Span) -> Diagnostic {
    Diagnostic::new(&RULE, message, span)
}
