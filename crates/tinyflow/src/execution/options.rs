//! How a run without a context is begun or restored.

use std::sync::Arc;

use super::Execution;
use crate::audit_log::AuditLog;
use crate::durable_state::{DurableState, Progress, Recorder, Yields};
use crate::record::Record;
use crate::resume_id::ResumeIds;
use crate::{Clock, LogEntry, RuntimeError, Snapshot, SystemClock, Workflow};

/// The settings of an [`Execution`] that no context keeps.
///
/// ```
/// use tinyflow::{ExecutionOptions, ManualClock};
///
/// let options = ExecutionOptions::new()
///     .with_clock(ManualClock::new(0))
///     .with_audit_log(false);
/// ```
#[derive(Clone)]
#[must_use]
pub struct ExecutionOptions {
    clock: Arc<dyn Clock>,
    resume_ids: ResumeIds,
    audit_log: bool,
}

impl ExecutionOptions {
    /// The system's clock, the usual ids, the audit log on.
    pub fn new() -> Self {
        Self {
            clock: Arc::new(SystemClock),
            resume_ids: ResumeIds::default(),
            audit_log: true,
        }
    }

    /// Sets the clock.
    pub fn with_clock(mut self, clock: impl Clock + 'static) -> Self {
        self.clock = Arc::new(clock);
        self
    }

    /// Sets how the ids of waits are made: from the wait's key and a time, in milliseconds
    /// since 1970, that no wait of the run had before.
    pub fn with_resume_ids(
        mut self,
        make: impl Fn(&str, i64) -> String + Send + Sync + 'static,
    ) -> Self {
        self.resume_ids = ResumeIds::new(make);
        self
    }

    /// Sets whether the engine's own entries are written to the audit log. Those that tell of
    /// failures and the workflow's own are written always.
    pub fn with_audit_log(mut self, on: bool) -> Self {
        self.audit_log = on;
        self
    }

    /// A new run.
    ///
    /// # Errors
    /// If the state is not JSON.
    pub fn begin<W: Workflow + 'static>(
        &self,
        workflow: W,
        run_id: &str,
        state: W::State,
    ) -> Result<Execution<W>, RuntimeError> {
        let progress = Progress::begin(run_id, workflow.flow(), workflow.begin(), state)?;
        let progress = progress.with_schema(workflow.state_schema());
        progress.check_state()?;
        let log = self.log(Vec::new());
        log.begun(progress.visit(), &progress.record().state);
        Ok(self.execution(workflow, progress, log))
    }

    /// A run from its snapshot.
    ///
    /// # Errors
    /// If the snapshot belongs to another flow or does not fit the workflow.
    pub fn restore<W: Workflow + 'static>(
        &self,
        workflow: W,
        run_id: &str,
        snapshot: Snapshot,
    ) -> Result<Execution<W>, RuntimeError> {
        let (record, logs) = Record::of(snapshot).map_err(RuntimeError::damaged(run_id))?;
        let progress = Progress::restore(run_id, workflow.flow(), record)?;
        let progress = progress.with_schema(workflow.state_schema());
        Ok(self.execution(workflow, progress, self.log(logs)))
    }

    /// A run from the JSON text of its snapshot.
    ///
    /// # Errors
    /// As for [`restore`](Self::restore), and if the text is not a snapshot.
    pub fn from_json<W: Workflow + 'static>(
        &self,
        workflow: W,
        run_id: &str,
        text: &str,
    ) -> Result<Execution<W>, RuntimeError> {
        let snapshot = Snapshot::from_json(text).map_err(RuntimeError::damaged(run_id))?;
        self.restore(workflow, run_id, snapshot)
    }

    fn log(&self, entries: Vec<LogEntry>) -> AuditLog {
        AuditLog::new(Arc::clone(&self.clock), self.audit_log)
            .keeping(entries)
            .not_stored()
    }

    fn execution<W: Workflow + 'static>(
        &self,
        workflow: W,
        progress: Progress<W::Step, W::State>,
        log: AuditLog,
    ) -> Execution<W> {
        let yields = Yields::new();
        let run = DurableState::new(
            progress.not_stored(),
            log,
            self.resume_ids.clone(),
            Recorder::detached(),
            Some(yields.clone()),
        );
        Execution::of(Arc::new(workflow), run, yields, None)
    }
}

impl Default for ExecutionOptions {
    fn default() -> Self {
        Self::new()
    }
}

impl std::fmt::Debug for ExecutionOptions {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ExecutionOptions")
            .field("audit_log", &self.audit_log)
            .finish_non_exhaustive()
    }
}
