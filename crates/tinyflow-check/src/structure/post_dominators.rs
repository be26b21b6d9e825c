//! Which steps every way from a step to the end leads through.
//!
//! After Cooper, Harvey and Kennedy, "A Simple, Fast Dominance Algorithm", on the reversed graph.
//! In a flow that goes on for ever a way ends where it has gone round: at the first step of the
//! cycle that it never leaves.

use tinyflow_model::{Flow, StepKind};

use super::Graph;
use super::cycles::groups;
use super::graph::steps_where;
use super::ways::Ways;

/// For each step the next one that every way to the end leads through.
pub(super) struct PostDominators {
    /// Behind the steps stands the place where all ways are over.
    next: Vec<Option<usize>>,
    /// The places in the order of their distance from where all ways are over.
    rank: Vec<usize>,
}

impl PostDominators {
    pub(super) fn of(graph: &Graph<'_>, runs: &Ways, flow: &Flow) -> Self {
        let over = graph.len();
        let mut incoming = vec![Vec::new(); over + 1];
        for step in 0..over {
            for edge in graph.outgoing(step) {
                incoming[edge.target].push(step);
            }
        }
        incoming[over] = last_steps(graph, runs, flow);
        let mut outgoing = vec![Vec::new(); over + 1];
        for (target, sources) in incoming.iter().enumerate() {
            for source in sources {
                outgoing[*source].push(target);
            }
        }
        let mut order = postorder(over, &incoming);
        order.reverse();
        let mut found = Self {
            next: vec![None; over + 1],
            rank: vec![usize::MAX; over + 1],
        };
        for (rank, place) in order.iter().enumerate() {
            found.rank[*place] = rank;
        }
        found.next[over] = Some(over);
        found.settle(&order[1..], &outgoing);
        found
    }

    /// The nearest step that every way from each of these leads through, themselves included.
    pub(super) fn meet(&self, steps: impl Iterator<Item = usize>) -> Option<usize> {
        let over = self.next.len() - 1;
        let mut steps = steps.map(|step| self.next[step].map(|_| step));
        let first = steps.next()??;
        let meet = steps.try_fold(first, |meet, step| Some(self.nearest(meet, step?)))?;
        (meet != over).then_some(meet)
    }

    fn settle(&mut self, order: &[usize], outgoing: &[Vec<usize>]) {
        let mut is_settled = false;
        while !is_settled {
            is_settled = true;
            for &place in order {
                let known = outgoing[place].iter().copied();
                let known = known.filter(|target| self.next[*target].is_some());
                let next = known.reduce(|left, right| self.nearest(left, right));
                if self.next[place] != next {
                    self.next[place] = next;
                    is_settled = false;
                }
            }
        }
    }

    fn nearest(&self, mut left: usize, mut right: usize) -> usize {
        while left != right {
            let farther = if self.rank[left] > self.rank[right] {
                &mut left
            } else {
                &mut right
            };
            match self.next[*farther] {
                Some(next) => *farther = next,
                None => return self.next.len() - 1,
            }
        }
        left
    }
}

/// The steps behind which a way is over: the end, or where there is none, those that lead back
/// to the first step of a cycle that is never left.
fn last_steps(graph: &Graph<'_>, runs: &Ways, flow: &Flow) -> Vec<usize> {
    let ends: Vec<usize> = steps_where(flow, |kind| matches!(kind, StepKind::End)).collect();
    if !ends.is_empty() {
        return ends;
    }
    let group = groups(graph, &vec![true; graph.len()]);
    // Of each group the step that a run comes to first, and whether a way leads out of it.
    let mut first = vec![None; graph.len()];
    let mut is_left = vec![false; graph.len()];
    for &step in runs.order() {
        first[group[step]].get_or_insert(step);
        let mut edges = graph.outgoing(step).iter();
        is_left[group[step]] |= edges.any(|edge| group[edge.target] != group[step]);
    }
    let leads_round = |step: &usize| {
        let group = group[*step];
        let mut edges = graph.outgoing(*step).iter();
        !is_left[group] && edges.any(|edge| Some(edge.target) == first[group])
    };
    runs.order().iter().copied().filter(leads_round).collect()
}

/// The places that can be reached, each behind all that are found from it.
fn postorder(start: usize, next: &[Vec<usize>]) -> Vec<usize> {
    let mut order = Vec::with_capacity(next.len());
    let mut seen = vec![false; next.len()];
    seen[start] = true;
    let mut open = vec![(start, 0)];
    while let Some((place, tried)) = open.last_mut() {
        let Some(&found) = next[*place].get(*tried) else {
            order.push(*place);
            open.pop();
            continue;
        };
        *tried += 1;
        if !std::mem::replace(&mut seen[found], true) {
            open.push((found, 0));
        }
    }
    order
}
