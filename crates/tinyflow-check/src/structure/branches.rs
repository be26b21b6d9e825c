//! Goes along the branches of all forks at once, and finds the steps at which branches come
//! together that should not.
//!
//! Each step is come to on a path: the branches that are open there, from the outermost in. A
//! step that is come to on two paths is in two branches at once, or both inside and outside of
//! one.

use super::Graph;
use super::fork::Fork;
use super::graph::By;

/// On how many paths a step is looked at. More would say nothing new of any flow that somebody
/// can draw.
const MOST_PATHS: usize = 16;

/// Two branches of one fork that share a step.
pub(super) struct Crossing {
    /// The index of the fork.
    pub(super) fork: usize,
    /// The indices of the branches.
    pub(super) branches: [usize; 2],
    /// The step.
    pub(super) step: usize,
}

/// A branch that comes to its own fork.
pub(super) struct WayBack {
    /// The index of the fork.
    pub(super) fork: usize,
    /// The step from which the branch is left, and what makes a run leave it.
    pub(super) left: (usize, By),
}

#[derive(Default)]
pub(super) struct Found {
    pub(super) crossings: Vec<Crossing>,
    pub(super) ways_back: Vec<WayBack>,
}

/// Where the paths of the branches lead that start at the step `begin`.
pub(super) fn follow(graph: &Graph<'_>, forks: &[Fork], begin: usize) -> Found {
    let mut fork_at = vec![None; graph.len()];
    for (index, fork) in forks.iter().enumerate() {
        fork_at[fork.step] = Some(index);
    }
    let mut walk = Walk {
        forks,
        fork_at,
        paths: vec![Path::default()],
        places: Vec::new(),
        at: vec![Vec::new(); graph.len()],
        found: Found::default(),
    };
    walk.arrive(begin, Path::OUTSIDE, None);
    let mut next = 0;
    while next < walk.places.len() {
        walk.go_on(graph, next);
        next += 1;
    }
    walk.found
}

struct Walk<'a> {
    forks: &'a [Fork],
    /// The fork at each step, if there is one.
    fork_at: Vec<Option<usize>>,
    paths: Vec<Path>,
    /// Where the walk has come, in that order.
    places: Vec<Place>,
    /// For each step the places that are there.
    at: Vec<Vec<usize>>,
    found: Found,
}

/// The branches that are open at a place.
#[derive(Clone, Copy, Default)]
struct Path {
    /// The path to the fork.
    parent: usize,
    fork: usize,
    branch: usize,
    depth: usize,
}

impl Path {
    /// The path that is in no branch.
    const OUTSIDE: usize = 0;
}

/// A step on one of its paths.
struct Place {
    step: usize,
    path: usize,
    /// The place before it, and what led on from there.
    from: Option<(usize, By)>,
}

impl Walk<'_> {
    fn go_on(&mut self, graph: &Graph<'_>, place: usize) {
        let Place { step, path, .. } = self.places[place];
        for edge in graph.outgoing(step) {
            let path = match self.branch(step, edge.by) {
                Some((fork, branch)) => self.open(path, fork, branch),
                None => path,
            };
            self.arrive(edge.target, path, Some((place, edge.by)));
        }
    }

    /// The branch that starts on this way, if one does.
    fn branch(&self, step: usize, by: By) -> Option<(usize, usize)> {
        let fork = self.fork_at[step]?;
        let mut branches = self.forks[fork].branches.iter();
        Some((fork, branches.position(|branch| branch.by == by)?))
    }

    fn open(&mut self, parent: usize, fork: usize, branch: usize) -> usize {
        let depth = self.paths[parent].depth + 1;
        self.paths.push(Path {
            parent,
            fork,
            branch,
            depth,
        });
        self.paths.len() - 1
    }

    fn arrive(&mut self, step: usize, mut path: usize, from: Option<(usize, By)>) {
        while path != Path::OUTSIDE && self.meet(path) == Some(step) {
            path = self.paths[path].parent;
        }
        let known = &self.at[step];
        let is_known = known.iter().any(|place| self.places[*place].path == path);
        if is_known || known.len() == MOST_PATHS {
            return;
        }
        if let Some(fork) = self.fork_at[step]
            && self.is_within(path, fork)
        {
            self.leads_back(fork, from);
            return;
        }
        let crossed = known
            .iter()
            .find_map(|place| self.siblings(self.places[*place].path, path));
        if let Some((fork, branches)) = crossed {
            self.crosses(fork, branches, step);
            return;
        }
        self.at[step].push(self.places.len());
        self.places.push(Place { step, path, from });
    }

    fn meet(&self, path: usize) -> Option<usize> {
        self.forks[self.paths[path].fork].meet
    }

    /// Whether a path leads through a branch of the fork.
    fn is_within(&self, mut path: usize, fork: usize) -> bool {
        while path != Path::OUTSIDE {
            if self.paths[path].fork == fork {
                return true;
            }
            path = self.paths[path].parent;
        }
        false
    }

    /// The two branches of one fork in which two paths part, if they do so there.
    fn siblings(&self, mut left: usize, mut right: usize) -> Option<(usize, [usize; 2])> {
        while self.paths[left].depth > self.paths[right].depth {
            left = self.paths[left].parent;
        }
        while self.paths[right].depth > self.paths[left].depth {
            right = self.paths[right].parent;
        }
        while left != right {
            let (one, other) = (self.paths[left], self.paths[right]);
            if one.parent == other.parent {
                let parted = one.fork == other.fork;
                return parted.then_some((one.fork, [one.branch, other.branch]));
            }
            (left, right) = (one.parent, other.parent);
        }
        None
    }

    fn crosses(&mut self, fork: usize, branches: [usize; 2], step: usize) {
        let mut crossings = self.found.crossings.iter();
        if crossings.all(|known| known.fork != fork) {
            self.found.crossings.push(Crossing {
                fork,
                branches,
                step,
            });
        }
    }

    fn leads_back(&mut self, fork: usize, from: Option<(usize, By)>) {
        let mut ways_back = self.found.ways_back.iter();
        if ways_back.any(|known| known.fork == fork) {
            return;
        }
        // Back along the steps before the fork, to the last one that is in the branch alone. A
        // branch that starts at the fork has none.
        let mut ways = std::iter::successors(from, |(place, _)| self.places[*place].from);
        let is_inside = |place: usize| {
            let mut paths = self.at[place].iter().map(|place| self.places[*place].path);
            paths.all(|path| self.is_within(path, fork))
        };
        let left = ways.find(|(place, _)| is_inside(self.places[*place].step));
        if let Some((place, by)) = left.or(from) {
            let left = (self.places[place].step, by);
            self.found.ways_back.push(WayBack { fork, left });
        }
    }
}
