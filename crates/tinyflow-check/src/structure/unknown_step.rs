//! # What it finds
//! A connection from or to a step that does not exist, or an `onTimeout` to one.
//!
//! # Why it matters
//! The run could not go on there.
//!
//! # Example
//! `"targetStepId": "shipp"`
//!
//! # How to fix
//! Correct the id.

use tinyflow_model::diagnostic::{Fix, quote};
use tinyflow_model::nearest::{MOST_SUGGESTIONS, nearest, nearest_alone};
use tinyflow_model::{Diagnostic, Flow, Rule, Severity};

use super::Graph;
use super::graph::on_timeout;

/// `unknown_step`.
pub(crate) static RULE: Rule = Rule {
    code: "TF303",
    name: "unknown_step",
    severity: Severity::Error,
};

pub(crate) fn check(graph: &Graph<'_>, flow: &Flow, findings: &mut Vec<Diagnostic>) {
    let connections = flow.connections.iter();
    let ids = connections.flat_map(|ends| [&ends.source_step_id, &ends.target_step_id]);
    let ids = ids.chain(flow.steps.iter().filter_map(on_timeout));
    let unknown = ids.filter(|id| graph.step(&id.value).is_none());
    for (index, id) in unknown.enumerate() {
        let message = format!("there is no step with the id {}", quote(&id.value));
        let mut finding = Diagnostic::new(&RULE, message, id.span);
        if index < MOST_SUGGESTIONS {
            let known = flow.steps.iter().map(|step| step.id.value.as_str());
            finding = finding.did_you_mean(nearest(&id.value, known.clone()));
            finding.fix =
                nearest_alone(&id.value, known).map(|near| Fix::replace_string(id.span, near));
        }
        findings.push(finding);
    }
}
