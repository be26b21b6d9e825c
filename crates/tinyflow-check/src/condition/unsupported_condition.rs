//! # What it finds
//! A condition that JavaScript has, but that cannot be translated.
//!
//! # Why it matters
//! A guess at what it means would decide wrongly in silence.
//!
//! # Example
//! `state.owner === state.buyer` where both are objects: JavaScript would ask
//! whether they are one and the same object
//!
//! # How to fix
//! Compare properties: `state.owner.id === state.buyer.id`.

use tinyflow_model::{Diagnostic, Rule, Severity, Span};

/// `unsupported_condition`.
pub(crate) static RULE: Rule = Rule {
    code: "TF602",
    name: "unsupported_condition",
    severity: Severity::Error,
};

/// Two objects are compared.
pub(crate) fn identity(span: Span) -> Diagnostic {
    let message = "JavaScript compares objects and arrays by identity, not by what they hold";
    Diagnostic::new(&RULE, message, span).help("compare their properties")
}

/// `found` is what stands to the right of an `in`.
pub(crate) fn in_no_object(found: &str, span: Span) -> Diagnostic {
    let message = format!("`in` asks for a property of an object, not of {found}");
    Diagnostic::new(&RULE, message, span)
        .help("for a part of a string, or an element of an array, write `.includes`")
}

pub(crate) fn too_long(length: usize, most: usize, span: Span) -> Diagnostic {
    let message = format!("a condition of {length} characters cannot be translated");
    Diagnostic::new(&RULE, message, span).help(format!(
        "at most {most} characters; let a task decide instead"
    ))
}
