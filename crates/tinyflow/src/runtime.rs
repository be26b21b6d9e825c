//! Starting and resuming the runs of one workflow in one context.
//!
//! A run is locked here and `opening` takes it in hand; `drive` executes it. `snapshots` has
//! runs as data, and `transaction` changes them from outside.

mod opening;
mod settings;
mod snapshots;
mod transaction;

use std::sync::Arc;

use serde_json::Value;

pub(crate) use self::opening::load;
use self::settings::Settings;
pub use self::transaction::Transaction;
use crate::drive::drive;
use crate::durable_state::{DurableState, Yields};
use crate::stop_signal::StopSignal;
use crate::system_entry::Sender;
use crate::{Clock, Context, Execution, FlowId, RunResult, RuntimeError, SystemEntry, Workflow};

/// Executes the runs of a workflow and keeps them in a context.
///
/// A run is stored when it begins, after every action and after every transition. While it
/// executes it holds the context's lock, so nobody else executes it at the same time.
pub struct WorkflowRuntime<W, C> {
    context: Arc<C>,
    workflow: Arc<W>,
    /// The workflow's, which all runs share.
    flow: FlowId,
    settings: Settings,
}

type Run<W> = DurableState<<W as Workflow>::Step, <W as Workflow>::State>;
type Ran<W> = Result<RunResult<<W as Workflow>::State>, RuntimeError>;

impl<W: Workflow, C: Context> WorkflowRuntime<W, C> {
    /// A runtime with the system's clock, which writes the audit log.
    pub fn new(context: C, workflow: W) -> Self {
        Self::shared(Arc::new(context), workflow)
    }

    /// The same, for a context that others use as well.
    pub fn shared(context: Arc<C>, workflow: W) -> Self {
        Self {
            context,
            flow: workflow.flow(),
            workflow: Arc::new(workflow),
            settings: Settings::new(),
        }
    }

    /// Where the runs are kept.
    pub fn context(&self) -> &C {
        &self.context
    }

    pub(crate) fn shared_context(&self) -> Arc<C> {
        Arc::clone(&self.context)
    }

    /// The same workflow and settings, for the runs in another context.
    pub(crate) fn in_context(&self, context: Arc<C>) -> Self {
        Self {
            context,
            ..self.clone()
        }
    }

    /// The workflow.
    pub fn workflow(&self) -> &W {
        &self.workflow
    }

    /// Whether runs of other versions of the flow are refused.
    pub(crate) fn is_of_one_version(&self) -> bool {
        self.settings.same_version
    }

    pub(crate) fn clock(&self) -> &Arc<dyn Clock> {
        &self.settings.clock
    }

    /// An id for a new run.
    pub fn new_run_id(&self) -> String {
        let now_ms = self.settings.clock.now_ms();
        self.settings.run_ids.make(self.flow.id(), now_ms)
    }

    /// Starts a new run under an id of its own and executes it until it ends, stops at a wait,
    /// or fails.
    ///
    /// # Errors
    /// As for [`run`](Self::run).
    pub async fn run_new(&self, state: W::State) -> Ran<W> {
        self.run(&self.new_run_id(), state).await
    }

    /// Starts a new run and executes it until it ends, stops at a wait, or fails.
    ///
    /// # Errors
    /// [`RuntimeError::RunExists`] if the id is taken; the run of that id is left alone. Other
    /// errors if the state is not JSON, does not fit its schema, or the context fails. A step
    /// that fails is no error here, but [`RunResult::Failed`].
    pub async fn run(&self, run_id: &str, state: W::State) -> Ran<W> {
        let lock = self.lock_new(run_id).await?;
        let run = self.begin(run_id, state).await?;
        self.execute(&run, lock).await
    }

    /// Stores a new run without executing it: [`resume`](Self::resume) or a worker does.
    ///
    /// # Errors
    /// As for [`run`](Self::run).
    pub async fn create(&self, run_id: &str, state: W::State) -> Result<(), RuntimeError> {
        let _lock = self.lock_new(run_id).await?;
        self.begin(run_id, state).await.map(drop)
    }

    /// Goes on with a stored run: one that paused, that failed, or whose process died. Timers
    /// whose time has come are over, and letters are read.
    ///
    /// The current step starts again from its top; its completed actions are not repeated. A
    /// run that is over gives its result again and executes nothing.
    ///
    /// # Errors
    /// [`RuntimeError::OwnRun`] in a step of the run itself, which would wait for its own lock. It
    /// is not told in a task that a step has spawned: that waits until nobody executes the run, so
    /// a step must not wait for it; where an action does, its timeout ends it. Other errors if
    /// there is no such run, if it belongs to another flow, if its step or state does not
    /// fit the workflow, or if the context fails.
    pub async fn resume(&self, run_id: &str) -> Ran<W> {
        let lock = self.lock(run_id).await?;
        let run = self.restore(run_id, None).await?;
        self.execute(&run, lock).await
    }

    /// The same for a run whose lock the caller holds, up to the step after which the signal
    /// was given.
    pub(crate) async fn resume_until(&self, run_id: &str, stop: StopSignal) -> Ran<W> {
        let run = self.restore(run_id, None).await?;
        run.stop_at(stop);
        let result = drive(&*self.workflow, &run).await;
        run.close().await;
        result
    }

    /// Ends a wait, as [`Execution::resolve_resume`] does, and goes on with the run.
    ///
    /// # Errors
    /// [`RuntimeError::Resolve`] if the wait is over, if there is none of this id, or if its time has
    /// not come; then nothing is changed. Otherwise as for [`resume`](Self::resume).
    pub async fn resume_with(&self, run_id: &str, resume_id: &str, payload: Value) -> Ran<W> {
        let lock = self.lock(run_id).await?;
        let run = self.restore(run_id, None).await?;
        run.progress()
            .resolve(resume_id, Some(payload), Sender::Driver, run.log())?;
        self.execute(&run, lock).await
    }

    /// Ends a timer before its time, and goes on with the run.
    ///
    /// # Errors
    /// [`RuntimeError::Resolve`] if there is no such timer; then nothing is changed. Otherwise
    /// as for [`resume`](Self::resume).
    pub async fn skip(&self, run_id: &str, resume_id: &str) -> Ran<W> {
        let lock = self.lock(run_id).await?;
        let run = self.restore(run_id, None).await?;
        run.progress().skip(resume_id, Sender::Driver, run.log())?;
        self.execute(&run, lock).await
    }

    /// Goes on with a run each time that its next timer is due, until it is over, fails, or has
    /// no timer to wait for. Nothing but a [`Context`] is needed for it; a
    /// [`Worker`](crate::Worker) does it for all runs, and when the process starts anew.
    ///
    /// # Errors
    /// As for [`resume`](Self::resume).
    pub async fn schedule_next_run(&self, mut result: RunResult<W::State>) -> Ran<W> {
        loop {
            let timers = result.pending().iter();
            let Some(next) = timers.filter_map(SystemEntry::resume_after).min() else {
                return Ok(result);
            };
            self.settings.clock.sleep_until(next).await;
            result = self.resume(result.run_id()).await?;
        }
    }

    /// Goes on with a run that failed, and gives its actions all their attempts again.
    ///
    /// # Errors
    /// As for [`resume`](Self::resume).
    pub async fn retry(&self, run_id: &str) -> Ran<W> {
        let lock = self.lock(run_id).await?;
        let run = self.restore(run_id, None).await?;
        run.progress().reset_attempts();
        self.execute(&run, lock).await
    }

    /// Stops a run for good, when nobody executes it any more. A run that is over stays so.
    ///
    /// # Errors
    /// As for [`resume`](Self::resume).
    pub async fn cancel(&self, run_id: &str) -> Ran<W> {
        let lock = self.lock(run_id).await?;
        let run = self.restore(run_id, None).await?;
        run.progress().ask_to_cancel();
        self.execute(&run, lock).await
    }

    /// Takes a stored run in hand, for a driver that executes it piece by piece. The run stays
    /// locked until the execution is dropped.
    ///
    /// # Errors
    /// As for [`resume`](Self::resume).
    pub async fn exec(&self, run_id: &str) -> Result<Execution<W>, RuntimeError>
    where
        W: 'static,
    {
        let lock = self.lock(run_id).await?;
        let yields = Yields::new();
        let run = self.restore(run_id, Some(yields.clone())).await?;
        let workflow = Arc::clone(&self.workflow);
        Ok(Execution::of(workflow, run, yields, Some(Box::new(lock))))
    }

    async fn execute(&self, run: &Run<W>, lock: C::Lock) -> Ran<W> {
        let result = drive(&*self.workflow, run).await;
        run.close().await;
        drop(lock);
        result
    }
}

impl<W, C> Clone for WorkflowRuntime<W, C> {
    fn clone(&self) -> Self {
        Self {
            context: Arc::clone(&self.context),
            workflow: Arc::clone(&self.workflow),
            flow: self.flow.clone(),
            settings: self.settings.clone(),
        }
    }
}
