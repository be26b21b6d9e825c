//! Answers that no step has read yet, and waits that are set aside because another has won.
//!
//! A wait that has lost a race takes no answer: one that comes for it is kept beside it. A step
//! that names itself may ask for the wait again, and is given it. If the visit ends before, the
//! answer is refused. So whoever has sent one learns what became of it.

use std::sync::Arc;

use serde_json::Value;

use super::letters::EarlyEvent;
use super::progress::Progress;
use crate::audit_log::AuditLog;
use crate::key::Key;
use crate::record::Section;
use crate::system_entry::Sender;
use crate::{RefusedAnswer, ResolveError, SystemEntry, WorkflowState, WorkflowStep};

impl<Step: WorkflowStep, State: WorkflowState> Progress<Step, State> {
    /// A step has read the answer of a wait.
    pub(super) fn answer_read(&mut self, key: &Key) {
        if !self.waits.unread.contains(key) {
            return;
        }
        let sender = self.change_wait(key, |wait| {
            let sender = wait.unread();
            wait.set_unread(None);
            sender
        });
        if let Some(sender) = sender.flatten() {
            self.waits.just_read.insert(key.clone(), sender);
            self.has_decided = true;
        }
    }

    /// Counts the answers again as unread that this pass has found for waits of several, of which
    /// others are open: no step sees them yet.
    pub(super) fn hold_back(&mut self, branch: Option<&Arc<str>>, parts: &[Key]) {
        for key in parts {
            if let Some(sender) = self.waits.just_read.remove(key) {
                self.change_wait(key, |wait| wait.set_unread(Some(sender)));
                self.strand_mut(branch).held_back.insert(key.clone());
            }
        }
    }

    /// Sets the waits aside that have lost a race in this pass.
    pub(super) fn set_aside(
        &mut self,
        branch: Option<&Arc<str>>,
        lost: impl IntoIterator<Item = Key>,
        log: &AuditLog,
    ) {
        let lost: Vec<Key> = lost.into_iter().collect();
        self.strand_mut(branch).lost.extend(lost.iter().cloned());
        let events = self.put_aside(lost);
        self.give_back(events, log);
    }

    /// Sets waits aside. Where one is over as well, and only second, its answer is kept beside it.
    /// Gives the events among these, which are for the step and not for the wait, to be
    /// [given back](Self::give_back).
    #[must_use]
    pub(super) fn put_aside(&mut self, mut keys: Vec<Key>) -> Vec<EarlyEvent> {
        self.sort_by_age(&mut keys);
        let events = keys.iter().filter_map(|key| self.put_one_aside(key));
        events.collect()
    }

    fn put_one_aside(&mut self, key: &Key) -> Option<EarlyEvent> {
        let wait = self.record.system.get(key)?;
        let just_read = self.waits.just_read.get(key).copied();
        let sender = wait.unread().or(just_read);
        if wait.is_aside() || (wait.is_done() && sender.is_none()) {
            return None;
        }
        let event = self.change_wait(key, |wait| {
            wait.set_aside();
            wait.set_unread(sender);
            let is_event = sender == Some(Sender::Event);
            is_event.then(|| wait.take_answer().unwrap_or_default())
        });
        let payload = event.flatten()?;
        let step = self.visit_of(key).step().to_owned();
        Some(EarlyEvent { step, payload })
    }

    /// Sorts waits by their age, which is the order in which they were given events.
    fn sort_by_age(&self, keys: &mut [Key]) {
        keys.sort_by_key(|key| self.record.system.get(key).map(SystemEntry::issued));
    }

    /// Keeps an answer beside the wait that it is for.
    pub(super) fn keep_beside(&mut self, key: &Key, payload: Option<Value>, sender: Sender) {
        self.change_wait(key, |wait| {
            *wait.answer_mut() = payload;
            wait.set_unread(Some(sender));
        });
    }

    /// Opens the waits again that a pass has asked for and not lost in a race. Tells whether an
    /// answer has come for one that the pass has found open.
    pub(crate) fn ask_again(&mut self, branch: Option<&Arc<str>>, log: &AuditLog) -> bool {
        let strand = self.strand(branch);
        let is_awaited = |key: &Key| !strand.lost.contains(key) && !strand.held_back.contains(key);
        let asked = strand.used_keys.iter();
        let asked = asked.filter(|(section, key)| *section == Section::System && is_awaited(key));
        let asked: Vec<Key> = asked.map(|(_, key)| key.clone()).collect();
        let (mut any_opened, mut any_ended) = (false, false);
        for key in &asked {
            let wait = self.record.system.get(key);
            if wait.is_some_and(SystemEntry::is_aside) {
                any_opened = true;
                any_ended |= self.open_again(key, log);
            }
        }
        if any_opened {
            let step = self.strand(branch).visit().step().to_owned();
            self.hand_out_early(&step, log);
        }
        any_ended || asked.iter().any(|key| self.waits.unread.contains(key))
    }

    /// Tells whether the wait is over at once, by the answer that was kept beside it.
    fn open_again(&mut self, key: &Key, log: &AuditLog) -> bool {
        let kept = self.change_wait(key, |wait| {
            wait.open_again();
            let sender = wait.unread()?;
            Some((wait.take_answer(), sender))
        });
        let Some((payload, sender)) = kept.flatten() else {
            return false;
        };
        self.end_wait(key, payload, Some(sender), log);
        // A timer has nothing for a step to read.
        self.has_decided |= !self.waits.unread.contains(key);
        true
    }

    /// Refuses the answers that no step has read, to waits that are not asked for any more. Gives
    /// the events among them, to be [given back](Self::give_back) when these waits are gone.
    #[must_use]
    pub(super) fn refuse_unread(
        &mut self,
        is_so: impl Fn(&str) -> bool,
        log: &AuditLog,
    ) -> Vec<EarlyEvent> {
        if self.waits.unread.is_empty() {
            return Vec::new();
        }
        let unread = self.waits.unread.iter().filter(|key| is_so(key));
        let mut unread: Vec<Key> = unread.cloned().collect();
        self.sort_by_age(&mut unread);
        let mut events = Vec::new();
        for key in &unread {
            let visit = self.visit_of(key).clone();
            let taken = self.change_wait(key, |wait| {
                let sender = wait.unread();
                wait.set_unread(None);
                let payload = wait.answer_mut().clone().unwrap_or_default();
                (sender, wait.resume_id().to_owned(), payload)
            });
            let Some((Some(sender), resume_id, payload)) = taken else {
                continue;
            };
            if sender == Sender::Event {
                let step = visit.step().to_owned();
                events.push(EarlyEvent { step, payload });
                continue;
            }
            let error = self.not_waiting(&resume_id).to_string();
            let refused = RefusedAnswer {
                resume_id,
                payload,
                error,
            };
            log.answer_refused(&visit, &refused, sender.letter());
            self.refused.push(refused);
            self.has_decided = true;
        }
        events
    }

    /// What an answer is told that comes when the wait is gone.
    fn not_waiting(&self, resume_id: &str) -> ResolveError {
        let run_id = self.run_id.to_string();
        match self.is_over() {
            true => ResolveError::Over { run_id },
            false => ResolveError::NotWaiting {
                run_id,
                resume_id: resume_id.to_owned(),
            },
        }
    }
}
