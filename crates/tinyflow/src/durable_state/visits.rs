//! Going from visit to visit: to another step, or to the same one anew.

use std::sync::Arc;

use super::opening::wire_name;
use super::progress::{Progress, SEQ};
use crate::audit_log::AuditLog;
use crate::key::Key;
use crate::visit::Visit;
use crate::{RuntimeError, WorkflowState, WorkflowStep};

impl<Step: WorkflowStep, State: WorkflowState> Progress<Step, State> {
    /// Moves a strand to another step and gives the visit that is left behind. Staying at the
    /// step begins its waits anew and gives nothing.
    pub(crate) fn move_to(
        &mut self,
        branch: Option<&Arc<str>>,
        next: Step,
        log: &AuditLog,
    ) -> Result<Option<Visit>, RuntimeError> {
        if next == self.strand(branch).step {
            self.renew(branch, log);
            return Ok(None);
        }
        let name = wire_name(&self.run_id, next)?;
        self.strand_mut(branch).step = next;
        Ok(Some(self.enter(branch, name.into(), log)))
    }

    /// Begins a new visit of a strand's step and gives the one that is left behind.
    pub(crate) fn repeat(&mut self, branch: Option<&Arc<str>>, log: &AuditLog) -> Visit {
        let name = self.strand(branch).visit().step().into();
        self.enter(branch, name, log)
    }

    /// Begins a visit. What the one before has cached can never be read again, so it goes.
    fn enter(&mut self, branch: Option<&Arc<str>>, step: Arc<str>, log: &AuditLog) -> Visit {
        let left = self.strand(branch).visit().clone();
        let events = self.refuse_unread(|key| branch.is_none() || left.owns(key), log);
        let strand = self.strand_mut(branch);
        let visit = strand.visit().follow(Arc::clone(&step));
        let left = strand.enter(visit.clone());
        if self.keep_history {
            self.drop_open(&left);
        } else {
            match branch {
                // Keys of visits begin with their number; those of the engine do not.
                None => self.remove(|key| key.starts_with(|first: char| first.is_ascii_digit())),
                Some(_) => self.remove(|key| left.owns(key)),
            }
        }
        match branch {
            None => {
                self.keep_value(Key::from(SEQ), &visit.seq().into());
                self.record_mut().step = step;
            }
            Some(branch) => self.keep_branch(branch, false),
        }
        self.give_back(events, log);
        left
    }
}
