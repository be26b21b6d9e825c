//! The runs of one workflow, seen and reached from outside, in the workflow's types.

use std::error::Error;

use serde::Serialize;

use crate::durable_state::wire_name;
use crate::own_run::expect_other;
use crate::{
    ContextError, Delivery, EventOf, RunPhase, RunSummary, RunView, Runs, RuntimeError,
    Transaction, WorkerContext, Workflow, WorkflowRuntime,
};

/// Starts runs of a workflow for workers to execute, sends them events, and watches them.
///
/// A client executes nothing itself. It may live in another process than the workers.
pub struct Client<W, C> {
    runtime: WorkflowRuntime<W, C>,
    runs: Runs<C>,
}

/// Whether a run was begun.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Started {
    /// It was begun now.
    New,
    /// A run of this id existed already, and was left alone.
    Existing,
}

impl<W: Workflow, C: WorkerContext> WorkflowRuntime<W, C> {
    /// A client for the runs of this workflow.
    pub fn client(&self) -> Client<W, C> {
        Client {
            runtime: self.clone(),
            runs: self.runs(),
        }
    }

    /// The runs in this runtime's context, whatever their flows.
    pub fn runs(&self) -> Runs<C> {
        Runs::shared(self.shared_context(), self.clock().clone())
    }
}

impl<W: Workflow, C: WorkerContext> Client<W, C> {
    /// Begins a run for a worker to execute. If there is a run of this id, nothing is changed.
    ///
    /// # Errors
    /// If the state is not JSON, or if the context fails.
    pub async fn start(&self, run_id: &str, state: W::State) -> Result<Started, RuntimeError> {
        match self.runtime.create(run_id, state).await {
            Ok(()) => Ok(Started::New),
            Err(RuntimeError::RunExists { .. }) => Ok(Started::Existing),
            Err(error) => Err(error),
        }
    }

    /// Answers a wait for an event of a known type by its id. See [`Runs::answer`], which takes
    /// any JSON, for a wait of which the type is not known, and for timers.
    ///
    /// # Errors
    /// As there, and if the wait is not for this event, or if the answer is not JSON or does not
    /// fit its schema.
    pub async fn answer<T: Serialize + Sync>(
        &self,
        run_id: &str,
        event: &EventOf<W::Step, T>,
        resume_id: &str,
        payload: &T,
    ) -> Result<Delivery, RuntimeError> {
        let payload = event.check(run_id, payload)?;
        let step = wire_name(run_id, event.step)?;
        self.runs
            .expect_wait_of(run_id, resume_id, &step, event.key)
            .await?;
        self.runs.answer(run_id, resume_id, payload).await
    }

    /// Waits until a run has read an answer that was undecided. See [`Runs::verdict`].
    ///
    /// # Errors
    /// As there.
    pub async fn verdict(&self, run_id: &str, letter: u64) -> Result<(), RuntimeError> {
        self.runs.verdict(run_id, letter).await
    }

    /// Sends an event of a known type to the step that waits for it, now or later. See
    /// [`Runs::send_event`].
    ///
    /// # Errors
    /// As there, and if the answer is not JSON or does not fit its schema.
    pub async fn send<T: Serialize + Sync>(
        &self,
        run_id: &str,
        event: &EventOf<W::Step, T>,
        payload: &T,
        event_id: Option<&str>,
    ) -> Result<Delivery, RuntimeError> {
        let payload = event.check(run_id, payload)?;
        let step = wire_name(run_id, event.step)?;
        self.runs.send_event(run_id, &step, payload, event_id).await
    }

    /// Ends a timer before its time.
    ///
    /// # Errors
    /// As for [`Runs::skip`].
    pub async fn skip(&self, run_id: &str, resume_id: &str) -> Result<Delivery, RuntimeError> {
        self.runs.skip(run_id, resume_id).await
    }

    /// Stops a run for good. See [`Runs::cancel`].
    ///
    /// # Errors
    /// As there.
    pub async fn cancel(&self, run_id: &str) -> Result<(), RuntimeError> {
        self.runs.cancel(run_id).await
    }

    /// Has a failed run tried again by the next worker. See [`Runs::retry`].
    ///
    /// # Errors
    /// As there.
    pub async fn retry(&self, run_id: &str) -> Result<(), RuntimeError> {
        self.runs.retry(run_id).await
    }

    /// What a run has come to.
    ///
    /// # Errors
    /// As for [`WorkflowRuntime::query`].
    pub async fn query(&self, run_id: &str) -> Result<RunView<W::Step, W::State>, RuntimeError> {
        self.runtime.query(run_id).await
    }

    /// The runs in one of the given phases, or all, in the order of their ids. Those of other
    /// flows are among them.
    ///
    /// # Errors
    /// If the context fails.
    pub async fn list(&self, phases: &[RunPhase]) -> Result<Vec<RunSummary>, ContextError> {
        self.runs.list(phases).await
    }

    /// Waits until a run is over or has failed, and gives what it has come to.
    ///
    /// # Errors
    /// As for [`WorkflowRuntime::query`], and [`RuntimeError::OwnRun`] in a step of the run.
    pub async fn wait_for_end(
        &self,
        run_id: &str,
    ) -> Result<RunView<W::Step, W::State>, RuntimeError> {
        let mut changes = self.runtime.context().changes();
        loop {
            let view = self.runtime.query(run_id).await?;
            if view.end.is_some() {
                return Ok(view);
            }
            expect_other(self.runtime.context(), run_id)?;
            match &mut changes {
                Some(changes) => changes.next().await,
                None => std::future::pending().await,
            }
        }
    }

    /// Changes the state of a run from outside. See [`WorkflowRuntime::with_transaction`].
    ///
    /// # Errors
    /// As there.
    pub async fn with_transaction<T, E>(
        &self,
        run_id: &str,
        change: impl FnOnce(&mut Transaction<W::Step, W::State>) -> Result<T, E>,
    ) -> Result<T, RuntimeError>
    where
        E: Into<Box<dyn Error + Send + Sync>>,
    {
        self.runtime.with_transaction(run_id, change).await
    }
}

impl<W, C> Clone for Client<W, C> {
    fn clone(&self) -> Self {
        Self {
            runtime: self.runtime.clone(),
            runs: self.runs.clone(),
        }
    }
}
