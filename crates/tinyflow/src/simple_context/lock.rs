//! The lock of a run in memory.

use std::fmt;

use crate::{ChangeSignal, Place};

/// The lock of one run, released when this is dropped.
pub struct SimpleLock {
    place: Place,
    /// Told when the run becomes free.
    released: ChangeSignal,
}

impl SimpleLock {
    pub(super) fn new(place: Place, released: ChangeSignal) -> Self {
        Self { place, released }
    }
}

impl Drop for SimpleLock {
    fn drop(&mut self) {
        if self.place.leave() {
            self.released.notify();
        }
    }
}

impl fmt::Debug for SimpleLock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SimpleLock")
            .field("run_id", &self.place.run_id())
            .finish_non_exhaustive()
    }
}
