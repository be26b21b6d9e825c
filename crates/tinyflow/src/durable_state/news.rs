//! How often something has come that a step may notice.

use tokio::sync::watch;

/// A count that may be followed. Few runs are: only those with branches.
#[derive(Debug, Default)]
pub(super) struct News {
    count: u64,
    followed: Option<watch::Sender<u64>>,
}

impl News {
    pub(super) fn count(&self) -> u64 {
        self.count
    }

    pub(super) fn add(&mut self) {
        self.count += 1;
        if let Some(followed) = &self.followed {
            followed.send_replace(self.count);
        }
    }

    pub(super) fn follow(&mut self) -> watch::Receiver<u64> {
        let count = self.count;
        let followed = self
            .followed
            .get_or_insert_with(|| watch::Sender::new(count));
        followed.subscribe()
    }
}
