//! The waits of a run: set, kept while pending, dropped when nobody can ask for them any more.
//!
//! They live in the record, under the keys of the visit that set them; an index finds the
//! pending ones. `endings` ends them. Waiting itself is a matter of the step and of `drive`.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use serde_json::{Map, Value};

use super::progress::Progress;
use crate::audit_log::AuditLog;
use crate::key::Key;
use crate::record::Section;
use crate::resume_id::ResumeIds;
use crate::system_entry::Sender;
use crate::visit::Visit;
use crate::{EventEntry, RefusedAnswer, SystemEntry, TimerEntry, WorkflowState, WorkflowStep};

/// The engine's key for the time part of the last resume id.
pub(super) const LAST_ID: &str = "__last_id";

/// The waits that are not over, for those who look for them.
#[derive(Default)]
pub(crate) struct Waits {
    /// Other engines may give several waits one id.
    pub(super) by_id: HashMap<String, Vec<Key>>,
    /// Those that are not set aside.
    pub(super) timers: BTreeSet<(i64, Key)>,
    /// The waits whose answers no step has read.
    pub(super) unread: BTreeSet<Key>,
    /// Who has sent the answers that were read since the last checkpoint.
    pub(super) just_read: HashMap<Key, Sender>,
}

impl Waits {
    fn remember(&mut self, wait: &SystemEntry, key: &Key) {
        if wait.unread().is_some() {
            self.unread.insert(key.clone());
        }
        if wait.is_done() {
            return;
        }
        let of_id = self.by_id.entry(wait.resume_id().to_owned());
        of_id.or_default().push(key.clone());
        if let Some(at) = wait.resume_after().filter(|_| wait.is_open()) {
            self.timers.insert((at, key.clone()));
        }
    }

    pub(super) fn forget(&mut self, wait: &SystemEntry, key: &Key) {
        if let Some(of_id) = self.by_id.get_mut(wait.resume_id()) {
            of_id.retain(|known| known != key);
            if of_id.is_empty() {
                self.by_id.remove(wait.resume_id());
            }
        }
        if let Some(at) = wait.resume_after() {
            self.timers.remove(&(at, key.clone()));
        }
        self.unread.remove(key);
        self.just_read.remove(key);
    }
}

/// What a step finds when it asks for a wait.
pub(super) enum Found {
    /// It is over: a timer's deadline, or an event's answer.
    Done(Value),
    /// It is pending, under this resume id.
    Pending(String),
}

impl<Step: WorkflowStep, State: WorkflowState> Progress<Step, State> {
    /// Finds the waits of a run that was read.
    pub(super) fn find_waits(&mut self) {
        for (key, wait) in &self.record.system {
            self.waits.remember(wait, key);
        }
    }

    /// The wait for a time under a key, which is set to end at `at` if it is new.
    pub(super) fn timer(
        &mut self,
        visit: &Visit,
        (key, wire_key): (&str, Key),
        at: i64,
        ids: &ResumeIds,
        log: &AuditLog,
    ) -> Found {
        match self.record.system.get(&wire_key) {
            Some(SystemEntry::Timer(timer)) if timer.is_done => {
                Found::Done(timer.resume_after.into())
            }
            Some(wait) => Found::Pending(wait.resume_id().to_owned()),
            None => {
                let resume_id = self.new_resume_id(key, ids, log.now_ms());
                log.wait_begun(visit, "time", &resume_id);
                self.set_wait(
                    wire_key,
                    SystemEntry::Timer(TimerEntry {
                        is_done: false,
                        resume_id: resume_id.clone(),
                        resume_after: at,
                        response_payload: None,
                        extra: Map::new(),
                    }),
                );
                Found::Pending(resume_id)
            }
        }
    }

    /// The wait for an answer under a key, which is begun if it is new, and answered at once
    /// if an event came before it.
    pub(super) fn event(
        &mut self,
        visit: &Visit,
        (key, wire_key): (&str, Key),
        request: Value,
        ids: &ResumeIds,
        log: &AuditLog,
    ) -> Found {
        if !self.record.system.contains_key(&wire_key) {
            let resume_id = self.new_resume_id(key, ids, log.now_ms());
            log.wait_begun(visit, "event", &resume_id);
            let event = EventEntry {
                is_done: false,
                resume_id,
                request_payload: Some(request),
                response_payload: Some(Value::Null),
                extra: Map::new(),
            };
            self.set_wait(wire_key.clone(), SystemEntry::Event(event));
        }
        self.answer_early(visit, &wire_key, log);
        match self.record.system.get(&wire_key) {
            Some(SystemEntry::Event(event)) if event.is_done => {
                Found::Done(event.response_payload.clone().unwrap_or_default())
            }
            Some(wait) => Found::Pending(wait.resume_id().to_owned()),
            None => Found::Pending(String::new()),
        }
    }

    /// Hands the first event that came early for this step to its wait.
    fn answer_early(&mut self, visit: &Visit, wire_key: &Key, log: &AuditLog) {
        let wait = self.record.system.get(wire_key);
        let is_open = wait.is_some_and(|wait| wait.is_open() && wait.resume_after().is_none());
        if is_open && let Some(payload) = self.take_early_event(visit.step()) {
            self.end_wait(wire_key, Some(payload), Some(Sender::Event), log);
        }
    }

    /// Opens a wait again whose answer does not fit, and reports the answer.
    pub(super) fn refuse_answer(
        &mut self,
        visit: &Visit,
        wire_key: &Key,
        error: String,
        log: &AuditLog,
    ) {
        let opened = self.change_wait(wire_key, |wait| {
            wait.set_done(false);
            let sender = wait.unread();
            let payload = wait.take_answer().unwrap_or_default();
            (sender, wait.resume_id().to_owned(), payload)
        });
        let Some((sender, resume_id, payload)) = opened else {
            return;
        };
        let refused = RefusedAnswer {
            resume_id,
            payload,
            error,
        };
        log.answer_refused(visit, &refused, sender.and_then(Sender::letter));
        self.refused.push(refused);
        self.has_decided = true;
    }

    /// Sets the timer of an action's next attempt, or of the next look at a job, in the place of
    /// an earlier one.
    pub(super) fn set_pause(
        &mut self,
        visit: &Visit,
        key: &str,
        at: i64,
        ids: &ResumeIds,
        log: &AuditLog,
    ) {
        let wire_key = visit.timer_key(key);
        self.remove_one(Section::System, &wire_key);
        self.timer(visit, (key, wire_key), at, ids, log);
    }

    /// Whether the pause of this key is still on.
    pub(super) fn is_pausing(&self, visit: &Visit, key: &str) -> bool {
        let wait = self.record.system.get(&visit.timer_key(key));
        wait.is_some_and(|wait| !wait.is_done())
    }

    /// Drops the waits of a strand's present visit that are done, so that its next pass waits
    /// anew. One that is open, set aside or answered in vain keeps its id and its deadline, for a
    /// pass that asks for it.
    pub(super) fn renew(&mut self, branch: Option<&Arc<str>>, log: &AuditLog) {
        let visit = self.strand(branch).visit().clone();
        let unread = self.waits.unread.iter().filter(|key| visit.made(key));
        let events = self.put_aside(unread.cloned().collect());
        self.remove_waits(|key, wait| wait.is_done() && visit.made(key));
        let prefix = format!("{}:", visit.prefix());
        let of_pass = ["__race__:", "__logged__:", "__retry__:", "__until__:"];
        self.remove(|key| {
            let rest = key.strip_prefix(&prefix);
            rest.is_some_and(|rest| of_pass.iter().any(|kind| rest.starts_with(kind)))
        });
        self.give_back(events, log);
    }

    /// Drops the waits that are open when a visit is left: nobody can ask for them any more.
    pub(super) fn drop_open(&mut self, left: &Visit) {
        self.remove_waits(|key, wait| !wait.is_done() && left.owns(key));
    }

    fn remove_waits(&mut self, is_so: impl Fn(&str, &SystemEntry) -> bool) {
        let waits = self.record.system.iter();
        let removed = waits.filter(|(key, wait)| is_so(key, wait));
        let removed: Vec<Key> = removed.map(|(key, _)| key.clone()).collect();
        for key in &removed {
            self.remove_one(Section::System, key);
        }
    }

    /// Changes a wait, if it is there.
    pub(super) fn change_wait<T>(
        &mut self,
        key: &Key,
        change: impl FnOnce(&mut SystemEntry) -> T,
    ) -> Option<T> {
        let mut wait = self.record.system.get(key)?.clone();
        self.waits.forget(&wait, key);
        let given = change(&mut wait);
        self.set_wait(key.clone(), wait);
        Some(given)
    }

    pub(super) fn set_wait(&mut self, key: Key, wait: SystemEntry) {
        self.waits.remember(&wait, &key);
        self.note(Section::System, &key);
        self.record_mut().system.insert(key, wait);
    }

    /// The open waits, in the order of their keys.
    pub(crate) fn pending(&self) -> Vec<SystemEntry> {
        let waits = self.record.system.values();
        waits.filter(|wait| wait.is_open()).cloned().collect()
    }

    /// The wait of this id, open or not.
    pub(crate) fn wait_of(&self, resume_id: &str) -> Option<SystemEntry> {
        let mut waits = self.record.system.values();
        waits.find(|wait| wait.resume_id() == resume_id).cloned()
    }

    /// When the first pending timer ends.
    pub(crate) fn next_deadline(&self) -> Option<i64> {
        self.waits.timers.first().map(|(at, _)| *at)
    }

    fn new_resume_id(&mut self, key: &str, ids: &ResumeIds, now_ms: i64) -> String {
        let after_last = self.last_id.map_or(now_ms, |last| last.saturating_add(1));
        let mut time = now_ms.max(after_last);
        let mut id = ids.make(key, time);
        // Ids of other engines are not noted in the cache.
        while self.waits.by_id.contains_key(&id) {
            time = time.saturating_add(1);
            let next = ids.make(key, time);
            // Whoever makes ids need not heed the time.
            id = if next == id {
                format!("{id}-{time}")
            } else {
                next
            };
        }
        self.last_id = Some(time);
        self.keep_value(LAST_ID.into(), &time.into());
        id
    }
}
