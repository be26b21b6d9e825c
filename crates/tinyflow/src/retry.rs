//! How often an action is tried, and how long a run waits between two attempts.
//!
//! Numbers only: counting the attempts and setting the timers is the action's matter.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::time::Duration;

/// How often an action is tried, and how long the pauses between the attempts are.
///
/// A pause is a timer of the run, so it outlives the process. Errors that are
/// [permanent](crate::TaskError::permanent) are not tried again.
///
/// ```
/// use std::time::Duration;
/// use tinyflow::RetryPolicy;
///
/// let policy = RetryPolicy::exponential(5, Duration::from_secs(1))
///     .with_max_pause(Duration::from_secs(5));
/// let pauses: Vec<u64> = (1..5).map(|failed| policy.pause(failed).as_secs()).collect();
/// assert_eq!(pauses, [1, 2, 4, 5]);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RetryPolicy {
    max_attempts: u32,
    first_pause: Duration,
    factor: f64,
    max_pause: Duration,
    jitter: bool,
}

impl RetryPolicy {
    /// One attempt.
    pub const fn none() -> Self {
        Self::fixed(1, Duration::ZERO)
    }

    /// Up to `max_attempts` attempts with the same pause between them. The first attempt
    /// counts, and there is always one.
    pub const fn fixed(max_attempts: u32, pause: Duration) -> Self {
        Self {
            max_attempts: if max_attempts == 0 { 1 } else { max_attempts },
            first_pause: pause,
            factor: 1.0,
            max_pause: Duration::MAX,
            jitter: false,
        }
    }

    /// Up to `max_attempts` attempts, each pause twice as long as the one before.
    pub const fn exponential(max_attempts: u32, first_pause: Duration) -> Self {
        Self::fixed(max_attempts, first_pause).with_factor(2.0)
    }

    /// What the engine that the snapshots are shared with does: `max_attempts` attempts, one
    /// second apart.
    pub const fn every_second(max_attempts: u32) -> Self {
        Self::fixed(max_attempts, Duration::from_secs(1))
    }

    /// Sets how much longer each pause is than the one before: 2 means twice as long.
    #[must_use]
    pub const fn with_factor(mut self, factor: f64) -> Self {
        self.factor = factor;
        self
    }

    /// Sets the longest pause.
    #[must_use]
    pub const fn with_max_pause(mut self, max_pause: Duration) -> Self {
        self.max_pause = max_pause;
        self
    }

    /// Makes each pause shorter by up to half, by an amount that differs from run to run, so
    /// that runs that failed together do not try again together.
    #[must_use]
    pub const fn with_jitter(mut self) -> Self {
        self.jitter = true;
        self
    }

    /// How often the action is tried at most.
    pub const fn max_attempts(&self) -> u32 {
        self.max_attempts
    }

    /// The pause after so many failed attempts, without jitter.
    pub fn pause(&self, failed: u32) -> Duration {
        let power = i32::try_from(failed.saturating_sub(1)).unwrap_or(i32::MAX);
        let factor = self.factor.powi(power);
        let pause = Duration::try_from_secs_f64(self.first_pause.as_secs_f64() * factor);
        pause.unwrap_or(Duration::MAX).min(self.max_pause)
    }

    /// The pause in whole milliseconds, with jitter that depends on nothing but `seed`.
    pub(crate) fn pause_ms(&self, failed: u32, seed: (&str, &str)) -> i64 {
        let pause = i64::try_from(self.pause(failed).as_millis()).unwrap_or(i64::MAX);
        if !self.jitter {
            return pause;
        }
        let mut hasher = DefaultHasher::new();
        (seed, failed).hash(&mut hasher);
        let per_mille = i64::try_from(hasher.finish() % 501).unwrap_or(0);
        pause - pause / 1000 * per_mille - pause % 1000 * per_mille / 1000
    }
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self::none()
    }
}
