//! What a step with conditions decides: whether each state has a way on, and each way a state.
//!
//! What is said about a decision is proved. For each value that its conditions read there are a
//! few that stand for all others ([`values`]); all their combinations ([`states`]) are put to the
//! conditions, by the evaluator that defines what a condition means. That some state has no way on
//! needs one such state. That none takes a way needs them to stand for every state there can be.
//! Where there are too many, or a condition asks what no few values can stand for, nothing is said.

mod reads;

mod values;

mod states;

mod narrowed;

mod budget;

mod example;

mod arrivals;

mod first_match;

pub(crate) mod not_exhaustive;

pub(crate) mod covered_condition;

pub(crate) mod unused_default;

pub(crate) mod unset_property;

use std::cell::LazyCell;

use foldhash::{HashSet, HashSetExt};
use tinyflow_model::{Diagnostic, Flow, Text};

use crate::Transition;
use crate::condition::Test;
use crate::shape::Struct;
use crate::structure::Graph;
use arrivals::Arrivals;
use budget::Budget;
use reads::Reads;
use unset_property::Untouched;

/// The ways on from a step.
#[derive(Default)]
pub(crate) struct Decision<'f> {
    /// Those with a condition, in the order of the document.
    pub(crate) ways: Vec<Way<'f>>,
    /// The first without one.
    pub(crate) default: Option<OtherWay>,
    /// Whether a condition is at fault.
    pub(crate) is_broken: bool,
}

/// A way on with a condition.
pub(crate) struct Way<'f> {
    /// The index of the connection.
    pub(crate) connection: usize,
    pub(crate) condition: &'f Text,
    pub(crate) target: usize,
    pub(crate) test: Test,
}

/// A way on without a condition.
#[derive(Clone, Copy)]
pub(crate) struct OtherWay {
    /// The index of the connection.
    pub(crate) connection: usize,
    pub(crate) target: usize,
}

impl Decision<'_> {
    /// The ways on in the order in which they are tried: the default is the last, and what stands
    /// behind a condition that always holds is never tried.
    pub(crate) fn transitions(self) -> Vec<Transition> {
        let mut conditional = Vec::new();
        let default = self.default.map(|default| default.target);
        let mut always = None;
        for way in self.ways {
            match way.test {
                Test::Always(false) => {}
                Test::Always(true) => {
                    always.get_or_insert(way.target);
                }
                test if always.is_none() => conditional.push(Transition {
                    condition: Some(test),
                    target: way.target,
                }),
                _ => {}
            }
        }
        conditional.extend(always.or(default).map(|target| Transition {
            condition: None,
            target,
        }));
        conditional
    }
}

/// Judges the decision of each step. `starts_whole` says whether the flow gives a run all the state
/// that it must start with.
pub(crate) fn check(
    decisions: &[Decision<'_>],
    graph: &Graph<'_>,
    flow: &Flow,
    state: &Struct,
    starts_whole: bool,
    findings: &mut Vec<Diagnostic>,
) {
    let untouched = starts_whole
        .then(|| Untouched::of(graph, flow, state))
        .flatten();
    let arrivals = Arrivals::new(decisions, graph, flow);
    let mut budget = Budget::new(decisions.iter().map(|decision| decision.ways.len()).sum());
    // Those of which there was nothing to report: the same conditions lead on as well elsewhere.
    let mut sound = HashSet::new();
    for (step, decision) in decisions.iter().enumerate() {
        if decision.ways.is_empty() || decision.is_broken {
            continue;
        }
        let tests = decision.ways.iter().map(|way| &way.test);
        let reads = LazyCell::new(|| tests.map(Reads::of).collect::<Vec<_>>());
        if let Some(untouched) = untouched.as_ref().filter(|untouched| untouched.has(step)) {
            untouched.check(decision, &reads, findings);
        }
        let found = findings.len();
        let texts = decision.ways.iter().map(|way| way.condition.value.as_str());
        let question = (texts.collect::<Vec<_>>(), decision.default.is_some());
        if !sound.contains(&question) {
            first_match::check(decision, &reads, flow, state, &mut budget, findings);
            if findings.len() == found {
                sound.insert(question);
            }
        }
        if decision.default.is_none() {
            not_exhaustive::check(step, &reads, &arrivals, flow, state, &mut budget, findings);
        }
    }
}
