//! # What it finds
//! A step that no run can reach.
//!
//! # Why it matters
//! It is either left over, or a connection to it is missing.
//!
//! # Example
//! A task that no connection leads to
//!
//! # How to fix
//! Connect the step, or remove it.

use tinyflow_model::diagnostic::quote;
use tinyflow_model::{Diagnostic, Flow, Rule, Severity};

use super::Graph;
use super::ways::Ways;

/// `unreachable_step`.
pub(crate) static RULE: Rule = Rule {
    code: "TF308",
    name: "unreachable_step",
    severity: Severity::Warning,
};

pub(super) fn check(graph: &Graph<'_>, runs: &Ways, flow: &Flow, findings: &mut Vec<Diagnostic>) {
    let mut sources = vec![None; graph.len()];
    for source in (0..graph.len()).filter(|step| !runs.reach(*step)) {
        for edge in graph.outgoing(source) {
            if edge.target != source {
                sources[edge.target].get_or_insert(source);
            }
        }
    }
    for (index, step) in flow.steps.iter().enumerate() {
        if runs.reach(index) {
            continue;
        }
        let message = format!("no run reaches step {}", quote(&step.id.value));
        let why = match sources[index] {
            None => "no connection leads to it".to_owned(),
            Some(source) => {
                let source = quote(&flow.steps[source].id.value);
                format!("what leads to it is not reached either: {source}")
            }
        };
        findings.push(Diagnostic::new(&RULE, message, step.id.span).label(why));
    }
}
