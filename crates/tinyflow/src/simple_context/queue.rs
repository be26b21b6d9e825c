//! The locks of runs in memory: a queue for each run that somebody wants or holds.
//!
//! A queue goes with the last one who stands in it, so the table does not grow with the
//! runs that were ever locked.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use foldhash::HashMap;
use tokio::sync::{Mutex as Turn, OwnedMutexGuard};

use crate::ChangeSignal;

/// The lock of one run, released when this is dropped.
pub struct SimpleLock {
    queues: Queues,
    run_id: Arc<str>,
    turn: Option<OwnedMutexGuard<()>>,
}

/// For each run that somebody holds or wants, whose turn it is.
type Turns = HashMap<Arc<str>, Arc<Turn<()>>>;

#[derive(Clone)]
pub(super) struct Queues {
    turns: Arc<Mutex<Turns>>,
    /// Told when a run becomes free.
    released: ChangeSignal,
}

impl Queues {
    pub(super) fn new(released: ChangeSignal) -> Self {
        Self {
            turns: Arc::default(),
            released,
        }
    }

    /// The lock, if nobody holds it or waits for it.
    pub(super) fn try_turn(&self, run_id: &str) -> Option<SimpleLock> {
        let mut turns = self.turns();
        if turns.contains_key(run_id) {
            return None;
        }
        let turn = Arc::new(Turn::new(()));
        let held = Arc::clone(&turn).try_lock_owned().ok()?;
        let run_id: Arc<str> = run_id.into();
        turns.insert(Arc::clone(&run_id), turn);
        Some(SimpleLock {
            queues: self.clone(),
            run_id,
            turn: Some(held),
        })
    }

    /// Whether somebody holds the lock, or waits for it.
    pub(super) fn is_held(&self, run_id: &str) -> bool {
        self.turns().contains_key(run_id)
    }

    pub(super) async fn wait_for_turn(&self, run_id: &str) -> SimpleLock {
        let run_id: Arc<str> = run_id.into();
        let turn = Arc::clone(self.turns().entry(Arc::clone(&run_id)).or_default());
        // Made before the wait, so that giving up the wait tidies up as well.
        let mut lock = SimpleLock {
            queues: self.clone(),
            run_id,
            turn: None,
        };
        lock.turn = Some(turn.lock_owned().await);
        lock
    }

    fn turns(&self) -> MutexGuard<'_, Turns> {
        self.turns.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for SimpleLock {
    fn drop(&mut self) {
        self.turn = None;
        let mut turns = self.queues.turns();
        let unused = |turn: &Arc<Turn<()>>| Arc::strong_count(turn) == 1;
        if turns.get(&self.run_id).is_some_and(unused) {
            turns.remove(&self.run_id);
            drop(turns);
            self.queues.released.notify();
        }
    }
}

impl fmt::Debug for SimpleLock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SimpleLock")
            .field("run_id", &self.run_id)
            .finish_non_exhaustive()
    }
}
