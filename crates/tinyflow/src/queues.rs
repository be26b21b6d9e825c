//! Whose turn it is among those in one process who want a run's lock: a building block for
//! contexts.
//!
//! A queue goes with the last one who stands in it, so the table does not grow with the runs that
//! were ever locked.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use foldhash::HashMap;
use tokio::sync::{Mutex as Turn, OwnedMutexGuard};

use crate::ChangeSignal;

/// The queues of those in this process who want or hold the lock of a run, one for each run.
/// Clones share them.
///
/// A context whose store is shared with other processes needs something in the store besides, as
/// the leases of `tinyflow-sqlite` are.
///
/// ```
/// # async fn lock() {
/// use tinyflow::Queues;
///
/// let queues = Queues::new();
/// let place = queues.wait_for_turn("r").await;
/// assert!(queues.try_turn("r").is_none());
/// drop(place);
/// assert!(queues.try_turn("r").is_some());
/// # }
/// # tokio::runtime::Builder::new_current_thread().build()?.block_on(lock());
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Clone, Default)]
pub struct Queues {
    turns: Arc<Mutex<Turns>>,
    emptied: Option<ChangeSignal>,
}

/// For each run that somebody holds or wants, whose turn it is.
type Turns = HashMap<Arc<str>, Arc<Turn<()>>>;

/// The first place in the queue of a run, until this is dropped.
pub struct Place {
    queues: Queues,
    run_id: Arc<str>,
    /// None while the place is waited for, and when it is given up.
    turn: Option<OwnedMutexGuard<()>>,
}

impl Queues {
    /// Nobody wants anything yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Nobody wants anything yet. When the last one has left the queue of a run, those who follow
    /// this signal are told: by whoever that is, also by one who gives up the wait.
    pub fn telling(emptied: ChangeSignal) -> Self {
        Self {
            turns: Arc::default(),
            emptied: Some(emptied),
        }
    }

    /// Waits for the first place in the queue of a run: first come, first served. Whoever drops
    /// this while it waits is passed over.
    pub async fn wait_for_turn(&self, run_id: &str) -> Place {
        let run_id: Arc<str> = run_id.into();
        let turn = Arc::clone(self.turns().entry(Arc::clone(&run_id)).or_default());
        // Made before the wait, so that giving up the wait tidies up as well.
        let mut place = Place {
            queues: self.clone(),
            run_id,
            turn: None,
        };
        place.turn = Some(turn.lock_owned().await);
        place
    }

    /// The first place, if nobody has it or waits for it.
    pub fn try_turn(&self, run_id: &str) -> Option<Place> {
        let mut turns = self.turns();
        if turns.contains_key(run_id) {
            return None;
        }
        let turn = Arc::new(Turn::new(()));
        let held = Arc::clone(&turn).try_lock_owned().ok()?;
        let run_id: Arc<str> = run_id.into();
        turns.insert(Arc::clone(&run_id), turn);
        Some(Place {
            queues: self.clone(),
            run_id,
            turn: Some(held),
        })
    }

    /// Whether somebody has the first place, or waits for it.
    pub fn is_held(&self, run_id: &str) -> bool {
        self.turns().contains_key(run_id)
    }

    fn turns(&self) -> MutexGuard<'_, Turns> {
        self.turns.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Place {
    /// The run.
    pub fn run_id(&self) -> &str {
        &self.run_id
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.turn = None;
        let mut turns = self.queues.turns();
        let unused = |turn: &Arc<Turn<()>>| Arc::strong_count(turn) == 1;
        if !turns.get(&self.run_id).is_some_and(unused) {
            return;
        }
        turns.remove(&self.run_id);
        drop(turns);
        if let Some(emptied) = &self.queues.emptied {
            emptied.notify();
        }
    }
}

impl fmt::Debug for Queues {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Queues").finish_non_exhaustive()
    }
}

impl fmt::Debug for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Place")
            .field("run_id", &self.run_id)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicBool, Ordering};

    use shuttle::future::{block_on, spawn, yield_now};

    use super::*;
    use crate::Changes;

    async fn hold_once(queues: Queues, held: Arc<AtomicBool>) {
        let place = queues.wait_for_turn("r").await;
        assert!(!held.swap(true, Ordering::SeqCst), "one holds it at a time");
        yield_now().await;
        held.store(false, Ordering::SeqCst);
        drop(place);
    }

    async fn give_up(queues: Queues) {
        let mut place = std::pin::pin!(queues.wait_for_turn("r"));
        let asked = std::future::poll_fn(|cx| std::task::Poll::Ready(place.as_mut().poll(cx)));
        drop(asked.await);
        yield_now().await;
    }

    /// `shuttle` executes this once for each order in which the tasks may go on; it also finds
    /// a place that is never given.
    #[test]
    fn in_every_order_one_has_the_place_and_all_come_to_it() {
        let every_order = || {
            block_on(async {
                let (queues, held) = (Queues::default(), Arc::new(AtomicBool::new(false)));
                let tasks = [
                    spawn(hold_once(queues.clone(), Arc::clone(&held))),
                    spawn(hold_once(queues.clone(), Arc::clone(&held))),
                    spawn(give_up(queues.clone())),
                ];
                hold_once(queues.clone(), held).await;
                for task in tasks {
                    task.await.unwrap();
                }
                assert!(queues.turns().is_empty(), "nobody is left in the queue");
            });
        };
        shuttle::check_dfs(every_order, None);
    }

    /// As a worker does, which takes a run only where nobody else wants it.
    async fn take_when_free(queues: Queues, mut changes: Changes) {
        while queues.try_turn("r").is_none() {
            changes.next().await;
        }
    }

    #[test]
    fn in_every_order_whoever_leaves_last_tells() {
        let every_order = || {
            block_on(async {
                let emptied = ChangeSignal::new();
                let queues = Queues::telling(emptied.clone());
                let taker = take_when_free(queues.clone(), emptied.follow());
                let tasks = [
                    spawn(hold_once(queues.clone(), Arc::default())),
                    spawn(give_up(queues.clone())),
                    spawn(taker),
                ];
                for task in tasks {
                    task.await.unwrap();
                }
            });
        };
        shuttle::check_dfs(every_order, None);
    }
}
