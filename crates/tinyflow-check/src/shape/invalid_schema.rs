//! # What it finds
//! A schema that is not a JSON Schema: a keyword with a value of the wrong type,
//! a type that does not exist, an empty or repeating `enum`.
//!
//! # Why it matters
//! No type can be made of it.
//!
//! # Example
//! `{"type": "strng"}`
//!
//! # How to fix
//! Correct the keyword.

use tinyflow_model::diagnostic::quote;
use tinyflow_model::{Diagnostic, Rule, Severity, Span};

/// `invalid_schema`.
pub(crate) static RULE: Rule = Rule {
    code: "TF501",
    name: "invalid_schema",
    severity: Severity::Error,
};

pub(crate) fn not_a_schema(kind: &str, span: Span) -> Diagnostic {
    let message = format!("a JSON Schema is an object or a boolean, not {kind}");
    Diagnostic::new(&RULE, message, span)
}

pub(crate) fn not_an_object(found: &str, span: Span) -> Diagnostic {
    let message = format!("this schema must describe an object, not {found}");
    Diagnostic::new(&RULE, message, span)
}

pub(crate) fn keyword(keyword: &str, wanted: &str, found: &str, span: Span) -> Diagnostic {
    let message = format!("the keyword `{keyword}` must be {wanted}, not {found}");
    Diagnostic::new(&RULE, message, span)
}

pub(crate) fn unknown_type(name: &str, near: Option<&str>, span: Span) -> Diagnostic {
    let message = format!("JSON Schema has no type {}", quote(name));
    Diagnostic::new(&RULE, message, span).did_you_mean(near)
}

/// `span` is the type that none of the listed values has.
pub(crate) fn no_value_of_type(span: Span) -> Diagnostic {
    let message = "none of the values that the schema lists is of this type";
    Diagnostic::new(&RULE, message, span)
}

pub(crate) fn empty_enum(span: Span) -> Diagnostic {
    Diagnostic::new(&RULE, "an `enum` without values fits nothing", span)
}

pub(crate) fn repeated_value(value: &str, span: Span, first: Span) -> Diagnostic {
    let message = format!("the value {} stands twice in this `enum`", quote(value));
    Diagnostic::new(&RULE, message, span).related(first, "the first time")
}

pub(crate) fn fault(message: &str, span: Span) -> Diagnostic {
    Diagnostic::new(&RULE, message, span)
}
