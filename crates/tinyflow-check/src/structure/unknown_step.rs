//! # What it finds
//! A connection from or to a step that does not exist.
//!
//! # Why it matters
//! The run could not go on there.
//!
//! # Example
//! `"targetStepId": "shipp"`
//!
//! # How to fix
//! Correct the id.

use tinyflow_model::diagnostic::quote;
use tinyflow_model::nearest::nearest;
use tinyflow_model::{Diagnostic, Flow, Rule, Severity, Text};

use super::Graph;

/// `unknown_step`.
pub(crate) static RULE: Rule = Rule {
    code: "TF303",
    name: "unknown_step",
    severity: Severity::Error,
};

pub(crate) fn check(graph: &Graph<'_>, flow: &Flow, findings: &mut Vec<Diagnostic>) {
    for connection in &flow.connections {
        for id in [&connection.source_step_id, &connection.target_step_id] {
            if graph.step(&id.value).is_none() {
                findings.push(finding(flow, id));
            }
        }
    }
}

fn finding(flow: &Flow, id: &Text) -> Diagnostic {
    let known = flow.steps.iter().map(|step| step.id.value.as_str());
    let message = format!("there is no step with the id {}", quote(&id.value));
    Diagnostic::new(&RULE, message, id.span).did_you_mean(nearest(&id.value, known))
}
