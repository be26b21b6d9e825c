//! # What it finds
//! A property that is described only beside the forms of a `oneOf` or `anyOf`, by an `if` or
//! another list of forms.
//!
//! # Why it matters
//! The Rust type is an enum of the forms, and none of them has a field for the property. It is
//! checked and kept, but tasks and conditions do not see it.
//!
//! # Example
//! `{"oneOf": [{"properties": {"card": …}}, {"properties": {"iban": …}}], "if": …, "then":
//! {"properties": {"limit": {"type": "number"}}}}`
//!
//! # How to fix
//! Describe the property in the forms that have it.

use tinyflow_model::diagnostic::quote;
use tinyflow_model::{Diagnostic, Rule, Severity, Span};

/// `property_without_field`.
pub(crate) static RULE: Rule = Rule {
    code: "TF520",
    name: "property_without_field",
    severity: Severity::Warning,
};

pub(crate) fn finding(name: &str, span: Span) -> Diagnostic {
    let message = format!(
        "the property {} is described beside the forms that the value may have",
        quote(name)
    );
    Diagnostic::new(&RULE, message, span).label("kept, but no form has a field for it")
}
