//! # What it finds
//! A comparison of two values that can never be equal.
//!
//! # Why it matters
//! The connection would never be taken, or always.
//!
//! # Example
//! `state.plan === 'fre'` where the schema's enum has `free`
//!
//! # How to fix
//! Compare with a value that the property can have.

use tinyflow_model::diagnostic::quote;
use tinyflow_model::{Diagnostic, Rule, Severity, Span};

use crate::shape::fit::listed;

/// `never_equal`.
pub(crate) static RULE: Rule = Rule {
    code: "TF604",
    name: "never_equal",
    severity: Severity::Error,
};

pub(crate) fn finding(place: &str, other: &str, span: Span) -> Diagnostic {
    let message = format!("{place} never equals {other}");
    let finding = Diagnostic::new(&RULE, message, span);
    match other {
        "`null`" => finding.help("`=== undefined` and `== null` ask whether it is missing"),
        _ => finding,
    }
}

/// One of the values is written as an array.
pub(crate) fn new_array(span: Span) -> Diagnostic {
    let message = "an array that a condition writes is a new one, which nothing equals";
    Diagnostic::new(&RULE, message, span)
        .help("compare the length, as in `a.length === 0`, or the elements, as in `a[0] === 'x'`")
}

/// `name` is what a `typeof` is compared with.
pub(crate) fn no_type(name: &str, known: &[&str], near: Option<&str>, span: Span) -> Diagnostic {
    let message = format!("no value has the type {}", quote(name));
    Diagnostic::new(&RULE, message, span)
        .help(format!("the types are {}", listed(known.iter().copied())))
        .did_you_mean(near)
}

pub(crate) fn not_in_enum<'a>(
    text: &str,
    known: impl Iterator<Item = &'a str>,
    near: Option<&str>,
    span: Span,
) -> Diagnostic {
    let message = format!("the enum has no value {}", quote(text));
    Diagnostic::new(&RULE, message, span)
        .help(format!("its values are {}", listed(known)))
        .did_you_mean(near)
}
