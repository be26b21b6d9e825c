//! How a branch gets past a step at which others of its fork come together.

use tinyflow_model::{Diagnostic, Flow};

use super::Graph;
use super::fork::Fork;
use super::graph::Edge;
use super::ways::{Ways, show};

/// With the shortest way of a run on which a branch of the fork comes to where all of them meet,
/// and not to the step.
pub(super) fn show_bypass(
    finding: Diagnostic,
    graph: &Graph<'_>,
    runs: &Ways,
    flow: &Flow,
    fork: &Fork,
    step: usize,
) -> Diagnostic {
    let (Some(meet), Some(bypass)) = (fork.meet, bypass(graph, fork, step)) else {
        return finding;
    };
    let mut way = runs.to(fork.step);
    way.extend(bypass);
    show(finding, flow, &way, meet).trace_title("a run gets past it by")
}

fn bypass(graph: &Graph<'_>, fork: &Fork, step: usize) -> Option<Vec<(usize, Edge)>> {
    let meet = fork.meet?;
    let is_within = |other: usize| other != step && other != fork.step;
    let starts = fork.branches.iter().map(|branch| branch.target);
    let ways = Ways::from(graph, starts.filter(|start| is_within(*start)), is_within);
    let within = ways.reach(meet).then(|| ways.to(meet))?;
    let first = within.first().map_or(meet, |(first, _)| *first);
    let branch = fork.branches.iter().find(|branch| branch.target == first)?;
    Some(
        std::iter::once((fork.step, *branch))
            .chain(within)
            .collect(),
    )
}
