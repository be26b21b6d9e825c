//! One visit of a step in a run: who is running, where, and for which time.
//!
//! The keys of everything that a visit caches are made here, so that a step that is visited
//! again finds nothing of its earlier visit. What is stored under the keys is not known here.

use std::borrow::Cow;
use std::cell::RefCell;
use std::fmt;
use std::sync::Arc;

use crate::key::Key;

/// What the key of a timer ends with that limits a wait for an answer.
const LIMIT: &str = ".timeout";

thread_local! {
    /// Where keys are put together, so that a short one needs no memory of its own.
    static KEY: RefCell<String> = const { RefCell::new(String::new()) };
}

/// A step of a run, at one of the times that the run comes to it. Cheap to clone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Visit(Arc<Place>);

#[derive(Debug, PartialEq, Eq)]
struct Place {
    run_id: Arc<str>,
    step: Arc<str>,
    seq: u64,
    /// What the keys of this visit begin with: `{seq}:{step}`, and for a branch the path to
    /// it before that.
    prefix: Arc<str>,
    /// The prefix of the visit that forked, a slash and the branch's name.
    branch: Option<Arc<str>>,
}

impl Visit {
    pub(crate) fn new(run_id: Arc<str>, step: Arc<str>, seq: u64) -> Self {
        Self::in_branch(run_id, None, step, seq)
    }

    fn in_branch(run_id: Arc<str>, branch: Option<Arc<str>>, step: Arc<str>, seq: u64) -> Self {
        let prefix = match &branch {
            Some(branch) => format!("{branch}:{seq}:{step}"),
            None => format!("{seq}:{step}"),
        };
        Self(Arc::new(Place {
            run_id,
            step,
            seq,
            prefix: prefix.into(),
            branch,
        }))
    }

    /// The visit that follows this one in the same run or branch.
    pub(crate) fn follow(&self, step: Arc<str>) -> Self {
        let (run_id, branch) = (Arc::clone(&self.0.run_id), self.0.branch.clone());
        Self::in_branch(run_id, branch, step, self.0.seq + 1)
    }

    /// A visit in a branch that this visit forked.
    pub(crate) fn branch_off(&self, branch: &str, step: Arc<str>, seq: u64) -> Self {
        self.branch_off_as(&as_part(branch), step, seq)
    }

    /// The same for a branch of which the key of its record is known, after that of all records.
    pub(crate) fn branch_off_as(&self, part: &str, step: Arc<str>, seq: u64) -> Self {
        let path = format!("{}/{part}", self.0.prefix).into();
        Self::in_branch(Arc::clone(&self.0.run_id), Some(path), step, seq)
    }

    /// The id of the run.
    pub fn run_id(&self) -> &str {
        &self.0.run_id
    }

    /// The step's wire name.
    pub fn step(&self) -> &str {
        &self.0.step
    }

    /// How many visits the run, or the branch, had begun before this one: 0 at first.
    pub fn seq(&self) -> u64 {
        self.0.seq
    }

    /// The path of the branch that this visit is in; none outside of branches.
    pub fn branch(&self) -> Option<&str> {
        self.0.branch.as_deref()
    }

    /// What the keys of this visit begin with, and no key of another visit does.
    pub(crate) fn prefix(&self) -> &Arc<str> {
        &self.0.prefix
    }

    /// The key of an action's result.
    pub(crate) fn key(&self, action: &str) -> Key {
        self.join(&[action])
    }

    /// The action whose result has a key of this visit.
    pub(crate) fn action<'a>(&self, key: &'a str) -> &'a str {
        key.get(self.0.prefix.len() + 1..).unwrap_or_default()
    }

    /// The key of the mark that an action or a change has become part of the state.
    pub(crate) fn applied_key(&self, action: &str) -> Key {
        self.join(&["__applied__:", action])
    }

    /// The key of the attempts that are left of an action.
    pub(crate) fn retry_key(&self, action: &str) -> Key {
        self.join(&["__retry__:", action])
    }

    /// The key of the mark that the timer of this key is the pause before the next look at a job.
    pub(crate) fn look_key(&self, action: &str) -> Key {
        self.join(&["__look__:", action])
    }

    /// The key of the time until which a job must be done.
    pub(crate) fn until_key(&self, action: &str) -> Key {
        self.join(&["__until__:", action])
    }

    /// Whether a key counts the attempts at an action or limits the time of a job, in whatever
    /// visit: what a run that is tried again is given anew.
    pub(crate) fn is_limit(key: &str) -> bool {
        key.contains(":__retry__:") || key.contains(":__until__:")
    }

    /// The key of a wait for a time.
    pub(crate) fn timer_key(&self, key: &str) -> Key {
        self.join(&["timer:", key])
    }

    /// The key of a wait for an answer.
    pub(crate) fn event_key(&self, key: &str) -> Key {
        self.join(&["event:", key])
    }

    /// The timer that limits the wait for the answer of this key.
    pub(crate) fn limit(answer: &str) -> String {
        format!("{answer}{LIMIT}")
    }

    /// The answer that is waited for until this timer ends, if there is such a wait.
    pub(crate) fn limited(timer: &str) -> Option<&str> {
        timer.strip_suffix(LIMIT)
    }

    /// The key of the wait that won a race between the given ones.
    pub(crate) fn race_key(&self, keys: &str) -> Key {
        self.join(&["__race__:", keys])
    }

    /// The key of what the step has logged in this visit.
    pub(crate) fn logged_key(&self) -> Key {
        self.join(&["__logged__"])
    }

    /// The key of the record of a branch that this visit forked.
    pub(crate) fn branch_key(&self, branch: &str) -> Key {
        self.join(&["__branch__:", &as_part(branch)])
    }

    /// The key of what a fork of this visit was opened as.
    pub(crate) fn fork_key(&self) -> Key {
        self.join(&["__fork__"])
    }

    /// Whether a key says what a fork was opened as, in whatever visit. An action's key may look
    /// the same.
    pub(crate) fn is_fork(key: &str) -> bool {
        key.ends_with(":__fork__")
    }

    /// Whether a key was made by this visit itself.
    pub(crate) fn made(&self, key: &str) -> bool {
        let rest = key.strip_prefix(&*self.0.prefix);
        rest.is_some_and(|rest| rest.starts_with(':'))
    }

    /// Whether a key was made by this visit, or by a branch that it forked.
    pub(crate) fn owns(&self, key: &str) -> bool {
        let rest = key.strip_prefix(&*self.0.prefix);
        rest.is_some_and(|rest| rest.starts_with(':') || rest.starts_with('/'))
    }

    fn join(&self, parts: &[&str]) -> Key {
        KEY.with_borrow_mut(|key| {
            key.clear();
            key.push_str(&self.0.prefix);
            key.push(':');
            for part in parts {
                key.push_str(part);
            }
            Key::from(key.as_str())
        })
    }
}

/// A name as a part of a key, in which it does not look like several parts.
fn as_part(name: &str) -> Cow<'_, str> {
    if !name.contains(['%', ':', '/']) {
        return name.into();
    }
    let escaped = name.replace('%', "%25");
    escaped.replace(':', "%3A").replace('/', "%2F").into()
}

impl fmt::Display for Visit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "step `{}` of run `{}`", self.0.step, self.0.run_id)
    }
}
