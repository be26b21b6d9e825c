//! # What it finds
//! A `waitForEvent` step in a branch of a race that is over at once: another branch arrives where
//! they meet with no task and no wait on the way.
//!
//! # Why it matters
//! The branch is cancelled before anybody could answer.
//!
//! # Example
//! A step with two connections without a condition, one to `end` and one to a `waitForEvent`
//!
//! # How to fix
//! Remove the connection that is through at once, give it a condition, or let the branches wait
//! for each other with `"join": "all"`.

use tinyflow_model::diagnostic::quote;
use tinyflow_model::{Diagnostic, Flow, Join, Rule, Severity, StepKind};

use super::Graph;
use super::fork::{Fork, join};
use super::graph::{Edge, steps_where};
use super::ways::{Ways, show};

/// `unanswerable_event`.
pub(crate) static RULE: Rule = Rule {
    code: "TF340",
    name: "unanswerable_event",
    severity: Severity::Warning,
};

/// How many races that are over at once are looked into.
const MOST_RACES: usize = 16;

pub(super) fn check(
    forks: &[Fork],
    graph: &Graph<'_>,
    runs: &Ways,
    flow: &Flow,
    findings: &mut Vec<Diagnostic>,
) {
    let races = forks.iter().filter_map(|fork| {
        let meet = fork.meet.filter(|meet| join(flow, *meet) == Join::Any)?;
        let mut branches = fork.branches.iter();
        let through = branches.find_map(|branch| at_once(graph, flow, fork.step, *branch, meet))?;
        runs.reach(fork.step).then_some((fork, meet, through))
    });
    for (fork, meet, through) in races.take(MOST_RACES) {
        let others = fork.branches.iter().map(|branch| branch.target);
        let others = others.filter(|step| *step != meet);
        let within = Ways::from(graph, others, |step| step != meet && step != fork.step);
        // A step that a run can also get to by another way may be answered then.
        let begins = steps_where(flow, |kind| matches!(kind, StepKind::Begin));
        let begins = begins.filter(|begin| *begin != fork.step);
        let outside = Ways::from(graph, begins, |step| step != fork.step);
        for step in within.order().iter().copied() {
            let waits = matches!(flow.steps[step].kind, StepKind::WaitForEvent(_));
            if waits && !outside.reach(step) {
                let mut way = runs.to(fork.step);
                way.extend(&through);
                let finding = show(finding(fork, flow, step), flow, &way, meet);
                findings.push(finding.trace_title("a run gets past it by"));
            }
        }
    }
}

/// How many steps a branch may have that is through at once.
const MOST_STEPS: usize = 32;

/// The ways of a branch to where the branches meet, if nothing is done and waited for on them.
fn at_once(
    graph: &Graph<'_>,
    flow: &Flow,
    fork: usize,
    branch: Edge,
    meet: usize,
) -> Option<Vec<(usize, Edge)>> {
    let mut way = vec![(fork, branch)];
    let mut step = branch.target;
    while step != meet {
        let passes = match &flow.steps[step].kind {
            StepKind::Decision => true,
            StepKind::ResumeAfter(pause) => pause.duration.value.ms() == 0,
            _ => false,
        };
        let [only] = graph.outgoing(step) else {
            return None;
        };
        if !passes || way.len() > MOST_STEPS {
            return None;
        }
        way.push((step, *only));
        step = only.target;
    }
    Some(way)
}

fn finding(fork: &Fork, flow: &Flow, step: usize) -> Diagnostic {
    let id = &flow.steps[step].id;
    let forked = &flow.steps[fork.step].id;
    let message = format!("nobody can answer step {}", quote(&id.value));
    let over = "of its branches, one arrives at once where they meet, and ends the others";
    Diagnostic::new(&RULE, message, id.span)
        .related(forked.span, over)
        .help(format!(
            "remove the connection from {} that is through at once, or give it a condition",
            quote(&forked.value)
        ))
}
