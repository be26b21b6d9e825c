//! The example workflows, each with a world that notes its effects and with somebody outside who
//! answers what is asked.

mod branching;
mod filled_in;
mod generated;
mod written;

use std::fmt::Debug;
use std::sync::Arc;

use serde::Serialize;
use tinyflow::{RunView, Snapshot, Transaction, Value, WaitReason, Workflow};

pub(crate) use self::branching::{Converting, Updating};
pub(crate) use self::filled_in::{Helping, Publishing, Renewing};
pub(crate) use self::generated::{FillingIn, Fulfilling, Onboarding, Travelling};
pub(crate) use self::written::{Forking, Guessing, Paying, Polling};

/// An example workflow.
pub(crate) trait Example: Sized {
    const NAME: &'static str;
    type Workflow: Workflow<State: Debug + PartialEq + Serialize> + 'static;

    /// The workflow, in a world that notes its effects.
    fn workflow(effects: Effects) -> Self::Workflow;

    /// The state that its run begins with.
    fn state() -> <Self::Workflow as Workflow>::State;

    /// What somebody outside does while the run waits.
    fn outside(_: &View<Self>) -> Outside<Self> {
        Outside::Nothing
    }
}

pub(crate) type View<E> = RunView<
    <<E as Example>::Workflow as Workflow>::Step,
    <<E as Example>::Workflow as Workflow>::State,
>;

/// What somebody outside does.
pub(crate) enum Outside<E: Example> {
    Nothing,
    /// Answers what is asked, if anything is.
    Answer(Value),
    /// Changes the run. Done twice at one wait, it changes nothing more.
    Change(fn(&mut TransactionOf<E>)),
}

pub(crate) type TransactionOf<E> = Transaction<
    <<E as Example>::Workflow as Workflow>::Step,
    <<E as Example>::Workflow as Workflow>::State,
>;

/// Where effects are noted, each under a key of its own.
#[derive(Clone)]
pub(crate) struct Effects(Arc<dyn Fn(&str) + Send + Sync>);

impl Effects {
    pub(crate) fn new(note: impl Fn(&str) + Send + Sync + 'static) -> Self {
        Self(Arc::new(note))
    }

    fn note(&self, key: &str) {
        (self.0)(key);
    }
}

/// The step that waits for an answer, and the id of its wait.
pub(crate) fn question(snapshot: &Snapshot) -> Option<(String, String)> {
    let waits = snapshot.open_waits().into_iter();
    let mut questions = waits.filter(|wait| matches!(wait.reason, WaitReason::Answer { .. }));
    let wait = questions.next()?;
    Some((wait.step, wait.entry.resume_id().to_owned()))
}

/// Calls a generic function for every example.
macro_rules! for_every_example {
    ($function:ident $arguments:tt) => {{
        use $crate::scenarios::*;
        $function::<Polling> $arguments.await;
        $function::<Paying> $arguments.await;
        $function::<Guessing> $arguments.await;
        $function::<Forking> $arguments.await;
        $function::<Onboarding> $arguments.await;
        $function::<Fulfilling> $arguments.await;
        $function::<FillingIn> $arguments.await;
        $function::<Travelling> $arguments.await;
        $function::<Updating> $arguments.await;
        $function::<Converting> $arguments.await;
        $function::<Renewing> $arguments.await;
        $function::<Helping> $arguments.await;
        $function::<Publishing> $arguments.await;
    }};
}

pub(crate) use for_every_example;
