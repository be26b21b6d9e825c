//! # What it finds
//! Properties, enum values or types that would have the same Rust name.
//!
//! # Why it matters
//! The second one gets a number behind its name, which says nothing to a reader.
//!
//! # Example
//! `{"properties": {"foo-bar": {}, "foo_bar": {}}}`
//!
//! # How to fix
//! Rename one of them, or give the type a `title`.

use tinyflow_model::diagnostic::quote;
use tinyflow_model::{Diagnostic, Rule, Severity, Span};

/// `colliding_names`.
pub(crate) static RULE: Rule = Rule {
    code: "TF506",
    name: "colliding_names",
    severity: Severity::Warning,
};

pub(crate) fn properties(property: &str, name: &str, span: Span, first: Span) -> Diagnostic {
    collision(
        &format!("the property {}", quote(property)),
        name,
        span,
        first,
    )
}

pub(crate) fn values(value: &str, name: &str, span: Span, first: Span) -> Diagnostic {
    collision(&format!("the value {}", quote(value)), name, span, first)
}

pub(crate) fn types(wanted: &str, name: &str, span: Span, first: Span) -> Diagnostic {
    collision(&format!("this second type `{wanted}`"), name, span, first)
        .help("a `title` in the schema gives the type a name of its own")
}

fn collision(what: &str, name: &str, span: Span, first: Span) -> Diagnostic {
    let message = format!("{what} is called `{name}` in Rust, since its own name is taken");
    Diagnostic::new(&RULE, message, span).related(first, "taken by this one")
}
