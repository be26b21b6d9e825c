//! Ending the waits of a run: by time, by an answer, by a skip.

use serde_json::Value;

use super::progress::Progress;
use crate::audit_log::AuditLog;
use crate::key::Key;
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
            self.end_wait(&key, None, log);
            any = true;
        }
        any
    }

    /// Ends the wait of this id: an event by an answer, a timer when its time has come.
    pub(crate) fn resolve(
        &mut self,
        resume_id: &str,
        payload: Option<Value>,
        log: &AuditLog,
    ) -> Result<(), ResolveError> {
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
        self.end_wait(&key, payload, log);
        Ok(())
    }

    /// Ends the timer of this id before its time.
    pub(crate) fn skip(&mut self, resume_id: &str, log: &AuditLog) -> Result<(), ResolveError> {
        let key = self.pending_key(resume_id)?;
        if !matches!(self.record.system.get(&key), Some(SystemEntry::Timer(_))) {
            return Err(ResolveError::NotATimer {
                run_id: self.run_id.to_string(),
                resume_id: resume_id.to_owned(),
            });
        }
        self.end_wait(&key, None, log);
        Ok(())
    }

    fn pending_key(&self, resume_id: &str) -> Result<Key, ResolveError> {
        let run_id = self.run_id.to_string();
        if self.is_over() {
            return Err(ResolveError::Over { run_id });
        }
        if let Some(of_id) = self.waits.by_id.get(resume_id) {
            // Of several waits with one id a timer ends by itself.
            let mut events = of_id.iter().filter(|key| self.is_event(key));
            if let Some(key) = events.next().or_else(|| of_id.first()) {
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
        let pending =
            pending.filter(|key| self.is_event(key) && visits.iter().any(|visit| visit.made(key)));
        let oldest = pending.min_by_key(|key| {
            let wait = self.record.system.get(*key);
            let id = wait.map(SystemEntry::resume_id).unwrap_or_default();
            // The time part of an id is at its end.
            let issued = id.rsplit('-').next().unwrap_or_default();
            (issued.len(), issued.to_owned())
        });
        let Some(key) = oldest.cloned() else {
            return false;
        };
        self.end_wait(&key, Some(payload), log);
        true
    }

    fn is_event(&self, key: &Key) -> bool {
        matches!(self.record.system.get(key), Some(SystemEntry::Event(_)))
    }

    pub(super) fn end_wait(&mut self, key: &Key, payload: Option<Value>, log: &AuditLog) {
        let Some(wait) = self.record.system.get(key) else {
            return;
        };
        let mut wait = wait.clone();
        self.waits.forget(&wait, key);
        log.wait_ended(self.visit_of(key), wait.resume_id());
        match &mut wait {
            SystemEntry::Timer(timer) => {
                timer.is_done = true;
                timer.response_payload = payload;
            }
            SystemEntry::Event(event) => {
                event.is_done = true;
                event.response_payload = payload;
            }
        }
        self.set_wait(key.clone(), wait);
    }

    fn visit_of(&self, key: &str) -> &Visit {
        let mut branches = self.branches.values().map(|strand| strand.visit());
        let branch = branches.find(|visit| visit.made(key));
        branch.unwrap_or(self.main.visit())
    }
}
