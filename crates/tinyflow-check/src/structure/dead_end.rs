//! # What it finds
//! A step other than `end` that no connection leaves.
//!
//! # Why it matters
//! A run that gets there could not go on, and would not be over.
//!
//! # Example
//! A task without outgoing connection
//!
//! # How to fix
//! Connect the step to the next one, or to `end`.

use std::collections::HashSet;

use tinyflow_model::diagnostic::quote;
use tinyflow_model::{Diagnostic, Flow, Rule, Severity, StepKind};

use super::Graph;

/// `dead_end`.
pub(crate) static RULE: Rule = Rule {
    code: "TF306",
    name: "dead_end",
    severity: Severity::Error,
};

pub(crate) fn check(graph: &Graph<'_>, flow: &Flow, findings: &mut Vec<Diagnostic>) {
    // A connection to a step that does not exist has been reported as that.
    let sources = flow
        .connections
        .iter()
        .map(|connection| &connection.source_step_id.value);
    let sources: HashSet<&String> = sources.collect();
    for (index, step) in flow.steps.iter().enumerate() {
        let may_stop = matches!(step.kind, StepKind::End | StepKind::Unreadable);
        if may_stop || !graph.outgoing(index).is_empty() || sources.contains(&step.id.value) {
            continue;
        }
        let message = format!("no connection leaves step {}", quote(&step.id.value));
        let finding = Diagnostic::new(&RULE, message, step.id.span);
        findings.push(finding.help("connect it to the step that follows, or to the `end` step"));
    }
}
