//! # What it finds
//! A flow without an `end` step, or with several.
//!
//! # Why it matters
//! A run ends at the one `end`. Without one it would go round for ever: nothing in
//! the flow waits.
//!
//! # Example
//! A flow whose last task leads back to the first
//!
//! # How to fix
//! Add an `end` step and lead every branch to it.

use tinyflow_model::{Diagnostic, Flow, Rule, Severity, Span, Step, StepKind};

/// `end_count`.
pub(crate) static RULE: Rule = Rule {
    code: "TF302",
    name: "end_count",
    severity: Severity::Error,
};

pub(crate) fn check(flow: &Flow, findings: &mut Vec<Diagnostic>) {
    let is_end = |step: &&Step| matches!(step.kind, StepKind::End);
    let mut ends = flow.steps.iter().filter(is_end);
    let Some(first) = ends.next() else {
        // A step that could not be read may be the missing one, or may wait.
        let unreadable = |step: &Step| matches!(step.kind, StepKind::Unreadable);
        if !flow.steps.iter().any(unreadable) {
            let finding =
                Diagnostic::new(&RULE, "the flow has no step of type `end`", Span::new(0, 1));
            findings.push(finding.help("nothing in the flow waits, so a run would go on for ever"));
        }
        return;
    };
    for other in ends {
        let finding = Diagnostic::new(&RULE, "the flow has several `end` steps", other.id.span);
        findings.push(finding.related(first.id.span, "the first one"));
    }
}
