//! How a worker that shuts down tells the runs that it executes to stop after their step.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Clones are one signal.
#[derive(Clone, Debug, Default)]
pub(crate) struct StopSignal(Arc<AtomicBool>);

impl StopSignal {
    pub(crate) fn stop(&self) {
        self.0.store(true, Ordering::Release);
    }

    pub(crate) fn is_stopping(&self) -> bool {
        self.0.load(Ordering::Acquire)
    }
}
