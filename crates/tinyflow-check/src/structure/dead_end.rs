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

use foldhash::HashSet;
use tinyflow_model::diagnostic::quote;
use tinyflow_model::nearest::{MOST_SUGGESTIONS, nearest};
use tinyflow_model::{Diagnostic, Flow, Rule, Severity, StepKind};

use super::Graph;
use super::graph::on_timeout;

/// `dead_end`.
pub(crate) static RULE: Rule = Rule {
    code: "TF306",
    name: "dead_end",
    severity: Severity::Error,
};

pub(crate) fn check(graph: &Graph<'_>, flow: &Flow, findings: &mut Vec<Diagnostic>) {
    // A connection from or to a step that does not exist has been reported as
    // that; a misspelt source most likely means the step that is near.
    let sources = flow
        .connections
        .iter()
        .map(|ends| ends.source_step_id.value.as_str());
    let ids = || flow.steps.iter().map(|step| step.id.value.as_str());
    let misspelt = sources
        .clone()
        .filter(|source| graph.step(source).is_none());
    let meant = misspelt
        .take(MOST_SUGGESTIONS)
        .filter_map(|source| nearest(source, ids()));
    let sources: HashSet<&str> = sources.chain(meant).collect();
    for (index, step) in flow.steps.iter().enumerate() {
        let may_stop = matches!(step.kind, StepKind::End | StepKind::Unreadable);
        let goes_on = graph.connections(flow, index).next().is_some();
        if may_stop || goes_on || sources.contains(step.id.value.as_str()) {
            continue;
        }
        let id = quote(&step.id.value);
        let message = match on_timeout(step) {
            None => format!("no connection leaves step {id}"),
            Some(_) => format!("no connection leaves step {id}, for when its event is answered"),
        };
        let finding = Diagnostic::new(&RULE, message, step.id.span);
        findings.push(finding.help("connect it to the step that follows, or to the `end` step"));
    }
}
