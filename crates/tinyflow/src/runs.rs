//! Runs of any flow, seen and reached from outside, without their workflow's code.
//!
//! What is sent to them goes by letters; `changes` changes those that nobody executes;
//! `waits` says what may be answered, and `verdicts` what became of answers.

mod changes;
mod verdicts;
mod waits;

use std::sync::Arc;

use serde_json::Value;

use self::waits::Awaited;
use crate::record::Record;
use crate::runtime::load;
use crate::snapshot::RunStatus;
use crate::{
    Clock, ContextError, Letter, LogEntry, Mail, Posted, ResolveError, RunPhase, RunSummary,
    RuntimeError, Snapshot, SystemClock, WorkerContext,
};

/// The runs in a context, whatever their flows: to list them, to answer their waits, to stop
/// them or have them tried again.
///
/// A [`Client`](crate::Client) does the same in the types of one workflow.
pub struct Runs<C> {
    context: Arc<C>,
    clock: Arc<dyn Clock>,
}

/// What became of something that was sent to a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Delivery {
    /// The run has it, and reads it before anything else.
    Delivered,
    /// It is kept for the next wait of its step. What nobody has read when the run is over is
    /// logged.
    Kept,
    /// It is kept, and the run may come past the wait without reading it: it is being executed just
    /// now, something else that was sent or a timer of the same step may come first, or another
    /// wait has won a race against this one. [`Runs::verdict`] tells.
    Undecided {
        /// The number of the letter that it is kept in.
        letter: u64,
    },
    /// An event of the same id came before. This one was dropped.
    Duplicate,
}

impl<C: WorkerContext> Runs<C> {
    /// The runs in a context, by the system's clock.
    pub fn new(context: C) -> Self {
        Self::shared(Arc::new(context), Arc::new(SystemClock))
    }

    pub(crate) fn shared(context: Arc<C>, clock: Arc<dyn Clock>) -> Self {
        Self { context, clock }
    }

    /// The runs in one of the given phases, or all, in the order of their ids.
    ///
    /// # Errors
    /// If the context fails.
    pub async fn list(&self, phases: &[RunPhase]) -> Result<Vec<RunSummary>, ContextError> {
        self.context.list(phases).await
    }

    /// The stored snapshot of a run with all its logs.
    ///
    /// # Errors
    /// If there is no such run, if its snapshot is damaged, or if the context fails.
    pub async fn snapshot(&self, run_id: &str) -> Result<Snapshot, RuntimeError> {
        let (_, record) = self.load(run_id).await?;
        Ok(record.into_snapshot(self.logs(run_id).await?))
    }

    /// The audit log of a run.
    ///
    /// # Errors
    /// If the context fails.
    pub async fn logs(&self, run_id: &str) -> Result<Vec<LogEntry>, RuntimeError> {
        self.context
            .logs(run_id)
            .await
            .map_err(RuntimeError::context(run_id))
    }

    /// Answers an event, or ends a timer whose time has come. Whether an answer fits its event
    /// is not known here: the run checks it when it reads it, and one that does not fit leaves
    /// the wait open. A [`Client`](crate::Client) checks at once.
    ///
    /// Of several answers to one wait the first is taken; the others are told so. Where the run
    /// is being executed just now it decides by itself, and [`verdict`](Self::verdict) tells how;
    /// and so it does for a wait that has lost a [race](crate::DurableState::race) and may be
    /// asked for again.
    ///
    /// # Errors
    /// [`RuntimeError::Resolve`] if the run does not wait for this, or not any more, or not
    /// yet. Other errors if there is no such run, or if the context fails.
    pub async fn answer(
        &self,
        run_id: &str,
        resume_id: &str,
        payload: Value,
    ) -> Result<Delivery, RuntimeError> {
        let resume_id = resume_id.to_owned();
        self.post_to_wait(run_id, Letter::Answer { resume_id, payload })
            .await
    }

    /// Ends a timer before its time.
    ///
    /// # Errors
    /// As for [`answer`](Self::answer).
    pub async fn skip(&self, run_id: &str, resume_id: &str) -> Result<Delivery, RuntimeError> {
        let resume_id = resume_id.to_owned();
        self.post_to_wait(run_id, Letter::Skip { resume_id }).await
    }

    /// Sends an event to a step, by the step's wire name. If the step does not wait, the event
    /// is kept for its next wait, first come first served. Of events with the same id the
    /// first is taken.
    ///
    /// # Errors
    /// If there is no such run, if it is over, or if the context fails.
    pub async fn send_event(
        &self,
        run_id: &str,
        step: &str,
        payload: Value,
        event_id: Option<&str>,
    ) -> Result<Delivery, RuntimeError> {
        let letter = Letter::Event {
            step: step.to_owned(),
            payload,
            event_id: event_id.map(str::to_owned),
        };
        match self.post(run_id, &letter, None).await? {
            Posted::Duplicate => Ok(Delivery::Duplicate),
            _ => Ok(Delivery::Kept),
        }
    }

    async fn post_to_wait(&self, run_id: &str, letter: Letter) -> Result<Delivery, RuntimeError> {
        loop {
            let (revision, record) = self.load(run_id).await?;
            let awaited = self.expect_awaited(run_id, &record, &letter)?;
            match self.post(run_id, &letter, Some(revision)).await? {
                Posted::Kept { number } => {
                    let is_next = match &awaited {
                        Awaited::Now { step } => self.is_next(run_id, step, number).await?,
                        Awaited::Perhaps => false,
                    };
                    return Ok(match is_next {
                        true => Delivery::Delivered,
                        false => Delivery::Undecided { letter: number },
                    });
                }
                Posted::KeptForExecuting { number } => {
                    return Ok(Delivery::Undecided { letter: number });
                }
                // The run has moved on meanwhile, perhaps away from this wait.
                Posted::Moved => {}
                _ => {
                    return Err(ResolveError::AlreadyAnswered {
                        run_id: run_id.to_owned(),
                        resume_id: letter.resume_id().unwrap_or_default().to_owned(),
                    }
                    .into());
                }
            }
        }
    }

    /// Whether a letter that was kept is the first that the run reads and that a wait of the step
    /// may be ended by.
    async fn is_next(&self, run_id: &str, step: &str, number: u64) -> Result<bool, RuntimeError> {
        let mail = self.mail(run_id).await?;
        let is_for_another = |letter: &Letter| match letter {
            Letter::Event { step: other, .. } => other != step,
            _ => false,
        };
        let first = mail.iter().find(|mail| !is_for_another(&mail.letter));
        Ok(first.is_some_and(|first| first.number == number))
    }

    async fn mail(&self, run_id: &str) -> Result<Vec<Mail>, RuntimeError> {
        let mail = self.context.mail(run_id).await;
        mail.map_err(RuntimeError::context(run_id))
    }

    async fn post(
        &self,
        run_id: &str,
        letter: &Letter,
        expected: Option<u64>,
    ) -> Result<Posted, RuntimeError> {
        let posted = self.context.post(run_id, letter, expected).await;
        let run_id = run_id.to_owned();
        match posted.map_err(RuntimeError::context(&run_id))? {
            Posted::Over => Err(ResolveError::Over { run_id }.into()),
            Posted::NoRun => Err(RuntimeError::RunNotFound { run_id }),
            posted => Ok(posted),
        }
    }

    async fn load(&self, run_id: &str) -> Result<(u64, Record), RuntimeError> {
        load(&*self.context, run_id).await
    }
}

impl<C> Clone for Runs<C> {
    fn clone(&self) -> Self {
        Self {
            context: Arc::clone(&self.context),
            clock: Arc::clone(&self.clock),
        }
    }
}

fn is_over(record: &Record) -> bool {
    let status = record.run.as_ref().map(|run| run.status);
    matches!(status, Some(RunStatus::Finished | RunStatus::Cancelled))
}
