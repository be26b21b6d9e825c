//! The stored form of a run while it executes: the parts of its snapshot, each as text.
//!
//! The same JSON object as [`Snapshot`](crate::Snapshot), without the log. State and results
//! are not looked into here.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use foldhash::HashMap;
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Map, Value};

use crate::key::Key;
use crate::snapshot::{RunEnd, Snapshot};
use crate::{FlowId, JsonText, LogEntry, SystemEntry};

#[derive(Clone, Debug)]
pub(crate) struct Record {
    pub(crate) step: Arc<str>,
    pub(crate) state: JsonText,
    pub(crate) cache: HashMap<Key, JsonText>,
    pub(crate) system: BTreeMap<Key, SystemEntry>,
    pub(crate) flow: Option<FlowId>,
    pub(crate) run: Option<RunEnd>,
    /// Keys that this version does not know, kept as they are.
    pub(crate) extra: Map<String, Value>,
}

/// The parts of a snapshot that grow with what a step does. There are no others in this format,
/// so that a context may rely on it.
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
        let mut text = Vec::with_capacity(self.state.text().len() + 256);
        text.extend_from_slice(b"{\"step\":");
        write_json(&mut text, &*self.step);
        text.extend_from_slice(b",\"state\":");
        self.state.write_to(&mut text);
        text.extend_from_slice(b",\"cache\":{");
        if entries {
            self.write_cache(&mut text);
        }
        text.extend_from_slice(b"},\"system\":");
        if entries {
            write_json(&mut text, &self.system);
        } else {
            text.extend_from_slice(b"{}");
        }
        text.extend_from_slice(b",\"logs\":[]");
        if let Some(flow) = &self.flow {
            text.extend_from_slice(b",\"flow\":");
            write_json(&mut text, flow);
        }
        if let Some(run) = &self.run {
            text.extend_from_slice(b",\"run\":");
            write_json(&mut text, run);
        }
        for (key, value) in &self.extra {
            text.push(b',');
            write_json(&mut text, key);
            text.push(b':');
            write_json(&mut text, value);
        }
        text.push(b'}');
        String::from_utf8(text).expect("JSON is text")
    }

    /// Sorted by key, so that equal runs have equal texts.
    fn write_cache(&self, text: &mut Vec<u8>) {
        let mut entries: Vec<_> = self.cache.iter().collect();
        entries.sort_unstable_by_key(|(key, _)| *key);
        for (number, (key, value)) in entries.into_iter().enumerate() {
            if number > 0 {
                text.push(b',');
            }
            write_json(text, &**key);
            text.push(b':');
            value.write_to(text);
        }
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
    pub(crate) fn entry(&self, section: Section, key: &str) -> Option<Cow<'_, str>> {
        match section {
            Section::Cache => self.cache.get(key).map(JsonText::text),
            Section::System => {
                let wait = self.system.get(key)?;
                let json = serde_json::to_string(wait).expect("its parts are JSON already");
                Some(json.into())
            }
        }
    }

    /// Takes over what another record has, but of its entries only the given ones.
    pub(crate) fn follow<'a>(
        &mut self,
        other: &Self,
        changed: impl Iterator<Item = &'a (Section, Key)>,
    ) {
        self.step = Arc::clone(&other.step);
        self.state = other.state.clone();
        self.run.clone_from(&other.run);
        if self.flow != other.flow {
            self.flow.clone_from(&other.flow);
        }
        if self.extra != other.extra {
            self.extra.clone_from(&other.extra);
        }
        for (section, key) in changed {
            match section {
                Section::Cache => match other.cache.get(key) {
                    Some(value) => {
                        self.cache.insert(key.clone(), value.clone());
                    }
                    None => {
                        self.cache.remove(key);
                    }
                },
                Section::System => match other.system.get(key) {
                    Some(wait) => {
                        self.system.insert(key.clone(), wait.clone());
                    }
                    None => {
                        self.system.remove(key);
                    }
                },
            }
        }
    }
}

fn value_of(json: &JsonText) -> Value {
    json.read().expect("it is JSON already")
}

/// Appends a value that is JSON by its type.
fn write_json<T: Serialize + ?Sized>(text: &mut Vec<u8>, value: &T) {
    serde_json::to_writer(text, value).expect("it is JSON already");
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
        let (mut cache, mut system) = (HashMap::default(), BTreeMap::new());
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
