//! The branches of an open fork, as the run remembers them.
//!
//! A branch keeps its place in the cache, as `{"step":…,"seq":…,"done":…}` under
//! `{prefix of the visit that forked}:__branch__:{name}`. Its own keys begin with that prefix,
//! a slash and its name. Executing branches is the matter of `drive`.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::entries::read_cached;
use super::opening::{read_step, wire_name};
use super::progress::Progress;
use super::strand::Strand;
use crate::audit_log::AuditLog;
use crate::{JsonText, RuntimeError, WorkflowState, WorkflowStep};

#[derive(Serialize, Deserialize)]
struct Place {
    step: String,
    seq: u64,
    done: bool,
}

/// A branch of a fork that is open.
pub(crate) struct OpenBranch {
    /// The path of the branch, by which handles name it.
    pub(crate) path: Arc<str>,
    /// Whether it has arrived.
    pub(crate) done: bool,
}

impl<Step: WorkflowStep, State: WorkflowState> Progress<Step, State> {
    /// Opens a branch of the present visit: where it was, or at `first` if it is new.
    pub(crate) fn open_branch(
        &mut self,
        parent: Option<&Arc<str>>,
        name: &str,
        first: Step,
    ) -> Result<OpenBranch, RuntimeError> {
        let forked = self.strand(parent).visit().clone();
        let record_key = forked.branch_key(name);
        let place: Option<Place> = read_cached(&self.run_id, &self.record, &record_key)?;
        let (step, place, is_new) = match place {
            Some(place) => (read_step(&self.run_id, &place.step)?, place, false),
            None => {
                let place = Place {
                    step: wire_name(&self.run_id, first)?,
                    seq: 0,
                    done: false,
                };
                (first, place, true)
            }
        };
        let visit = forked.branch_off(name, place.step.as_str().into(), place.seq);
        let path: Arc<str> = visit.branch().unwrap_or_default().into();
        let strand = Strand::of_branch(step, visit, record_key);
        self.branches.insert(Arc::clone(&path), strand);
        if is_new {
            self.keep_branch(&path, false);
        }
        let done = place.done;
        Ok(OpenBranch { path, done })
    }

    /// Writes down where a branch is.
    pub(crate) fn keep_branch(&mut self, path: &Arc<str>, done: bool) {
        let Some(strand) = self.branches.get(path) else {
            return;
        };
        let Some(key) = strand.record_key.clone() else {
            return;
        };
        let place = Place {
            step: strand.visit().step().to_owned(),
            seq: strand.visit().seq(),
            done,
        };
        let json = JsonText::of(&place).expect("it is JSON by its type");
        self.keep(key, json);
    }

    /// Writes down that a branch has arrived. Nobody can ask for its waits any more.
    pub(crate) fn arrive(&mut self, path: &Arc<str>, log: &AuditLog) {
        self.keep_branch(path, true);
        let last = self.strand(Some(path)).visit().clone();
        let events = self.refuse_unread(|key| last.owns(key), log);
        self.drop_open(&last);
        self.give_back(events, log);
    }

    /// Takes down the branches of a visit that has been left or is joined.
    pub(crate) fn close_branches(&mut self, parent: Option<&Arc<str>>, log: &AuditLog) {
        let forked = self.strand(parent).visit().clone();
        let inside = format!("{}/", forked.prefix());
        let events = self.refuse_unread(|key| key.starts_with(&inside), log);
        self.branches.retain(|path, _| !path.starts_with(&inside));
        let (records, opened) = (forked.branch_key(""), forked.fork_key());
        self.remove(|key| {
            key.starts_with(&inside) || key.starts_with(&*records) || *key == *opened
        });
        self.give_back(events, log);
    }
}
