//! # What it finds
//! A connection that leaves the `end` step.
//!
//! # Why it matters
//! The run is over there.
//!
//! # Example
//! `"sourceStepId": "end"`
//!
//! # How to fix
//! Let the connection start at the step before `end`.

use tinyflow_model::diagnostic::quote;
use tinyflow_model::{Diagnostic, Flow, Rule, Severity, StepKind};

use super::Graph;

/// `connection_out_of_end`.
pub(crate) static RULE: Rule = Rule {
    code: "TF305",
    name: "connection_out_of_end",
    severity: Severity::Error,
};

pub(crate) fn check(graph: &Graph<'_>, flow: &Flow, findings: &mut Vec<Diagnostic>) {
    for connection in &flow.connections {
        let source = &connection.source_step_id;
        let Some(step) = graph.step(&source.value) else {
            continue;
        };
        if matches!(flow.steps[step].kind, StepKind::End) {
            let end = quote(&source.value);
            let message = format!("no connection may leave the `end` step {end}");
            findings.push(Diagnostic::new(&RULE, message, source.span));
        }
    }
}
