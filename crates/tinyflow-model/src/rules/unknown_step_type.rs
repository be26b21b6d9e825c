//! # What it finds
//! The `type` of a step is none that FlowJSON has.
//!
//! # Why it matters
//! Nobody knows what the step does.
//!
//! # Example
//! `"type": "descision"`
//!
//! # How to fix
//! Use `begin`, `end`, `task`, `decision`, `resumeAfter` or `waitForEvent`.

use crate::diagnostic::{Fix, quote};
use crate::nearest::{nearest, nearest_alone};
use crate::{Diagnostic, Rule, Severity, StepKind, Text};

/// `unknown_step_type`.
pub static RULE: Rule = Rule {
    code: "TF104",
    name: "unknown_step_type",
    severity: Severity::Error,
};

pub(crate) fn finding(found: &Text) -> Diagnostic {
    let known = StepKind::TYPES;
    let message = format!("there is no step type {}", quote(&found.value));
    let mut finding = Diagnostic::new(&RULE, message, found.span)
        .help(format!("the step types are {}", known.join(", ")))
        .did_you_mean(nearest(&found.value, known));
    finding.fix =
        nearest_alone(&found.value, known).map(|near| Fix::replace_string(found.span, near));
    finding
}
