//! Runs kept in memory, for tests and for programs whose runs may end with the process.
//!
//! Each run is kept as the parts of its snapshot, state and results as JSON text. Nobody who
//! holds a run can change what is stored, and a checkpoint copies what has changed alone.

mod kept_run;
mod lock;
mod shelf;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

pub use self::lock::SimpleLock;
use self::shelf::Shelf;
use crate::{
    ChangeSignal, Changes, Checkpoint, Claim, Clock, Context, ContextError, Letter, LogEntry, Mail,
    Posted, Queues, RunPhase, RunSummary, Serving, SetAside, Snapshot, StoredRun, SystemClock,
    WorkerContext,
};

/// A context in memory. Clones share one store.
///
/// Its locks do not run out: whoever holds one lives in this process.
#[derive(Clone)]
pub struct SimpleContext {
    shelf: Arc<Mutex<Shelf>>,
    queues: Queues,
    signal: ChangeSignal,
    clock: Arc<dyn Clock>,
}

impl SimpleContext {
    /// A context without runs, by the system's clock.
    pub fn new() -> Self {
        Self::with_clock(SystemClock)
    }

    /// A context without runs, by this clock.
    pub fn with_clock(clock: impl Clock + 'static) -> Self {
        let signal = ChangeSignal::new();
        Self {
            shelf: Arc::default(),
            queues: Queues::telling(signal.clone()),
            signal,
            clock: Arc::new(clock),
        }
    }

    /// All runs with their logs, by their ids: what a program may write to a file when it ends.
    pub fn snapshots(&self) -> BTreeMap<String, Snapshot> {
        self.shelf().snapshots()
    }

    fn shelf(&self) -> MutexGuard<'_, Shelf> {
        self.shelf.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for SimpleContext {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SimpleContext").finish_non_exhaustive()
    }
}

impl Default for SimpleContext {
    fn default() -> Self {
        Self::new()
    }
}

impl Context for SimpleContext {
    type Lock = SimpleLock;

    async fn load(&self, run_id: &str) -> Result<Option<StoredRun>, ContextError> {
        Ok(self.shelf().load(run_id))
    }

    async fn logs(&self, run_id: &str) -> Result<Vec<LogEntry>, ContextError> {
        Ok(self.shelf().logs(run_id))
    }

    async fn save(&self, run_id: &str, checkpoint: &Checkpoint) -> Result<(), ContextError> {
        self.shelf().save(run_id, checkpoint)?;
        if checkpoint.is_news() {
            self.signal.notify();
        }
        Ok(())
    }

    async fn lock(&self, run_id: &str) -> Result<SimpleLock, ContextError> {
        Ok(SimpleLock(self.queues.wait_for_turn(run_id).await))
    }

    async fn mail(&self, run_id: &str) -> Result<Vec<Mail>, ContextError> {
        Ok(self.shelf().mail(run_id))
    }

    fn is_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.shelf, &other.shelf)
    }

    fn changes(&self) -> Option<Changes> {
        Some(self.signal.follow())
    }
}

impl WorkerContext for SimpleContext {
    async fn try_lock(&self, run_id: &str) -> Result<Option<SimpleLock>, ContextError> {
        Ok(self.queues.try_turn(run_id).map(SimpleLock))
    }

    async fn claim(
        &self,
        serving: &Serving,
        limit: usize,
    ) -> Result<Vec<Claim<SimpleLock>>, ContextError> {
        let shelf = self.shelf();
        let due = shelf.due(serving, self.clock.now_ms());
        let claims = due.filter_map(|(run_id, flow)| {
            let lock = SimpleLock(self.queues.try_turn(run_id)?);
            Some(Claim::new(run_id, flow, lock))
        });
        Ok(claims.take(limit).collect())
    }

    async fn next_wake(&self, serving: &Serving) -> Result<Option<i64>, ContextError> {
        // When nobody has or wants a lock any more, those who follow the changes look again.
        let is_free = |run_id: &str| !self.queues.is_held(run_id);
        Ok(self.shelf().next_wake(serving, is_free))
    }

    async fn set_aside(&self, run_id: &str, note: &SetAside) -> Result<(), ContextError> {
        self.shelf().set_aside(run_id, note);
        Ok(())
    }

    async fn post(
        &self,
        run_id: &str,
        letter: &Letter,
        expected: Option<u64>,
    ) -> Result<Posted, ContextError> {
        // With the shelf in hand nobody claims the run, so whoever does reads the letter.
        let mut shelf = self.shelf();
        let is_held = self.queues.is_held(run_id);
        let posted = shelf.post(run_id, letter, expected, is_held);
        drop(shelf);
        if matches!(
            posted,
            Posted::Kept { .. } | Posted::KeptForExecuting { .. }
        ) {
            self.signal.notify_letter();
        }
        Ok(posted)
    }

    async fn list(&self, phases: &[RunPhase]) -> Result<Vec<RunSummary>, ContextError> {
        let shelf = self.shelf();
        let now_ms = self.clock.now_ms();
        let summaries = shelf.summaries(now_ms, |run_id| self.queues.is_held(run_id));
        let wanted = |run: &RunSummary| phases.is_empty() || phases.contains(&run.phase);
        Ok(summaries.filter(wanted).collect())
    }

    async fn summary(&self, run_id: &str) -> Result<Option<RunSummary>, ContextError> {
        let is_held = self.queues.is_held(run_id);
        let now_ms = self.clock.now_ms();
        Ok(self.shelf().summary(run_id, now_ms, is_held))
    }
}
