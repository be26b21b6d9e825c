//! # What it finds
//! A flow without an `end` step in which not every cycle waits, or one with several `end` steps.
//!
//! # Why it matters
//! A run ends at the one `end`. Without one it goes on for ever, which only makes sense where
//! it waits again and again.
//!
//! # Example
//! A flow whose last task leads back to the first
//!
//! # How to fix
//! Add an `end` step and lead every branch to it, or put a wait into the cycle.

use tinyflow_model::diagnostic::quote;
use tinyflow_model::{Diagnostic, Flow, Rule, Severity, Span, Step, StepKind};

use super::Graph;
use super::cycles::cycles;
use super::ways::{Ways, show};

/// `end_count`.
pub(crate) static RULE: Rule = Rule {
    code: "TF302",
    name: "end_count",
    severity: Severity::Error,
};

pub(super) fn check(graph: &Graph<'_>, runs: &Ways, flow: &Flow, findings: &mut Vec<Diagnostic>) {
    let is_end = |step: &&Step| matches!(step.kind, StepKind::End);
    let mut ends = flow.steps.iter().filter(is_end);
    let Some(first) = ends.next() else {
        // A step that could not be read may be the missing one, or may wait.
        let unreadable = |step: &Step| matches!(step.kind, StepKind::Unreadable);
        if !flow.steps.iter().any(unreadable) {
            findings.extend(endless(graph, runs, flow));
        }
        return;
    };
    for other in ends {
        let finding = Diagnostic::new(&RULE, "the flow has several `end` steps", other.id.span);
        findings.push(finding.related(first.id.span, "the first one"));
    }
}

/// What is wrong with a flow that has no end.
fn endless(graph: &Graph<'_>, runs: &Ways, flow: &Flow) -> Option<Diagnostic> {
    let waits = |step: &Step| match &step.kind {
        StepKind::ResumeAfter(pause) => pause.duration.value.ms() > 0,
        StepKind::WaitForEvent(_) => true,
        _ => false,
    };
    let finding = Diagnostic::new(&RULE, "the flow has no step of type `end`", Span::new(0, 1));
    let all = cycles(graph, runs, |step| !waits(&flow.steps[step]));
    if let Some(cycle) = all.first() {
        let id = quote(&flow.steps[cycle.step].id.value);
        let mut way = runs.to(cycle.step);
        way.extend(&cycle.round);
        return Some(show(finding, flow, &way, cycle.step).help(format!(
            "step {id} leads back to itself and nothing on the way waits, so a run would go on \
             for ever"
        )));
    }
    if flow.steps.iter().any(waits) {
        return None;
    }
    Some(finding.help("add one, and lead every branch to it"))
}
