//! Starting, resuming and looking at the runs of one workflow in one context.
//!
//! Here a run is locked, loaded and checked; `drive` executes it. `transaction` changes runs
//! from outside.

mod settings;
mod transaction;

use std::sync::Arc;

use serde_json::Value;

use self::settings::Settings;
pub use self::transaction::Transaction;
use crate::audit_log::AuditLog;
use crate::drive::drive;
use crate::durable_state::{DurableState, Progress, Recorder, Yields};
use crate::record::Record;
use crate::stop_signal::StopSignal;
use crate::{
    Checkpoint, Clock, Context, ContextError, Execution, RunResult, RunView, RuntimeError,
    Snapshot, StoredRun, Workflow,
};

/// Executes the runs of a workflow and keeps them in a context.
///
/// A run is stored when it begins, after every action and after every transition. While it
/// executes it holds the context's lock, so nobody else executes it at the same time.
pub struct WorkflowRuntime<W, C> {
    context: Arc<C>,
    workflow: Arc<W>,
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

    pub(crate) fn clock(&self) -> &Arc<dyn Clock> {
        &self.settings.clock
    }

    /// An id for a new run.
    pub fn new_run_id(&self) -> String {
        let now_ms = self.settings.clock.now_ms();
        self.settings
            .run_ids
            .make(self.workflow.flow().id(), now_ms)
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
    /// errors if the state is not JSON, does not fit its schema, or the context fails. A step that fails is no error
    /// here, but [`RunResult::Failed`].
    pub async fn run(&self, run_id: &str, state: W::State) -> Ran<W> {
        let lock = self.lock(run_id).await?;
        let run = self.begin(run_id, state).await?;
        self.execute(&run, lock).await
    }

    /// Stores a new run without executing it: [`resume`](Self::resume) or a worker does.
    ///
    /// # Errors
    /// As for [`run`](Self::run).
    pub async fn create(&self, run_id: &str, state: W::State) -> Result<(), RuntimeError> {
        let _lock = self.lock(run_id).await?;
        self.begin(run_id, state).await.map(drop)
    }

    async fn begin(&self, run_id: &str, state: W::State) -> Result<Run<W>, RuntimeError> {
        self.expect_no_run(run_id).await?;
        let (flow, step) = (self.workflow.flow(), self.workflow.begin());
        let progress = Progress::begin(run_id, flow, step, state)?;
        let progress = progress.with_schema(self.workflow.state_schema());
        progress.check_state()?;
        let log = self.new_log();
        log.begun(progress.visit(), &progress.record().state);
        let run = self.handle(progress, log, None, None);
        run.checkpoint().await.map_err(taken_meanwhile)?;
        Ok(run)
    }

    /// Goes on with a stored run: one that paused, that failed, or whose process died. Timers
    /// whose time has come are over, and letters are read.
    ///
    /// The current step starts again from its top; its completed actions are not repeated. A
    /// run that is over gives its result again and executes nothing.
    ///
    /// # Errors
    /// If there is no such run, if it belongs to another flow, if its step or state does not
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
    /// [`RuntimeError::Resolve`] if the wait is not open; then nothing is changed. Otherwise
    /// as for [`resume`](Self::resume).
    pub async fn resume_with(&self, run_id: &str, resume_id: &str, payload: Value) -> Ran<W> {
        let lock = self.lock(run_id).await?;
        let run = self.restore(run_id, None).await?;
        expect_running(&run)?;
        run.progress()
            .resolve(resume_id, Some(payload), run.log())?;
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
        expect_running(&run)?;
        run.progress().skip(resume_id, run.log())?;
        self.execute(&run, lock).await
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

    /// Stores a snapshot from elsewhere as a new run, for [`resume`](Self::resume) to go on
    /// with. Keys that are not known are kept.
    ///
    /// # Errors
    /// If the id is taken, if the snapshot belongs to another flow or does not fit the
    /// workflow, or if the context fails.
    pub async fn import(&self, run_id: &str, snapshot: Snapshot) -> Result<(), RuntimeError> {
        let (record, logs) = Record::of(snapshot).map_err(damaged(run_id))?;
        let flow = self.workflow.flow();
        Progress::<W::Step, W::State>::restore(run_id, flow.clone(), record.clone())?
            .with_schema(self.workflow.state_schema())
            .check_state()?;
        let record = Record {
            flow: record.flow.or(Some(flow)),
            ..record
        };
        let _lock = self.lock(run_id).await?;
        self.expect_no_run(run_id).await?;
        let checkpoint = Checkpoint::new(None, record.into_snapshot(logs));
        let checkpoint = checkpoint.map_err(damaged(run_id))?;
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
        let record = parse(run_id, stored)?;
        let logs = self.context.logs(run_id).await.map_err(failed(run_id))?;
        Ok(record.into_snapshot(logs))
    }

    /// What a run has come to, with its step and state in the workflow's types. Does not wait
    /// for the run's lock.
    ///
    /// # Errors
    /// If there is no such run, if it does not fit the workflow, or if the context fails.
    pub async fn query(&self, run_id: &str) -> Result<RunView<W::Step, W::State>, RuntimeError> {
        let stored = self.load(run_id).await?;
        let record = parse(run_id, stored)?;
        let progress = Progress::restore(run_id, self.workflow.flow(), record)?;
        Ok(RunView::of(&progress))
    }

    async fn execute(&self, run: &Run<W>, lock: C::Lock) -> Ran<W> {
        let result = drive(&*self.workflow, run).await;
        run.close().await;
        drop(lock);
        result
    }

    /// Reads a stored run, whose lock is held.
    async fn restore(
        &self,
        run_id: &str,
        yields: Option<Yields<W::Step>>,
    ) -> Result<Run<W>, RuntimeError> {
        let stored = self.load(run_id).await?;
        let revision = stored.revision();
        let record = parse(run_id, stored)?;
        let mut log = self.new_log();
        if yields.is_some() {
            let logs = self.context.logs(run_id).await.map_err(failed(run_id))?;
            log = log.keeping(logs);
        }
        let stored_version = self.check_version(run_id, &record)?;
        let progress = Progress::restore(run_id, self.workflow.flow(), record)?;
        if let Some(version) = stored_version {
            log.version_changed(progress.visit(), &version, self.workflow.flow().version());
        }
        Ok(self.handle(progress, log, Some(revision), yields))
    }

    /// The version of a stored run, if it is not the workflow's.
    fn check_version(&self, run_id: &str, record: &Record) -> Result<Option<String>, RuntimeError> {
        let flow = self.workflow.flow();
        let stored = match &record.flow {
            Some(stored) if stored.version() != flow.version() => stored.version().to_owned(),
            _ => return Ok(None),
        };
        if self.settings.same_version {
            return Err(RuntimeError::OtherVersion {
                run_id: run_id.to_owned(),
                stored,
                expected: flow.version().to_owned(),
            });
        }
        Ok(Some(stored))
    }

    fn handle(
        &self,
        progress: Progress<W::Step, W::State>,
        log: AuditLog,
        revision: Option<u64>,
        yields: Option<Yields<W::Step>>,
    ) -> Run<W> {
        let progress = progress
            .with_schema(self.workflow.state_schema())
            .with_history(self.settings.full_history);
        let recorder = Recorder::new(self.shared_context(), revision);
        let resume_ids = self.settings.resume_ids.clone();
        DurableState::new(progress, log, resume_ids, recorder, yields)
    }

    fn new_log(&self) -> AuditLog {
        let clock = Arc::clone(&self.settings.clock);
        AuditLog::new(clock, self.settings.audit_log)
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

impl<W, C> Clone for WorkflowRuntime<W, C> {
    fn clone(&self) -> Self {
        Self {
            context: Arc::clone(&self.context),
            workflow: Arc::clone(&self.workflow),
            settings: self.settings.clone(),
        }
    }
}

fn expect_running<S, T>(run: &DurableState<S, T>) -> Result<(), RuntimeError>
where
    S: crate::WorkflowStep,
    T: crate::WorkflowState,
{
    if run.progress().is_over() {
        let run_id = run.run_id().to_owned();
        return Err(crate::ResolveError::Over { run_id }.into());
    }
    Ok(())
}

fn parse(run_id: &str, stored: StoredRun) -> Result<Record, RuntimeError> {
    stored.into_record().map_err(damaged(run_id))
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
