//! Starting, resuming and looking at the runs of one workflow in one context.
//!
//! Here a run is locked, loaded and checked; `drive` executes it.

use std::sync::Arc;

use crate::audit_log::AuditLog;
use crate::drive::drive;
use crate::durable_state::{DurableState, Progress, Recorder};
use crate::{
    Checkpoint, Clock, Context, ContextError, RunResult, RuntimeError, Snapshot, StoredRun,
    SystemClock, Workflow,
};

/// Executes the runs of a workflow and keeps them in a context.
///
/// A run is stored when it begins, after every action and after every transition. While it
/// executes it holds the context's lock, so nobody else executes it at the same time.
pub struct WorkflowRuntime<W, C> {
    context: Arc<C>,
    workflow: W,
    clock: Arc<dyn Clock>,
    audit_log: bool,
}

type Run<W> = DurableState<<W as Workflow>::Step, <W as Workflow>::State>;

impl<W: Workflow, C: Context> WorkflowRuntime<W, C> {
    /// A runtime with the system's clock, which writes the audit log.
    pub fn new(context: C, workflow: W) -> Self {
        Self {
            context: Arc::new(context),
            workflow,
            clock: Arc::new(SystemClock),
            audit_log: true,
        }
    }

    /// Sets the clock.
    #[must_use]
    pub fn with_clock(mut self, clock: impl Clock + 'static) -> Self {
        self.clock = Arc::new(clock);
        self
    }

    /// Sets whether the engine's own entries are written to the audit log; they are unless
    /// this says no. Failed actions and the workflow's own entries are written always.
    #[must_use]
    pub fn with_audit_log(mut self, on: bool) -> Self {
        self.audit_log = on;
        self
    }

    /// Where the runs are kept.
    pub fn context(&self) -> &C {
        &self.context
    }

    /// Starts a new run and executes it until it ends, pauses or fails.
    ///
    /// # Errors
    /// [`RuntimeError::RunExists`] if the id is taken; the run of that id is left alone. Other
    /// errors if the state is not JSON or the context fails. A step that fails is no error
    /// here, but [`RunResult::Failed`].
    pub async fn run(
        &self,
        run_id: &str,
        state: W::State,
    ) -> Result<RunResult<W::State>, RuntimeError> {
        let _lock = self.lock(run_id).await?;
        self.expect_no_run(run_id).await?;
        let (flow, step) = (self.workflow.flow(), self.workflow.begin());
        let progress = Progress::begin(run_id, flow, step, state)?;
        let log = self.new_log();
        log.begun(progress.visit().step(), progress.state_json());
        let run = self.handle(progress, log, None);
        run.checkpoint().await.map_err(taken_meanwhile)?;
        self.execute(&run).await
    }

    /// Goes on with a stored run: one that paused, that failed, or whose process died.
    ///
    /// The current step starts again from its top; its completed actions are not repeated. A
    /// run that is over answers [`RunResult::Finished`] again and executes nothing.
    ///
    /// # Errors
    /// If there is no such run, if it belongs to another flow, if its step or state does not
    /// fit the workflow, or if the context fails.
    pub async fn resume(&self, run_id: &str) -> Result<RunResult<W::State>, RuntimeError> {
        let _lock = self.lock(run_id).await?;
        let stored = self.load(run_id).await?;
        let snapshot = parse(run_id, &stored)?;
        let progress = Progress::restore(run_id, self.workflow.flow(), snapshot)?;
        let run = self.handle(progress, self.new_log(), Some(stored.revision));
        self.execute(&run).await
    }

    /// Stores a snapshot from elsewhere as a new run, for [`resume`](Self::resume) to go on
    /// with. Keys that are not known are kept.
    ///
    /// # Errors
    /// If the id is taken, if the snapshot belongs to another flow or does not fit the
    /// workflow, or if the context fails.
    pub async fn import(&self, run_id: &str, snapshot: Snapshot) -> Result<(), RuntimeError> {
        Progress::<W::Step, W::State>::restore(run_id, self.workflow.flow(), snapshot.clone())?;
        let _lock = self.lock(run_id).await?;
        self.expect_no_run(run_id).await?;
        let checkpoint = Checkpoint::new(None, snapshot).map_err(damaged(run_id))?;
        let saved = self.context.save(run_id, &checkpoint).await;
        saved.map_err(failed(run_id)).map_err(taken_meanwhile)
    }

    /// The stored snapshot of a run with all its logs. Does not wait for the run's lock: if
    /// the run is executing, the logs may be some entries ahead of the rest.
    ///
    /// # Errors
    /// If there is no such run, if its snapshot is damaged, or if the context fails.
    pub async fn snapshot(&self, run_id: &str) -> Result<Snapshot, RuntimeError> {
        let stored = self.load(run_id).await?;
        let mut snapshot = parse(run_id, &stored)?;
        snapshot.logs = self.context.logs(run_id).await.map_err(failed(run_id))?;
        Ok(snapshot)
    }

    async fn execute(&self, run: &Run<W>) -> Result<RunResult<W::State>, RuntimeError> {
        let result = drive(&self.workflow, run).await;
        run.close().await;
        result
    }

    fn handle(
        &self,
        progress: Progress<W::Step, W::State>,
        log: AuditLog,
        revision: Option<u64>,
    ) -> Run<W> {
        let recorder = Recorder::new(Arc::clone(&self.context), revision);
        DurableState::new(progress, Arc::new(log), recorder)
    }

    fn new_log(&self) -> AuditLog {
        AuditLog::new(Arc::clone(&self.clock), self.audit_log)
    }

    async fn lock(&self, run_id: &str) -> Result<C::Lock, RuntimeError> {
        self.context.lock(run_id).await.map_err(failed(run_id))
    }

    async fn load(&self, run_id: &str) -> Result<StoredRun, RuntimeError> {
        let stored = self.context.load(run_id).await.map_err(failed(run_id))?;
        stored.ok_or_else(|| RuntimeError::RunNotFound {
            run_id: run_id.to_owned(),
        })
    }

    async fn expect_no_run(&self, run_id: &str) -> Result<(), RuntimeError> {
        match self.context.load(run_id).await.map_err(failed(run_id))? {
            None => Ok(()),
            Some(_) => Err(RuntimeError::RunExists {
                run_id: run_id.to_owned(),
            }),
        }
    }
}

fn parse(run_id: &str, stored: &StoredRun) -> Result<Snapshot, RuntimeError> {
    Snapshot::from_json(&stored.snapshot).map_err(damaged(run_id))
}

fn damaged(run_id: &str) -> impl FnOnce(serde_json::Error) -> RuntimeError {
    let run_id = run_id.to_owned();
    move |source| RuntimeError::Snapshot { run_id, source }
}

fn failed(run_id: &str) -> impl FnOnce(ContextError) -> RuntimeError {
    let run_id = run_id.to_owned();
    move |source| RuntimeError::Context { run_id, source }
}

/// A conflict at a run's first checkpoint: somebody without the lock took its id.
fn taken_meanwhile(error: RuntimeError) -> RuntimeError {
    match error {
        RuntimeError::Context {
            run_id,
            source: ContextError::Conflict { expected: None, .. },
        } => RuntimeError::RunExists { run_id },
        other => other,
    }
}
