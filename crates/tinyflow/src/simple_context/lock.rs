//! The lock of a run in memory.

use std::fmt;

use crate::Place;

/// The lock of one run, released when this is dropped.
pub struct SimpleLock(pub(super) Place);

impl fmt::Debug for SimpleLock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SimpleLock")
            .field("run_id", &self.0.run_id())
            .finish_non_exhaustive()
    }
}
