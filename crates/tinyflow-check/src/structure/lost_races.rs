//! Races that are over before they have begun: a branch arrives where all of them meet with no task
//! and no wait on the way, and the others are ended.

use tinyflow_model::{Diagnostic, Flow, Join, StepKind};

use super::Graph;
use super::fork::{Fork, join};
use super::graph::{Edge, steps_where};
use super::ways::{Ways, show};

/// How many races that are over at once are looked into.
const MOST_RACES: usize = 16;

/// How many steps a branch may have that is through at once.
const MOST_STEPS: usize = 32;

/// A race that is over at once.
pub(super) struct LostRace<'a> {
    pub(super) fork: &'a Fork,
    /// The index of the step where the branches meet.
    pub(super) meet: usize,
    /// The ways from the fork on which a branch is through at once.
    pub(super) through: Vec<(usize, Edge)>,
    /// The steps that a run only gets to in the other branches, the nearest first.
    pub(super) lost: Vec<Lost>,
    /// The ways of a run up to the fork.
    before: Vec<(usize, Edge)>,
}

/// A step of a branch that cannot win.
pub(super) struct Lost {
    pub(super) step: usize,
    /// Whether the branch has no task and no wait before it.
    pub(super) is_first: bool,
}

/// The first races of a flow that are over at once.
pub(super) fn lost_races<'a>(
    forks: &'a [Fork],
    graph: &Graph<'_>,
    runs: &Ways,
    flow: &Flow,
) -> Vec<LostRace<'a>> {
    let races = forks.iter().filter_map(|fork| {
        let meet = fork.meet.filter(|meet| join(flow, *meet) == Join::Any)?;
        let mut branches = fork.branches.iter();
        let through = branches.find_map(|branch| at_once(graph, flow, fork.step, *branch, meet))?;
        runs.reach(fork.step).then_some((fork, meet, through))
    });
    let races = races.take(MOST_RACES);
    let races = races.map(|(fork, meet, through)| LostRace {
        fork,
        meet,
        through,
        lost: lost(graph, flow, fork, meet),
        before: runs.to(fork.step),
    });
    races.collect()
}

/// The ways of a branch to where the branches meet, if nothing is done and waited for on them.
fn at_once(
    graph: &Graph<'_>,
    flow: &Flow,
    fork: usize,
    branch: Edge,
    meet: usize,
) -> Option<Vec<(usize, Edge)>> {
    let mut way = vec![(fork, branch)];
    let mut step = branch.target;
    while step != meet {
        let [only] = graph.outgoing(step) else {
            return None;
        };
        if takes_time(&flow.steps[step].kind) || way.len() > MOST_STEPS {
            return None;
        }
        way.push((step, *only));
        step = only.target;
    }
    Some(way)
}

fn lost(graph: &Graph<'_>, flow: &Flow, fork: &Fork, meet: usize) -> Vec<Lost> {
    let branches = fork.branches.iter().map(|branch| branch.target);
    let branches = branches.filter(|step| *step != meet);
    let within = Ways::from(graph, branches, |step| step != meet && step != fork.step);
    // A step that a run can also get to by another way is not lost.
    let begins = steps_where(flow, |kind| matches!(kind, StepKind::Begin));
    let others = begins.chain([meet]).filter(|other| *other != fork.step);
    let outside = Ways::from(graph, others, |step| step != fork.step);
    let mut is_behind = vec![false; graph.len()];
    let mut lost = Vec::new();
    for step in within.order().iter().copied() {
        is_behind[step] = within
            .before(step)
            .is_some_and(|before| is_behind[before] || takes_time(&flow.steps[before].kind));
        if !outside.reach(step) {
            let is_first = !is_behind[step];
            lost.push(Lost { step, is_first });
        }
    }
    lost
}

/// Whether something is done or waited for in such a step.
pub(super) fn takes_time(kind: &StepKind) -> bool {
    match kind {
        StepKind::Decision => false,
        StepKind::ResumeAfter(pause) => pause.duration.value.ms() > 0,
        _ => true,
    }
}

impl LostRace<'_> {
    /// With the way of a run that ends the race.
    pub(super) fn show(&self, finding: Diagnostic, flow: &Flow) -> Diagnostic {
        let way = [&self.before[..], &self.through].concat();
        show(finding, flow, &way, self.meet).trace_title("a run gets past it by")
    }
}
