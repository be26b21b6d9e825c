//! The audit log of a run while it executes: entries that wait for the next checkpoint.
//!
//! The engine's own entries are worded here, so that their wire form stands in one place.
//! Entries that were stored are not kept: the context has them.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde_json::{Map, Value, json};

use crate::{Clock, LogEntry};

pub(crate) struct AuditLog {
    clock: Arc<dyn Clock>,
    /// Whether the entries that only trace the engine's work are written.
    system_entries: bool,
    unsaved: Mutex<Vec<LogEntry>>,
}

impl AuditLog {
    pub(crate) fn new(clock: Arc<dyn Clock>, system_entries: bool) -> Self {
        Self {
            clock,
            system_entries,
            unsaved: Mutex::default(),
        }
    }

    pub(crate) fn now_ms(&self) -> i64 {
        self.clock.now_ms()
    }

    /// The entries since the last call, in the order in which they were added.
    pub(crate) fn take_unsaved(&self) -> Vec<LogEntry> {
        std::mem::take(&mut self.unsaved())
    }

    pub(crate) fn add(&self, step: &str, kind: impl Into<String>, values: Value) {
        let entry = LogEntry {
            kind: kind.into(),
            values,
            at: Some(self.clock.now_ms()),
            step: Some(step.to_owned()),
            extra: Map::new(),
        };
        self.unsaved().push(entry);
    }

    pub(crate) fn begun(&self, step: &str, state: &Value) {
        if self.system_entries {
            self.add(step, "init", json!({ "defaultStep": step }));
            self.add(step, "init", json!({ "state": state }));
        }
    }

    pub(crate) fn cached(&self, step: &str, key: &str) {
        if self.system_entries {
            self.add(step, "cache", json!({ "key": key }));
        }
    }

    pub(crate) fn moved(&self, from: &str, to: &str, step_seq: u64) {
        if self.system_entries {
            let values = json!({ "from": from, "to": to, "stepSeq": step_seq });
            self.add(to, "transition", values);
        }
    }

    /// An action failed. Written always; with one attempt there is none left after it.
    pub(crate) fn action_failed(&self, step: &str, action: &str, message: &str) {
        let values = json!({
            "key": action, "errorMessage": message, "counter": 0, "maxRetry": 1,
        });
        self.add(step, "action_error", values);
    }

    fn unsaved(&self) -> MutexGuard<'_, Vec<LogEntry>> {
        self.unsaved.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
