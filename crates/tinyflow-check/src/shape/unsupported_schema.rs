//! # What it finds
//! A required property that `properties` does not describe, though one of nearly the same name
//! is there.
//!
//! # Why it matters
//! No Rust type says what the property is; most likely its name is misspelt.
//!
//! # Example
//! `{"properties": {"amount": {"type": "number"}}, "required": ["amuont"]}`
//!
//! # How to fix
//! Correct the name, or describe the property.

use tinyflow_model::diagnostic::quote;
use tinyflow_model::nearest::nearest;
use tinyflow_model::{Diagnostic, Rule, Severity, Span};

/// `unsupported_schema`.
pub(crate) static RULE: Rule = Rule {
    code: "TF502",
    name: "unsupported_schema",
    severity: Severity::Error,
};

pub(crate) fn required_unknown<'a>(
    name: &str,
    known: impl IntoIterator<Item = &'a str>,
    span: Span,
) -> Diagnostic {
    let message = format!(
        "{} is required, but `properties` does not describe it",
        quote(name)
    );
    Diagnostic::new(&RULE, message, span).did_you_mean(nearest(name, known))
}
