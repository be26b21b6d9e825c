//! With which states a run gets to a step: those that the decisions on the way let pass, as long
//! as nothing has changed them since.

use serde_json::Value;
use tinyflow_model::{Flow, StepKind};

use super::Decision;
use super::reads::Reads;
use crate::condition::evaluate;
use crate::structure::{By, Graph};

/// How many steps are gone back from a decision.
const MOST_STEPS: usize = 32;

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
        self.is_reached(step, |before, _| {
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

    /// Goes back from a step over the ways that may be taken, to where a run has any state; none
    /// where that is too far. Every way is asked for, also where the answer is known.
    fn is_reached(
        &self,
        step: usize,
        mut may_be_taken: impl FnMut(usize, By) -> bool,
    ) -> Option<bool> {
        let mut found = vec![step];
        let mut is_reached = false;
        let mut next = 0;
        while let Some(&step) = found.get(next) {
            next += 1;
            for (before, by) in &self.incoming[step] {
                if !may_be_taken(*before, *by) {
                    continue;
                }
                // Without an answer, an event changes nothing.
                if self.is_source[*before] && *by != By::Timeout {
                    is_reached = true;
                } else if !found.contains(before) {
                    found.push(*before);
                }
            }
            if found.len() > MOST_STEPS {
                return None;
            }
        }
        Some(is_reached)
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
