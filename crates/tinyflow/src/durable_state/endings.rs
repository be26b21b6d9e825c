//! Ending the waits of a run: by time, by an answer, by a skip.

use serde_json::Value;

use super::progress::Progress;
use crate::audit_log::AuditLog;
use crate::key::Key;
use crate::system_entry::Sender;
use crate::visit::Visit;
use crate::{ResolveError, SystemEntry, WorkflowState, WorkflowStep};

impl<Step: WorkflowStep, State: WorkflowState> Progress<Step, State> {
    /// Ends the timers whose time has come. Tells whether there were any.
    pub(crate) fn fire_due(&mut self, log: &AuditLog) -> bool {
        if self.waits.timers.is_empty() {
            return false;
        }
        let now_ms = log.now_ms();
        let mut any = false;
        while let Some((_, key)) = self.waits.timers.first().filter(|(at, _)| *at <= now_ms) {
            let key = key.clone();
            self.end_wait(&key, None, None, log);
            any = true;
        }
        any
    }

    /// Ends the wait of this id: an event by an answer, a timer when its time has come. Keeps the
    /// answer beside a wait that is set aside. Tells whether the wait is over.
    pub(crate) fn resolve(
        &mut self,
        resume_id: &str,
        payload: Option<Value>,
        sender: Sender,
        log: &AuditLog,
    ) -> Result<bool, ResolveError> {
        let key = self.pending_key(resume_id)?;
        if let Some(SystemEntry::Timer(timer)) = self.record.system.get(&key)
            && timer.resume_after > log.now_ms()
        {
            return Err(ResolveError::TooEarly {
                run_id: self.run_id.to_string(),
                resume_id: resume_id.to_owned(),
                resume_after: timer.resume_after,
            });
        }
        Ok(self.end_or_keep(&key, payload, sender, log))
    }

    /// Ends the timer of this id before its time, as [`resolve`](Self::resolve) does.
    pub(crate) fn skip(
        &mut self,
        resume_id: &str,
        sender: Sender,
        log: &AuditLog,
    ) -> Result<bool, ResolveError> {
        let key = self.pending_key(resume_id)?;
        if !matches!(self.record.system.get(&key), Some(SystemEntry::Timer(_))) {
            return Err(ResolveError::NotATimer {
                run_id: self.run_id.to_string(),
                resume_id: resume_id.to_owned(),
            });
        }
        Ok(self.end_or_keep(&key, None, sender, log))
    }

    fn end_or_keep(
        &mut self,
        key: &Key,
        payload: Option<Value>,
        sender: Sender,
        log: &AuditLog,
    ) -> bool {
        let is_open = self.is_open(key);
        if is_open {
            self.end_wait(key, payload, Some(sender), log);
        } else {
            self.keep_beside(key, payload, sender);
        }
        is_open
    }

    pub(super) fn pending_key(&self, resume_id: &str) -> Result<Key, ResolveError> {
        let run_id = self.run_id.to_string();
        if self.is_over() {
            return Err(ResolveError::Over { run_id });
        }
        if let Some(of_id) = self.waits.by_id.get(resume_id) {
            let open = || of_id.iter().filter(|key| self.is_open(key));
            // Of several waits with one id a timer ends by itself.
            let event = open().find(|key| self.is_event(key));
            let mut aside = of_id.iter().filter(|key| !self.waits.unread.contains(*key));
            if let Some(key) = event.or_else(|| open().next()).or_else(|| aside.next()) {
                return Ok(key.clone());
            }
        }
        let resume_id = resume_id.to_owned();
        let mut waits = self.record.system.values();
        if waits.any(|wait| wait.resume_id() == resume_id) {
            return Err(ResolveError::AlreadyAnswered { run_id, resume_id });
        }
        Err(ResolveError::NotWaiting { run_id, resume_id })
    }

    /// Answers the oldest pending wait of a step, if it has one.
    pub(super) fn answer_step(&mut self, step: &str, payload: Value, log: &AuditLog) -> bool {
        let visits = self.branches.values().map(|strand| strand.visit());
        let visits = visits.chain([self.main.visit()]);
        let visits: Vec<_> = visits.filter(|visit| visit.step() == step).collect();
        let pending = self.waits.by_id.values().flatten();
        let pending = pending.filter(|key| {
            let is_of_step = || visits.iter().any(|visit| visit.made(key));
            self.is_event(key) && self.is_open(key) && is_of_step()
        });
        let oldest =
            pending.min_by_key(|key| self.record.system.get(*key).map(SystemEntry::issued));
        let Some(key) = oldest.cloned() else {
            return false;
        };
        self.end_wait(&key, Some(payload), Some(Sender::Event), log);
        true
    }

    fn is_open(&self, key: &Key) -> bool {
        let wait = self.record.system.get(key);
        wait.is_some_and(SystemEntry::is_open)
    }

    fn is_event(&self, key: &Key) -> bool {
        matches!(self.record.system.get(key), Some(SystemEntry::Event(_)))
    }

    /// A timer is over with that. The answer to an event is to be read yet.
    pub(super) fn end_wait(
        &mut self,
        key: &Key,
        payload: Option<Value>,
        sender: Option<Sender>,
        log: &AuditLog,
    ) {
        let Some(wait) = self.record.system.get(key) else {
            return;
        };
        log.wait_ended(self.visit_of(key), wait.resume_id());
        self.change_wait(key, |wait| {
            wait.set_done(true);
            *wait.answer_mut() = payload;
            let is_event = wait.resume_after().is_none();
            wait.set_unread(sender.filter(|_| is_event));
        });
    }

    pub(super) fn visit_of(&self, key: &str) -> &Visit {
        let mut branches = self.branches.values().map(|strand| strand.visit());
        let branch = branches.find(|visit| visit.made(key));
        branch.unwrap_or(self.main.visit())
    }
}
