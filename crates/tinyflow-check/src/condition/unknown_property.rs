//! # What it finds
//! A condition that reads a property which the shape of the state does not have.
//!
//! # Why it matters
//! In JavaScript it would be `undefined` without a word; most often it is misspelt.
//!
//! # Example
//! `state.profileComplete` where the schema says `profileIsComplete`
//!
//! # How to fix
//! Correct the name, or add the property to `globalStateSchema`.

use tinyflow_model::diagnostic::quote;
use tinyflow_model::{Diagnostic, Rule, Severity, Span};

use crate::shape::fit::listed;

/// `unknown_property`.
pub(crate) static RULE: Rule = Rule {
    code: "TF603",
    name: "unknown_property",
    severity: Severity::Error,
};

/// `owner` is the way to the object without the property; none for the state.
pub(crate) fn finding<'a>(
    property: &str,
    owner: Option<&str>,
    known: impl Iterator<Item = &'a str>,
    near: Option<&str>,
    span: Span,
) -> Diagnostic {
    let owner = owner.map_or_else(|| "the state".to_owned(), quote);
    let message = format!("{owner} has no property {}", quote(property));
    let finding = Diagnostic::new(&RULE, message, span);
    let known = listed(known);
    if near.is_none() && !known.is_empty() {
        return finding.help(format!("it has {known}"));
    }
    finding.did_you_mean(near)
}

/// `found` is what the property is read from, `near` what it may have been meant to be.
pub(crate) fn without_properties(
    property: &str,
    found: &str,
    near: Option<&str>,
    span: Span,
) -> Diagnostic {
    let message = format!("{found} has no property {}", quote(property));
    Diagnostic::new(&RULE, message, span).did_you_mean(near)
}
