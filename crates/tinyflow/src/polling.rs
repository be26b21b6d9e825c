//! How a long job is looked at until it is done.

use std::time::Duration;

use crate::ActionOptions;

/// How a long job is looked at until it is done. See [`poll`](crate::DurableState::poll).
#[derive(Clone, Copy, Debug)]
pub struct Polling {
    pub(crate) every: Duration,
    pub(crate) timeout: Option<Duration>,
    pub(crate) options: ActionOptions,
}

impl Polling {
    /// With this pause between two looks, and without a limit.
    pub fn every(pause: Duration) -> Self {
        Self {
            every: pause,
            timeout: None,
            options: ActionOptions::default(),
        }
    }

    /// Sets how long the job may take. Where it is not done by then, the step fails.
    #[must_use]
    pub fn with_timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// Sets how each look is called. Its attempts are counted anew for each look.
    #[must_use]
    pub fn with_options(mut self, options: ActionOptions) -> Self {
        self.options = options;
        self
    }
}
