//! With which states a run gets to a step: those that the decisions on the way let pass, as long
//! as nothing has changed them since.

use serde_json::Value;
use tinyflow_model::{Flow, StepKind};

use super::Decision;
use super::reads::Reads;
use crate::condition::evaluate;
use crate::structure::{By, Edge, Graph, Ways};

/// How many ways are gone back from a decision.
const MOST_WAYS: usize = 64;

pub(super) struct Arrivals<'a> {
    pub(super) decisions: &'a [Decision<'a>],
    /// The ways of runs, whatever the state.
    runs: Ways,
    /// For each step those that lead to it and that a run gets to, with the way from there.
    incoming: Vec<Vec<(usize, Edge)>>,
    /// For each step whether a run may leave it with any state.
    is_source: Vec<bool>,
}

impl<'a> Arrivals<'a> {
    pub(super) fn new(decisions: &'a [Decision<'a>], graph: &Graph<'_>, flow: &Flow) -> Self {
        let runs = Ways::of_runs(graph, flow);
        let mut incoming = vec![Vec::new(); graph.len()];
        for step in (0..graph.len()).filter(|step| runs.reach(*step)) {
            for edge in graph.outgoing(step) {
                incoming[edge.target].push((step, *edge));
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
            runs,
            incoming,
            is_source: flow
                .steps
                .iter()
                .map(|step| is_source(&step.kind))
                .collect(),
        }
    }

    /// Whether a run gets to a step, with any state at all.
    pub(super) fn reach(&self, step: usize) -> bool {
        self.runs.reach(step)
    }

    /// What is read by the conditions that decide with which states a run gets to a step; none
    /// where that is too far to tell.
    pub(super) fn reads(&self, step: usize) -> Option<Reads<'a>> {
        let mut reads = Reads::default();
        let free = |decision: &Decision<'_>| decision.ways.is_empty();
        // Where the step itself may change the state, or a run can get there without a decision,
        // nothing else need be known.
        if self.is_source[step]
            || self.is_reached(step, |before, _| free(&self.decisions[before]))?
        {
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

    /// Whether the conditions of a step may be asked about this state.
    pub(super) fn let_pass(&self, step: usize, state: &Value) -> bool {
        if self.is_source[step] {
            return true;
        }
        let is_reached = self.is_reached(step, |before, by| self.takes(before, by, state));
        is_reached.unwrap_or(false)
    }

    /// A way of a run to a step, of which the end is the shortest on which this state is kept.
    pub(super) fn way(&self, step: usize, state: &Value) -> Vec<(usize, Edge)> {
        if self.is_source[step] {
            return self.runs.to(step);
        }
        // Each step with the way on from there, and where the step behind that is in here.
        let mut found: Vec<(usize, Option<(Edge, usize)>)> = vec![(step, None)];
        let mut next = 0;
        while let Some(&(step, _)) = found.get(next) {
            for &(before, edge) in &self.incoming[step] {
                let is_found = found.iter().any(|(known, _)| *known == before);
                if is_found || !self.takes(before, edge.by, state) {
                    continue;
                }
                found.push((before, Some((edge, next))));
                if self.is_free(before, edge.by) {
                    let mut way = self.runs.to(before);
                    let mut at = found.last();
                    while let Some((step, Some((edge, behind)))) = at {
                        way.push((*step, *edge));
                        at = found.get(*behind);
                    }
                    return way;
                }
            }
            next += 1;
        }
        Vec::new()
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
            for &(before, Edge { by, .. }) in &self.incoming[step] {
                ways += 1;
                if ways > MOST_WAYS {
                    return None;
                }
                let goes_on = goes_on(before, by);
                if goes_on && !self.is_free(before, by) && !found.contains(&before) {
                    found.push(before);
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
