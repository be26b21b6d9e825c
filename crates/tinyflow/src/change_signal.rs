//! How a context tells those who wait that something in it has changed.

use tokio::sync::watch;

/// Tells everybody who follows a context that they should look again. Clones are one signal.
///
/// A context owns one and hands out [`Changes`].
#[derive(Clone, Debug)]
pub struct ChangeSignal {
    counts: watch::Sender<Counts>,
}

/// How many changes there have been; of letters, and of anything.
#[derive(Clone, Copy, Debug, Default)]
struct Counts {
    letters: u64,
    all: u64,
}

impl ChangeSignal {
    /// A signal that nobody follows yet.
    pub fn new() -> Self {
        Self {
            counts: watch::Sender::new(Counts::default()),
        }
    }

    /// Wakes those who wait for a change: a run was begun, ended, or became free.
    pub fn notify(&self) {
        self.count(|counts| counts.all = counts.all.wrapping_add(1));
    }

    /// Wakes those who wait for a change or for a letter: a letter may have come.
    pub fn notify_letter(&self) {
        self.count(|counts| {
            counts.all = counts.all.wrapping_add(1);
            counts.letters = counts.letters.wrapping_add(1);
        });
    }

    /// Those who follow look at the context after they have begun to, so without any of them there
    /// is nothing to tell: they find what has changed.
    fn count(&self, change: impl FnOnce(&mut Counts)) {
        if self.counts.receiver_count() > 0 {
            self.counts.send_modify(change);
        }
    }

    /// Follows the signal from now on.
    pub fn follow(&self) -> Changes {
        let counts = self.counts.subscribe();
        let seen = *counts.borrow();
        Changes { counts, seen }
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
    counts: watch::Receiver<Counts>,
    seen: Counts,
}

impl Changes {
    /// Waits for a change since the last call, or since the following began. Several changes
    /// may come as one. If the context is gone there will be none, so this waits for ever.
    pub async fn next(&mut self) {
        let seen = self.seen.all;
        self.wait(|counts| counts.all != seen).await;
    }

    /// Waits for a change that may be a letter.
    pub async fn next_letter(&mut self) {
        let seen = self.seen.letters;
        self.wait(|counts| counts.letters != seen).await;
    }

    async fn wait(&mut self, is_new: impl FnMut(&Counts) -> bool) {
        let counts = self.counts.wait_for(is_new).await.map(|counts| *counts);
        match counts {
            Ok(counts) => self.seen = counts,
            Err(_) => std::future::pending().await,
        }
    }
}
