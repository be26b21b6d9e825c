//! One run in memory: its record, its log, its letters.

use std::collections::HashSet;

use crate::record::Record;
use crate::{
    Checkpoint, FlowId, LogEntry, Mail, RunEnd, RunStatus, SetAside, Snapshot, StoredRun, Wake,
};

pub(super) struct KeptRun {
    pub(super) revision: u64,
    record: Record,
    pub(super) logs: Vec<LogEntry>,
    /// When it is to be executed by itself.
    pub(super) wake: Option<i64>,
    pub(super) mail: Vec<Mail>,
    /// The ids of all events that were ever posted.
    pub(super) event_ids: HashSet<String>,
    /// The notes of the workers that could not execute it as it is, the latest last.
    notes: Vec<SetAside>,
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
            notes: Vec::new(),
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
        self.notes.clear();
        let taken = checkpoint.taken();
        self.mail.retain(|mail| !taken.contains(&mail.number));
    }

    pub(super) fn keep(&mut self, mail: Mail) {
        self.event_ids
            .extend(mail.letter.event_id().map(str::to_owned));
        self.mail.push(mail);
        for note in &mut self.notes {
            note.until_ms = 0;
        }
    }

    pub(super) fn set_aside(&mut self, note: &SetAside) {
        self.notes.retain(|earlier| earlier.worker != note.worker);
        self.notes.push(note.clone());
    }

    /// Until when a worker leaves it alone.
    pub(super) fn aside_until(&self, worker: &str) -> Option<i64> {
        let mut notes = self.notes.iter();
        let note = notes.find(|note| note.worker == worker);
        note.map(|note| note.until_ms)
    }

    /// Why it failed, or why it could not be executed.
    pub(super) fn error(&self) -> Option<&str> {
        match self.end() {
            Some(end) => end.error.as_deref(),
            None => self.notes.last().map(|note| note.reason.as_str()),
        }
    }

    pub(super) fn is_stuck(&self) -> bool {
        self.end().is_none() && !self.notes.is_empty()
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
