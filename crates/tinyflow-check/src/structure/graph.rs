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

    /// How many steps there are.
    pub(crate) fn len(&self) -> usize {
        self.outgoing.len()
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
