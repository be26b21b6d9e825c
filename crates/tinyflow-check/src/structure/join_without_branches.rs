//! # What it finds
//! A step that says how branches are joined, and at which none meet.
//!
//! # Why it matters
//! It has no effect. The branches meet at another step, or there are none.
//!
//! # Example
//! `"join": "any"` on the step behind the one where the branches meet
//!
//! # How to fix
//! Move the setting to the step where the branches meet, or remove it.

use std::collections::HashSet;

use tinyflow_model::diagnostic::quote;
use tinyflow_model::{Diagnostic, Flow, Rule, Severity};

use super::fork::Fork;

/// `join_without_branches`.
pub(crate) static RULE: Rule = Rule {
    code: "TF324",
    name: "join_without_branches",
    severity: Severity::Warning,
};

pub(super) fn check(forks: &[Fork], flow: &Flow, findings: &mut Vec<Diagnostic>) {
    let meets: HashSet<usize> = forks.iter().filter_map(|fork| fork.meet).collect();
    for (index, step) in flow.steps.iter().enumerate() {
        let Some(join) = &step.settings.join else {
            continue;
        };
        if !meets.contains(&index) {
            let message = format!("no branches meet at step {}", quote(&step.id.value));
            findings.push(Diagnostic::new(&RULE, message, join.span));
        }
    }
}
