//! # What it finds
//! Several connections without a condition where a run can only take one: on a decision, or
//! beside connections that have one.
//!
//! # Why it matters
//! Only one of them can be what is done where no condition holds. Without conditions, and on
//! another step than a decision, they would start parallel branches.
//!
//! # Example
//! Two connections without `condition` from one decision
//!
//! # How to fix
//! Give all but one a condition. To start parallel branches where no condition holds, lead one
//! connection to a step of its own, and the branches from there.

use tinyflow_model::diagnostic::quote;
use tinyflow_model::{Connection, Diagnostic, Flow, Rule, Severity, StepKind};

use super::Graph;

/// `several_ways_on`.
pub(crate) static RULE: Rule = Rule {
    code: "TF307",
    name: "several_ways_on",
    severity: Severity::Error,
};

pub(crate) fn check(graph: &Graph<'_>, flow: &Flow, findings: &mut Vec<Diagnostic>) {
    for (index, step) in flow.steps.iter().enumerate() {
        let connections = || graph.connections(flow, index).map(|(found, _)| found);
        let has_condition = |connection: &&Connection| connection.is_conditional();
        let is_decision = matches!(step.kind, StepKind::Decision);
        let mut unconditional = connections().filter(|found| !has_condition(found));
        let (Some(first), Some(second)) = (unconditional.next(), unconditional.next()) else {
            continue;
        };
        let conditional = connections().find(has_condition);
        if !is_decision && conditional.is_none() {
            continue;
        }
        let id = quote(&step.id.value);
        let (message, help) = if is_decision {
            (
                format!("decision {id} has several connections without a condition"),
                "only one can be the default; give the others a condition",
            )
        } else {
            (
                format!("step {id} has several connections without a condition beside one with"),
                "give all but one a condition, or let the parallel branches start at a step of \
                 their own",
            )
        };
        let mut finding = Diagnostic::new(&RULE, message, second.source_step_id.span)
            .related(first.source_step_id.span, "the first one");
        let condition = conditional.and_then(|found| found.condition.as_ref());
        if let Some(condition) = condition.filter(|_| !is_decision) {
            finding = finding.related(condition.span, "the condition");
        }
        findings.push(finding.help(help));
    }
}
