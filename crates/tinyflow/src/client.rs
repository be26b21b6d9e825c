//! The runs of one workflow, seen and reached from outside, in the workflow's types.

use std::error::Error;
use std::marker::PhantomData;

use serde::Serialize;
use serde_json::Value;

use crate::{
    ContextError, Delivery, JsonSchema, JsonText, RunPhase, RunSummary, RunView, Runs,
    RuntimeError, Transaction, Wait, WorkerContext, Workflow, WorkflowRuntime, WorkflowState,
    WorkflowStep,
};
use crate::{DurableState, durable_state::wire_name};

/// Starts runs of a workflow for workers to execute, sends them events, and watches them.
///
/// A client executes nothing itself. It may live in another process than the workers.
pub struct Client<W, C> {
    runtime: WorkflowRuntime<W, C>,
    runs: Runs<C>,
}

/// What a step waits for, and the type of the answer: known to the workflow and to whoever
/// answers, so that the compiler checks both.
///
/// ```
/// # use tinyflow::EventOf;
/// # #[derive(Clone, Copy)]
/// # enum Step { AwaitPayment }
/// const PAYMENT: EventOf<Step, u64> = EventOf::new(Step::AwaitPayment, "payment");
/// ```
#[derive(Debug)]
pub struct EventOf<Step, T> {
    step: Step,
    key: &'static str,
    schema: Option<&'static JsonSchema>,
    answer: PhantomData<fn(T) -> T>,
}

impl<Step, T> EventOf<Step, T> {
    /// The event that `step` waits for under `key`.
    pub const fn new(step: Step, key: &'static str) -> Self {
        Self {
            step,
            key,
            schema: None,
            answer: PhantomData,
        }
    }

    /// The same event, whose answers must fit a schema beyond their type.
    ///
    /// An answer that does not fit is refused where it is sent as well as where it is waited for.
    #[must_use]
    pub const fn checked_by(self, schema: &'static JsonSchema) -> Self
    where
        Step: Copy,
    {
        Self {
            step: self.step,
            key: self.key,
            schema: Some(schema),
            answer: PhantomData,
        }
    }
}

impl<Step: WorkflowStep, State: WorkflowState> DurableState<Step, State> {
    /// Waits for an event whose type of answer is known.
    pub fn wait_for<T: serde::de::DeserializeOwned>(
        &self,
        event: &EventOf<Step, T>,
        request: impl Serialize,
    ) -> Wait<T> {
        self.wait_for_checked(event.key, event.schema, request)
    }

    /// Waits for an event whose type of answer is known, for so many milliseconds at most. The
    /// value is none where no answer came in that time.
    pub fn wait_for_within<T: serde::de::DeserializeOwned>(
        &self,
        event: &EventOf<Step, T>,
        request: impl Serialize,
        limit_ms: i64,
    ) -> Wait<Option<T>> {
        self.wait_for_checked_within(event.key, event.schema, request, limit_ms)
    }
}

/// Whether a run was begun.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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

    /// Answers a wait by its id. See [`Runs::answer`].
    ///
    /// # Errors
    /// As there, and if the answer is not JSON.
    pub async fn answer(
        &self,
        run_id: &str,
        resume_id: &str,
        payload: &(impl Serialize + Sync),
    ) -> Result<Delivery, RuntimeError> {
        let payload = payload_of(run_id, payload)?;
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
        let payload = payload_of(run_id, payload)?;
        if let Some(schema) = event.schema {
            let misfit = schema.check(&payload);
            misfit.map_err(|source| RuntimeError::AnswerRefused {
                run_id: run_id.to_owned(),
                source,
            })?;
        }
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
    /// As for [`WorkflowRuntime::query`].
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

fn payload_of(run_id: &str, payload: &impl Serialize) -> Result<Value, RuntimeError> {
    let json = JsonText::of(payload).and_then(|json| json.read());
    json.map_err(|source| RuntimeError::AnswerNotJson {
        run_id: run_id.to_owned(),
        source,
    })
}
