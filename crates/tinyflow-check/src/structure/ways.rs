//! The shortest way of a run to each step, and how a finding shows it.

use std::collections::VecDeque;

use tinyflow_model::diagnostic::quote;
use tinyflow_model::{Diagnostic, Flow, StepKind};

use super::graph::{By, Edge, Graph, steps_where};

/// Of a longer way the middle is left out, so that what is shown of a flow grows no faster than
/// the flow.
const MOST_SHOWN: usize = 12;

/// How many of the last steps are shown of a way that is too long.
const LAST_SHOWN: usize = 8;

/// The shortest ways from where a search starts.
pub(crate) struct Ways {
    reached: Vec<bool>,
    /// For each step the one before it, and what leads on from there.
    before: Vec<Option<(usize, Edge)>>,
    /// The steps that are reached, the nearest first.
    order: Vec<usize>,
}

impl Ways {
    /// The ways of a run, from its `begin`.
    pub(crate) fn of_runs(graph: &Graph<'_>, flow: &Flow) -> Self {
        let begins = steps_where(flow, |kind| matches!(kind, StepKind::Begin));
        Self::from(graph, begins, |_| true)
    }

    /// The ways from `starts` that lead over such steps alone.
    pub(super) fn from(
        graph: &Graph<'_>,
        starts: impl Iterator<Item = usize>,
        is_within: impl Fn(usize) -> bool,
    ) -> Self {
        let mut ways = Self {
            reached: vec![false; graph.len()],
            before: vec![None; graph.len()],
            order: Vec::new(),
        };
        let mut open: VecDeque<usize> = starts.collect();
        for start in &open {
            ways.reached[*start] = true;
        }
        while let Some(step) = open.pop_front() {
            ways.order.push(step);
            for edge in graph.outgoing(step) {
                if is_within(edge.target) && !ways.reached[edge.target] {
                    ways.reached[edge.target] = true;
                    ways.before[edge.target] = Some((step, *edge));
                    open.push_back(edge.target);
                }
            }
        }
        ways
    }

    /// Whether a way leads to the step.
    pub(crate) fn reach(&self, step: usize) -> bool {
        self.reached[step]
    }

    /// The steps that are reached, the nearest first.
    pub(super) fn order(&self) -> &[usize] {
        &self.order
    }

    /// The step before this one on the shortest way, unless a search starts at it.
    pub(super) fn before(&self, step: usize) -> Option<usize> {
        self.before[step].map(|(before, _)| before)
    }

    /// The ways that lead to the step, in the order of a run.
    pub(crate) fn to(&self, step: usize) -> Vec<(usize, Edge)> {
        let before = |(step, _): &(usize, Edge)| self.before[*step];
        let mut way: Vec<_> = std::iter::successors(self.before[step], before).collect();
        way.reverse();
        way
    }
}

/// With the steps that a run takes, up to the step `last`.
pub(crate) fn show(
    finding: Diagnostic,
    flow: &Flow,
    way: &[(usize, Edge)],
    last: usize,
) -> Diagnostic {
    let id = |step: usize| &flow.steps[step].id;
    let is_cut = way.len() >= MOST_SHOWN;
    let first_shown = MOST_SHOWN - LAST_SHOWN - 1;
    let behind_cut = (way.len() + 1).saturating_sub(LAST_SHOWN);
    let mut finding = finding;
    for (index, (step, edge)) in way.iter().enumerate() {
        if is_cut && index == first_shown {
            let left_out = format!("… {} more steps …", behind_cut - first_shown);
            finding = finding.trace(id(*step).span, left_out);
        } else if !is_cut || index < first_shown || index >= behind_cut {
            finding = finding.trace(id(*step).span, passed(flow, *step, *edge));
        }
    }
    finding.trace(id(last).span, quote(&id(last).value))
}

/// A step, and what makes a run leave it on this way.
fn passed(flow: &Flow, step: usize, edge: Edge) -> String {
    let id = quote(&flow.steps[step].id.value);
    let By::Connection(connection) = edge.by else {
        return format!("{id} without an answer");
    };
    match &flow.connections[connection].condition {
        Some(condition) => format!("{id} if {}", quote(&condition.value)),
        None => id,
    }
}
