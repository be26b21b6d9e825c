//! What a context is given to store: one checkpoint of one run.
//!
//! The audit log is not part of the text that is stored each time: a checkpoint holds the new
//! entries alone, so that its size does not depend on how long the run has been going.

use crate::{ContextError, LogEntry, Snapshot};

/// The present snapshot of a run, and the log entries that are new in it.
#[derive(Clone, Debug)]
pub struct Checkpoint {
    expected: Option<u64>,
    snapshot: String,
    new_logs: Vec<LogEntry>,
}

impl Checkpoint {
    /// A checkpoint that replaces revision `expected`, or begins a run where that is `None`.
    /// The snapshot's logs become the new entries.
    ///
    /// # Errors
    /// If the snapshot cannot be written as JSON.
    pub fn new(expected: Option<u64>, mut snapshot: Snapshot) -> Result<Self, serde_json::Error> {
        let new_logs = std::mem::take(&mut snapshot.logs);
        Self::with_logs(expected, &snapshot, new_logs)
    }

    /// Like [`new`](Self::new), for a snapshot that is kept without logs.
    pub(crate) fn with_logs(
        expected: Option<u64>,
        snapshot: &Snapshot,
        new_logs: Vec<LogEntry>,
    ) -> Result<Self, serde_json::Error> {
        Ok(Self {
            expected,
            snapshot: snapshot.to_json()?,
            new_logs,
        })
    }

    /// The revision that must be stored at present, or `None` if the run must not exist.
    pub fn expected(&self) -> Option<u64> {
        self.expected
    }

    /// The revision that this checkpoint makes: 1 for the first of a run, then one more each.
    pub fn revision(&self) -> u64 {
        self.expected.map_or(1, |revision| revision + 1)
    }

    /// The snapshot as JSON text, without its logs.
    pub fn snapshot(&self) -> &str {
        &self.snapshot
    }

    /// The log entries to append to those that are stored.
    pub fn new_logs(&self) -> &[LogEntry] {
        &self.new_logs
    }

    /// Compares what is stored with what this checkpoint expects: the first half of
    /// compare-and-set, for contexts whose store does not do it by itself.
    ///
    /// # Errors
    /// [`ContextError::Conflict`] if somebody else has stored the run in between.
    pub fn check(&self, run_id: &str, stored: Option<u64>) -> Result<(), ContextError> {
        if stored == self.expected {
            return Ok(());
        }
        Err(ContextError::Conflict {
            run_id: run_id.to_owned(),
            expected: self.expected,
            stored,
        })
    }
}
