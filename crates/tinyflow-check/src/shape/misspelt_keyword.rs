//! # What it finds
//! A word in a schema that is no keyword, and looks like one.
//!
//! # Why it matters
//! It says nothing: what was meant is neither typed nor checked.
//!
//! # Example
//! `{"type": "string", "maxLenght": 10}`
//!
//! # How to fix
//! Correct the keyword.

use tinyflow_model::diagnostic::quote;
use tinyflow_model::{Diagnostic, Rule, Severity, Span};

/// `misspelt_keyword`.
pub(crate) static RULE: Rule = Rule {
    code: "TF512",
    name: "misspelt_keyword",
    severity: Severity::Warning,
};

pub(crate) fn finding(word: &str, near: &str, span: Span) -> Diagnostic {
    let message = format!("JSON Schema has no keyword {}", quote(word));
    Diagnostic::new(&RULE, message, span).did_you_mean(Some(near))
}
