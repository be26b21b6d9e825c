//! The forks of a flow: steps that start parallel branches, and where these meet.

use tinyflow_model::{Flow, Join, StepKind};

use super::graph::{By, Edge, Graph};
use super::post_dominators::PostDominators;
use super::ways::Ways;

/// A step that starts parallel branches.
pub(crate) struct Fork {
    /// The index of the step.
    pub(crate) step: usize,
    /// The ways on which the branches start.
    pub(crate) branches: Vec<Edge>,
    /// The index of the step where they meet, if they do.
    pub(crate) meet: Option<usize>,
}

impl Fork {
    /// The connections on which the branches start.
    pub(super) fn connections(&self) -> impl Iterator<Item = usize> {
        let branches = self.branches.iter();
        branches.filter_map(|branch| match branch.by {
            By::Connection(connection) => Some(connection),
            By::Timeout => None,
        })
    }
}

/// Every fork, in the order of the steps.
pub(crate) fn forks(graph: &Graph<'_>, runs: &Ways, flow: &Flow) -> Vec<Fork> {
    let mut forks: Vec<Fork> = (0..graph.len())
        .filter(|step| !matches!(flow.steps[*step].kind, StepKind::Decision))
        .filter_map(|step| {
            let branches = branches(graph, flow, step);
            let meet = None;
            (branches.len() > 1).then_some(Fork {
                step,
                branches,
                meet,
            })
        })
        .collect();
    if !forks.is_empty() {
        let through = PostDominators::of(graph, runs, flow);
        for fork in &mut forks {
            fork.meet = through.meet(fork.branches.iter().map(|branch| branch.target));
        }
    }
    forks
}

/// How branches are waited for at the step where they meet.
pub(crate) fn join(flow: &Flow, meet: usize) -> Join {
    let step = &flow.steps[meet];
    match &step.settings.join {
        Some(join) => join.value,
        None if matches!(step.kind, StepKind::End) => Join::Any,
        None => Join::All,
    }
}

fn branches(graph: &Graph<'_>, flow: &Flow, step: usize) -> Vec<Edge> {
    let edges = graph.outgoing(step).iter().copied();
    let unconditional = |edge: &Edge| match edge.by {
        By::Connection(connection) => !flow.connections[connection].is_conditional(),
        By::Timeout => false,
    };
    edges.filter(unconditional).collect()
}
