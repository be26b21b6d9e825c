//! The place where runs are kept, as a trait that a user can implement.
//!
//! A context stores text and log entries and does not look into them: what they mean is
//! decided by the runtime.

use crate::{Checkpoint, ContextError, LogEntry};

/// A place where runs are kept.
///
/// [`SimpleContext`](crate::SimpleContext) keeps them in memory. For a store of your own, the
/// file `tests/behaviour/own_context.rs` of this crate is a whole example.
pub trait Context: Send + Sync + 'static {
    /// What holds a run's lock. Dropping it releases the lock.
    type Lock: Send;

    /// The last stored checkpoint of a run, or `None` if there is no such run.
    fn load(
        &self,
        run_id: &str,
    ) -> impl Future<Output = Result<Option<StoredRun>, ContextError>> + Send;

    /// All stored log entries of a run, oldest first; none if there is no such run.
    fn logs(
        &self,
        run_id: &str,
    ) -> impl Future<Output = Result<Vec<LogEntry>, ContextError>> + Send;

    /// Stores a checkpoint and appends its log entries, both or neither.
    ///
    /// # Errors
    /// [`ContextError::Conflict`] if the stored revision is not
    /// [`Checkpoint::expected`]; then nothing is stored.
    fn save(
        &self,
        run_id: &str,
        checkpoint: &Checkpoint,
    ) -> impl Future<Output = Result<(), ContextError>> + Send;

    /// Waits for a run's lock. One holds it at a time, first come first served. The run need
    /// not exist.
    fn lock(&self, run_id: &str) -> impl Future<Output = Result<Self::Lock, ContextError>> + Send;
}

/// A run as it was last stored, without its log.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct StoredRun {
    /// The revision of the checkpoint.
    pub revision: u64,
    /// The checkpoint's snapshot, as it was handed to [`Context::save`].
    pub snapshot: String,
}

impl StoredRun {
    /// What a context gives back for a checkpoint that it has stored.
    pub fn new(revision: u64, snapshot: impl Into<String>) -> Self {
        Self {
            revision,
            snapshot: snapshot.into(),
        }
    }
}
