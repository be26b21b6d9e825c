//! The cycles among some of the steps.

use std::collections::VecDeque;
use std::collections::hash_map::Entry;
use std::iter;

use foldhash::{HashMap, HashMapExt};

use super::Graph;
use super::graph::Edge;
use super::ways::Ways;

/// A shortest way from a step back to itself.
pub(super) struct Cycle {
    /// The step that a run comes to first.
    pub(super) step: usize,
    /// The ways that lead round, in the order of a run.
    pub(super) round: Vec<(usize, Edge)>,
}

/// The cycles that lead over such steps alone: one for all that hang together, that which a run
/// comes to first.
pub(super) fn cycles(
    graph: &Graph<'_>,
    runs: &Ways,
    is_within: impl Fn(usize) -> bool,
) -> Vec<Cycle> {
    let within: Vec<bool> = (0..graph.len()).map(is_within).collect();
    let group = groups(graph, &within);
    let unreached = (0..graph.len()).filter(|step| !runs.reach(*step));
    let mut is_told = vec![false; graph.len()];
    let mut cycles = Vec::new();
    for step in runs.order().iter().copied().chain(unreached) {
        if within[step] && !is_told[group[step]] {
            let found = round(graph, step, |other| {
                within[other] && group[other] == group[step]
            });
            is_told[group[step]] = found.is_some();
            cycles.extend(found);
        }
    }
    cycles
}

/// Only such steps are looked at, so that many small groups take no longer than a large one.
fn round(graph: &Graph<'_>, start: usize, is_within: impl Fn(usize) -> bool) -> Option<Cycle> {
    let mut before = HashMap::new();
    let mut open = VecDeque::from([start]);
    while let Some(step) = open.pop_front() {
        for edge in graph.outgoing(step) {
            if edge.target == start {
                let way =
                    iter::successors(Some((step, *edge)), |(step, _)| before.get(step).copied());
                let mut round: Vec<_> = way.collect();
                round.reverse();
                return Some(Cycle { step: start, round });
            }
            if is_within(edge.target)
                && let Entry::Vacant(free) = before.entry(edge.target)
            {
                free.insert((step, *edge));
                open.push_back(edge.target);
            }
        }
    }
    None
}

/// For each step a number that is that of all steps to which it leads and which lead to it, after
/// Tarjan.
pub(super) fn groups(graph: &Graph<'_>, within: &[bool]) -> Vec<usize> {
    let mut search = Search {
        number: vec![0; within.len()],
        lowest: vec![0; within.len()],
        group: vec![usize::MAX; within.len()],
        open: Vec::new(),
        count: 0,
    };
    for step in (0..within.len()).filter(|step| within[*step]) {
        if search.number[step] == 0 {
            search.follow(graph, within, step);
        }
    }
    search.group
}

struct Search {
    /// The place of each step in the order in which they were found, from 1.
    number: Vec<usize>,
    /// The first step that each leads back to, by its number.
    lowest: Vec<usize>,
    /// The first step of each one's group, once the group is whole.
    group: Vec<usize>,
    /// The steps whose group is not yet whole.
    open: Vec<usize>,
    count: usize,
}

impl Search {
    fn follow(&mut self, graph: &Graph<'_>, within: &[bool], start: usize) {
        let mut path = vec![(start, 0)];
        self.enter(start);
        while let Some((step, tried)) = path.last_mut() {
            let step = *step;
            if let Some(edge) = graph.outgoing(step).get(*tried) {
                *tried += 1;
                let target = edge.target;
                if within[target] && self.number[target] == 0 {
                    self.enter(target);
                    path.push((target, 0));
                } else if within[target] && self.group[target] == usize::MAX {
                    self.lowest[step] = self.lowest[step].min(self.number[target]);
                }
                continue;
            }
            path.pop();
            if let Some((before, _)) = path.last() {
                self.lowest[*before] = self.lowest[*before].min(self.lowest[step]);
            }
            if self.lowest[step] == self.number[step] {
                self.close(step);
            }
        }
    }

    fn enter(&mut self, step: usize) {
        self.count += 1;
        self.number[step] = self.count;
        self.lowest[step] = self.count;
        self.open.push(step);
    }

    fn close(&mut self, first: usize) {
        while let Some(member) = self.open.pop() {
            self.group[member] = first;
            if member == first {
                return;
            }
        }
    }
}
