//! SQLite, with a boundary before and after everything that a run stores or reads.

use tinyflow::{
    Changes, Checkpoint, Claim, Context, ContextError, Letter, LogEntry, Mail, Posted, RunPhase,
    RunSummary, Section, Serving, SetAside, StoredRun, WorkerContext,
};
use tinyflow_sqlite::{SqliteContext, SqliteLock};

use crate::boundary::{pass, stored};

#[derive(Clone)]
pub(crate) struct CrashingContext(pub(crate) SqliteContext);

impl Context for CrashingContext {
    type Lock = SqliteLock;

    async fn load(&self, run_id: &str) -> Result<Option<StoredRun>, ContextError> {
        let stored = self.0.load(run_id).await;
        pass("loaded");
        stored
    }

    async fn logs(&self, run_id: &str) -> Result<Vec<LogEntry>, ContextError> {
        self.0.logs(run_id).await
    }

    async fn save(&self, run_id: &str, checkpoint: &Checkpoint) -> Result<(), ContextError> {
        pass("before a checkpoint");
        let saved = self.0.save(run_id, checkpoint).await;
        if saved.is_ok() {
            let entries = checkpoint.changes();
            let results = entries.filter(|entry| entry.section == Section::Cache);
            for result in results.filter(|result| result.value.is_some()) {
                // Under the key of the result its task was given its idempotency key.
                stored(&format!("{run_id}/{}", result.key));
            }
        }
        pass("after a checkpoint");
        saved
    }

    async fn lock(&self, run_id: &str) -> Result<SqliteLock, ContextError> {
        let lock = self.0.lock(run_id).await;
        pass("locked");
        lock
    }

    async fn mail(&self, run_id: &str) -> Result<Vec<Mail>, ContextError> {
        self.0.mail(run_id).await
    }

    fn changes(&self) -> Option<Changes> {
        self.0.changes()
    }
}

impl WorkerContext for CrashingContext {
    async fn try_lock(&self, run_id: &str) -> Result<Option<SqliteLock>, ContextError> {
        self.0.try_lock(run_id).await
    }

    async fn claim(
        &self,
        serving: &Serving,
        limit: usize,
    ) -> Result<Vec<Claim<SqliteLock>>, ContextError> {
        let claims = self.0.claim(serving, limit).await?;
        if !claims.is_empty() {
            pass("claimed");
        }
        Ok(claims)
    }

    async fn next_wake(&self, serving: &Serving) -> Result<Option<i64>, ContextError> {
        self.0.next_wake(serving).await
    }

    async fn set_aside(&self, run_id: &str, note: &SetAside) -> Result<(), ContextError> {
        self.0.set_aside(run_id, note).await
    }

    async fn post(
        &self,
        run_id: &str,
        letter: &Letter,
        expected: Option<u64>,
    ) -> Result<Posted, ContextError> {
        pass("before a letter");
        let posted = self.0.post(run_id, letter, expected).await;
        pass("after a letter");
        posted
    }

    async fn list(&self, phases: &[RunPhase]) -> Result<Vec<RunSummary>, ContextError> {
        self.0.list(phases).await
    }

    async fn summary(&self, run_id: &str) -> Result<Option<RunSummary>, ContextError> {
        self.0.summary(run_id).await
    }
}
