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

/// `connection_into_begin`.
pub(crate) static RULE: Rule = Rule {
    code: "TF304",
    name: "connection_into_begin",
    severity: Severity::Error,
};

pub(crate) fn check(graph: &Graph<'_>, flow: &Flow, findings: &mut Vec<Diagnostic>) {
    for connection in &flow.connections {
        let target = &connection.target_step_id;
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
