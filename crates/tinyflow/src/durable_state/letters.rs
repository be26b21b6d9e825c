//! Reading the letters of a run: answers, early events, the wish to stop.
//!
//! A letter counts as taken once its effect is in the record; the next checkpoint stores both.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::entries::read_cached;
use super::progress::Progress;
use crate::audit_log::AuditLog;
use crate::key::Key;
use crate::record::{Record, Section};
use crate::system_entry::Sender;
use crate::{
    JsonText, Letter, Mail, RefusedAnswer, ResolveError, RuntimeError, WorkflowState, WorkflowStep,
};

/// The engine's key for the events that came before their wait.
pub(super) const EARLY: &str = "__early__";

/// An event that came before the wait that it is for.
#[derive(Serialize, Deserialize)]
pub(crate) struct EarlyEvent {
    pub(crate) step: String,
    pub(crate) payload: Value,
}

/// Takes the events that came before their waits out of a run that nobody executes.
pub(crate) fn take_early_events(
    run_id: &str,
    record: &mut Record,
) -> Result<Vec<EarlyEvent>, RuntimeError> {
    let events: Option<Vec<EarlyEvent>> = read_cached(run_id, record, EARLY)?;
    record.cache.remove(EARLY);
    Ok(events.unwrap_or_default())
}

/// What reading the letters has come to.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum MailRead {
    /// Nothing that a step could notice.
    Nothing,
    /// A wait has ended.
    SomeWaitEnded,
    /// The run is to stop for good.
    Cancelled,
}

impl<Step: WorkflowStep, State: WorkflowState> Progress<Step, State> {
    /// Reads letters, oldest first. Before a second answer for the same visit it stops: the step sees
    /// the first one alone, so that of two waits in a race the one wins whose answer came first.
    pub(crate) fn read_mail(&mut self, mail: Vec<Mail>, log: &AuditLog) -> MailRead {
        let mut read = MailRead::Nothing;
        let mut answered = Vec::new();
        for Mail { number, letter } in mail {
            if self.read.contains(&number) {
                continue;
            }
            let key = letter.resume_id().and_then(|id| self.pending_key(id).ok());
            if let Some(visit) = key.map(|key| self.visit_of(&key).clone()) {
                if answered.contains(&visit) {
                    break;
                }
                answered.push(visit);
            }
            self.read.insert(number);
            self.taken.push(number);
            match self.read_letter(number, letter, log) {
                MailRead::Cancelled => {
                    self.cancelled = true;
                    return MailRead::Cancelled;
                }
                MailRead::SomeWaitEnded => read = MailRead::SomeWaitEnded,
                MailRead::Nothing => {}
            }
        }
        read
    }

    fn read_letter(&mut self, number: u64, letter: Letter, log: &AuditLog) -> MailRead {
        let sender = Sender::Letter(number);
        let has_ended = match letter {
            Letter::Cancel => return MailRead::Cancelled,
            Letter::Answer { resume_id, payload } => {
                let resolved = self.resolve(&resume_id, Some(payload.clone()), sender, log);
                resolved.unwrap_or_else(|error| {
                    self.report((number, resume_id), payload, &error, log);
                    false
                })
            }
            Letter::Skip { resume_id } => {
                let skipped = self.skip(&resume_id, sender, log);
                skipped.unwrap_or_else(|error| {
                    self.report((number, resume_id), Value::Null, &error, log);
                    false
                })
            }
            Letter::Event { step, payload, .. } => {
                let has_ended = self.answer_step(&step, payload.clone(), log);
                if !has_ended {
                    self.early.push(EarlyEvent { step, payload });
                    self.keep_early_events();
                }
                has_ended
            }
        };
        match has_ended {
            true => MailRead::SomeWaitEnded,
            false => MailRead::Nothing,
        }
    }

    /// An answer came too late, or for a wait that there never was.
    fn report(
        &mut self,
        (number, resume_id): (u64, String),
        payload: Value,
        error: &ResolveError,
        log: &AuditLog,
    ) {
        let refused = RefusedAnswer {
            resume_id,
            payload,
            error: error.to_string(),
        };
        log.answer_refused(self.main.visit(), &refused, Some(number));
        self.refused.push(refused);
    }

    /// Takes the first event that came early for a step.
    pub(super) fn take_early_event(&mut self, step: &str) -> Option<Value> {
        let at = self.early.iter().position(|event| event.step == step)?;
        let event = self.early.remove(at);
        self.keep_early_events();
        Some(event.payload)
    }

    /// Gives events that were taken for waits which did not read them to other waits of their
    /// steps: to those that are open, or else to the next ones.
    pub(super) fn give_back(&mut self, events: Vec<EarlyEvent>, log: &AuditLog) {
        if events.is_empty() {
            return;
        }
        let steps: BTreeSet<_> = events.iter().map(|event| event.step.clone()).collect();
        self.early.splice(0..0, events);
        self.keep_early_events();
        for step in &steps {
            if self.hand_out_early(step, log) {
                self.count_news();
            }
        }
    }

    /// Hands the events that came early for a step to those of its waits that are open. Tells
    /// whether one of these is over with that.
    pub(super) fn hand_out_early(&mut self, step: &str, log: &AuditLog) -> bool {
        let mut any_ended = false;
        while let Some(at) = self.early.iter().position(|event| event.step == step) {
            let payload = self.early[at].payload.clone();
            if !self.answer_step(step, payload, log) {
                break;
            }
            any_ended = true;
            self.early.remove(at);
            self.keep_early_events();
        }
        any_ended
    }

    /// Logs what was sent and that no step has read, when the run is over.
    pub(crate) fn log_unread(&mut self, log: &AuditLog) {
        let unread = self.refuse_unread(|_| true, log);
        let early = std::mem::take(&mut self.early);
        for event in unread.into_iter().chain(early) {
            log.event_unused(self.main.visit(), &event.step, &event.payload);
        }
        self.keep_early_events();
    }

    fn keep_early_events(&mut self) {
        let key = Key::from(EARLY);
        if !self.early.is_empty() {
            let json = JsonText::of(&self.early).expect("events are JSON");
            self.keep(key, json);
        } else if self.record.cache.contains_key(EARLY) {
            self.remove_one(Section::Cache, &key);
        }
    }
}
