//! # What it finds
//! A task or a pause in a branch of a race that is over at once: another branch arrives where
//! they meet with no task and no wait on the way.
//!
//! # Why it matters
//! The branch is ended before it has begun, or as soon as it has: what it does is not done.
//!
//! # Example
//! A step with two connections without a condition, one to `end` and one to a task that leads
//! to `end`
//!
//! # How to fix
//! Remove the connection that is through at once, so that one step comes after the other, let the
//! branches wait for each other with `"join": "all"` where they meet, or give the connection a
//! condition.

use tinyflow_model::diagnostic::quote;
use tinyflow_model::{Diagnostic, Flow, Rule, Severity, StepKind};

use super::graph::By;
use super::lost_races::{LostRace, takes_time};

/// `lost_branch`.
pub(crate) static RULE: Rule = Rule {
    code: "TF342",
    name: "lost_branch",
    severity: Severity::Warning,
};

/// Reports the first step of each branch: that those behind it are not executed follows.
pub(super) fn check(races: &[LostRace<'_>], flow: &Flow, findings: &mut Vec<Diagnostic>) {
    for race in races {
        let first = race.lost.iter().filter(|lost| lost.is_first);
        let first = first.filter(|lost| is_task_or_pause(lost.step, flow));
        findings.extend(first.map(|lost| race.show(finding(race, flow, lost.step), flow)));
    }
}

fn is_task_or_pause(step: usize, flow: &Flow) -> bool {
    let kind = &flow.steps[step].kind;
    takes_time(kind) && matches!(kind, StepKind::Task(_) | StepKind::ResumeAfter(_))
}

fn finding(race: &LostRace<'_>, flow: &Flow, step: usize) -> Diagnostic {
    let id = &flow.steps[step].id;
    let meet = quote(&flow.steps[race.meet].id.value);
    let message = match race.through.len() {
        1 => format!("step {} is never executed", quote(&id.value)),
        _ => format!("nothing waits for step {}", quote(&id.value)),
    };
    let finding = Diagnostic::new(&RULE, message, id.span);
    let Some((_, branch)) = race.through.first() else {
        return finding;
    };
    let By::Connection(connection) = branch.by else {
        return finding;
    };
    let winner = &flow.connections[connection].id;
    let wins = format!("this one arrives at {meet} at once, which ends the others");
    let winner_id = quote(&winner.value);
    let mut help = format!(
        "remove {winner_id}, so that {meet} comes after {}, or let the branches wait for each \
         other with `\"join\": \"all\"` in `metadata.tinyflow` of {meet}",
        quote(&id.value)
    );
    // Beside a condition there is one way on.
    if race.fork.branches.len() == 2 {
        help.push_str(&format!(", or give {winner_id} a condition"));
    }
    finding.related(winner.span, wins).help(help)
}
