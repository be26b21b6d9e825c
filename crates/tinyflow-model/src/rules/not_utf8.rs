//! # What it finds
//! The bytes of the file are not UTF-8.
//!
//! # Why it matters
//! JSON is UTF-8; read as anything else, names would change without a word.
//!
//! # Example
//! A file that an editor saved as Latin-1 or UTF-16.
//!
//! # How to fix
//! Save the file as UTF-8.

use crate::{Diagnostic, Rule, Severity, Span};

/// `not_utf8`.
pub static RULE: Rule = Rule {
    code: "TF002",
    name: "not_utf8",
    severity: Severity::Error,
};

pub(crate) fn finding(span: Span) -> Diagnostic {
    Diagnostic::new(&RULE, "the file is not UTF-8", span)
        .label("the first byte that does not fit stands here")
        .help("save the file as UTF-8")
}
