//! Where the runtime reads the time: the system's clock, or one that a test sets.
//!
//! Nothing else in the crate asks the system for the time.

use std::pin::Pin;
use std::time::{Duration, SystemTime};

use tokio::sync::watch;

/// A source of the present time.
pub trait Clock: Send + Sync {
    /// Milliseconds since 1970-01-01T00:00:00Z.
    fn now_ms(&self) -> i64;

    /// Waits until a time, in milliseconds since 1970. A clock whose time does not pass by
    /// itself must say here how it wakes those who wait.
    fn sleep_until(&self, at_ms: i64) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        Box::pin(async move {
            loop {
                let left = at_ms.saturating_sub(self.now_ms());
                let Ok(left @ 1..) = u64::try_from(left) else {
                    return;
                };
                // In pieces, so that a clock that is set on meanwhile is noticed.
                tokio::time::sleep(Duration::from_millis(left).min(LONGEST_SLEEP)).await;
            }
        })
    }
}

const LONGEST_SLEEP: Duration = Duration::from_secs(60);

/// The clock of the operating system.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now_ms(&self) -> i64 {
        match SystemTime::now().duration_since(SystemTime::UNIX_EPOCH) {
            Ok(since) => millis(since),
            Err(error) => -millis(error.duration()),
        }
    }
}

/// A clock that stands still until a test moves it, and wakes those who wait when it does.
/// Clones share one time.
///
/// ```
/// use std::time::Duration;
/// use tinyflow::{Clock, ManualClock};
///
/// let clock = ManualClock::new(1_700_000_000_000);
/// clock.advance(Duration::from_secs(60));
/// assert_eq!(clock.now_ms(), 1_700_000_060_000);
/// ```
#[derive(Clone, Debug, Default)]
pub struct ManualClock {
    now_ms: watch::Sender<i64>,
}

impl ManualClock {
    /// A clock that shows `now_ms`, in milliseconds since 1970.
    pub fn new(now_ms: i64) -> Self {
        Self {
            now_ms: watch::Sender::new(now_ms),
        }
    }

    /// Sets the time, in milliseconds since 1970. It may go back.
    pub fn set(&self, now_ms: i64) {
        self.now_ms.send_replace(now_ms);
    }

    /// Moves the time on, in whole milliseconds.
    pub fn advance(&self, by: Duration) {
        self.now_ms.send_modify(|now_ms| *now_ms += millis(by));
    }
}

impl Clock for ManualClock {
    fn now_ms(&self) -> i64 {
        *self.now_ms.borrow()
    }

    fn sleep_until(&self, at_ms: i64) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        let mut now_ms = self.now_ms.subscribe();
        Box::pin(async move {
            // The sender is this clock, which outlives the wait.
            let reached = now_ms.wait_for(|now_ms| *now_ms >= at_ms).await;
            debug_assert!(reached.is_ok());
        })
    }
}

fn millis(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}
