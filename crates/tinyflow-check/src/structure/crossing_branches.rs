//! # What it finds
//! A step in two parallel branches of one fork, before the step where all branches meet.
//!
//! # Why it matters
//! Each of the branches would come to the step, so that it would be done twice. It cannot join them
//! either: where a branch may get past it, it would wait for that branch for ever.
//!
//! # Example
//! Three branches, of which two meet at a step before they come to where the third one is
//!
//! # How to fix
//! Let all branches meet at one step, or give each of them a step of its own.

use tinyflow_model::diagnostic::quote;
use tinyflow_model::{Diagnostic, Flow, Rule, Severity};

use super::branches::Crossing;
use super::fork::Fork;

/// `crossing_branches`.
pub(crate) static RULE: Rule = Rule {
    code: "TF321",
    name: "crossing_branches",
    severity: Severity::Error,
};

pub(super) fn finding(fork: &Fork, crossing: &Crossing, flow: &Flow) -> Diagnostic {
    let step = &flow.steps[crossing.step].id;
    let id = quote(&step.value);
    let forked = quote(&flow.steps[fork.step].id.value);
    let message = format!("two branches of step {forked} come to step {id}");
    let mut finding = Diagnostic::new(&RULE, message, step.span);
    let connections: Vec<usize> = fork.connections().collect();
    for (branch, what) in crossing.branches.iter().zip(["one branch", "another one"]) {
        if let Some(connection) = connections.get(*branch) {
            let target = flow.connections[*connection].target_step_id.span;
            finding = finding.related(target, what);
        }
    }
    if let Some(join) = &flow.steps[crossing.step].settings.join {
        finding = finding.related(join.span, "not all of the branches come here to be joined");
    }
    finding.help(match fork.meet {
        Some(meet) => format!(
            "all branches meet at step {}; lead them there apart, or all of them to {id} first",
            quote(&flow.steps[meet].id.value)
        ),
        None => format!("lead all branches of step {forked} to {id}"),
    })
}
