//! What must hold between the steps and connections of a flow, a file for each
//! fault.
//!
//! Conditions and schemas are looked at elsewhere; here a condition only
//! matters by being there.

pub(crate) mod duplicate_step;

pub(crate) mod duplicate_connection;

pub(crate) mod colliding_steps;

pub(crate) mod id_without_letters;

pub(crate) mod blank_flow_id;

pub(crate) mod begin_count;

pub(crate) mod end_count;

pub(crate) mod unknown_step;

pub(crate) mod connection_into_begin;

pub(crate) mod connection_out_of_end;

pub(crate) mod repeated_connection;

pub(crate) mod dead_end;

pub(crate) mod several_ways_on;

pub(crate) mod unreachable_step;

pub(crate) mod no_way_to_end;

pub(crate) mod endless_cycle;

pub(crate) mod crossing_branches;

pub(crate) mod branch_leads_back;

pub(crate) mod branches_never_meet;

pub(crate) mod join_without_branches;

pub(crate) mod unanswerable_event;

pub(crate) mod lost_branch;

mod graph;

mod ways;

mod cycles;

mod fork;

mod post_dominators;

mod branches;

mod bypass;

mod lost_races;

use tinyflow_model::{Diagnostic, Flow, StepKind};

use crate::names::StepNames;

use branches::Found;
use bypass::show_bypass;
use fork::forks;
pub(crate) use fork::{Fork, join};
pub(crate) use graph::{By, Edge, Graph};
use lost_races::lost_races;
pub(crate) use ways::{Ways, show};

/// Looks for every fault of structure. Gives the forks of a flow that has none. `names` are those
/// of the steps.
pub(crate) fn check(
    graph: &Graph<'_>,
    flow: &Flow,
    names: &[StepNames],
    findings: &mut Vec<Diagnostic>,
) -> Vec<Fork> {
    // Steps that could not be read at all have been reported as that.
    if flow.steps.is_empty() && findings.iter().any(Diagnostic::is_error) {
        return Vec::new();
    }
    // The same goes for connections, without which every step is a dead end.
    let unconnected = flow.connections.is_empty() && findings.iter().any(Diagnostic::is_error);
    let runs = Ways::of_runs(graph, flow);
    duplicate_step::check(flow, findings);
    duplicate_connection::check(flow, findings);
    colliding_steps::check(flow, names, findings);
    id_without_letters::check(flow, findings);
    blank_flow_id::check(flow, findings);
    begin_count::check(flow, findings);
    end_count::check(graph, &runs, flow, findings);
    unknown_step::check(graph, flow, findings);
    connection_into_begin::check(graph, flow, findings);
    connection_out_of_end::check(graph, flow, findings);
    if !unconnected {
        dead_end::check(graph, flow, findings);
    }
    several_ways_on::check(graph, flow, findings);
    // What can be reached says little where there is no telling what connects.
    if !findings.iter().any(Diagnostic::is_error) {
        unreachable_step::check(graph, &runs, flow, findings);
        no_way_to_end::check(graph, &runs, flow, findings);
        endless_cycle::check(graph, &runs, flow, findings);
    }
    if findings.iter().any(Diagnostic::is_error) {
        return Vec::new();
    }
    let forks = forks(graph, &runs, flow);
    check_forks(&forks, graph, &runs, flow, findings);
    let races = lost_races(&forks, graph, &runs, flow);
    unanswerable_event::check(&races, flow, findings);
    lost_branch::check(&races, flow, findings);
    forks
}

/// How many findings about forks show a way of a run: each costs a walk through the flow.
const MOST_WAYS: usize = 16;

fn check_forks(
    forks: &[Fork],
    graph: &Graph<'_>,
    runs: &Ways,
    flow: &Flow,
    findings: &mut Vec<Diagnostic>,
) {
    let apart = forks.iter().filter(|fork| fork.meet.is_none());
    findings.extend(apart.map(|fork| branches_never_meet::finding(fork, flow)));
    let is_begin = |kind: &StepKind| matches!(kind, StepKind::Begin);
    let begin = graph::steps_where(flow, is_begin).next();
    let found = match begin.filter(|_| !forks.is_empty()) {
        Some(begin) => branches::follow(graph, forks, begin),
        None => Found::default(),
    };
    join_without_branches::check(forks, &found, graph, runs, flow, findings);
    for (index, crossing) in found.crossings.iter().enumerate() {
        let fork = &forks[crossing.fork];
        let mut finding = crossing_branches::finding(fork, crossing, flow);
        if index < MOST_WAYS {
            finding = show_bypass(finding, graph, runs, flow, fork, crossing.step);
        }
        findings.push(finding);
    }
    for way_back in &found.ways_back {
        let fork = &forks[way_back.fork];
        findings.push(branch_leads_back::finding(fork, way_back, flow));
    }
}
