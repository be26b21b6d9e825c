//! One run in memory: its record, its log, its letters.

use std::collections::HashSet;

use crate::record::Record;
use crate::{Checkpoint, FlowId, LogEntry, Mail, RunEnd, RunStatus, Snapshot, StoredRun, Wake};

pub(super) struct KeptRun {
    pub(super) revision: u64,
    record: Record,
    pub(super) logs: Vec<LogEntry>,
    /// When it is to be executed by itself.
    pub(super) wake: Option<i64>,
    pub(super) mail: Vec<Mail>,
    /// The ids of all events that were ever posted.
    pub(super) event_ids: HashSet<String>,
}

impl KeptRun {
    /// A run whose first checkpoint this is. It is yet to be [saved](Self::save).
    pub(super) fn begin(checkpoint: &Checkpoint) -> Self {
        Self {
            revision: 0,
            record: checkpoint.record().clone(),
            logs: Vec::new(),
            wake: None,
            mail: Vec::new(),
            event_ids: HashSet::new(),
        }
    }

    pub(super) fn save(&mut self, checkpoint: &Checkpoint) {
        self.revision = checkpoint.revision();
        checkpoint.renew(&mut self.record);
        self.logs.extend_from_slice(checkpoint.new_logs());
        match checkpoint.wake() {
            Wake::Now => self.wake = Some(0),
            Wake::At(at_ms) => self.wake = Some(at_ms),
            Wake::Never => self.wake = None,
            Wake::Unchanged => {}
        }
        let taken = checkpoint.taken();
        self.mail.retain(|mail| !taken.contains(&mail.number));
    }

    pub(super) fn load(&self) -> StoredRun {
        StoredRun::of_record(self.revision, self.record.clone())
    }

    pub(super) fn snapshot(&self) -> Snapshot {
        self.record.clone().into_snapshot(self.logs.clone())
    }

    pub(super) fn flow(&self) -> Option<&FlowId> {
        self.record.flow.as_ref()
    }

    pub(super) fn step(&self) -> &str {
        &self.record.step
    }

    pub(super) fn end(&self) -> Option<&RunEnd> {
        self.record.run.as_ref()
    }

    pub(super) fn is_over(&self) -> bool {
        let status = self.end().map(|end| end.status);
        matches!(status, Some(RunStatus::Finished | RunStatus::Cancelled))
    }

    /// When it is to be executed, by itself or for its letters. One that failed is not, until
    /// somebody retries it.
    pub(super) fn due_at(&self) -> Option<i64> {
        if self.end().is_some() {
            return None;
        }
        if self.mail.is_empty() {
            return self.wake;
        }
        Some(self.wake.map_or(0, |wake| wake.min(0)))
    }
}
