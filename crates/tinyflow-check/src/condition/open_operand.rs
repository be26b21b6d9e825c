//! # What it finds
//! A method or an `in` on a value that may be of a kind that does not have it.
//!
//! # Why it matters
//! JavaScript throws there; the run fails with an error that names the value.
//!
//! # Example
//! `state.note.includes('urgent')` where the schema leaves `note` open
//!
//! # How to fix
//! Describe the value in the schema, or test its kind first:
//! `typeof state.note === 'string' && state.note.includes('urgent')`.

use tinyflow_model::diagnostic::quote;
use tinyflow_model::{Diagnostic, Rule, Severity, Span};

/// `open_operand`.
pub(crate) static RULE: Rule = Rule {
    code: "TF607",
    name: "open_operand",
    severity: Severity::Warning,
};

/// `path` is the value, where it has a path.
pub(crate) fn method(path: Option<&str>, method: &str, span: Span) -> Diagnostic {
    let message = format!(
        "{} may have no method `{method}`, and then the run fails here",
        named(path)
    );
    let finding = Diagnostic::new(&RULE, message, span);
    match (path, method) {
        (Some(path), "startsWith" | "endsWith" | "toLowerCase" | "toUpperCase" | "trim") => {
            finding.help(format!("test first that `typeof {path} === 'string'`"))
        }
        _ => finding.help("describe the value in the schema"),
    }
}

pub(crate) fn no_object(path: Option<&str>, span: Span) -> Diagnostic {
    let message = format!(
        "{} may be no object, and then the run fails at the `in`",
        named(path)
    );
    Diagnostic::new(&RULE, message, span).help("describe the value in the schema")
}

fn named(path: Option<&str>) -> String {
    path.map_or_else(|| "this value".to_owned(), quote)
}
