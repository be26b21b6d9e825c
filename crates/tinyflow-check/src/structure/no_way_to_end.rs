//! # What it finds
//! A step that a run can get to, and from which no way leads to `end`.
//!
//! # Why it matters
//! A run that gets there would go round for ever.
//!
//! # Example
//! Two tasks that lead to each other only
//!
//! # How to fix
//! Connect one of the steps with the rest of the flow.

use tinyflow_model::diagnostic::quote;
use tinyflow_model::{Diagnostic, Flow, Rule, Severity, StepKind};

use super::Graph;
use super::graph::steps_where;
use super::ways::{Ways, show};

/// `no_way_to_end`.
pub(crate) static RULE: Rule = Rule {
    code: "TF309",
    name: "no_way_to_end",
    severity: Severity::Error,
};

/// How many of the steps are named among which a run goes round.
const MOST_NAMED: usize = 3;

pub(super) fn check(graph: &Graph<'_>, runs: &Ways, flow: &Flow, findings: &mut Vec<Diagnostic>) {
    let mut ends = steps_where(flow, |kind| matches!(kind, StepKind::End)).peekable();
    if ends.peek().is_none() {
        return;
    }
    let ends = graph.reaching(ends);
    let is_lost = |step: usize| runs.reach(step) && !ends[step];
    let begins = steps_where(flow, |kind| matches!(kind, StepKind::Begin));
    let mut is_entry = vec![false; graph.len()];
    for begin in begins {
        is_entry[begin] = true;
    }
    for step in (0..graph.len()).filter(|step| runs.reach(*step) && ends[*step]) {
        for edge in graph.outgoing(step) {
            is_entry[edge.target] = true;
        }
    }
    for step in (0..graph.len()).filter(|step| is_entry[*step] && is_lost(*step)) {
        findings.push(finding(graph, runs, flow, step));
    }
}

fn finding(graph: &Graph<'_>, runs: &Ways, flow: &Flow, step: usize) -> Diagnostic {
    let id = &flow.steps[step].id;
    let message = format!("no way leads from step {} to the end", quote(&id.value));
    let finding = Diagnostic::new(&RULE, message, id.span);
    show(finding, flow, &runs.to(step), step).help(format!(
        "a run would stay there for ever; lead it from {} on to the end",
        from_here(graph, flow, step)
    ))
}

/// The steps that a run gets to from this one, as far as they are few.
fn from_here(graph: &Graph<'_>, flow: &Flow, step: usize) -> String {
    let mut found = vec![step];
    let mut next = 0;
    while next < found.len() && found.len() <= MOST_NAMED {
        for edge in graph.outgoing(found[next]) {
            if found.len() <= MOST_NAMED && !found.contains(&edge.target) {
                found.push(edge.target);
            }
        }
        next += 1;
    }
    if found.len() > MOST_NAMED {
        return "one of the steps that follow".to_owned();
    }
    let names = found.iter().map(|step| quote(&flow.steps[*step].id.value));
    names.collect::<Vec<_>>().join(" or ")
}
