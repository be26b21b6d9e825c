//! # What it finds
//! A step waits for an event.
//!
//! # Why it matters
//! This version of tinyflow generates no code for it yet.
//!
//! # Example
//! `"type": "waitForEvent"`
//!
//! # How to fix
//! Leave the step out until a version that knows it.

use crate::{Diagnostic, Rule, Severity, Text};

/// `unsupported_step`.
pub static RULE: Rule = Rule {
    code: "TF105",
    name: "unsupported_step",
    severity: Severity::Error,
};

pub(crate) fn finding(kind: &Text) -> Diagnostic {
    let message = format!("steps of type `{}` are not supported yet", kind.value);
    Diagnostic::new(&RULE, message, kind.span)
}
