//! # What it finds
//! A decision without a default, and a state for which none of its conditions holds.
//!
//! # Why it matters
//! A run that gets there with such a state fails.
//!
//! # Example
//! Connections for `free` and `pro` from a decision about a `plan` that may be missing
//!
//! # How to fix
//! Add a connection without a condition, which is taken where nothing else is, or a condition for
//! the states that are named.

use tinyflow_model::diagnostic::quote;
use tinyflow_model::{Diagnostic, Flow, Rule, Severity, StepKind};

use super::arrivals::Arrivals;
use super::budget::Budget;
use super::example::{Claim, Example};
use super::narrowed::Narrowed;
use super::reads::Reads;
use super::states::States;
use crate::condition::evaluate;
use crate::shape::Struct;
use crate::structure::show;

/// `not_exhaustive`.
pub(crate) static RULE: Rule = Rule {
    code: "TF640",
    name: "not_exhaustive",
    severity: Severity::Warning,
};

/// How many kinds of states are shown.
const MOST_SHOWN: usize = 3;

pub(super) fn check(
    step: usize,
    reads: &[Reads<'_>],
    arrivals: &Arrivals<'_>,
    flow: &Flow,
    state: &Struct,
    budget: &mut Budget,
    findings: &mut Vec<Diagnostic>,
) {
    if !arrivals.reach(step) {
        return;
    }
    let Some(mut all) = arrivals.reads(step) else {
        return;
    };
    for reads in reads {
        all.extend(reads);
    }
    let narrowed = Narrowed(flow.global_state_schema.as_ref());
    narrowed.ask(&mut all);
    let Some(mut states) = States::of(&all, state) else {
        return;
    };
    states.retain(|path, value| narrowed.allows(path, value));
    if !budget.allows(states.count, reads.len()) {
        return;
    }
    let claims: Vec<Claim> = (0..states.count)
        .map(|number| falls_through(step, arrivals, &states, number))
        .collect();
    let first = claims.iter().position(|claim| *claim == Claim::Holds);
    let Some(first) = first.and_then(|number| states.state(number)) else {
        return;
    };
    let finding = finding(step, &examples(&states, &claims), &states, flow);
    findings.push(show(finding, flow, &arrivals.way(step, &first), step));
}

fn falls_through(
    step: usize,
    arrivals: &Arrivals<'_>,
    states: &States<'_>,
    number: usize,
) -> Claim {
    let Some(state) = states.state(number) else {
        return Claim::Void;
    };
    let ways = &arrivals.decisions[step].ways;
    let mut answers = ways.iter().map(|way| evaluate(&way.test, &state));
    match answers.all(|answer| answer == Ok(false)) {
        false => Claim::Fails,
        true if arrivals.let_pass(step, &state) => Claim::Holds,
        true => Claim::Void,
    }
}

/// An example for each kind of states that have no way on.
fn examples(states: &States<'_>, claims: &[Claim]) -> Vec<Example> {
    let mut examples: Vec<Example> = Vec::new();
    for number in (0..claims.len()).filter(|number| claims[*number] == Claim::Holds) {
        if examples.iter().any(|known| known.has(states, number)) {
            continue;
        }
        let example = Example::of(states, claims, number);
        if !examples.iter().any(|known| known.is_like(&example, states)) {
            examples.push(example);
        }
        if examples.len() > MOST_SHOWN {
            break;
        }
    }
    examples
}

fn finding(step: usize, examples: &[Example], states: &States<'_>, flow: &Flow) -> Diagnostic {
    let step = &flow.steps[step];
    let what = match step.kind {
        StepKind::Decision => "decision",
        _ => "step",
    };
    let id = quote(&step.id.value);
    let which = match examples {
        [any] if any.is_any() => "any state".to_owned(),
        _ => format!("a state with {}", one_of(examples, states)),
    };
    let message = format!("{what} {id} has no way on for {which}");
    Diagnostic::new(&RULE, message, step.id.span).help(
        "the run would fail there; add a connection without a condition, which is taken where \
         nothing else is",
    )
}

fn one_of(examples: &[Example], states: &States<'_>) -> String {
    let shown = examples.iter().take(MOST_SHOWN);
    let mut shown: Vec<String> = shown.map(|example| example.show(states)).collect();
    if examples.len() > MOST_SHOWN {
        shown.push("others".to_owned());
    }
    match shown.as_slice() {
        [before @ .., last] if !before.is_empty() => format!("{} or {last}", before.join(", ")),
        shown => shown.concat(),
    }
}
