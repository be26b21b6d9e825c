//! With which states a run gets to a step: those that the decisions on the way let pass, as long
//! as nothing has changed them since.

use serde_json::Value;
use tinyflow_model::{Flow, StepKind};

use super::Decision;
use super::reads::Reads;
use crate::condition::evaluate;
use crate::structure::{By, Graph};

/// How many ways are gone back from a decision.
const MOST_WAYS: usize = 64;

pub(super) struct Arrivals<'a> {
    pub(super) decisions: &'a [Decision<'a>],
    /// For each step the steps that lead to it, and how they are left for it.
    incoming: Vec<Vec<(usize, By)>>,
    /// For each step whether a run may leave it with any state.
    is_source: Vec<bool>,
}

impl<'a> Arrivals<'a> {
    pub(super) fn new(decisions: &'a [Decision<'a>], graph: &Graph<'_>, flow: &Flow) -> Self {
        let mut incoming = vec![Vec::new(); graph.len()];
        for step in 0..graph.len() {
            for edge in graph.outgoing(step) {
                incoming[edge.target].push((step, edge.by));
            }
        }
        let is_source = |kind: &StepKind| {
            matches!(
                kind,
                StepKind::Begin | StepKind::Task(_) | StepKind::WaitForEvent(_)
            )
        };
        Self {
            decisions,
            incoming,
            is_source: flow
                .steps
                .iter()
                .map(|step| is_source(&step.kind))
                .collect(),
        }
    }

    /// What is read by the conditions that decide with which states a run gets to a step; none
    /// where that is too far to tell.
    pub(super) fn reads(&self, step: usize) -> Option<Reads<'a>> {
        let mut reads = Reads::default();
        let free = |decision: &Decision<'_>| decision.ways.is_empty();
        // Where a run can get there without a decision, nothing else need be known.
        if self.is_reached(step, |before, _| free(&self.decisions[before]))? {
            return Some(reads);
        }
        let mut is_known = true;
        self.go_back(step, |before, _| {
            let decision = &self.decisions[before];
            is_known &= !decision.is_broken;
            for way in &decision.ways {
                reads.extend(&Reads::of(&way.test));
            }
            true
        })?;
        is_known.then_some(reads)
    }

    /// Whether a run may get to a step with this state.
    pub(super) fn let_pass(&self, step: usize, state: &Value) -> bool {
        let is_reached = self.is_reached(step, |before, by| self.takes(before, by, state));
        is_reached.unwrap_or(false)
    }

    /// Whether going back from a step, over ways that may be taken, leads to where a run has any
    /// state; none where that is too far.
    fn is_reached(&self, step: usize, may_be_taken: impl Fn(usize, By) -> bool) -> Option<bool> {
        let mut is_reached = false;
        let whole = self.go_back(step, |before, by| {
            let is_taken = may_be_taken(before, by);
            is_reached |= is_taken && self.is_free(before, by);
            is_taken && !is_reached
        });
        is_reached.then_some(true).or(whole.map(|()| false))
    }

    /// Goes back from a step over all ways on which nothing changes the state, as long as
    /// `goes_on` says so; none where that is too far.
    fn go_back(&self, step: usize, mut goes_on: impl FnMut(usize, By) -> bool) -> Option<()> {
        let mut found = vec![step];
        let mut ways = 0;
        let mut next = 0;
        while let Some(&step) = found.get(next) {
            next += 1;
            for (before, by) in &self.incoming[step] {
                ways += 1;
                if ways > MOST_WAYS {
                    return None;
                }
                let goes_on = goes_on(*before, *by);
                if goes_on && !self.is_free(*before, *by) && !found.contains(before) {
                    found.push(*before);
                }
            }
        }
        Some(())
    }

    /// Whether a run may leave a step with any state that its conditions let pass.
    fn is_free(&self, step: usize, by: By) -> bool {
        // Without an answer, an event changes nothing.
        self.is_source[step] && by != By::Timeout
    }

    /// Whether a run leaves a step with this state on this way.
    fn takes(&self, step: usize, by: By, state: &Value) -> bool {
        let By::Connection(connection) = by else {
            return true;
        };
        let decision = &self.decisions[step];
        for way in &decision.ways {
            match evaluate(&way.test, state) {
                Ok(false) => {}
                Ok(true) => return way.connection == connection,
                Err(_) => return false,
            }
        }
        let is_conditional = |way: &super::Way<'_>| way.connection == connection;
        !decision.ways.iter().any(is_conditional)
    }
}
