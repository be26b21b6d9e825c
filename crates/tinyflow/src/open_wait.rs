//! What a stored run waits for, said for somebody who looks at it from outside.
//!
//! The keys of the waits are taken apart here, where their form is known.

use serde_json::Value;

use crate::visit::Visit;
use crate::{Snapshot, SystemEntry};

/// A wait of a stored run that is still open.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct OpenWait {
    /// The wire name of the step that waits.
    pub step: String,
    /// The path of the branch that the step is executed in; none outside of branches.
    pub branch: Option<String>,
    /// What the wait is for.
    pub reason: WaitReason,
    /// The wait as it is stored.
    pub entry: SystemEntry,
}

/// What a wait is for.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum WaitReason {
    /// For a time, under this key.
    Time {
        /// The key.
        key: String,
    },
    /// For an answer, under this key.
    Answer {
        /// The key.
        key: String,
    },
    /// For the time at which the wait for an answer is given up.
    Limit {
        /// The key of the answer.
        answer: String,
    },
    /// For the time at which an action that has failed is tried again.
    Retry {
        /// The key of the action.
        action: String,
        /// How many attempts are left.
        attempts_left: u64,
    },
    /// For the time at which a job is looked at again.
    Look {
        /// The key under which it is looked at.
        action: String,
    },
}

impl Snapshot {
    /// What the run waits for, in all of its branches: timers first, by their time.
    ///
    /// ```
    /// use tinyflow::{Snapshot, WaitReason};
    ///
    /// let snapshot = Snapshot::from_json(
    ///     r#"{"step":"Pay","state":{},"cache":{"_seq":2},"system":{"2:Pay:event:card":
    ///         {"type":"event","isDone":false,"resumeId":"card-1","requestPayload":"Which?"}}}"#,
    /// )?;
    /// let waits = snapshot.open_waits();
    /// assert_eq!(waits[0].step, "Pay");
    /// assert_eq!(waits[0].reason, WaitReason::Answer { key: "card".to_owned() });
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    pub fn open_waits(&self) -> Vec<OpenWait> {
        self.waits(SystemEntry::is_open)
    }

    /// The waits that are so, open or not.
    pub(crate) fn waits(&self, are_so: impl Fn(&SystemEntry) -> bool) -> Vec<OpenWait> {
        let visits = self.visits();
        let entries = self.system.iter().filter(|(_, entry)| are_so(entry));
        let mut waits: Vec<_> = entries
            .map(|(wire_key, entry)| self.open_wait(&visits, wire_key, entry))
            .collect();
        let by_time = |wait: &OpenWait| wait.entry.resume_after().unwrap_or(i64::MAX);
        waits.sort_by_key(by_time);
        waits
    }

    fn open_wait(&self, visits: &[Visit], wire_key: &str, entry: &SystemEntry) -> OpenWait {
        let visit = visits.iter().find(|visit| visit.made(wire_key));
        let (step, branch, key) = match visit {
            Some(visit) => (visit.step(), visit.branch(), visit.action(wire_key)),
            None => (self.step.as_str(), None, wire_key),
        };
        let reason = match entry {
            SystemEntry::Event(_) => WaitReason::Answer {
                key: key.strip_prefix("event:").unwrap_or(key).to_owned(),
            },
            SystemEntry::Timer(_) => {
                let key = key.strip_prefix("timer:").unwrap_or(key);
                self.reason_of_timer(visit, key)
            }
        };
        OpenWait {
            step: step.to_owned(),
            branch: branch.map(str::to_owned),
            reason,
            entry: entry.clone(),
        }
    }

    fn reason_of_timer(&self, visit: Option<&Visit>, key: &str) -> WaitReason {
        let counters = visit.map(|visit| visit.retry_key(""));
        let action = counters.and_then(|counters| key.strip_prefix(&*counters));
        match action {
            Some(action) => WaitReason::Retry {
                action: action.to_owned(),
                attempts_left: self.number(key),
            },
            None if visit.is_some_and(|visit| self.cache.contains_key(&*visit.look_key(key))) => {
                WaitReason::Look {
                    action: key.to_owned(),
                }
            }
            None => match visit.and_then(|visit| self.limited(visit, key)) {
                Some(answer) => WaitReason::Limit {
                    answer: answer.to_owned(),
                },
                None => WaitReason::Time {
                    key: key.to_owned(),
                },
            },
        }
    }

    /// The key of the answer that is waited for until the timer of this key ends.
    fn limited<'k>(&self, visit: &Visit, timer: &'k str) -> Option<&'k str> {
        let answer = Visit::limited(timer)?;
        let event = self.system.get(&*visit.event_key(answer));
        event.is_some_and(SystemEntry::is_open).then_some(answer)
    }

    /// The present visits: the run's own, and those of its open branches.
    fn visits(&self) -> Vec<Visit> {
        let seq = self.number("_seq");
        let mut visits = vec![Visit::new("".into(), self.step.as_str().into(), seq)];
        let mut looked_at = 0;
        while let Some(visit) = visits.get(looked_at).cloned() {
            looked_at += 1;
            let records = visit.branch_key("");
            let branches = self.cache.iter().filter_map(|(key, place)| {
                let part = key.strip_prefix(&*records)?;
                let step = place.get("step")?.as_str()?;
                let seq = place.get("seq")?.as_u64()?;
                Some(visit.branch_off_as(part, step.into(), seq))
            });
            visits.extend(branches);
        }
        visits
    }

    /// A counter of the engine; 0 where there is none.
    fn number(&self, key: &str) -> u64 {
        let number = self.cache.get(key).and_then(Value::as_u64);
        number.unwrap_or_default()
    }
}
