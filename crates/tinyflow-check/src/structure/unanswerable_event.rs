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
use tinyflow_model::{Diagnostic, Flow, Rule, Severity, StepKind};

use super::lost_races::LostRace;

/// `unanswerable_event`.
pub(crate) static RULE: Rule = Rule {
    code: "TF340",
    name: "unanswerable_event",
    severity: Severity::Warning,
};

pub(super) fn check(races: &[LostRace<'_>], flow: &Flow, findings: &mut Vec<Diagnostic>) {
    for race in races {
        let events = race.lost.iter().filter(|lost| is_event(lost.step, flow));
        findings.extend(events.map(|lost| race.show(finding(race, flow, lost.step), flow)));
    }
}

fn is_event(step: usize, flow: &Flow) -> bool {
    matches!(flow.steps[step].kind, StepKind::WaitForEvent(_))
}

fn finding(race: &LostRace<'_>, flow: &Flow, step: usize) -> Diagnostic {
    let id = &flow.steps[step].id;
    let forked = &flow.steps[race.fork.step].id;
    let message = format!("nobody can answer step {}", quote(&id.value));
    let over = "of its branches, one arrives at once where they meet, and ends the others";
    Diagnostic::new(&RULE, message, id.span)
        .related(forked.span, over)
        .help(format!(
            "remove the connection from {} that is through at once, or give it a condition",
            quote(&forked.value)
        ))
}
