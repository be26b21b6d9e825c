//! # What it finds
//! A condition that is not an expression of the language of conditions.
//!
//! # Why it matters
//! It cannot be translated.
//!
//! # Example
//! `state.count >` or `state.done = true`
//!
//! # How to fix
//! Complete the expression, or use the form that the help names.

use tinyflow_expression::ParseError;
use tinyflow_model::{Diagnostic, Rule, Severity, Span};

/// `condition_syntax`.
pub(crate) static RULE: Rule = Rule {
    code: "TF601",
    name: "condition_syntax",
    severity: Severity::Error,
};

pub(crate) fn finding(error: &ParseError, span: Span) -> Diagnostic {
    let finding = Diagnostic::new(&RULE, error.to_string(), span);
    match error.help() {
        Some(help) => finding.help(help),
        None => finding,
    }
}
