//! # What it finds
//! A flow whose `id` is blank.
//!
//! # Why it matters
//! The id is stored with each run, and tells the runs of one flow from those of
//! another.
//!
//! # Example
//! `"id": ""`
//!
//! # How to fix
//! Give the flow an id of its own.

use tinyflow_model::{Diagnostic, Flow, Rule, Severity};

/// `blank_flow_id`.
pub(crate) static RULE: Rule = Rule {
    code: "TF205",
    name: "blank_flow_id",
    severity: Severity::Error,
};

pub(crate) fn check(flow: &Flow, findings: &mut Vec<Diagnostic>) {
    // A missing id has been reported as that.
    let is_there = flow.id.span.end - flow.id.span.start > 1;
    if is_there && flow.id.value.trim().is_empty() {
        let message = "the `id` of the flow is blank";
        findings.push(Diagnostic::new(&RULE, message, flow.id.span));
    }
}
