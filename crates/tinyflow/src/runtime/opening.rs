//! Taking a run in hand: a new one is stored, a stored one is read and checked.

use std::sync::Arc;

use super::{Run, WorkflowRuntime};
use crate::audit_log::AuditLog;
use crate::durable_state::{DurableState, Progress, Recorder, Yields};
use crate::own_run::expect_other;
use crate::record::Record;
use crate::{Context, ContextError, LogEntry, RuntimeError, Workflow};

impl<W: Workflow, C: Context> WorkflowRuntime<W, C> {
    /// The lock of a run that is to be new. Whoever asks for one that is there need not wait
    /// until nobody executes it; one that comes meanwhile is found by its first checkpoint.
    pub(super) async fn lock_new(&self, run_id: &str) -> Result<C::Lock, RuntimeError> {
        self.expect_no_run(run_id).await?;
        self.lock(run_id).await
    }

    /// Stores a new run, whose lock is held.
    pub(super) async fn begin(
        &self,
        run_id: &str,
        state: W::State,
    ) -> Result<Run<W>, RuntimeError> {
        let step = self.workflow.begin();
        let progress = Progress::begin(run_id, self.flow.clone(), step, state)?;
        let progress = progress.with_schema(self.workflow.state_schema());
        progress.check_state()?;
        let log = self.new_log();
        log.begun(progress.visit(), &progress.record().state);
        let run = self.handle(progress, log, None, None);
        run.checkpoint().await.map_err(taken_meanwhile)?;
        Ok(run)
    }

    /// Reads a stored run, whose lock is held.
    pub(super) async fn restore(
        &self,
        run_id: &str,
        yields: Option<Yields<W::Step>>,
    ) -> Result<Run<W>, RuntimeError> {
        let (revision, record) = self.load(run_id).await?;
        let mut log = self.new_log();
        if yields.is_some() {
            log = log.keeping(self.logs(run_id).await?);
        }
        let stored_version = self.check_version(run_id, &record)?;
        let progress = Progress::restore(run_id, self.flow.clone(), record)?;
        if let Some(version) = stored_version {
            log.version_changed(progress.visit(), &version, self.flow.version());
        }
        Ok(self.handle(progress, log, Some(revision), yields))
    }

    /// The version of a stored run, if it is not the workflow's.
    fn check_version(&self, run_id: &str, record: &Record) -> Result<Option<String>, RuntimeError> {
        let stored = match &record.flow {
            Some(stored) if stored.version() != self.flow.version() => stored.version().to_owned(),
            _ => return Ok(None),
        };
        if self.settings.same_version {
            return Err(RuntimeError::OtherVersion {
                run_id: run_id.to_owned(),
                stored,
                expected: self.flow.version().to_owned(),
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

    pub(super) async fn lock(&self, run_id: &str) -> Result<C::Lock, RuntimeError> {
        expect_other(&*self.context, run_id)?;
        let lock = self.context.lock(run_id).await;
        lock.map_err(RuntimeError::context(run_id))
    }

    pub(super) async fn logs(&self, run_id: &str) -> Result<Vec<LogEntry>, RuntimeError> {
        let logs = self.context.logs(run_id).await;
        logs.map_err(RuntimeError::context(run_id))
    }

    /// A stored run and its revision.
    pub(super) async fn load(&self, run_id: &str) -> Result<(u64, Record), RuntimeError> {
        load(&*self.context, run_id).await
    }

    async fn expect_no_run(&self, run_id: &str) -> Result<(), RuntimeError> {
        let stored = self.context.load(run_id).await;
        match stored.map_err(RuntimeError::context(run_id))? {
            None => Ok(()),
            Some(_) => Err(RuntimeError::RunExists {
                run_id: run_id.to_owned(),
            }),
        }
    }
}

/// A run in a context, and its revision.
pub(crate) async fn load<C: Context>(
    context: &C,
    run_id: &str,
) -> Result<(u64, Record), RuntimeError> {
    let stored = context.load(run_id).await;
    let stored = stored.map_err(RuntimeError::context(run_id))?;
    let stored = stored.ok_or_else(|| RuntimeError::RunNotFound {
        run_id: run_id.to_owned(),
    })?;
    let revision = stored.revision();
    let record = stored.into_record();
    Ok((revision, record.map_err(RuntimeError::damaged(run_id))?))
}

/// A conflict at a run's first checkpoint: somebody without the lock took its id.
pub(super) fn taken_meanwhile(error: RuntimeError) -> RuntimeError {
    match error {
        RuntimeError::Context {
            run_id,
            source: ContextError::Conflict { expected: None, .. },
        } => RuntimeError::RunExists { run_id },
        other => other,
    }
}
