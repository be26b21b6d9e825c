//! The stored form of a run while it executes: the parts of its snapshot, each as text.
//!
//! The same JSON object as [`Snapshot`](crate::Snapshot), without the log. State and results
//! are not looked into here.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use serde::de::{MapAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value};

use crate::snapshot::{RunEnd, Snapshot};
use crate::{FlowId, JsonText, LogEntry, SystemEntry};

#[derive(Clone, Debug)]
pub(crate) struct Record {
    pub(crate) step: Arc<str>,
    pub(crate) state: JsonText,
    pub(crate) cache: BTreeMap<Arc<str>, JsonText>,
    pub(crate) system: BTreeMap<Arc<str>, SystemEntry>,
    pub(crate) flow: Option<FlowId>,
    pub(crate) run: Option<RunEnd>,
    /// Keys that this version does not know, kept as they are.
    pub(crate) extra: Map<String, Value>,
}

/// The parts of a snapshot that grow with what a step does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Section {
    /// Results of actions and the engine's counters.
    Cache,
    /// Timers and events.
    System,
}

impl Record {
    /// The snapshot as JSON text, with an empty log.
    pub(crate) fn to_json(&self) -> String {
        self.write(true)
    }

    /// The same without what is in its sections.
    pub(crate) fn head_to_json(&self) -> String {
        self.write(false)
    }

    fn write(&self, entries: bool) -> String {
        let written = Written {
            record: self,
            entries,
        };
        serde_json::to_string(&written).expect("its parts are JSON already")
    }

    pub(crate) fn from_json(text: &str) -> Result<Self, serde_json::Error> {
        serde_json::from_str(text)
    }

    /// The parts of a snapshot, and its log.
    pub(crate) fn of(mut snapshot: Snapshot) -> Result<(Self, Vec<LogEntry>), serde_json::Error> {
        let logs = std::mem::take(&mut snapshot.logs);
        Ok((Self::from_json(&snapshot.to_json()?)?, logs))
    }

    /// The run as data, with its log.
    pub(crate) fn into_snapshot(self, logs: Vec<LogEntry>) -> Snapshot {
        let cache = self.cache.iter();
        let cache = cache.map(|(key, json)| (key.to_string(), value_of(json)));
        let system = self.system.into_iter();
        Snapshot {
            step: self.step.to_string(),
            state: value_of(&self.state),
            cache: cache.collect(),
            system: system.map(|(key, wait)| (key.to_string(), wait)).collect(),
            logs,
            flow: self.flow,
            run: self.run,
            extra: self.extra,
        }
    }

    /// Puts an entry, as its JSON text, into a section.
    pub(crate) fn insert(
        &mut self,
        section: Section,
        key: &str,
        value: &str,
    ) -> Result<(), serde_json::Error> {
        match section {
            Section::Cache => {
                self.cache.insert(key.into(), serde_json::from_str(value)?);
            }
            Section::System => {
                self.system.insert(key.into(), serde_json::from_str(value)?);
            }
        }
        Ok(())
    }

    /// The JSON text of one entry.
    pub(crate) fn entry(&self, section: Section, key: &str) -> Option<String> {
        match section {
            Section::Cache => self.cache.get(key).map(|json| json.as_str().to_owned()),
            Section::System => {
                let wait = self.system.get(key)?;
                Some(serde_json::to_string(wait).expect("its parts are JSON already"))
            }
        }
    }
}

fn value_of(json: &JsonText) -> Value {
    json.read().expect("it is JSON already")
}

struct Written<'a> {
    record: &'a Record,
    entries: bool,
}

impl Serialize for Written<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let record = self.record;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("step", &record.step)?;
        map.serialize_entry("state", &record.state)?;
        if self.entries {
            map.serialize_entry("cache", &record.cache)?;
            map.serialize_entry("system", &record.system)?;
        } else {
            map.serialize_entry("cache", &Map::new())?;
            map.serialize_entry("system", &Map::new())?;
        }
        map.serialize_entry("logs", &[(); 0])?;
        if let Some(flow) = &record.flow {
            map.serialize_entry("flow", flow)?;
        }
        if let Some(run) = &record.run {
            map.serialize_entry("run", run)?;
        }
        for (key, value) in &record.extra {
            map.serialize_entry(key, value)?;
        }
        map.end()
    }
}

impl<'de> Deserialize<'de> for Record {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(RecordVisitor)
    }
}

/// Reads the object by hand: serde's `flatten` would take the texts apart.
struct RecordVisitor;

impl<'de> Visitor<'de> for RecordVisitor {
    type Value = Record;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a snapshot of a run")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Record, A::Error> {
        use serde::de::Error;

        let (mut step, mut state) = (None, None);
        let (mut cache, mut system) = (BTreeMap::new(), BTreeMap::new());
        let (mut flow, mut run, mut extra) = (None, None, Map::new());
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                "step" => step = Some(map.next_value::<String>()?.into()),
                "state" => state = Some(map.next_value()?),
                "cache" => cache = map.next_value()?,
                "system" => system = map.next_value()?,
                "flow" => flow = map.next_value()?,
                "run" => run = map.next_value()?,
                "logs" => {
                    map.next_value::<serde::de::IgnoredAny>()?;
                }
                _ => {
                    extra.insert(key, map.next_value()?);
                }
            }
        }
        Ok(Record {
            step: step.ok_or_else(|| A::Error::missing_field("step"))?,
            state: state.ok_or_else(|| A::Error::missing_field("state"))?,
            cache,
            system,
            flow,
            run,
            extra,
        })
    }
}
