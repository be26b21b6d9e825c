//! A workflow as the worker sees it: without its types.

use std::pin::Pin;
use std::sync::Arc;

use crate::stop_signal::StopSignal;
use crate::{
    ContextError, RunPhase, RunResult, RuntimeError, Serving, WorkerContext, Workflow,
    WorkflowRuntime,
};

pub(super) trait Served<Lock>: Send + Sync {
    /// Has the runs of this workflow taken up, too.
    fn add_to(&self, serving: Serving) -> Serving;

    /// Goes on with a run until it ends, waits, fails, or is to stop after its step.
    fn execute(self: Arc<Self>, run_id: String, lock: Lock, stop: StopSignal) -> Executing<Lock>;
}

pub(super) type Executing<Lock> = Pin<Box<dyn Future<Output = Executed<Lock>> + Send>>;

pub(super) struct Executed<Lock> {
    pub(super) run_id: String,
    pub(super) lock: Lock,
    pub(super) outcome: Result<RunPhase, RuntimeError>,
    /// Until when the lock is kept, so that nobody takes the run.
    pub(super) rests_until: Option<i64>,
}

impl<Lock> Executed<Lock> {
    pub(super) fn of(run_id: String, lock: Lock, outcome: Result<RunPhase, RuntimeError>) -> Self {
        Self {
            run_id,
            lock,
            outcome,
            rests_until: None,
        }
    }
}

impl<W: Workflow + 'static, C: WorkerContext> Served<C::Lock> for WorkflowRuntime<W, C> {
    fn add_to(&self, serving: Serving) -> Serving {
        match self.is_of_one_version() {
            true => serving.with_version(self.workflow().flow()),
            false => serving.with_flow(self.workflow().flow().id()),
        }
    }

    fn execute(
        self: Arc<Self>,
        run_id: String,
        lock: C::Lock,
        stop: StopSignal,
    ) -> Executing<C::Lock> {
        Box::pin(async move {
            let result = self.resume_until(&run_id, stop).await;
            let outcome = result
                .map(|result| phase(&result))
                .map_err(|error| found(&run_id, error));
            Executed::of(run_id, lock, outcome)
        })
    }
}

/// A run that was claimed is there, whatever is told of it.
fn found(run_id: &str, error: RuntimeError) -> RuntimeError {
    match error {
        RuntimeError::RunNotFound { .. } => {
            let error = ContextError::damaged(run_id, "it is due, and there is no run of its id");
            RuntimeError::context(run_id)(error)
        }
        other => other,
    }
}

fn phase<State>(result: &RunResult<State>) -> RunPhase {
    match result {
        RunResult::Finished { .. } => RunPhase::Finished,
        RunResult::NeedsResume { .. } => RunPhase::Waiting,
        RunResult::Cancelled { .. } => RunPhase::Cancelled,
        RunResult::Failed { .. } => RunPhase::Failed,
    }
}
