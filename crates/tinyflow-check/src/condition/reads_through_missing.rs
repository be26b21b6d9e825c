//! # What it finds
//! A condition that reads a property of a value that may be missing.
//!
//! # Why it matters
//! JavaScript throws there; the run fails with an error that names the value.
//!
//! # Example
//! `state.customer.tier === 'gold'` where `customer` is optional
//!
//! # How to fix
//! Read it with `?.`, or test first that it is there.

use tinyflow_model::diagnostic::quote;
use tinyflow_model::{Diagnostic, Rule, Severity, Span};

/// `reads_through_missing`.
pub(crate) static RULE: Rule = Rule {
    code: "TF606",
    name: "reads_through_missing",
    severity: Severity::Warning,
};

/// `path` is the value that may be missing, where it has a path.
pub(crate) fn finding(path: Option<&str>, span: Span) -> Diagnostic {
    let name = path.map_or_else(|| "this value".to_owned(), quote);
    let message = format!("{name} may be missing, and then the run fails here");
    let path = path.unwrap_or_default();
    Diagnostic::new(&RULE, message, span).help(format!("write `{path}?.`"))
}

/// The same for an operator or a function that takes no `?.`: `in` or `Object.keys`.
pub(crate) fn asked(path: Option<&str>, asks: &str, span: Span) -> Diagnostic {
    let name = path.map_or_else(|| "this value".to_owned(), quote);
    let message = format!("{name} may be missing, and then the run fails at `{asks}`");
    let finding = Diagnostic::new(&RULE, message, span);
    match path {
        Some(path) => finding.help(format!("test first that it is there: `{path} && …`")),
        None => finding.help("test first that it is there"),
    }
}
