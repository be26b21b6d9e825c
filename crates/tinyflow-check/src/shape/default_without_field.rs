//! # What it finds
//! A default in `eventOutput.value` that no field of the answer takes: the answer is no object, or
//! has several forms, or the property is one of those that only `additionalProperties` describes.
//!
//! # Why it matters
//! An answer that leaves the property out stays without it.
//!
//! # Example
//! `"eventOutput": {"value": {"seats": 1}, "eventOutputSchema": {"type": "object",
//! "additionalProperties": {"type": "integer"}}}`
//!
//! # How to fix
//! Describe the property under `properties`, or take the default out and let the party that
//! answers say it.

use tinyflow_model::diagnostic::quote;
use tinyflow_model::{Diagnostic, Rule, Severity, Span};

/// `default_without_field`.
pub(crate) static RULE: Rule = Rule {
    code: "TF521",
    name: "default_without_field",
    severity: Severity::Warning,
};

/// The whole of the defaults has no fields to go to.
pub(crate) fn of_answer(span: Span) -> Diagnostic {
    let message = "these defaults are for an object with properties, which the answer is not";
    Diagnostic::new(&RULE, message, span).label("left out: no field takes it")
}

/// A property that has no field of its own.
pub(crate) fn of_property(name: &str, span: Span) -> Diagnostic {
    let message = format!("the answer has no field for the default of {}", quote(name));
    Diagnostic::new(&RULE, message, span).label("left out: no field takes it")
}
