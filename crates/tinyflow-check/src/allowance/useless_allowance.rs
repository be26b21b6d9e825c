//! # What it finds
//! An entry of `metadata.tinyflow.allow` that takes no warning away.
//!
//! # Why it matters
//! It would hide the next fault of its kind, which nobody has looked at.
//!
//! # Example
//! `{ "code": "TF308", "reason": "kept for later" }` where every step is reached
//!
//! # How to fix
//! Remove the entry. Errors cannot be allowed.

use tinyflow_model::{Diagnostic, Rule, Severity, Span};

/// `useless_allowance`.
pub(crate) static RULE: Rule = Rule {
    code: "TF411",
    name: "useless_allowance",
    severity: Severity::Warning,
};

pub(crate) fn finding(allowed: &Rule, span: Span) -> Diagnostic {
    let message = format!("no warning of {} is left to be allowed", shown(allowed));
    Diagnostic::new(&RULE, message, span).help("remove the entry")
}

pub(crate) fn of_error(allowed: &Rule, span: Span) -> Diagnostic {
    let message = format!("{} finds errors, which cannot be allowed", shown(allowed));
    Diagnostic::new(&RULE, message, span)
        .help("no code can be generated from a flow with errors; mend them, and remove the entry")
}

fn shown(rule: &Rule) -> String {
    format!("{} (`{}`)", rule.code, rule.name)
}
