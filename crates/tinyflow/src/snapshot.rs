//! The stored form of a run, as one JSON object.
//!
//! Types only: what the entries mean, and when they are written, is the engine's matter.
//! Other engines read and write the same form, so keys that are not known here are kept.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::{FlowId, LogEntry, SystemEntry};

/// All that is stored of a run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Snapshot {
    /// The wire name of the current step.
    pub step: String,
    /// The state.
    pub state: Value,
    /// The results of actions, and the engine's own counters and marks.
    #[serde(default)]
    pub cache: Map<String, Value>,
    /// Timers and events.
    #[serde(default)]
    pub system: BTreeMap<String, SystemEntry>,
    /// The audit log.
    #[serde(default)]
    pub logs: Vec<LogEntry>,
    /// The flow that the run belongs to. Absent in snapshots of engines that do not say it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub flow: Option<FlowId>,
    /// How the run ended. Absent while it is running or paused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub run: Option<RunEnd>,
    /// Keys that this version does not know, kept as they are.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl Snapshot {
    /// The snapshot as JSON text, its keys in the order of the fields.
    ///
    /// # Errors
    /// If a value cannot be written as JSON.
    pub fn to_json(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string(self)
    }

    /// Reads a snapshot. Only `step` and `state` must be there.
    ///
    /// ```
    /// use tinyflow::Snapshot;
    ///
    /// let snapshot = Snapshot::from_json(r#"{"step":"SendWelcome","state":{"userId":"u1"}}"#)?;
    /// assert_eq!(snapshot.step, "SendWelcome");
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    ///
    /// # Errors
    /// If the text is not JSON, or is not of this form.
    pub fn from_json(text: &str) -> Result<Self, serde_json::Error> {
        serde_json::from_str(text)
    }
}

/// How a run ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunEnd {
    /// Whether it is over for good.
    pub status: RunStatus,
    /// Why it failed, with all causes, if it did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
    /// Keys that this version does not know, kept as long as the run has ended.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl RunEnd {
    /// An end, with the reason of one that failed.
    pub fn new(status: RunStatus, error: Option<String>) -> Self {
        let extra = Map::new();
        Self {
            status,
            error,
            extra,
        }
    }

    /// Puts an end in the place of another, and keeps what is not known of that.
    pub(crate) fn replace(end: &mut Option<Self>, status: RunStatus, error: Option<String>) {
        let before = end.take();
        *end = Some(Self {
            extra: before.map(|before| before.extra).unwrap_or_default(),
            ..Self::new(status, error)
        });
    }
}

/// The ways in which a run ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum RunStatus {
    /// The workflow came to its end.
    Finished,
    /// A step failed. The step is tried again when the run is resumed.
    Failed,
    /// The run was stopped from outside, for good.
    Cancelled,
}
