//! The steps and connections of a flow by their indices.

use std::collections::HashMap;

use tinyflow_model::{Flow, StepKind};

/// Which connections leave each step, and where they lead.
pub(crate) struct Graph<'a> {
    by_id: HashMap<&'a str, usize>,
    /// For each step the connections that leave it, in document order.
    outgoing: Vec<Vec<Edge>>,
}

/// A connection whose two steps exist.
#[derive(Clone, Copy)]
pub(crate) struct Edge {
    /// The index of the connection.
    pub(crate) connection: usize,
    /// The index of the step that it leads to.
    pub(crate) target: usize,
}

impl<'a> Graph<'a> {
    pub(crate) fn new(flow: &'a Flow) -> Self {
        let mut by_id = HashMap::with_capacity(flow.steps.len());
        for (index, step) in flow.steps.iter().enumerate() {
            by_id.entry(step.id.value.as_str()).or_insert(index);
        }
        let mut outgoing = vec![Vec::new(); flow.steps.len()];
        for (connection, ends) in flow.connections.iter().enumerate() {
            let source = by_id.get(ends.source_step_id.value.as_str());
            let target = by_id.get(ends.target_step_id.value.as_str());
            if let (Some(source), Some(&target)) = (source, target) {
                let edges: &mut Vec<Edge> = &mut outgoing[*source];
                edges.push(Edge { connection, target });
            }
        }
        Self { by_id, outgoing }
    }

    /// The index of the step with this id, the first where several have it.
    pub(crate) fn step(&self, id: &str) -> Option<usize> {
        self.by_id.get(id).copied()
    }

    /// The connections that leave a step.
    pub(crate) fn outgoing(&self, step: usize) -> &[Edge] {
        &self.outgoing[step]
    }

    /// For each step whether it can be reached from one of `starts`.
    pub(crate) fn reachable(&self, starts: impl Iterator<Item = usize>) -> Vec<bool> {
        reach(starts, self.outgoing.len(), |step| {
            self.outgoing[step].iter().map(|edge| edge.target)
        })
    }

    /// A step that leads back to itself by way of such steps alone.
    pub(crate) fn cycle_within(&self, is_within: impl Fn(usize) -> bool) -> Option<usize> {
        let count = self.outgoing.len();
        // Steps are taken away as long as no such step follows them; what stays leads round.
        let mut waiting_for = vec![0; count];
        let mut incoming = vec![Vec::new(); count];
        for step in (0..count).filter(|step| is_within(*step)) {
            let edges = self.outgoing[step].iter();
            for edge in edges.filter(|edge| is_within(edge.target)) {
                waiting_for[step] += 1;
                incoming[edge.target].push(step);
            }
        }
        let within = (0..count).filter(|step| is_within(*step));
        let mut free: Vec<usize> = within.filter(|step| waiting_for[*step] == 0).collect();
        while let Some(step) = free.pop() {
            for source in &incoming[step] {
                waiting_for[*source] -= 1;
                if waiting_for[*source] == 0 {
                    free.push(*source);
                }
            }
        }
        // What stays may also lead into a cycle: going on from it ends up in one.
        let mut step = (0..count).find(|step| waiting_for[*step] > 0)?;
        let mut passed = vec![false; count];
        while !std::mem::replace(&mut passed[step], true) {
            let next = self.outgoing[step].iter().map(|edge| edge.target);
            step = next.filter(|next| waiting_for[*next] > 0).min()?;
        }
        Some(step)
    }

    /// For each step whether one of `goals` can be reached from it.
    pub(crate) fn reaching(&self, goals: impl Iterator<Item = usize>) -> Vec<bool> {
        let mut incoming = vec![Vec::new(); self.outgoing.len()];
        for (source, edges) in self.outgoing.iter().enumerate() {
            for edge in edges {
                incoming[edge.target].push(source);
            }
        }
        reach(goals, incoming.len(), |step| incoming[step].iter().copied())
    }
}

fn reach<I: Iterator<Item = usize>>(
    starts: impl Iterator<Item = usize>,
    count: usize,
    next: impl Fn(usize) -> I,
) -> Vec<bool> {
    let mut reached = vec![false; count];
    let mut open: Vec<usize> = starts.collect();
    while let Some(step) = open.pop() {
        if !std::mem::replace(&mut reached[step], true) {
            open.extend(next(step).filter(|next| !reached[*next]));
        }
    }
    reached
}

/// The indices of the steps of one kind.
pub(crate) fn steps_where<'f>(
    flow: &'f Flow,
    wanted: impl Fn(&StepKind) -> bool + 'f,
) -> impl Iterator<Item = usize> + 'f {
    let steps = flow.steps.iter().enumerate();
    steps.filter_map(move |(index, step)| wanted(&step.kind).then_some(index))
}
