//! What a run waits for, in its stored form: the values of a snapshot's `system`.

mod marks;

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Map, Number, Value};

pub(crate) use self::marks::Sender;

/// A wait of a run, pending or done.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "lowercase")]
pub enum SystemEntry {
    /// A wait for a time.
    Timer(TimerEntry),
    /// A wait for somebody's answer.
    Event(EventEntry),
}

/// A wait for a time: `{"type":"timer","isDone":…,"resumeId":…,"resumeAfter":…}`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TimerEntry {
    /// Whether the wait is over.
    pub is_done: bool,
    /// The id of the wait, unique within the run.
    pub resume_id: String,
    /// When the wait is over, in milliseconds since 1970.
    #[serde(deserialize_with = "whole_ms")]
    pub resume_after: i64,
    /// What the wait was resolved with.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "present")]
    pub response_payload: Option<Value>,
    /// Keys that this version does not know, kept as they are, and the engine's own marks, which
    /// begin with `__`.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// A wait for an answer:
/// `{"type":"event","isDone":…,"resumeId":…,"requestPayload":…,"responsePayload":…}`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct EventEntry {
    /// Whether the answer has come.
    pub is_done: bool,
    /// The id of the wait, unique within the run.
    pub resume_id: String,
    /// What the party that answers is shown.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "present")]
    pub request_payload: Option<Value>,
    /// The answer; `null` while there is none.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "present")]
    pub response_payload: Option<Value>,
    /// Keys that this version does not know, kept as they are, and the engine's own marks, which
    /// begin with `__`.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl SystemEntry {
    /// The id of the wait, unique within the run.
    pub fn resume_id(&self) -> &str {
        match self {
            Self::Timer(timer) => &timer.resume_id,
            Self::Event(event) => &event.resume_id,
        }
    }

    /// Whether the wait is over. One that is not may have lost a race: see
    /// [`is_open`](Self::is_open).
    pub fn is_done(&self) -> bool {
        match self {
            Self::Timer(timer) => timer.is_done,
            Self::Event(event) => event.is_done,
        }
    }

    /// A number that later waits of the run have a greater one of, in text: the time part of the
    /// id, which is at its end.
    pub(crate) fn issued(&self) -> (usize, String) {
        let issued = self.resume_id().rsplit('-').next().unwrap_or_default();
        (issued.len(), issued.to_owned())
    }

    /// When a timer is over, in milliseconds since 1970.
    pub fn resume_after(&self) -> Option<i64> {
        match self {
            Self::Timer(timer) => Some(timer.resume_after),
            Self::Event(_) => None,
        }
    }
}

/// A time of which others may have written a fraction of a millisecond: the next whole one.
fn whole_ms<'de, D: Deserializer<'de>>(deserializer: D) -> Result<i64, D::Error> {
    let time = Number::deserialize(deserializer)?;
    if let Some(ms) = time.as_i64() {
        return Ok(ms);
    }
    let ms = time.as_f64().unwrap_or(f64::NAN).ceil();
    format!("{ms:.0}").parse().map_err(D::Error::custom)
}

/// A key that is there, `null` included, apart from one that is not.
mod present {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};
    use serde_json::Value;

    #[expect(clippy::ref_option, reason = "the form that serde's `with` asks for")]
    pub(super) fn serialize<S: Serializer>(
        value: &Option<Value>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        value.serialize(serializer)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<Value>, D::Error> {
        Value::deserialize(deserializer).map(Some)
    }
}
