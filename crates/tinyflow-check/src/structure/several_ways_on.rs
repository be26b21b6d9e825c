//! # What it finds
//! A step with several connections that have no condition.
//!
//! # Why it matters
//! On a decision only one of them can be the default. On another step they start
//! parallel branches, which are not supported yet.
//!
//! # Example
//! Two connections without `condition` from one decision
//!
//! # How to fix
//! Give all but one a condition.

use tinyflow_model::diagnostic::quote;
use tinyflow_model::{Diagnostic, Flow, Rule, Severity, StepKind};

use super::Graph;

/// `several_ways_on`.
pub(crate) static RULE: Rule = Rule {
    code: "TF307",
    name: "several_ways_on",
    severity: Severity::Error,
};

pub(crate) fn check(graph: &Graph<'_>, flow: &Flow, findings: &mut Vec<Diagnostic>) {
    for (index, step) in flow.steps.iter().enumerate() {
        let edges = graph.outgoing(index).iter();
        let connections = edges.map(|edge| &flow.connections[edge.connection]);
        let mut unconditional = connections.filter(|connection| connection.condition.is_none());
        let (Some(first), Some(second)) = (unconditional.next(), unconditional.next()) else {
            continue;
        };
        let id = quote(&step.id.value);
        let (message, help) = match step.kind {
            StepKind::Decision => (
                format!("decision {id} has several connections without a condition"),
                "only one can be the default; give the others a condition",
            ),
            _ => (
                format!("several connections without a condition leave step {id}"),
                "parallel branches are not supported yet",
            ),
        };
        let finding = Diagnostic::new(&RULE, message, second.source_step_id.span);
        findings.push(
            finding
                .related(first.source_step_id.span, "the first one")
                .help(help),
        );
    }
}
