//! A context that wraps another one: it tells of its locks, and writes its runs to a file.

use std::path::Path;
use std::sync::Arc;

use tinyflow::{
    Changes, Checkpoint, Claim, Context, ContextError, Letter, LogEntry, Mail, Posted, RunPhase,
    RunSummary, Serving, SetAside, SimpleContext, SimpleLock, StoredRun, WorkerContext,
};

/// Runs in memory, whose locks are told to a listener.
#[derive(Clone)]
pub struct TellingContext {
    inner: SimpleContext,
    listener: Arc<Listener>,
}

type Listener = dyn Fn(&str) + Send + Sync;

/// A lock that tells when it is released.
pub struct TellingLock {
    run_id: String,
    listener: Arc<Listener>,
    _inner: SimpleLock,
}

impl TellingContext {
    /// A context without runs, that tells this listener a line for each lock and unlock.
    pub fn new(inner: SimpleContext, listener: impl Fn(&str) + Send + Sync + 'static) -> Self {
        Self {
            inner,
            listener: Arc::new(listener),
        }
    }

    /// Writes all runs to a file, as one JSON object.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn write_to(&self, path: &Path) -> std::io::Result<()> {
        let runs = self.inner.snapshots();
        std::fs::write(path, tinyflow::json!(runs).to_string())
    }

    fn locked(&self, run_id: &str, inner: SimpleLock) -> TellingLock {
        (self.listener)(&format!("locked {run_id}"));
        TellingLock {
            run_id: run_id.to_owned(),
            listener: Arc::clone(&self.listener),
            _inner: inner,
        }
    }
}

impl Drop for TellingLock {
    fn drop(&mut self) {
        (self.listener)(&format!("unlocked {}", self.run_id));
    }
}

impl Context for TellingContext {
    type Lock = TellingLock;

    async fn load(&self, run_id: &str) -> Result<Option<StoredRun>, ContextError> {
        self.inner.load(run_id).await
    }

    async fn logs(&self, run_id: &str) -> Result<Vec<LogEntry>, ContextError> {
        self.inner.logs(run_id).await
    }

    async fn save(&self, run_id: &str, checkpoint: &Checkpoint) -> Result<(), ContextError> {
        self.inner.save(run_id, checkpoint).await
    }

    async fn lock(&self, run_id: &str) -> Result<TellingLock, ContextError> {
        let inner = self.inner.lock(run_id).await?;
        Ok(self.locked(run_id, inner))
    }

    async fn mail(&self, run_id: &str) -> Result<Vec<Mail>, ContextError> {
        self.inner.mail(run_id).await
    }

    fn is_same(&self, other: &Self) -> bool {
        self.inner.is_same(&other.inner)
    }

    fn changes(&self) -> Option<Changes> {
        self.inner.changes()
    }
}

impl WorkerContext for TellingContext {
    async fn try_lock(&self, run_id: &str) -> Result<Option<TellingLock>, ContextError> {
        let inner = self.inner.try_lock(run_id).await?;
        Ok(inner.map(|inner| self.locked(run_id, inner)))
    }

    async fn claim(
        &self,
        serving: &Serving,
        limit: usize,
    ) -> Result<Vec<Claim<TellingLock>>, ContextError> {
        let claims = self.inner.claim(serving, limit).await?;
        let claims = claims.into_iter();
        let claims = claims.map(|claim| claim.map_lock(|run_id, lock| self.locked(run_id, lock)));
        Ok(claims.collect())
    }

    async fn next_wake(&self, serving: &Serving) -> Result<Option<i64>, ContextError> {
        self.inner.next_wake(serving).await
    }

    async fn set_aside(&self, run_id: &str, note: &SetAside) -> Result<(), ContextError> {
        self.inner.set_aside(run_id, note).await
    }

    async fn post(
        &self,
        run_id: &str,
        letter: &Letter,
        expected: Option<u64>,
    ) -> Result<Posted, ContextError> {
        self.inner.post(run_id, letter, expected).await
    }

    async fn list(&self, phases: &[RunPhase]) -> Result<Vec<RunSummary>, ContextError> {
        self.inner.list(phases).await
    }

    async fn summary(&self, run_id: &str) -> Result<Option<RunSummary>, ContextError> {
        self.inner.summary(run_id).await
    }
}
