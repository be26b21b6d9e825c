//! # What it finds
//! A flow without a `begin` step, or with several.
//!
//! # Why it matters
//! A run starts at the one `begin`.
//!
//! # Example
//! A flow whose first step is a task
//!
//! # How to fix
//! Add a `begin` step, or remove all but one.

use tinyflow_model::{Diagnostic, Flow, Rule, Severity, Span, Step, StepKind};

/// `begin_count`.
pub(crate) static RULE: Rule = Rule {
    code: "TF301",
    name: "begin_count",
    severity: Severity::Error,
};

pub(crate) fn check(flow: &Flow, findings: &mut Vec<Diagnostic>) {
    let is_begin = |step: &&Step| matches!(step.kind, StepKind::Begin);
    let mut begins = flow.steps.iter().filter(is_begin);
    let Some(first) = begins.next() else {
        // The type of a step that could not be read may be the missing one.
        let unreadable = |step: &Step| matches!(step.kind, StepKind::Unreadable);
        if !flow.steps.iter().any(unreadable) {
            let finding = Diagnostic::new(
                &RULE,
                "the flow has no step of type `begin`",
                Span::new(0, 1),
            );
            findings.push(finding.help("a run starts at the one `begin` step"));
        }
        return;
    };
    for other in begins {
        let finding = Diagnostic::new(&RULE, "the flow has several `begin` steps", other.id.span);
        findings.push(finding.related(first.id.span, "the first one"));
    }
}
