//! How a worker is told to shut down, and the runs that it executes to stop after their step.

use tokio::sync::watch;

/// Clones are one signal.
#[derive(Clone, Debug, Default)]
pub(crate) struct StopSignal(watch::Sender<bool>);

impl StopSignal {
    pub(crate) fn stop(&self) {
        self.0.send_replace(true);
    }

    pub(crate) fn is_stopping(&self) -> bool {
        *self.0.borrow()
    }

    /// Waits until the signal is given.
    pub(crate) async fn stopping(&self) {
        let mut signal = self.0.subscribe();
        let given = signal.wait_for(|is_stopping| *is_stopping).await;
        debug_assert!(given.is_ok(), "this signal keeps the sender");
    }
}
