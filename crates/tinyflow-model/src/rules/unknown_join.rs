//! # What it finds
//! A way for branches to meet that there is none of.
//!
//! # Why it matters
//! Nobody knows which of the branches are to be waited for.
//!
//! # Example
//! `"tinyflow": { "join": "first" }`
//!
//! # How to fix
//! Write `all`, to go on once all branches have arrived, or `any`, to go on with the first.

use crate::diagnostic::quote;
use crate::{Diagnostic, Rule, Severity, Text};

/// `unknown_join`.
pub static RULE: Rule = Rule {
    code: "TF112",
    name: "unknown_join",
    severity: Severity::Error,
};

pub(crate) fn finding(found: &Text) -> Diagnostic {
    let message = format!("branches cannot be joined by {}", quote(&found.value));
    Diagnostic::new(&RULE, message, found.span)
        .help("write `all`, to wait for every branch, or `any`, to go on with the first")
}
