//! What a context gives back of the runs that it keeps.

use std::borrow::Cow;

use crate::FlowId;
use crate::record::{Record, Section};

/// A run as it was last stored, without its log.
#[derive(Clone, Debug)]
pub struct StoredRun {
    revision: u64,
    content: Content,
}

#[derive(Clone, Debug)]
enum Content {
    /// Not looked into yet.
    Text(String),
    Record(Record),
}

impl StoredRun {
    /// What a context gives back for a checkpoint that it has stored: its revision, and its
    /// snapshot as JSON text.
    pub fn new(revision: u64, snapshot: impl Into<String>) -> Self {
        let content = Content::Text(snapshot.into());
        Self { revision, content }
    }

    /// Puts a checkpoint together again that was stored as its
    /// [head](crate::Checkpoint::head) and its entries, each as JSON text.
    ///
    /// # Errors
    /// If a text is not what a checkpoint gave.
    pub fn from_parts<'a>(
        revision: u64,
        head: &str,
        entries: impl IntoIterator<Item = (Section, &'a str, &'a str)>,
    ) -> Result<Self, serde_json::Error> {
        let mut record = Record::from_json(head)?;
        for (section, key, value) in entries {
            record.insert(section, key, value)?;
        }
        Ok(Self::of_record(revision, record))
    }

    pub(crate) fn of_record(revision: u64, record: Record) -> Self {
        let content = Content::Record(record);
        Self { revision, content }
    }

    /// The revision of the checkpoint.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// The checkpoint's snapshot, as JSON text.
    pub fn snapshot(&self) -> Cow<'_, str> {
        match &self.content {
            Content::Text(text) => text.into(),
            Content::Record(record) => record.to_json().into(),
        }
    }

    pub(crate) fn into_record(self) -> Result<Record, serde_json::Error> {
        match self.content {
            Content::Text(text) => Record::from_json(&text),
            Content::Record(record) => Ok(record),
        }
    }
}

/// A run in a list: what a context knows of it without reading its snapshot.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RunSummary {
    /// The run.
    pub run_id: String,
    /// Its flow, where its snapshot says it.
    pub flow: Option<FlowId>,
    /// What it is doing.
    pub phase: RunPhase,
    /// The wire name of its step.
    pub step: String,
    /// When it goes on by itself, in milliseconds since 1970.
    pub wake_at: Option<i64>,
    /// Why it failed, if it did, or why it could not be executed.
    pub error: Option<String>,
}

impl RunSummary {
    /// A run of which nothing more is known.
    pub fn new(run_id: impl Into<String>, phase: RunPhase, step: impl Into<String>) -> Self {
        Self {
            run_id: run_id.into(),
            flow: None,
            phase,
            step: step.into(),
            wake_at: None,
            error: None,
        }
    }
}

/// What a run is doing, as its context sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RunPhase {
    /// Somebody holds its lock.
    Executing,
    /// It waits for somebody to execute it.
    Due,
    /// It waits for a timer, an answer, or to be resumed.
    Waiting,
    /// It is due, and a worker that took it could not execute it: its snapshot does not fit the
    /// workflow, say, or is damaged. It is tried again from time to time.
    Stuck,
    /// Its workflow came to the end.
    Finished,
    /// A step failed.
    Failed,
    /// It was stopped for good.
    Cancelled,
}

impl RunPhase {
    /// All phases.
    pub const ALL: [Self; 7] = [
        Self::Executing,
        Self::Due,
        Self::Waiting,
        Self::Stuck,
        Self::Finished,
        Self::Failed,
        Self::Cancelled,
    ];

    /// The phase in one word, in lower case.
    pub fn name(self) -> &'static str {
        match self {
            Self::Executing => "executing",
            Self::Due => "due",
            Self::Waiting => "waiting",
            Self::Stuck => "stuck",
            Self::Finished => "finished",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
        }
    }
}
