//! The lock of a run: a place in a queue within the process, and a lease among processes.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::{Mutex as Turn, OwnedMutexGuard};

use crate::leases::{Asking, Unwanted};
use crate::requests::Requests;

/// The lock of one run, released when this is dropped.
pub struct SqliteLock {
    place: Place,
    requests: Requests,
}

impl SqliteLock {
    /// A lock whose lease has been taken.
    pub(crate) fn new(place: Place, requests: Requests) -> Self {
        Self { place, requests }
    }
}

impl Drop for SqliteLock {
    fn drop(&mut self) {
        let run_id = self.place.run_id.clone();
        self.requests.release(Unwanted::Run(run_id));
    }
}

/// Gives leases back that are taken after whoever asked for them has given up.
pub(crate) struct Asked<'a> {
    asking: Asking,
    requests: &'a Requests,
    is_answered: bool,
}

impl<'a> Asked<'a> {
    /// To be made before the leases are asked for.
    pub(crate) fn new(asking: Asking, requests: &'a Requests) -> Self {
        Self {
            asking,
            requests,
            is_answered: false,
        }
    }

    pub(crate) fn answered(mut self) {
        self.is_answered = true;
    }
}

impl Drop for Asked<'_> {
    fn drop(&mut self) {
        if !self.is_answered {
            self.requests.release(Unwanted::Asking(self.asking));
        }
    }
}

impl fmt::Debug for SqliteLock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SqliteLock")
            .field("run_id", &self.place.run_id)
            .finish_non_exhaustive()
    }
}

/// The queues of those in this process who want or hold a lock, one for each run.
///
/// A queue goes with the last one who stands in it.
#[derive(Clone, Default)]
pub(crate) struct Queues {
    turns: Arc<Mutex<HashMap<String, Arc<Turn<()>>>>>,
}

/// The first place in the queue of a run.
pub(crate) struct Place {
    queues: Queues,
    pub(crate) run_id: String,
    turn: Option<OwnedMutexGuard<()>>,
}

impl Queues {
    pub(crate) async fn wait_for_turn(&self, run_id: &str) -> Place {
        let turn = Arc::clone(self.turns().entry(run_id.to_owned()).or_default());
        // Made before the wait, so that giving up the wait tidies up as well.
        let mut place = Place {
            queues: self.clone(),
            run_id: run_id.to_owned(),
            turn: None,
        };
        place.turn = Some(turn.lock_owned().await);
        place
    }

    /// The first place, if the queue is empty.
    pub(crate) fn try_turn(&self, run_id: &str) -> Option<Place> {
        let mut turns = self.turns();
        if turns.contains_key(run_id) {
            return None;
        }
        let turn = Arc::new(Turn::new(()));
        let held = Arc::clone(&turn).try_lock_owned().ok()?;
        turns.insert(run_id.to_owned(), turn);
        Some(Place {
            queues: self.clone(),
            run_id: run_id.to_owned(),
            turn: Some(held),
        })
    }

    fn turns(&self) -> MutexGuard<'_, HashMap<String, Arc<Turn<()>>>> {
        self.turns.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.turn = None;
        let mut turns = self.queues.turns();
        let unused = |turn: &Arc<Turn<()>>| Arc::strong_count(turn) == 1;
        if turns.get(&self.run_id).is_some_and(unused) {
            turns.remove(&self.run_id);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicBool, Ordering};

    use shuttle::future::{block_on, spawn, yield_now};

    use super::*;

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
}
