//! # What it finds
//! A connection that leads to the `begin` step.
//!
//! # Why it matters
//! A run starts there once; nothing leads back.
//!
//! # Example
//! `"targetStepId": "begin"`
//!
//! # How to fix
//! Lead to the step behind `begin`.

use tinyflow_model::diagnostic::quote;
use tinyflow_model::{Diagnostic, Flow, Rule, Severity, StepKind};

use super::Graph;
use super::graph::on_timeout;

/// `connection_into_begin`.
pub(crate) static RULE: Rule = Rule {
    code: "TF304",
    name: "connection_into_begin",
    severity: Severity::Error,
};

pub(crate) fn check(graph: &Graph<'_>, flow: &Flow, findings: &mut Vec<Diagnostic>) {
    let connections = flow.connections.iter();
    let targets = connections.map(|connection| &connection.target_step_id);
    for target in targets.chain(flow.steps.iter().filter_map(on_timeout)) {
        let Some(step) = graph.step(&target.value) else {
            continue;
        };
        if matches!(flow.steps[step].kind, StepKind::Begin) {
            let begin = quote(&target.value);
            let message = format!("no connection may lead to the `begin` step {begin}");
            findings.push(Diagnostic::new(&RULE, message, target.span));
        }
    }
}
