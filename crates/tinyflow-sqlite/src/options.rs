//! How a database is opened.

use std::fmt;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use tinyflow::{Clock, SystemClock};

use crate::{SqliteContext, SqliteError};

/// The settings of a [`SqliteContext`].
#[derive(Clone)]
pub struct SqliteOptions {
    pub(crate) lease_ms: i64,
    pub(crate) poll_interval: Duration,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) existing_only: bool,
}

impl SqliteOptions {
    /// A lease of ten seconds, a look at what others wrote every 200 milliseconds, and the
    /// system's clock.
    pub fn new() -> Self {
        Self {
            lease_ms: 10_000,
            poll_interval: Duration::from_millis(200),
            clock: Arc::new(SystemClock),
            existing_only: false,
        }
    }

    /// Sets how long a lock lasts that its holder does not renew: how long it takes until a run
    /// goes on whose process has died.
    #[must_use]
    pub fn with_lease(mut self, lease: Duration) -> Self {
        self.lease_ms = i64::try_from(lease.as_millis()).unwrap_or(i64::MAX);
        self
    }

    /// Sets how often the context looks at what other processes have written.
    #[must_use]
    pub fn with_poll_interval(mut self, poll_interval: Duration) -> Self {
        self.poll_interval = poll_interval;
        self
    }

    /// Sets the clock by which leases run out and runs become due. All processes on one file
    /// must agree about the time.
    #[must_use]
    pub fn with_clock(mut self, clock: impl Clock + 'static) -> Self {
        self.clock = Arc::new(clock);
        self
    }

    /// Sets whether a file must be there already and have the tables of this crate, so that
    /// looking at runs makes no file and changes none of somebody else's.
    #[must_use]
    pub fn with_existing_only(mut self, existing_only: bool) -> Self {
        self.existing_only = existing_only;
        self
    }

    /// Opens a database file, which is made if it is not there.
    ///
    /// # Errors
    /// If the file cannot be opened, is no database, or was written by a later version.
    pub fn open(self, path: impl AsRef<Path>) -> Result<SqliteContext, SqliteError> {
        SqliteContext::with_options(path.as_ref(), self)
    }
}

impl Default for SqliteOptions {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for SqliteOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SqliteOptions")
            .field("lease_ms", &self.lease_ms)
            .field("poll_interval", &self.poll_interval)
            .field("existing_only", &self.existing_only)
            .finish_non_exhaustive()
    }
}
