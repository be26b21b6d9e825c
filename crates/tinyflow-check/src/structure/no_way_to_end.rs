//! # What it finds
//! A step from which no way leads to `end`.
//!
//! # Why it matters
//! A run that gets there would go round for ever.
//!
//! # Example
//! Two tasks that lead to each other only
//!
//! # How to fix
//! Connect one of the steps with the rest of the flow.

use tinyflow_model::diagnostic::quote;
use tinyflow_model::{Diagnostic, Flow, Rule, Severity, StepKind};

use super::Graph;
use super::graph::steps_where;

/// `no_way_to_end`.
pub(crate) static RULE: Rule = Rule {
    code: "TF309",
    name: "no_way_to_end",
    severity: Severity::Error,
};

pub(crate) fn check(graph: &Graph<'_>, flow: &Flow, findings: &mut Vec<Diagnostic>) {
    let is_end = |step: &tinyflow_model::Step| matches!(step.kind, StepKind::End);
    if !flow.steps.iter().any(is_end) {
        return;
    }
    let reached = graph.reachable(steps_where(flow, |kind| matches!(kind, StepKind::Begin)));
    let ends = graph.reaching(steps_where(flow, |kind| matches!(kind, StepKind::End)));
    for (index, step) in flow.steps.iter().enumerate() {
        if reached[index] && !ends[index] {
            let message = format!(
                "no way leads from step {} to the end",
                quote(&step.id.value)
            );
            findings.push(Diagnostic::new(&RULE, message, step.id.span));
        }
    }
}
