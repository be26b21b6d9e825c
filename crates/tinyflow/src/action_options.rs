//! The settings of one call of an action.

use std::time::Duration;

use crate::RetryPolicy;

/// How an action is called: how often, for how long, and whether its result is kept.
///
/// One attempt without a limit, kept for the visit, unless set.
#[derive(Clone, Copy, Debug, Default)]
pub struct ActionOptions {
    pub(crate) retry: RetryPolicy,
    pub(crate) timeout: Option<Duration>,
    pub(crate) ignore_cache: bool,
}

impl ActionOptions {
    pub(crate) const ONCE: Self = Self {
        retry: RetryPolicy::none(),
        timeout: None,
        ignore_cache: false,
    };

    /// One attempt without a limit, kept for the visit.
    pub fn new() -> Self {
        Self::ONCE
    }

    /// Sets how often the action is tried.
    #[must_use]
    pub fn with_retry(mut self, retry: RetryPolicy) -> Self {
        self.retry = retry;
        self
    }

    /// Sets how long one attempt may take. After that its task is dropped, at the await where
    /// it is, and the attempt has failed.
    #[must_use]
    pub fn with_timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// Calls the task in every pass of the step, whatever is cached. Its last result is cached
    /// nevertheless, for others to read.
    #[must_use]
    pub fn ignoring_cache(mut self) -> Self {
        self.ignore_cache = true;
        self
    }
}
