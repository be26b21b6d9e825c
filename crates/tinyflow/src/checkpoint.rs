//! What a context is given to store: one checkpoint of one run.
//!
//! The audit log is not part of the text that is stored each time: a checkpoint holds the new
//! entries alone. A context that keeps a snapshot's entries apart can write the changed ones
//! alone, too, so that the cost does not depend on how much a step has done.

use std::borrow::Cow;
use std::sync::OnceLock;

use triomphe::Arc;

use crate::key::Key;
use crate::record::{Record, Section};
use crate::snapshot::{RunStatus, Snapshot};
use crate::{ContextError, FlowId, LogEntry};

/// The present snapshot of a run, and what is new in it.
#[derive(Clone, Debug)]
pub struct Checkpoint {
    expected: Option<u64>,
    record: Arc<Record>,
    text: OnceLock<String>,
    changed: Vec<(Section, Key)>,
    new_logs: Vec<LogEntry>,
    taken: Vec<u64>,
    has_verdict: bool,
    wake: Wake,
}

/// When a run is to be executed next, if nobody executes it now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Wake {
    /// As soon as its lock is free: it has not come to a stop.
    Now,
    /// At this time, in milliseconds since 1970.
    At(i64),
    /// When somebody resumes it or a letter comes for it.
    Never,
    /// When it was to be executed before this checkpoint.
    Unchanged,
}

/// An entry of a snapshot that is new, changed or gone.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct EntryChange<'a> {
    /// Where in the snapshot it is.
    pub section: Section,
    /// Its key.
    pub key: &'a str,
    /// Its JSON text; `None` if it is gone.
    pub value: Option<Cow<'a, str>>,
}

impl Checkpoint {
    /// A checkpoint that replaces revision `expected`, or begins a run where that is `None`.
    /// The snapshot's logs become the new entries, and all of its entries count as changed.
    ///
    /// The run is to be executed at once, unless it is over.
    ///
    /// # Errors
    /// If the snapshot cannot be written as JSON.
    pub fn new(expected: Option<u64>, mut snapshot: Snapshot) -> Result<Self, serde_json::Error> {
        let new_logs = std::mem::take(&mut snapshot.logs);
        let record = Record::from_json(&snapshot.to_json()?)?;
        let changed = all_entries(&record);
        let wake = match &record.run {
            Some(_) => Wake::Never,
            None => Wake::Now,
        };
        Ok(Self {
            new_logs,
            ..Self::of(expected, Arc::new(record), changed, wake)
        })
    }

    /// Like [`new`](Self::new), in the place of a snapshot whose entries may be gone from the
    /// new one.
    ///
    /// # Errors
    /// If a snapshot cannot be written as JSON.
    pub fn replacing(
        expected: Option<u64>,
        snapshot: Snapshot,
        before: Option<&Snapshot>,
    ) -> Result<Self, serde_json::Error> {
        let mut checkpoint = Self::new(expected, snapshot)?;
        if let Some(before) = before {
            let (before, _) = Record::of(before.clone())?;
            checkpoint.changed.extend(all_entries(&before));
        }
        Ok(checkpoint)
    }

    /// A checkpoint of a run that was changed by hand, and may have lost some of its entries.
    pub(crate) fn of_changed(revision: u64, before: &Record, record: Record, wake: Wake) -> Self {
        let changed = all_entries(before);
        Self::of(Some(revision), Arc::new(record), changed, wake)
    }

    /// A checkpoint of a run that executes.
    pub(crate) fn of(
        expected: Option<u64>,
        record: Arc<Record>,
        changed: Vec<(Section, Key)>,
        wake: Wake,
    ) -> Self {
        Self {
            expected,
            record,
            text: OnceLock::new(),
            changed,
            new_logs: Vec::new(),
            taken: Vec::new(),
            has_verdict: false,
            wake,
        }
    }

    /// The same, with another time for the run to be executed next.
    #[must_use]
    pub fn with_wake(mut self, wake: Wake) -> Self {
        self.wake = wake;
        self
    }

    #[must_use]
    pub(crate) fn with_logs(mut self, new_logs: Vec<LogEntry>) -> Self {
        self.new_logs = new_logs;
        self
    }

    /// The same, taking the letters of these numbers with it.
    #[must_use]
    pub fn with_taken(mut self, taken: Vec<u64>) -> Self {
        self.taken = taken;
        self
    }

    /// The same, with what has become of an answer, if it `has` that.
    #[must_use]
    pub(crate) fn with_verdict(mut self, has: bool) -> Self {
        self.has_verdict = has;
        self
    }

    /// The revision that must be stored at present, or `None` if the run must not exist.
    pub fn expected(&self) -> Option<u64> {
        self.expected
    }

    /// The revision that this checkpoint makes: 1 for the first of a run, then one more each.
    pub fn revision(&self) -> u64 {
        self.expected.map_or(1, |revision| revision + 1)
    }

    /// The whole snapshot as JSON text, without its logs. Written when it is first asked for.
    pub fn snapshot(&self) -> &str {
        self.text.get_or_init(|| self.record.to_json())
    }

    /// The snapshot as JSON text without the entries of its sections, for contexts that keep
    /// those apart.
    pub fn head(&self) -> String {
        self.record.head_to_json()
    }

    /// The number of entries in the snapshot's sections.
    pub fn entry_count(&self) -> usize {
        self.record.cache.len() + self.record.system.len()
    }

    /// All entries of the snapshot's sections.
    pub fn entries(&self) -> impl Iterator<Item = EntryChange<'_>> {
        let cache = self.record.cache.keys().map(|key| (Section::Cache, key));
        let system = self.record.system.keys().map(|key| (Section::System, key));
        cache
            .chain(system)
            .map(|(section, key)| self.change(section, key))
    }

    /// The entries that may differ from those of the checkpoint before, some perhaps twice.
    pub fn changes(&self) -> impl Iterator<Item = EntryChange<'_>> {
        let changed = self.changed.iter();
        changed.map(|(section, key)| self.change(*section, key))
    }

    /// The whole of the run, as a context in memory keeps it.
    pub(crate) fn record(&self) -> &Record {
        &self.record
    }

    /// Makes the record of the checkpoint before the one of this.
    pub(crate) fn renew(&self, record: &mut Record) {
        record.follow(&self.record, self.changed.iter());
    }

    fn change<'a>(&'a self, section: Section, key: &'a str) -> EntryChange<'a> {
        EntryChange {
            section,
            key,
            value: self.record.entry(section, key),
        }
    }

    /// The log entries to append to those that are stored.
    pub fn new_logs(&self) -> &[LogEntry] {
        &self.new_logs
    }

    /// The numbers of the letters that the run has taken and that are to be removed.
    pub fn taken(&self) -> &[u64] {
        &self.taken
    }

    /// Whether those who follow the context wait for this: a run that is new or has ended, letters
    /// that were taken, or what has become of an answer.
    pub fn is_news(&self) -> bool {
        let has_read = !self.taken.is_empty() || self.has_verdict;
        self.expected.is_none() || self.status().is_some() || has_read
    }

    /// When the run is to be executed next.
    pub fn wake(&self) -> Wake {
        self.wake
    }

    /// The flow of the run, where its snapshot says it.
    pub fn flow(&self) -> Option<&FlowId> {
        self.record.flow.as_ref()
    }

    /// The wire name of the run's step.
    pub fn step(&self) -> &str {
        &self.record.step
    }

    /// How the run ended, if it has.
    pub fn status(&self) -> Option<RunStatus> {
        self.record.run.as_ref().map(|run| run.status)
    }

    /// Why the run failed, if it has.
    pub fn error(&self) -> Option<&str> {
        self.record.run.as_ref()?.error.as_deref()
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

fn all_entries(record: &Record) -> Vec<(Section, Key)> {
    let cache = record.cache.keys().map(|key| (Section::Cache, key));
    let system = record.system.keys().map(|key| (Section::System, key));
    let entries = cache.chain(system);
    entries
        .map(|(section, key)| (section, key.clone()))
        .collect()
}
