//! Which way is the first whose condition holds, for every state there can be.

use std::collections::HashMap;

use tinyflow_model::{Diagnostic, Flow};

use super::budget::Budget;
use super::example::{Claim, Example};
use super::reads::Reads;
use super::states::{States, stand_for_all};
use super::{Decision, covered_condition, unused_default};
use crate::condition::{Test, always_same, evaluate};
use crate::shape::Struct;

pub(super) fn check(
    decision: &Decision<'_>,
    reads: &[Reads<'_>],
    flow: &Flow,
    state: &Struct,
    budget: &mut Budget,
    findings: &mut Vec<Diagnostic>,
) {
    let repeated = repeated(decision);
    for (way, earlier) in &repeated {
        let (way, earlier) = (&decision.ways[*way], &decision.ways[*earlier]);
        findings.push(covered_condition::same(way, earlier, flow));
    }
    let Some(answers) = Answers::of(decision, reads, state, budget) else {
        return;
    };
    for row in 0..answers.known.len() {
        if !repeated.contains_key(&answers.known[row]) {
            findings.extend(answers.judge(row, flow));
        }
    }
    // A condition that always holds has been reported as that.
    let is_always = |claims: &Vec<Claim>| !claims.contains(&Claim::Fails);
    if let Some(default) = decision.default
        && !answers.holds.iter().any(is_always)
        && answers.all_covered(|_| true, answers.known.len())
    {
        findings.push(unused_default::finding(default.connection, flow));
    }
}

/// The ways whose conditions have the text of an earlier one, each with that one: these are
/// the same whatever they ask.
fn repeated(decision: &Decision<'_>) -> HashMap<usize, usize> {
    let mut first = HashMap::new();
    let ways = decision.ways.iter().enumerate();
    let repeated = ways.filter_map(|(index, way)| {
        let earlier = *first.entry(way.condition.value.trim()).or_insert(index);
        (earlier != index).then_some((index, earlier))
    });
    repeated.collect()
}

/// The answers of the conditions for states that stand for all.
struct Answers<'d> {
    decision: &'d Decision<'d>,
    states: States<'d>,
    /// The ways whose answers are known. Of the others it is not known when they are taken;
    /// what is never taken without them is not taken with them either.
    known: Vec<usize>,
    /// For each of these whether its condition holds for each state. One that would throw does
    /// not.
    holds: Vec<Vec<Claim>>,
}

impl<'d> Answers<'d> {
    /// None where nothing can be told, or too much would have to be tried.
    fn of(
        decision: &'d Decision<'d>,
        reads: &[Reads<'d>],
        state: &Struct,
        budget: &mut Budget,
    ) -> Option<Self> {
        let is_known = |way: &usize| stand_for_all(&reads[*way], state);
        let known: Vec<usize> = (0..reads.len()).filter(is_known).collect();
        let mut all = Reads::default();
        for way in &known {
            all.extend(&reads[*way]);
        }
        let states = States::of(&all, state)?;
        if known.is_empty()
            || !stand_for_all(&all, state)
            || !budget.allows(states.count, known.len())
        {
            return None;
        }
        let mut holds = vec![Vec::with_capacity(states.count); known.len()];
        for number in 0..states.count {
            let state = states.state(number);
            for (claims, way) in holds.iter_mut().zip(&known) {
                claims.push(match &state {
                    None => Claim::Void,
                    Some(state) => claim(&decision.ways[*way].test, state),
                });
            }
        }
        Some(Self {
            decision,
            states,
            known,
            holds,
        })
    }

    /// What is wrong with the condition of a known way.
    fn judge(&self, row: usize, flow: &Flow) -> Option<Diagnostic> {
        let way = &self.decision.ways[self.known[row]];
        let holds = &self.holds[row];
        if matches!(way.test, Test::Always(_)) {
            return self.is_covered(row).then(|| self.covered(row, flow));
        }
        if !holds.contains(&Claim::Holds) {
            return Some(always_same::finding(false, way.condition.span));
        }
        if self.is_covered(row) {
            return Some(self.covered(row, flow));
        }
        let is_always = !holds.contains(&Claim::Fails);
        is_always.then(|| always_same::finding(true, way.condition.span))
    }

    /// Whether an earlier condition holds for each state for which this one does.
    fn is_covered(&self, row: usize) -> bool {
        let holds = &self.holds[row];
        holds.contains(&Claim::Holds)
            && self.all_covered(|number| holds[number] == Claim::Holds, row)
    }

    /// Whether for each of these states one of the first `rows` conditions holds.
    fn all_covered(&self, is_meant: impl Fn(usize) -> bool, rows: usize) -> bool {
        let is_covered = |number: usize| {
            let mut claims = self.holds[..rows].iter().map(|claims| claims[number]);
            claims.any(|claim| claim != Claim::Fails)
        };
        (0..self.states.count)
            .filter(|number| is_meant(*number))
            .all(is_covered)
    }

    fn covered(&self, row: usize, flow: &Flow) -> Diagnostic {
        let holds = &self.holds[row];
        let way = &self.decision.ways[self.known[row]];
        let holds_too = |earlier: &usize| {
            let mut answers = holds.iter().zip(&self.holds[*earlier]);
            answers.all(|(own, earlier)| *own != Claim::Holds || *earlier == Claim::Holds)
        };
        let earlier = (0..row).find(holds_too);
        let same = (0..row).find(|earlier| self.holds[*earlier] == *holds);
        let way_at = |row: usize| &self.decision.ways[self.known[row]];
        if let Some(same) = same {
            return covered_condition::same(way, way_at(same), flow);
        }
        let number = holds.iter().position(|claim| *claim == Claim::Holds);
        let example = Example::of(&self.states, holds, number.unwrap_or_default());
        let shown = example.show(&self.states);
        match earlier {
            Some(earlier) => covered_condition::by_one(way, way_at(earlier), &shown, flow),
            None => covered_condition::by_several(way, &shown),
        }
    }
}

fn claim(test: &Test, state: &serde_json::Value) -> Claim {
    match evaluate(test, state) {
        Ok(true) => Claim::Holds,
        Ok(false) | Err(_) => Claim::Fails,
    }
}
