//! Runs kept in memory, for tests and for programs whose runs may end with the process.
//!
//! Snapshots are kept as text, so nobody who holds a run can change what is stored.

mod queue;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use self::queue::Queues;
use crate::{Checkpoint, Context, ContextError, LogEntry, StoredRun};

pub use self::queue::SimpleLock;

/// A context in memory. Clones share one store.
#[derive(Clone, Debug, Default)]
pub struct SimpleContext {
    runs: Arc<Mutex<HashMap<String, KeptRun>>>,
    queues: Queues,
}

#[derive(Debug)]
struct KeptRun {
    stored: StoredRun,
    logs: Vec<LogEntry>,
}

impl SimpleContext {
    /// A context without runs.
    pub fn new() -> Self {
        Self::default()
    }

    fn runs(&self) -> MutexGuard<'_, HashMap<String, KeptRun>> {
        self.runs.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Context for SimpleContext {
    type Lock = SimpleLock;

    async fn load(&self, run_id: &str) -> Result<Option<StoredRun>, ContextError> {
        Ok(self.runs().get(run_id).map(|run| run.stored.clone()))
    }

    async fn logs(&self, run_id: &str) -> Result<Vec<LogEntry>, ContextError> {
        let runs = self.runs();
        Ok(runs
            .get(run_id)
            .map_or_else(Vec::new, |run| run.logs.clone()))
    }

    async fn save(&self, run_id: &str, checkpoint: &Checkpoint) -> Result<(), ContextError> {
        let mut runs = self.runs();
        let stored = runs.get(run_id).map(|run| run.stored.revision);
        checkpoint.check(run_id, stored)?;
        let stored = StoredRun::new(checkpoint.revision(), checkpoint.snapshot());
        match runs.get_mut(run_id) {
            Some(run) => {
                run.stored = stored;
                run.logs.extend_from_slice(checkpoint.new_logs());
            }
            None => {
                let logs = checkpoint.new_logs().to_vec();
                runs.insert(run_id.to_owned(), KeptRun { stored, logs });
            }
        }
        Ok(())
    }

    async fn lock(&self, run_id: &str) -> Result<SimpleLock, ContextError> {
        Ok(self.queues.wait_for_turn(run_id).await)
    }
}
