//! How a context tells those who wait that something in it has changed.

use tokio::sync::watch;

/// Tells everybody who follows a context that they should look again. Clones are one signal.
///
/// A context owns one and hands out [`Changes`].
#[derive(Clone, Debug)]
pub struct ChangeSignal {
    count: watch::Sender<u64>,
}

impl ChangeSignal {
    /// A signal that nobody follows yet.
    pub fn new() -> Self {
        Self {
            count: watch::Sender::new(0),
        }
    }

    /// Wakes everybody who follows.
    pub fn notify(&self) {
        self.count
            .send_modify(|count| *count = count.wrapping_add(1));
    }

    /// Follows the signal from now on.
    pub fn follow(&self) -> Changes {
        Changes {
            count: self.count.subscribe(),
        }
    }
}

impl Default for ChangeSignal {
    fn default() -> Self {
        Self::new()
    }
}

/// The changes of a context, for one who waits for them.
///
/// A change between two calls of [`next`](Self::next) is not missed. So: follow first, look
/// then, and wait last.
#[derive(Clone, Debug)]
pub struct Changes {
    count: watch::Receiver<u64>,
}

impl Changes {
    /// Waits for a change since the last call, or since the following began. Several changes
    /// may come as one. If the context is gone there will be none, so this waits for ever.
    pub async fn next(&mut self) {
        if self.count.changed().await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}
