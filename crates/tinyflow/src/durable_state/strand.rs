//! Where one line of execution is: the run itself, or a branch of it.
//!
//! What it remembers of its current pass lives here; what must outlive the pass is in the
//! record.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use foldhash::{HashMap, HashSet};

use crate::audit_log::AuditLog;
use crate::key::Key;
use crate::record::Section;
use crate::task_context::Caller;
use crate::visit::Visit;

pub(crate) struct Strand<Step> {
    pub(super) step: Step,
    visit: Visit,
    /// The key under which a branch keeps its place.
    pub(super) record_key: Option<Key>,
    /// The keys of the actions, changes and waits that began in this pass.
    pub(super) used_keys: HashSet<(Section, Key)>,
    /// The keys of the waits that have lost a race in this pass.
    pub(super) lost: HashSet<Key>,
    /// The keys of the waits whose answers this pass has no use for, since others are open that
    /// are waited for as well.
    pub(super) held_back: HashSet<Key>,
    /// How often each entry was logged in this pass, by the key of its mark.
    pub(super) logged: HashMap<Key, u64>,
    pass: PassFlag,
    /// Made when the present visit first calls a task.
    caller: Option<Arc<Caller>>,
}

/// Whether a pass waits for something, so that nothing more may be done in it. Clones share
/// one flag; a handle that outlives its pass sets the flag of a pass that is over.
#[derive(Clone, Debug, Default)]
pub(crate) struct PassFlag(Arc<AtomicBool>);

impl PassFlag {
    pub(crate) fn suspend(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    pub(crate) fn is_suspended(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

impl<Step> Strand<Step> {
    pub(super) fn new(step: Step, visit: Visit) -> Self {
        Self {
            step,
            visit,
            record_key: None,
            used_keys: HashSet::default(),
            lost: HashSet::default(),
            held_back: HashSet::default(),
            logged: HashMap::default(),
            pass: PassFlag::default(),
            caller: None,
        }
    }

    pub(super) fn of_branch(step: Step, visit: Visit, record_key: Key) -> Self {
        Self {
            record_key: Some(record_key),
            ..Self::new(step, visit)
        }
    }

    pub(super) fn visit(&self) -> &Visit {
        &self.visit
    }

    /// Begins a visit and gives the one before.
    pub(super) fn enter(&mut self, visit: Visit) -> Visit {
        self.caller = None;
        std::mem::replace(&mut self.visit, visit)
    }

    pub(super) fn caller(&mut self, log: &Arc<AuditLog>) -> &Arc<Caller> {
        self.caller.get_or_insert_with(|| {
            let (visit, log) = (self.visit.clone(), Arc::clone(log));
            Arc::new(Caller { visit, log })
        })
    }

    pub(super) fn begin_pass(&mut self) {
        self.used_keys.clear();
        self.lost.clear();
        self.held_back.clear();
        self.logged.clear();
        self.pass = PassFlag::default();
    }

    pub(super) fn pass(&self) -> &PassFlag {
        &self.pass
    }
}
