//! A context that keeps every checkpoint of a run, and a harness that goes on from each.
//!
//! The context remembers what the runs in another one, in memory unless said otherwise, were on
//! the way. `ledger` is the
//! outside world of a run under test; `everywhere` stops a workflow after each checkpoint, and
//! `driven` one that waits.

mod driven;
mod everywhere;
mod ledger;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tinyflow::{
    Changes, Checkpoint, Context, ContextError, LogEntry, Mail, SimpleContext, Snapshot, StoredRun,
};

pub use self::driven::{NOW, drive, drive_from_everywhere};
pub use self::everywhere::{Recorded, run_from_everywhere, transitions};
pub use self::ledger::Ledger;

/// A context that forgets no checkpoint of those that its store has stored. Clones share one
/// store.
#[derive(Clone, Debug)]
pub struct Recording<C = SimpleContext> {
    store: C,
    snapshots: Arc<Mutex<HashMap<String, Vec<Snapshot>>>>,
}

impl Default for Recording {
    fn default() -> Self {
        Self::of(SimpleContext::new())
    }
}

impl<C> Recording<C> {
    /// A recording of what a context stores.
    pub fn of(store: C) -> Self {
        let snapshots = Arc::default();
        Self { store, snapshots }
    }

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

impl<C: Context> Context for Recording<C> {
    type Lock = C::Lock;

    async fn load(&self, run_id: &str) -> Result<Option<StoredRun>, ContextError> {
        self.store.load(run_id).await
    }

    async fn logs(&self, run_id: &str) -> Result<Vec<LogEntry>, ContextError> {
        self.store.logs(run_id).await
    }

    async fn save(&self, run_id: &str, checkpoint: &Checkpoint) -> Result<(), ContextError> {
        self.store.save(run_id, checkpoint).await?;
        // As it is read back, not as it was given to the store.
        let Some(stored) = self.store.load(run_id).await? else {
            return Ok(());
        };
        let mut snapshot = Snapshot::from_json(&stored.snapshot())
            .map_err(|error| ContextError::store(run_id, error))?;
        snapshot.logs = self.store.logs(run_id).await?;
        let mut kept = self.kept();
        kept.entry(run_id.to_owned()).or_default().push(snapshot);
        Ok(())
    }

    async fn lock(&self, run_id: &str) -> Result<C::Lock, ContextError> {
        self.store.lock(run_id).await
    }

    async fn mail(&self, run_id: &str) -> Result<Vec<Mail>, ContextError> {
        self.store.mail(run_id).await
    }

    fn changes(&self) -> Option<Changes> {
        self.store.changes()
    }
}
