//! Parallel branches, as a step asks for them.
//!
//! Data only: executing the branches is the matter of `drive`.

use crate::{StepResult, Transition};

/// The branches that a step starts, and where they meet.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use = "a fork does nothing until the step returns it"]
pub struct Fork<S> {
    pub(crate) branches: Vec<(String, S)>,
    pub(crate) join: Join,
    pub(crate) meet: S,
}

/// Which branches must arrive before a run goes on after a fork.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Join {
    All,
    Any,
}

/// Branches that were named but not yet told where they meet.
#[derive(Clone, Debug)]
#[must_use = "say where the branches meet, with `join` or `race`"]
pub struct Branches<S>(Vec<(String, S)>);

/// Starts a branch at each of the given steps. A branch has a name, unique in its fork, under
/// which its place is stored.
///
/// A branch goes from step to step until one of its steps goes to the step where the branches
/// meet, or ends.
///
/// ```
/// # use tinyflow::{StepResult, fork};
/// # #[derive(Clone, Copy, Debug, PartialEq)]
/// # enum Step { ChargeCard, PackParcel, SendParcel }
/// # fn step() -> StepResult<Step> {
/// fork([("charge", Step::ChargeCard), ("pack", Step::PackParcel)]).join(Step::SendParcel)
/// # }
/// ```
pub fn fork<S, N: Into<String>>(branches: impl IntoIterator<Item = (N, S)>) -> Branches<S> {
    let branches = branches.into_iter();
    Branches(branches.map(|(name, step)| (name.into(), step)).collect())
}

impl<S> Branches<S> {
    /// Goes on at `step` once all branches have arrived.
    ///
    /// # Errors
    /// None; the type is what a step returns.
    pub fn join(self, step: S) -> StepResult<S> {
        self.meet(Join::All, step)
    }

    /// Goes on at `step` when the first branch has arrived. The others are dropped, at the
    /// await where they are; what they have written to the state stays.
    ///
    /// # Errors
    /// None; the type is what a step returns.
    pub fn race(self, step: S) -> StepResult<S> {
        self.meet(Join::Any, step)
    }

    fn meet(self, join: Join, meet: S) -> StepResult<S> {
        Ok(Transition::Fork(Fork {
            branches: self.0,
            join,
            meet,
        }))
    }
}
