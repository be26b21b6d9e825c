//! What a task is told about the run that calls it.
//!
//! A task owns its context, so that its future borrows nothing. The state and the params are
//! handed over beside it.

use std::sync::Arc;

use serde_json::Value;

use crate::audit_log::AuditLog;
use crate::clock::SystemClock;
use crate::key::Key;
use crate::visit::Visit;

/// The circumstances of one call of a task. Cheap to clone.
#[derive(Clone)]
pub struct TaskContext {
    caller: Arc<Caller>,
    /// The key of the action's result.
    key: Key,
    attempt: u32,
}

/// What all tasks that one visit calls have in common.
pub(crate) struct Caller {
    pub(crate) visit: Visit,
    pub(crate) log: Arc<AuditLog>,
}

impl TaskContext {
    pub(crate) fn new(caller: Arc<Caller>, key: Key, attempt: u32) -> Self {
        Self {
            caller,
            key,
            attempt,
        }
    }

    /// A context that belongs to no stored run, for testing a task on its own.
    ///
    /// Step and action are called `detached`, the time is the system's, and log entries are
    /// not kept.
    ///
    /// ```
    /// use tinyflow::TaskContext;
    ///
    /// let task = TaskContext::detached("user-123");
    /// assert_eq!(task.run_id(), "user-123");
    /// assert_eq!(task.attempt(), 1);
    /// ```
    pub fn detached(run_id: impl AsRef<str>) -> Self {
        let visit = Visit::new(run_id.as_ref().into(), "detached".into(), 0);
        let log = Arc::new(AuditLog::new(Arc::new(SystemClock), false).not_stored());
        let key = visit.key("detached");
        Self::new(Arc::new(Caller { visit, log }), key, 1)
    }

    /// The visit that calls the task.
    pub(crate) fn visit(&self) -> &Visit {
        &self.caller.visit
    }

    /// The key of the action's result.
    pub(crate) fn key(&self) -> &Key {
        &self.key
    }

    pub(crate) fn into_key(self) -> Key {
        self.key
    }

    /// The action's key, as the step has given it.
    pub(crate) fn action(&self) -> &str {
        self.visit().action(&self.key)
    }

    /// The id of the run.
    pub fn run_id(&self) -> &str {
        self.visit().run_id()
    }

    /// The wire name of the step that calls the task.
    pub fn step(&self) -> &str {
        self.visit().step()
    }

    /// Which attempt at the action this is, from 1.
    pub fn attempt(&self) -> u32 {
        self.attempt
    }

    /// A text that is the same for every attempt of one visit and different for all others.
    ///
    /// Hand it to services that refuse to do a thing twice: an action whose result was not
    /// stored yet when the process died is called again.
    pub fn idempotency_key(&self) -> String {
        format!("{}/{}", self.run_id(), &*self.key)
    }

    /// The time of the run's clock, in milliseconds since 1970.
    pub fn now_ms(&self) -> i64 {
        self.caller.log.now_ms()
    }

    /// Adds an entry to the run's audit log. It is stored with the run's next checkpoint.
    ///
    /// `values` is an object by convention. A call that is repeated adds its entry again.
    pub fn add_log(&self, kind: impl Into<String>, values: Value) {
        self.caller.log.add(self.visit(), kind, values);
    }
}

impl std::fmt::Debug for TaskContext {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TaskContext")
            .field("visit", self.visit())
            .field("action", &self.action())
            .finish_non_exhaustive()
    }
}
