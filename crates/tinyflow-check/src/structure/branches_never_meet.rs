//! # What it finds
//! Parallel branches that never meet, in a flow without an `end`.
//!
//! # Why it matters
//! A run that has several places at once needs a step at which it has one again.
//!
//! # Example
//! Two branches that each go round for ever
//!
//! # How to fix
//! Lead all branches to one step, and go on from there; or make each of them a flow of its own.

use tinyflow_model::diagnostic::quote;
use tinyflow_model::{Diagnostic, Flow, Rule, Severity};

use super::fork::Fork;

/// `branches_never_meet`.
pub(crate) static RULE: Rule = Rule {
    code: "TF323",
    name: "branches_never_meet",
    severity: Severity::Error,
};

pub(super) fn finding(fork: &Fork, flow: &Flow) -> Diagnostic {
    let forked = &flow.steps[fork.step].id;
    let message = format!("the branches of step {} never meet", quote(&forked.value));
    let mut finding = Diagnostic::new(&RULE, message, forked.span);
    for connection in fork.connections() {
        let target = flow.connections[connection].target_step_id.span;
        finding = finding.related(target, "a branch");
    }
    finding.help("lead all of them to one step")
}
