//! A context that keeps every checkpoint of a run, and a harness that goes on from each.
//!
//! The context stores runs in memory and remembers what they were on the way. `ledger` is the
//! outside world of a run under test; `everywhere` stops a workflow after each checkpoint, and
//! `driven` one that waits.

mod driven;
mod everywhere;
mod ledger;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tinyflow::{
    Checkpoint, Context, ContextError, LogEntry, SimpleContext, SimpleLock, Snapshot, StoredRun,
};

pub use self::driven::{NOW, drive, drive_from_everywhere};
pub use self::everywhere::{Recorded, run_from_everywhere, transitions};
pub use self::ledger::Ledger;

/// A context in memory that forgets no checkpoint. Clones share one store.
#[derive(Clone, Debug, Default)]
pub struct Recording {
    store: SimpleContext,
    snapshots: Arc<Mutex<HashMap<String, Vec<Snapshot>>>>,
}

impl Recording {
    /// Every snapshot that a run was stored as, oldest first, each with the log up to then.
    pub fn snapshots(&self, run_id: &str) -> Vec<Snapshot> {
        self.kept().get(run_id).cloned().unwrap_or_default()
    }

    fn kept(&self) -> MutexGuard<'_, HashMap<String, Vec<Snapshot>>> {
        self.snapshots
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

impl Context for Recording {
    type Lock = SimpleLock;

    async fn load(&self, run_id: &str) -> Result<Option<StoredRun>, ContextError> {
        self.store.load(run_id).await
    }

    async fn logs(&self, run_id: &str) -> Result<Vec<LogEntry>, ContextError> {
        self.store.logs(run_id).await
    }

    async fn save(&self, run_id: &str, checkpoint: &Checkpoint) -> Result<(), ContextError> {
        let mut snapshot = Snapshot::from_json(checkpoint.snapshot())
            .map_err(|error| ContextError::store(run_id, error))?;
        self.store.save(run_id, checkpoint).await?;
        snapshot.logs = self.store.logs(run_id).await?;
        let mut kept = self.kept();
        kept.entry(run_id.to_owned()).or_default().push(snapshot);
        Ok(())
    }

    async fn lock(&self, run_id: &str) -> Result<SimpleLock, ContextError> {
        self.store.lock(run_id).await
    }
}
