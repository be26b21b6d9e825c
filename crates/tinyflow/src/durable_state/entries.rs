//! Putting entries into the run's record, and taking them out.
//!
//! Each change is noted, so that a checkpoint can say what is new in it.

use serde::de::DeserializeOwned;
use serde_json::Value;
use triomphe::Arc;

use super::progress::Progress;
use crate::key::Key;
use crate::record::{Record, Section};
use crate::{JsonText, RuntimeError, WorkflowState, WorkflowStep};

impl<Step: WorkflowStep, State: WorkflowState> Progress<Step, State> {
    /// Keeps an entry in the cache.
    pub(super) fn keep(&mut self, key: Key, value: JsonText) {
        self.note(Section::Cache, &key);
        self.record_mut().cache.insert(key, value);
    }

    pub(super) fn keep_value(&mut self, key: Key, value: &Value) {
        let json = JsonText::of(value).expect("it is JSON already");
        self.keep(key, json);
    }

    /// Removes the entries whose keys are so.
    pub(super) fn remove(&mut self, is_so: impl Fn(&str) -> bool) {
        let record = Arc::make_mut(&mut self.record);
        let cache = record.cache.extract_if(|key, _| is_so(key));
        let cache = cache.map(|(key, _)| (Section::Cache, key));
        let system = record.system.extract_if(.., |key, _| is_so(key));
        let system = system.map(|(key, wait)| {
            self.waits.forget(&wait, &key);
            (Section::System, key)
        });
        let removed = cache.chain(system);
        match &mut self.changed {
            Some(changed) => changed.extend(removed),
            None => removed.for_each(drop),
        }
    }

    pub(super) fn remove_one(&mut self, section: Section, key: &Key) {
        self.note(section, key);
        let record = self.record_mut();
        match section {
            Section::Cache => {
                record.cache.remove(key);
            }
            Section::System => {
                if let Some(wait) = record.system.remove(key) {
                    self.waits.forget(&wait, key);
                }
            }
        }
    }

    pub(super) fn note(&mut self, section: Section, key: &Key) {
        if let Some(changed) = &mut self.changed {
            changed.push((section, key.clone()));
        }
    }

    pub(super) fn record_mut(&mut self) -> &mut Record {
        // Copies only while a checkpoint that holds it is being stored.
        Arc::make_mut(&mut self.record)
    }
}

/// Reads what the engine itself has put into the cache.
pub(super) fn read_cached<T: DeserializeOwned>(
    run_id: &str,
    record: &Record,
    key: &str,
) -> Result<Option<T>, RuntimeError> {
    let json = record.cache.get(key);
    let value = json.map(JsonText::read).transpose();
    value.map_err(|source| RuntimeError::Snapshot {
        run_id: run_id.to_owned(),
        source,
    })
}
