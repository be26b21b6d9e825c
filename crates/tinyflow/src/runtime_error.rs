//! Why a run could not be executed, as opposed to: why a step of it failed.
//!
//! After any of these the run is as it was last stored.

use crate::{ContextError, Misfit, ResolveError};

/// Why the runtime could not execute a run, or could not read it.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RuntimeError {
    /// A new run was to be started under an id that is taken.
    #[error("run `{run_id}` exists already")]
    #[non_exhaustive]
    RunExists {
        /// The run.
        run_id: String,
    },
    /// There is no run of this id.
    #[error("there is no run `{run_id}`")]
    #[non_exhaustive]
    RunNotFound {
        /// The run.
        run_id: String,
    },
    /// The stored run belongs to another flow.
    #[error("run `{run_id}` belongs to flow `{stored}`, not to `{expected}`")]
    #[non_exhaustive]
    OtherFlow {
        /// The run.
        run_id: String,
        /// The id of the flow that the run belongs to.
        stored: String,
        /// The id of the workflow's flow.
        expected: String,
    },
    /// The workflow has no step of the stored name.
    #[error("run `{run_id}` is at a step `{step}` that its workflow does not have")]
    #[non_exhaustive]
    UnknownStep {
        /// The run.
        run_id: String,
        /// The stored name.
        step: String,
        /// What the type of the steps says.
        source: serde_json::Error,
    },
    /// Branches are open that another version of the flow has started, and the workflow does not
    /// start one of them.
    #[error(
        "run `{run_id}` is in the midst of branches that version {stored} of its flow has started: \
         its workflow does not start branch `{branch}` from step `{step}` to `{first}`"
    )]
    #[non_exhaustive]
    BranchMismatch {
        /// The run.
        run_id: String,
        /// The wire name of the step that has forked.
        step: String,
        /// The name of the branch.
        branch: String,
        /// The wire name of the step that the branch began with.
        first: String,
        /// The version that has started it.
        stored: String,
    },
    /// The stored state does not fit the workflow's type of state.
    #[error("the state of run `{run_id}` at step `{step}` does not fit its type")]
    #[non_exhaustive]
    StateMismatch {
        /// The run.
        run_id: String,
        /// The wire name of its step.
        step: String,
        /// What does not fit.
        source: serde_json::Error,
    },
    /// The state that a new run was given cannot be stored as it is.
    #[error("the first state of run `{run_id}` is not JSON")]
    #[non_exhaustive]
    StateNotJson {
        /// The run.
        run_id: String,
        /// What is not JSON about it.
        source: serde_json::Error,
    },
    /// A state does not fit the schema of the workflow's states. Nothing was changed.
    #[error("the state of run `{run_id}` does not fit its schema")]
    #[non_exhaustive]
    StateRefused {
        /// The run.
        run_id: String,
        /// Where it does not fit.
        source: Misfit,
    },
    /// A step of the workflow does not serialise to a string, so it has no wire name.
    #[error("step {step} of run `{run_id}` has no wire name: it does not serialise to a string")]
    #[non_exhaustive]
    NamelessStep {
        /// The run.
        run_id: String,
        /// The step as `Debug` shows it.
        step: String,
    },
    /// The snapshot cannot be read or written.
    #[error("the snapshot of run `{run_id}` is damaged")]
    #[non_exhaustive]
    Snapshot {
        /// The run.
        run_id: String,
        /// What is wrong with it.
        source: serde_json::Error,
    },
    /// The run is not being executed any more, so nothing can be stored through this handle.
    #[error("run `{run_id}` is not being executed any more")]
    #[non_exhaustive]
    Closed {
        /// The run.
        run_id: String,
    },
    /// The stored run was made by another version of the flow, and the runtime was told to
    /// refuse that.
    #[error("run `{run_id}` is of version {stored} of its flow, not of {expected}")]
    #[non_exhaustive]
    OtherVersion {
        /// The run.
        run_id: String,
        /// The version that the run belongs to.
        stored: String,
        /// The version of the workflow's flow.
        expected: String,
    },
    /// An answer was not taken, or a timer not ended. Nothing was changed.
    #[error(transparent)]
    Resolve(#[from] ResolveError),
    /// A step, or a transaction, has asked for a run that it is a part of: it would wait for
    /// itself.
    #[error("run `{run_id}` is in the hands of whoever would wait for it")]
    #[non_exhaustive]
    OwnRun {
        /// The run.
        run_id: String,
    },
    /// The run has begun, so its first state cannot be set any more.
    #[error("run `{run_id}` has begun already")]
    #[non_exhaustive]
    HasBegun {
        /// The run.
        run_id: String,
    },
    /// An answer cannot be sent as it is.
    #[error("an answer for run `{run_id}` is not JSON")]
    #[non_exhaustive]
    AnswerNotJson {
        /// The run.
        run_id: String,
        /// What is not JSON about it.
        source: serde_json::Error,
    },
    /// An answer does not fit the schema of its event. It was not sent.
    #[error("an answer for run `{run_id}` does not fit its schema")]
    #[non_exhaustive]
    AnswerRefused {
        /// The run.
        run_id: String,
        /// Where it does not fit.
        source: Misfit,
    },
    /// A change from outside was refused by whoever wanted to make it. Nothing was changed.
    #[error("the change of run `{run_id}` was refused")]
    #[non_exhaustive]
    Refused {
        /// The run.
        run_id: String,
        /// Why.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// The context failed.
    #[error("the context failed for run `{run_id}`")]
    #[non_exhaustive]
    Context {
        /// The run.
        run_id: String,
        /// What the context says.
        source: ContextError,
    },
}

impl RuntimeError {
    /// What a context's failure for a run becomes.
    pub(crate) fn context(run_id: &str) -> impl FnOnce(ContextError) -> Self {
        move |source| Self::Context {
            run_id: run_id.to_owned(),
            source,
        }
    }

    /// What the error of reading or writing a run's snapshot becomes.
    pub(crate) fn damaged(run_id: &str) -> impl FnOnce(serde_json::Error) -> Self {
        move |source| Self::Snapshot {
            run_id: run_id.to_owned(),
            source,
        }
    }
}
