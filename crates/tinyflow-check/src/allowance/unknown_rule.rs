//! # What it finds
//! An entry of `metadata.tinyflow.allow` for a rule that does not exist.
//!
//! # Why it matters
//! It takes no warning away.
//!
//! # Example
//! `{ "code": "TF5030", "reason": "the party that answers checks it" }`
//!
//! # How to fix
//! Correct the code; `tinyflow explain` lists them all.

use tinyflow_model::diagnostic::quote;
use tinyflow_model::nearest::nearest;
use tinyflow_model::{Diagnostic, Rule, Severity, Text};

use crate::rules;

/// `unknown_rule`.
pub(crate) static RULE: Rule = Rule {
    code: "TF410",
    name: "unknown_rule",
    severity: Severity::Warning,
};

pub(crate) fn finding(code: &Text) -> Diagnostic {
    let message = format!("there is no rule {}", quote(&code.value));
    let rules = rules();
    let known = rules.iter().flat_map(|rule| [rule.code, rule.name]);
    Diagnostic::new(&RULE, message, code.span)
        .help("`tinyflow explain` lists all rules")
        .did_you_mean(nearest(&code.value, known))
}
