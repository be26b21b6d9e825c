//! One run in memory: the parts of its snapshot, its log, its letters.

use std::collections::{HashMap, HashSet};

use crate::record::{Record, Section};
use crate::{
    Checkpoint, ContextError, FlowId, LogEntry, Mail, RunStatus, Snapshot, StoredRun, Wake,
};

pub(super) struct KeptRun {
    pub(super) revision: u64,
    head: String,
    cache: HashMap<String, String>,
    system: HashMap<String, String>,
    pub(super) logs: Vec<LogEntry>,
    pub(super) flow: Option<FlowId>,
    pub(super) step: String,
    pub(super) status: Option<RunStatus>,
    pub(super) error: Option<String>,
    /// When it is to be executed by itself.
    pub(super) wake: Option<i64>,
    pub(super) mail: Vec<Mail>,
    /// The ids of all events that were ever posted.
    pub(super) event_ids: HashSet<String>,
}

impl KeptRun {
    pub(super) fn new() -> Self {
        Self {
            revision: 0,
            head: String::new(),
            cache: HashMap::new(),
            system: HashMap::new(),
            logs: Vec::new(),
            flow: None,
            step: String::new(),
            status: None,
            error: None,
            wake: None,
            mail: Vec::new(),
            event_ids: HashSet::new(),
        }
    }

    pub(super) fn save(&mut self, checkpoint: &Checkpoint) {
        self.revision = checkpoint.revision();
        self.head = checkpoint.head();
        for change in checkpoint.changes() {
            let entries = match change.section {
                Section::Cache => &mut self.cache,
                Section::System => &mut self.system,
            };
            match change.value {
                Some(value) => entries.insert(change.key.to_owned(), value),
                None => entries.remove(change.key),
            };
        }
        self.logs.extend_from_slice(checkpoint.new_logs());
        if self.flow.as_ref() != checkpoint.flow() {
            self.flow = checkpoint.flow().cloned();
        }
        if self.step != checkpoint.step() {
            checkpoint.step().clone_into(&mut self.step);
        }
        self.status = checkpoint.status();
        self.error = checkpoint.error().map(str::to_owned);
        match checkpoint.wake() {
            Wake::Now => self.wake = Some(0),
            Wake::At(at_ms) => self.wake = Some(at_ms),
            Wake::Never => self.wake = None,
            Wake::Unchanged => {}
        }
        let taken = checkpoint.taken();
        self.mail.retain(|mail| !taken.contains(&mail.number));
    }

    pub(super) fn load(&self, run_id: &str) -> Result<StoredRun, ContextError> {
        let stored = StoredRun::from_parts(self.revision, &self.head, self.entries());
        stored.map_err(|error| ContextError::damaged(run_id, error))
    }

    pub(super) fn snapshot(&self, run_id: &str) -> Result<Snapshot, ContextError> {
        let stored = self.load(run_id)?;
        let record = Record::from_json(&stored.snapshot);
        let record = record.map_err(|error| ContextError::damaged(run_id, error))?;
        Ok(record.into_snapshot(self.logs.clone()))
    }

    fn entries(&self) -> impl Iterator<Item = (Section, &str, &str)> {
        let cache = self.cache.iter().map(|entry| (Section::Cache, entry));
        let system = self.system.iter().map(|entry| (Section::System, entry));
        let entries = cache.chain(system);
        entries.map(|(section, (key, value))| (section, key.as_str(), value.as_str()))
    }

    pub(super) fn is_over(&self) -> bool {
        matches!(
            self.status,
            Some(RunStatus::Finished | RunStatus::Cancelled)
        )
    }

    /// When it is to be executed, by itself or for its letters. One that failed is not, until
    /// somebody retries it.
    pub(super) fn due_at(&self) -> Option<i64> {
        if self.status.is_some() {
            return None;
        }
        if self.mail.is_empty() {
            return self.wake;
        }
        Some(self.wake.map_or(0, |wake| wake.min(0)))
    }
}
