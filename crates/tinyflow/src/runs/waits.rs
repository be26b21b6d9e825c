//! Which waits of a run may be answered, and by what.

use super::{Runs, is_over};
use crate::record::Record;
use crate::{Letter, OpenWait, ResolveError, RuntimeError, SystemEntry, WaitReason, WorkerContext};

/// When a run waits for what it is sent.
pub(super) enum Awaited {
    Now {
        /// The wire name of its step.
        step: String,
    },
    /// If nothing else comes first. A wait that has lost a race is open again where its step names
    /// itself.
    Perhaps,
}

impl<C: WorkerContext> Runs<C> {
    /// Refuses a letter for a wait that is over, or that there is not.
    pub(super) fn expect_awaited(
        &self,
        run_id: &str,
        record: &Record,
        letter: &Letter,
    ) -> Result<Awaited, ResolveError> {
        let run_id = run_id.to_owned();
        if is_over(record) {
            return Err(ResolveError::Over { run_id });
        }
        let resume_id = letter.resume_id().unwrap_or_default().to_owned();
        let mut of_id = record
            .system
            .values()
            .filter(|wait| wait.resume_id() == resume_id);
        let wait = of_id
            .clone()
            .find(|wait| wait.is_open())
            .or_else(|| of_id.clone().find(|wait| wait.is_aside()))
            .or_else(|| of_id.next());
        let is_answered =
            |wait: &SystemEntry| wait.is_done() || (wait.is_aside() && wait.unread().is_some());
        match (wait, letter) {
            (None, _) => Err(ResolveError::NotWaiting { run_id, resume_id }),
            (Some(wait), _) if is_answered(wait) => {
                Err(ResolveError::AlreadyAnswered { run_id, resume_id })
            }
            (Some(SystemEntry::Event(_)), Letter::Skip { .. }) => {
                Err(ResolveError::NotATimer { run_id, resume_id })
            }
            (Some(SystemEntry::Timer(timer)), Letter::Answer { .. })
                if timer.resume_after > self.clock.now_ms() =>
            {
                Err(ResolveError::TooEarly {
                    run_id,
                    resume_id,
                    resume_after: timer.resume_after,
                })
            }
            (Some(wait), _) if wait.is_aside() => Ok(Awaited::Perhaps),
            (Some(wait), _) => Ok(match self.unrivalled(record, wait) {
                Some(step) => Awaited::Now { step },
                None => Awaited::Perhaps,
            }),
        }
    }

    /// The step that waits, unless a timer may be over before the wait is answered, and win: one of
    /// the same visit, or one of another branch that is due. The limit of an answer loses against it.
    fn unrivalled(&self, record: &Record, wait: &SystemEntry) -> Option<String> {
        let now_ms = self.clock.now_ms();
        let snapshot = record.clone().into_snapshot(Vec::new());
        let open = snapshot.waits(SystemEntry::is_open);
        let own = open.iter().find(|open| open.entry == *wait)?;
        let is_rival = |other: &&OpenWait| {
            let is_near = (&other.step, &other.branch) == (&own.step, &own.branch);
            let is_limit = matches!(other.reason, WaitReason::Limit { .. });
            let due = other.entry.resume_after();
            let is_due = due.is_some_and(|at| at <= now_ms);
            other.entry != own.entry && !is_limit && (is_due || (is_near && due.is_some()))
        };
        let is_unrivalled = !open.iter().any(|other| is_rival(&other));
        is_unrivalled.then(|| own.step.clone())
    }

    /// Refuses a wait that is open and that this step has not set under this key for an answer.
    pub(crate) async fn expect_wait_of(
        &self,
        run_id: &str,
        resume_id: &str,
        step: &str,
        key: &str,
    ) -> Result<(), RuntimeError> {
        let (_, record) = self.load(run_id).await?;
        let waits = record
            .into_snapshot(Vec::new())
            .waits(|wait| !wait.is_done());
        let mut of_id = waits
            .iter()
            .filter(|wait| wait.entry.resume_id() == resume_id)
            .peekable();
        let reason = WaitReason::Answer {
            key: key.to_owned(),
        };
        // What is wrong with a wait that is not open is said when it is answered.
        if of_id.peek().is_none() || of_id.any(|wait| wait.step == step && wait.reason == reason) {
            return Ok(());
        }
        Err(ResolveError::OtherWait {
            run_id: run_id.to_owned(),
            resume_id: resume_id.to_owned(),
            step: step.to_owned(),
            key: key.to_owned(),
        }
        .into())
    }
}
