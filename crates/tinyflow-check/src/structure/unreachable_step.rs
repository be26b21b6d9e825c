//! # What it finds
//! A step that no run can reach.
//!
//! # Why it matters
//! It is either left over, or a connection to it is missing.
//!
//! # Example
//! A task that no connection leads to
//!
//! # How to fix
//! Connect the step, or remove it.

use tinyflow_model::diagnostic::quote;
use tinyflow_model::{Diagnostic, Flow, Rule, Severity, StepKind};

use super::Graph;
use super::graph::steps_where;

/// `unreachable_step`.
pub(crate) static RULE: Rule = Rule {
    code: "TF308",
    name: "unreachable_step",
    severity: Severity::Warning,
};

pub(crate) fn check(graph: &Graph<'_>, flow: &Flow, findings: &mut Vec<Diagnostic>) {
    let reached = graph.reachable(steps_where(flow, |kind| matches!(kind, StepKind::Begin)));
    for (index, step) in flow.steps.iter().enumerate() {
        if !reached[index] {
            let message = format!("no run reaches step {}", quote(&step.id.value));
            findings.push(Diagnostic::new(&RULE, message, step.id.span));
        }
    }
}
