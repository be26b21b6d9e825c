//! # What it finds
//! A form of JSON Schema that cannot be turned into Rust types yet.
//!
//! # Why it matters
//! To leave it out without a word would let values pass that the schema forbids,
//! or refuse values that it allows.
//!
//! # Example
//! `{"oneOf": [{"type": "string"}, {"type": "number"}]}`
//!
//! # How to fix
//! Describe the value with `type`, `properties`, `items` and `enum`, or leave it open
//! with `{}`.

use tinyflow_model::diagnostic::quote;
use tinyflow_model::nearest::nearest;
use tinyflow_model::{Diagnostic, Rule, Severity, Span};

/// `unsupported_schema`.
pub(crate) static RULE: Rule = Rule {
    code: "TF502",
    name: "unsupported_schema",
    severity: Severity::Error,
};

pub(crate) fn keyword(keyword: &str, span: Span) -> Diagnostic {
    let message = format!("the keyword `{keyword}` is not supported yet");
    Diagnostic::new(&RULE, message, span)
}

/// `form` names what was met: "a list of types".
pub(crate) fn form(form: &str, span: Span) -> Diagnostic {
    Diagnostic::new(&RULE, format!("{form} is not supported yet"), span)
}

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
