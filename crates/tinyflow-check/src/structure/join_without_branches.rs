//! # What it finds
//! A step that says how branches are joined, and at which none meet.
//!
//! # Why it matters
//! It has no effect. The branches meet at another step, or there are none. A step that only some
//! branches come to, or that a branch may get past, could never have all of them.
//!
//! # Example
//! `"join": "any"` on the step behind the one where the branches meet
//!
//! # How to fix
//! Move the setting to the step where the branches meet, or remove it.

use std::collections::HashSet;

use tinyflow_model::diagnostic::quote;
use tinyflow_model::{Diagnostic, Flow, Rule, Severity};

use super::branches::Found;
use super::bypass::show_bypass;
use super::fork::Fork;
use super::ways::Ways;
use super::{Graph, MOST_WAYS};

/// `join_without_branches`.
pub(crate) static RULE: Rule = Rule {
    code: "TF324",
    name: "join_without_branches",
    severity: Severity::Warning,
};

pub(super) fn check(
    forks: &[Fork],
    found: &Found,
    graph: &Graph<'_>,
    runs: &Ways,
    flow: &Flow,
    findings: &mut Vec<Diagnostic>,
) {
    let meets = forks.iter().filter_map(|fork| fork.meet);
    // Where branches cross, that is the fault.
    let crossed = found.crossings.iter().map(|crossing| crossing.step);
    let known: HashSet<usize> = meets.chain(crossed).collect();
    let steps = flow.steps.iter().enumerate();
    let joins = steps.filter_map(|(index, step)| Some((index, step, step.settings.join.as_ref()?)));
    let joins = joins.filter(|(index, _, _)| !known.contains(index));
    for (number, (index, step, join)) in joins.enumerate() {
        let message = format!("no branches meet at step {}", quote(&step.id.value));
        let finding = Diagnostic::new(&RULE, message, join.span).label("it has no effect here");
        let around = (number < MOST_WAYS).then(|| innermost(forks, graph, index));
        findings.push(match (around.flatten(), forks) {
            (Some(fork), _) => show_bypass(finding, graph, runs, flow, fork, index).help(format!(
                "{}; move the setting there, or lead all branches through this step",
                meeting(fork, flow)
            )),
            (None, [fork]) => finding.help(meeting(fork, flow)),
            (None, []) => finding.help("no step of this flow starts branches"),
            (None, _) => finding,
        });
    }
}

/// The fork in whose branches the step is, the one with the fewest steps where they are nested.
fn innermost<'f>(forks: &'f [Fork], graph: &Graph<'_>, step: usize) -> Option<&'f Fork> {
    let within = |fork: &&Fork| {
        let outside = |other: usize| Some(other) == fork.meet || other == fork.step;
        let starts = fork.branches.iter().map(|branch| branch.target);
        let starts = starts.filter(|start| !outside(*start));
        let ways = Ways::from(graph, starts, |other| !outside(other));
        ways.reach(step).then(|| ways.order().len())
    };
    let around = forks.iter().take(MOST_WAYS);
    let around = around.filter_map(|fork| Some((within(&fork)?, fork)));
    around.min_by_key(|(size, _)| *size).map(|(_, fork)| fork)
}

fn meeting(fork: &Fork, flow: &Flow) -> String {
    let forked = quote(&flow.steps[fork.step].id.value);
    match fork.meet {
        Some(meet) => format!(
            "the branches of step {forked} meet at step {}",
            quote(&flow.steps[meet].id.value)
        ),
        None => format!("the branches of step {forked} never meet"),
    }
}
