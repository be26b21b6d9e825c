//! What a fork was opened as, so that another version of the flow does not lose its branches.
//!
//! Under `{prefix of the visit that forked}:__fork__` the cache keeps the version and the first
//! steps of the branches. Where the branches are by now is the matter of `branches`.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::entries::read_cached;
use super::opening::wire_name;
use super::progress::Progress;
use crate::fork::Fork;
use crate::record::Record;
use crate::visit::Visit;
use crate::{FlowId, JsonText, RuntimeError, WorkflowState, WorkflowStep};

#[derive(Serialize, Deserialize)]
struct Opened {
    version: String,
    /// The wire names of the steps that the branches begin with, by the names of the branches.
    branches: BTreeMap<String, String>,
}

impl<Step: WorkflowStep, State: WorkflowState> Progress<Step, State> {
    /// Writes down what a fork is opened as.
    ///
    /// # Errors
    /// If it is open already, and has a branch from another version of the flow that it does not
    /// start.
    pub(crate) fn open_fork(
        &mut self,
        parent: Option<&Arc<str>>,
        fork: &Fork<Step>,
    ) -> Result<(), RuntimeError> {
        let forked = self.strand(parent).visit().clone();
        let version = self.version().to_owned();
        let stored = self.opened(&forked)?;
        if stored
            .as_ref()
            .is_some_and(|stored| stored.version == version)
        {
            return Ok(());
        }
        let branches = fork.branches.iter().map(|(name, first)| {
            let first = wire_name(&self.run_id, *first)?;
            Ok((name.clone(), first))
        });
        let branches: BTreeMap<_, _> = branches.collect::<Result<_, RuntimeError>>()?;
        if let Some(stored) = &stored {
            self.expect_branches(&forked, stored, &branches)?;
        }
        let opened = Opened { version, branches };
        let json = JsonText::of(&opened).expect("it is JSON by its type");
        self.keep(forked.fork_key(), json);
        Ok(())
    }

    /// Looks whether another version of the flow has left branches open at the present step.
    ///
    /// # Errors
    /// If so: this version does not fork here.
    pub(crate) fn expect_no_fork(&self, branch: Option<&Arc<str>>) -> Result<(), RuntimeError> {
        if !self.may_have_foreign_forks {
            return Ok(());
        }
        let visit = self.strand(branch).visit();
        match self.opened(visit)? {
            Some(opened) if opened.version != self.version() => {
                self.expect_branches(visit, &opened, &BTreeMap::new())
            }
            _ => Ok(()),
        }
    }

    fn expect_branches(
        &self,
        forked: &Visit,
        stored: &Opened,
        present: &BTreeMap<String, String>,
    ) -> Result<(), RuntimeError> {
        let mut stored_branches = stored.branches.iter();
        match stored_branches.find(|(name, first)| present.get(*name) != Some(*first)) {
            None => Ok(()),
            Some((branch, first)) => Err(RuntimeError::BranchMismatch {
                run_id: self.run_id.to_string(),
                step: forked.step().to_owned(),
                branch: branch.clone(),
                first: first.clone(),
                stored: stored.version.clone(),
            }),
        }
    }

    fn opened(&self, forked: &Visit) -> Result<Option<Opened>, RuntimeError> {
        read_cached(&self.run_id, &self.record, &forked.fork_key())
    }

    fn version(&self) -> &str {
        self.record.flow.as_ref().map_or("", FlowId::version)
    }
}

/// Whether another version than this one may have opened forks that are still open. What does not
/// read as a fork may be the result of an action with such a key; it is no error before a fork is
/// looked for under this key.
pub(super) fn may_have_foreign_forks(record: &Record, version: &str) -> bool {
    let mut entries = record.cache.iter().filter(|(key, _)| Visit::is_fork(key));
    entries.any(|(_, entry)| {
        let opened: Result<Opened, _> = entry.read();
        opened.map_or(true, |opened| opened.version != version)
    })
}
