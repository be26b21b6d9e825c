//! A workflow as the worker sees it: without its types.

use std::pin::Pin;
use std::sync::Arc;

use crate::stop_signal::StopSignal;
use crate::{RunPhase, RunResult, RuntimeError, WorkerContext, Workflow, WorkflowRuntime};

pub(super) trait Served<Lock>: Send + Sync {
    /// Goes on with a run until it ends, waits, fails, or is to stop after its step.
    fn execute(self: Arc<Self>, run_id: String, lock: Lock, stop: StopSignal) -> Executing<Lock>;
}

pub(super) type Executing<Lock> = Pin<Box<dyn Future<Output = Executed<Lock>> + Send>>;

pub(super) struct Executed<Lock> {
    pub(super) run_id: String,
    pub(super) lock: Lock,
    pub(super) outcome: Result<RunPhase, RuntimeError>,
}

impl<W: Workflow + 'static, C: WorkerContext> Served<C::Lock> for WorkflowRuntime<W, C> {
    fn execute(
        self: Arc<Self>,
        run_id: String,
        lock: C::Lock,
        stop: StopSignal,
    ) -> Executing<C::Lock> {
        Box::pin(async move {
            let result = self.resume_until(&run_id, stop).await;
            Executed {
                run_id,
                lock,
                outcome: result.map(|result| phase(&result)),
            }
        })
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
