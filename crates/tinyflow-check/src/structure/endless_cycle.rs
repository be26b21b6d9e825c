//! # What it finds
//! Decisions that lead back to themselves with no task and no wait in between.
//!
//! # Why it matters
//! Nothing changes the state on the way, so a run that takes the way once takes it
//! for ever.
//!
//! # Example
//! Two decisions whose defaults lead to each other
//!
//! # How to fix
//! Put a task or a wait in the cycle, or lead out of it.

use tinyflow_model::diagnostic::quote;
use tinyflow_model::{Diagnostic, Flow, Rule, Severity, StepKind};

use super::Graph;
use super::cycles::cycles;
use super::ways::{Ways, show};

/// `endless_cycle`.
pub(crate) static RULE: Rule = Rule {
    code: "TF310",
    name: "endless_cycle",
    severity: Severity::Error,
};

pub(super) fn check(graph: &Graph<'_>, runs: &Ways, flow: &Flow, findings: &mut Vec<Diagnostic>) {
    let passes = |step: usize| match &flow.steps[step].kind {
        StepKind::Decision => true,
        StepKind::ResumeAfter(pause) => pause.duration.value.ms() == 0,
        _ => false,
    };
    for cycle in cycles(graph, runs, passes) {
        let id = &flow.steps[cycle.step].id;
        let message = format!(
            "step {} leads back to itself, with no task and no wait on the way",
            quote(&id.value)
        );
        let mut way = runs.to(cycle.step);
        way.extend(&cycle.round);
        let finding = show(
            Diagnostic::new(&RULE, message, id.span),
            flow,
            &way,
            cycle.step,
        );
        findings.push(
            finding.help("nothing on the way changes the state, so a run would go round for ever"),
        );
    }
}
