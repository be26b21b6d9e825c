//! # What it finds
//! A timeout, or a pause between two looks at a job, that takes no time at all.
//!
//! # Why it matters
//! What must be done in no time fails each time, and a job that is looked at without a pause
//! keeps the run busy.
//!
//! # Example
//! `"timeout": "0 seconds"`
//!
//! # How to fix
//! Give it some time, or leave the setting out.

use crate::{Diagnostic, Rule, Severity, Span};

/// `no_time`.
pub static RULE: Rule = Rule {
    code: "TF111",
    name: "no_time",
    severity: Severity::Error,
};

pub(crate) fn finding(field: &str, span: Span) -> Diagnostic {
    Diagnostic::new(&RULE, format!("`{field}` takes no time at all"), span)
        .help("write a number and a unit, such as `30 seconds`, or leave it out")
}
