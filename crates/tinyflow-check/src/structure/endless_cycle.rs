//! # What it finds
//! Decisions that lead back to themselves with no task in between.
//!
//! # Why it matters
//! Nothing changes the state on the way, so a run that takes the way once takes it
//! for ever.
//!
//! # Example
//! Two decisions whose defaults lead to each other
//!
//! # How to fix
//! Put a task in the cycle, or lead out of it.

use tinyflow_model::diagnostic::quote;
use tinyflow_model::{Diagnostic, Flow, Rule, Severity, StepKind};

use super::Graph;

/// `endless_cycle`.
pub(crate) static RULE: Rule = Rule {
    code: "TF310",
    name: "endless_cycle",
    severity: Severity::Error,
};

pub(crate) fn check(graph: &Graph<'_>, flow: &Flow, findings: &mut Vec<Diagnostic>) {
    let passes = |step: usize| matches!(flow.steps[step].kind, StepKind::Decision);
    // Steps are taken away as long as nothing that only passes leads on from
    // them; what stays leads round.
    let mut waiting_for = vec![0; flow.steps.len()];
    let mut incoming = vec![Vec::new(); flow.steps.len()];
    for step in (0..flow.steps.len()).filter(|step| passes(*step)) {
        for edge in graph
            .outgoing(step)
            .iter()
            .filter(|edge| passes(edge.target))
        {
            waiting_for[step] += 1;
            incoming[edge.target].push(step);
        }
    }
    let decisions = (0..flow.steps.len()).filter(|step| passes(*step));
    let mut free: Vec<usize> = decisions.filter(|step| waiting_for[*step] == 0).collect();
    while let Some(step) = free.pop() {
        for source in &incoming[step] {
            waiting_for[*source] -= 1;
            if waiting_for[*source] == 0 {
                free.push(*source);
            }
        }
    }
    let Some(first) = (0..flow.steps.len()).find(|step| waiting_for[*step] > 0) else {
        return;
    };
    // What stays may also lead into a cycle: going on from it ends up in one.
    let mut passed = vec![false; flow.steps.len()];
    let mut step = first;
    while !std::mem::replace(&mut passed[step], true) {
        let next = graph.outgoing(step).iter().map(|edge| edge.target);
        step = next
            .filter(|next| waiting_for[*next] > 0)
            .min()
            .unwrap_or(step);
    }
    let id = &flow.steps[step].id;
    let message = format!(
        "decision {} leads back to itself, with no task on the way",
        quote(&id.value)
    );
    let finding = Diagnostic::new(&RULE, message, id.span);
    findings.push(
        finding.help("nothing on the way changes the state, so a run would go round for ever"),
    );
}
