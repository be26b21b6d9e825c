//! The steps and connections of a flow by their indices.

use foldhash::{HashMap, HashMapExt, HashSet, HashSetExt};
use tinyflow_model::{Connection, Flow, Step, StepKind, Text};

/// Which ways lead from each step, and where to.
pub(crate) struct Graph<'a> {
    by_id: HashMap<&'a str, usize>,
    /// For each step the ways that leave it, in document order.
    outgoing: Vec<Vec<Edge>>,
}

/// A way between two steps that exist.
#[derive(Clone, Copy)]
pub(crate) struct Edge {
    /// What makes a run take the way.
    pub(crate) by: By,
    /// The index of the step that it leads to.
    pub(crate) target: usize,
}

/// What makes a run take a way.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum By {
    /// The connection of this index.
    Connection(usize),
    /// The step's `onTimeout`.
    Timeout,
}

impl<'a> Graph<'a> {
    pub(crate) fn new(flow: &'a Flow) -> Self {
        let mut by_id = HashMap::with_capacity(flow.steps.len());
        for (index, step) in flow.steps.iter().enumerate() {
            by_id.entry(step.id.value.as_str()).or_insert(index);
        }
        let mut outgoing: Vec<Vec<Edge>> = vec![Vec::new(); flow.steps.len()];
        // A connection that says what another one has said is no way of its own.
        let mut said = HashSet::with_capacity(flow.connections.len());
        for (connection, ends) in flow.connections.iter().enumerate() {
            let source = by_id.get(ends.source_step_id.value.as_str());
            let target = by_id.get(ends.target_step_id.value.as_str());
            let (Some(&source), Some(&target)) = (source, target) else {
                continue;
            };
            let condition = ends.condition.as_ref();
            let condition = condition.map(|condition| condition.value.trim());
            if said.insert((source, target, ends.is_conditional(), condition)) {
                let by = By::Connection(connection);
                outgoing[source].push(Edge { by, target });
            }
        }
        for (source, step) in flow.steps.iter().enumerate() {
            let target = on_timeout(step).and_then(|id| by_id.get(id.value.as_str()));
            outgoing[source].extend(target.map(|&target| Edge {
                by: By::Timeout,
                target,
            }));
        }
        Self { by_id, outgoing }
    }

    /// The index of the step with this id, the first where several have it.
    pub(crate) fn step(&self, id: &str) -> Option<usize> {
        self.by_id.get(id).copied()
    }

    /// How many steps there are.
    pub(crate) fn len(&self) -> usize {
        self.outgoing.len()
    }

    /// The ways that leave a step.
    pub(crate) fn outgoing(&self, step: usize) -> &[Edge] {
        &self.outgoing[step]
    }

    /// The connections that leave a step, each with the index of the step that it leads to.
    pub(crate) fn connections<'f>(
        &self,
        flow: &'f Flow,
        step: usize,
    ) -> impl Iterator<Item = (&'f Connection, usize)> {
        let edges = self.outgoing[step].iter();
        edges.filter_map(|edge| match edge.by {
            By::Connection(connection) => Some((&flow.connections[connection], edge.target)),
            By::Timeout => None,
        })
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

/// Where a step goes on when no answer comes in time.
pub(crate) fn on_timeout(step: &Step) -> Option<&Text> {
    match &step.kind {
        StepKind::WaitForEvent(wait) => wait.metadata.tinyflow.on_timeout.as_ref(),
        _ => None,
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
