//! One entry of a run's audit log, in its stored form.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// Something that happened in a run: `{"type":…,"values":{…},"_at":…,"_step":…}`.
///
/// The engine's own types are the [`SYSTEM_LOG_TYPES`](crate::SYSTEM_LOG_TYPES); all others are
/// the workflow's.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LogEntry {
    /// What kind of thing happened.
    #[serde(rename = "type")]
    pub kind: String,
    /// The particulars, an object by convention.
    #[serde(default)]
    pub values: Value,
    /// When it happened, in milliseconds since 1970.
    #[serde(rename = "_at", default, skip_serializing_if = "Option::is_none")]
    pub at: Option<i64>,
    /// The wire name of the run's step at that time.
    #[serde(rename = "_step", default, skip_serializing_if = "Option::is_none")]
    pub step: Option<String>,
    /// Keys that this version does not know, kept as they are.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}
