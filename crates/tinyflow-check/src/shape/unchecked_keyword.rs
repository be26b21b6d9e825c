//! # What it finds
//! A keyword that narrows the values of a type, such as `maximum` or `pattern`.
//!
//! # Why it matters
//! Neither the Rust type nor the running workflow checks it: a task can store a
//! value that the schema forbids.
//!
//! # Example
//! `{"type": "integer", "maximum": 10}`
//!
//! # How to fix
//! Check the value in the task that sets it.

use tinyflow_model::{Diagnostic, Rule, Severity, Span};

/// `unchecked_keyword`.
pub(crate) static RULE: Rule = Rule {
    code: "TF503",
    name: "unchecked_keyword",
    severity: Severity::Warning,
};

pub(crate) fn finding(keyword: &str, span: Span) -> Diagnostic {
    let message = format!("the keyword `{keyword}` is not checked when the workflow runs");
    Diagnostic::new(&RULE, message, span)
}
