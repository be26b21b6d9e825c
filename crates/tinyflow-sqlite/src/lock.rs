//! The lock of a run: a place in a queue within the process, and a lease among processes.

use std::fmt;

use tinyflow::Place;

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
        let run_id = self.place.run_id().to_owned();
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
            .field("run_id", &self.place.run_id())
            .finish_non_exhaustive()
    }
}
