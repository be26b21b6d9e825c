//! The audit log of a run while it executes: entries that wait for the next checkpoint.
//!
//! The engine's own entries are worded here, so that their wire form stands in one place. What
//! is rare enough is told to `tracing` as well.
//! Entries that were stored are not kept, unless the log is asked to: the context has them.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde_json::{Map, Value, json};

use crate::visit::Visit;
use crate::{Clock, JsonText, LogEntry, RefusedAnswer, telemetry};

/// The types of the entries that the engine itself writes.
///
/// The last five are written even where the audit log is off: they tell of failures, of data
/// that was lost or refused, and of a change of version.
pub const SYSTEM_LOG_TYPES: [&str; 10] = [
    "init",
    "cache",
    "transition",
    "interrupt_begin",
    "interrupt_end",
    "action_error",
    "merge_conflict",
    ANSWER_REFUSED,
    "event_unused",
    "version_changed",
];

/// The type of the entry that tells of an answer that was refused.
pub(crate) const ANSWER_REFUSED: &str = "answer_refused";

/// What such an entry calls the letter that the answer came by.
pub(crate) const LETTER: &str = "letter";

pub(crate) struct AuditLog {
    clock: Arc<dyn Clock>,
    /// Whether the entries that only trace the engine's work are written.
    system_entries: bool,
    entries: Mutex<Entries>,
}

struct Entries {
    /// What waits for the next checkpoint; `None` if nothing is stored.
    unsaved: Option<Vec<LogEntry>>,
    /// All entries of the run, for a run that is looked at while it executes.
    all: Option<Vec<LogEntry>>,
}

impl AuditLog {
    pub(crate) fn new(clock: Arc<dyn Clock>, system_entries: bool) -> Self {
        Self {
            clock,
            system_entries,
            entries: Mutex::new(Entries {
                unsaved: Some(Vec::new()),
                all: None,
            }),
        }
    }

    /// A log whose entries wait for no checkpoint, for a run that is never stored.
    pub(crate) fn not_stored(self) -> Self {
        self.entries().unsaved = None;
        self
    }

    /// A log that keeps its entries, after those that the run has already.
    pub(crate) fn keeping(self, entries: Vec<LogEntry>) -> Self {
        self.entries().all = Some(entries);
        self
    }

    pub(crate) fn clock(&self) -> &Arc<dyn Clock> {
        &self.clock
    }

    pub(crate) fn now_ms(&self) -> i64 {
        self.clock.now_ms()
    }

    /// The entries since the last call, in the order in which they were added.
    pub(crate) fn take_unsaved(&self) -> Vec<LogEntry> {
        let mut entries = self.entries();
        let unsaved = entries.unsaved.as_mut().map(std::mem::take);
        unsaved.unwrap_or_default()
    }

    /// A copy of all entries, where they are kept.
    pub(crate) fn all(&self) -> Vec<LogEntry> {
        self.entries().all.clone().unwrap_or_default()
    }

    pub(crate) fn add(&self, visit: &Visit, kind: impl Into<String>, values: Value) {
        self.add_at(visit, visit.step(), kind.into(), values);
    }

    fn add_at(&self, visit: &Visit, step: &str, kind: String, mut values: Value) {
        if let (Some(branch), Value::Object(fields)) = (visit.branch(), &mut values) {
            fields.insert("branch".to_owned(), branch.into());
        }
        let entry = LogEntry {
            kind,
            values,
            at: Some(self.clock.now_ms()),
            step: Some(step.to_owned()),
            extra: Map::new(),
        };
        let entries = &mut *self.entries();
        if let Some(all) = &mut entries.all {
            all.push(entry.clone());
        }
        if let Some(unsaved) = &mut entries.unsaved {
            unsaved.push(entry);
        }
    }

    fn trace(&self, visit: &Visit, kind: &str, values: impl FnOnce() -> Value) {
        if self.system_entries {
            self.add(visit, kind, values());
        }
    }

    pub(crate) fn begun(&self, visit: &Visit, state: &JsonText) {
        self.trace(visit, "init", || json!({ "defaultStep": visit.step() }));
        self.first_state(visit, state);
    }

    /// The first state was given, or another one in its place.
    pub(crate) fn first_state(&self, visit: &Visit, state: &JsonText) {
        self.trace(visit, "init", || {
            let state: Value = state.read().expect("it is JSON already");
            json!({ "state": state })
        });
    }

    pub(crate) fn cached(&self, visit: &Visit, key: &str) {
        self.trace(visit, "cache", || json!({ "key": key }));
    }

    pub(crate) fn moved(&self, from: &Visit, to: &Visit) {
        self.trace(
            to,
            "transition",
            || json!({ "from": from.step(), "to": to.step(), "stepSeq": to.seq() }),
        );
    }

    /// A wait began, for a `time` or an `event`.
    pub(crate) fn wait_begun(&self, visit: &Visit, kind: &str, resume_id: &str) {
        telemetry::wait_begun(visit.step(), kind, resume_id);
        self.trace(
            visit,
            "interrupt_begin",
            || json!({ "type": kind, "resumeId": resume_id }),
        );
    }

    pub(crate) fn wait_ended(&self, visit: &Visit, resume_id: &str) {
        telemetry::wait_ended(visit.step(), resume_id);
        self.trace(visit, "interrupt_end", || json!({ "resumeId": resume_id }));
    }

    /// An attempt failed. `left` attempts of `max` are left after it.
    pub(crate) fn action_failed(
        &self,
        visit: &Visit,
        action: &str,
        message: &str,
        (left, max): (u32, u32),
    ) {
        let values = json!({
            "key": action, "errorMessage": message, "counter": left, "maxRetry": max,
        });
        self.add(visit, "action_error", values);
    }

    pub(crate) fn merge_conflict(&self, visit: &Visit, field: &str, kept: &Value, lost: &Value) {
        telemetry::merge_conflict(visit.step(), field);
        let values = json!({ "field": field, "kept": kept, "lost": lost });
        self.add(visit, "merge_conflict", values);
    }

    /// An answer was refused, which came by the letter of this number if it came by one.
    pub(crate) fn answer_refused(
        &self,
        visit: &Visit,
        refused: &RefusedAnswer,
        letter: Option<u64>,
    ) {
        let RefusedAnswer {
            resume_id,
            payload,
            error,
        } = refused;
        telemetry::answer_refused(resume_id, error);
        let mut values = json!({
            "resumeId": resume_id, "payload": payload, "errorMessage": error,
        });
        if let Some(letter) = letter {
            values[LETTER] = letter.into();
        }
        self.add(visit, ANSWER_REFUSED, values);
    }

    pub(crate) fn event_unused(&self, visit: &Visit, step: &str, payload: &Value) {
        telemetry::event_unused(step);
        let values = json!({ "step": step, "payload": payload });
        self.add(visit, "event_unused", values);
    }

    pub(crate) fn version_changed(&self, visit: &Visit, from: &str, to: &str) {
        telemetry::version_changed(from, to);
        let values = json!({ "from": from, "to": to });
        self.add(visit, "version_changed", values);
    }

    fn entries(&self) -> MutexGuard<'_, Entries> {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ManualClock;

    #[test]
    fn what_waits_for_no_checkpoint_is_kept_once() {
        let log = AuditLog::new(Arc::new(ManualClock::new(0)), true)
            .keeping(Vec::new())
            .not_stored();
        let visit = Visit::new("run".into(), "Step".into(), 0);
        log.cached(&visit, "0:Step:action");
        assert_eq!(log.all().len(), 1);
        assert!(log.take_unsaved().is_empty());
    }
}
