//! One visit of a step in a run: who is running, where, and for which time.
//!
//! The keys of everything that a visit caches are made here, so that a step that is visited
//! again finds nothing of its earlier visit. What is stored under the keys is not known here.

use std::fmt;
use std::sync::Arc;

/// A step of a run, at one of the times that the run comes to it. Cheap to clone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Visit {
    run_id: Arc<str>,
    step: Arc<str>,
    seq: u64,
}

impl Visit {
    pub(crate) fn new(run_id: &str, step: &str, seq: u64) -> Self {
        Self {
            run_id: run_id.into(),
            step: step.into(),
            seq,
        }
    }

    /// The visit that follows this one in the same run.
    pub(crate) fn follow(&self, step: &str) -> Self {
        Self {
            run_id: Arc::clone(&self.run_id),
            step: step.into(),
            seq: self.seq + 1,
        }
    }

    /// The id of the run.
    pub fn run_id(&self) -> &str {
        &self.run_id
    }

    /// The step's wire name.
    pub fn step(&self) -> &str {
        &self.step
    }

    /// How many visits the run had begun before this one: 0 at first.
    pub fn seq(&self) -> u64 {
        self.seq
    }

    /// What the keys of this visit begin with, and no key of another visit does.
    pub(crate) fn prefix(&self) -> String {
        format!("{}:{}:", self.seq, self.step)
    }

    /// The key of an action's result.
    pub(crate) fn key(&self, action: &str) -> String {
        format!("{}:{}:{action}", self.seq, self.step)
    }

    /// The key of the mark that an action's result has become the state.
    pub(crate) fn applied_key(&self, action: &str) -> String {
        format!("{}:{}:__applied__:{action}", self.seq, self.step)
    }
}

impl fmt::Display for Visit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "step `{}` of run `{}`", self.step, self.run_id)
    }
}
