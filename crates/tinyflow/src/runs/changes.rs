//! Changing runs that nobody executes: they are stopped for good, or tried again.
//!
//! A run that is executed reads its letters itself.

use std::sync::Arc;

use serde_json::Value;

use super::{Runs, is_over};
use crate::audit_log::AuditLog;
use crate::durable_state::take_early_events;
use crate::own_run::expect_other;
use crate::record::Record;
use crate::snapshot::{RunEnd, RunStatus};
use crate::system_entry::Sender;
use crate::visit::Visit;
use crate::{
    Checkpoint, Letter, LogEntry, Mail, RefusedAnswer, ResolveError, RuntimeError, Wake,
    WorkerContext,
};

impl<C: WorkerContext> Runs<C> {
    /// Stops a run for good. One that is being executed stops at its next await, and what its
    /// task gives after that is not stored. Letters that it has not read are logged.
    ///
    /// The run need not fit its workflow.
    ///
    /// # Errors
    /// If there is no such run, if it is over, if its snapshot is damaged, or if the context
    /// fails.
    pub async fn cancel(&self, run_id: &str) -> Result<(), RuntimeError> {
        // What cannot be read cannot be stopped by whoever has it in hand, either.
        self.load(run_id).await?;
        self.post(run_id, &Letter::Cancel, None).await?;
        match self.try_lock(run_id).await? {
            Some(_lock) => self.end_cancelled(run_id).await,
            None => self.cancel_if_failed(run_id).await,
        }
    }

    /// Whoever has the run in hand reads the wish to stop, unless it has just failed: then nobody
    /// looks any more.
    async fn cancel_if_failed(&self, run_id: &str) -> Result<(), RuntimeError> {
        let (_, record) = self.load(run_id).await?;
        if status(&record) != Some(RunStatus::Failed) {
            return Ok(());
        }
        expect_other(&*self.context, run_id)?;
        let lock = self.context.lock(run_id).await;
        let _lock = lock.map_err(RuntimeError::context(run_id))?;
        self.cancel_if_asked(run_id).await.map(drop)
    }

    /// Stops a run for good, whose lock the caller holds, if somebody has asked for it. Tells
    /// whether that is so.
    pub(crate) async fn cancel_if_asked(&self, run_id: &str) -> Result<bool, RuntimeError> {
        let mail = self.mail(run_id).await?;
        let is_asked = mail.iter().any(|mail| mail.letter.is_cancel());
        if is_asked {
            self.end_cancelled(run_id).await?;
        }
        Ok(is_asked)
    }

    async fn end_cancelled(&self, run_id: &str) -> Result<(), RuntimeError> {
        let (revision, before) = self.load(run_id).await?;
        if is_over(&before) {
            return Ok(());
        }
        let mut record = before.clone();
        RunEnd::replace(&mut record.run, RunStatus::Cancelled, None);
        let mail = self.mail(run_id).await?;
        self.save_over(run_id, revision, (&before, record), &mail)
            .await?;
        // From now on the context keeps no letter for it, but it may have kept some meanwhile.
        let mail = self.mail(run_id).await?;
        if mail.is_empty() {
            return Ok(());
        }
        let (revision, before) = self.load(run_id).await?;
        let record = before.clone();
        self.save_over(run_id, revision, (&before, record), &mail)
            .await
    }

    /// Stores a run that is over, and logs what was sent to it and that it never needed.
    async fn save_over(
        &self,
        run_id: &str,
        revision: u64,
        (before, mut record): (&Record, Record),
        mail: &[Mail],
    ) -> Result<(), RuntimeError> {
        let logs = self.log_unread(run_id, &mut record, mail)?;
        let taken = mail.iter().map(|mail| mail.number).collect();
        let checkpoint = Checkpoint::of_changed(revision, before, record, Wake::Never)
            .with_taken(taken)
            .with_logs(logs);
        self.save(run_id, &checkpoint).await
    }

    /// Has a failed run tried again by the next worker, with all attempts of its actions and all
    /// the time of its jobs. Whoever holds the failed run is waited for.
    ///
    /// One that is [stuck](crate::RunPhase::Stuck) is tried again at once. One that executes or waits
    /// is left alone.
    ///
    /// # Errors
    /// [`ResolveError::Over`] if the run has finished or was cancelled. Also if there is no such run,
    /// if its snapshot is damaged, or if the context fails.
    pub async fn retry(&self, run_id: &str) -> Result<(), RuntimeError> {
        match status(&self.load(run_id).await?.1) {
            // A run that is executed is not waited for: it may take days.
            None => return self.look_again(run_id).await,
            Some(RunStatus::Failed) => {}
            Some(RunStatus::Finished | RunStatus::Cancelled) => {
                let run_id = run_id.to_owned();
                return Err(ResolveError::Over { run_id }.into());
            }
        }
        // A failure is seen before the worker that stored it lets go of the run.
        expect_other(&*self.context, run_id)?;
        let lock = self.context.lock(run_id).await;
        let _lock = lock.map_err(RuntimeError::context(run_id))?;
        let (revision, before) = self.load(run_id).await?;
        if status(&before) != Some(RunStatus::Failed) {
            return Ok(());
        }
        let mut record = before.clone();
        record.run = None;
        record.cache.retain(|key, _| !Visit::is_limit(key));
        record.system.retain(|key, _| !Visit::is_limit(key));
        let checkpoint = Checkpoint::of_changed(revision, &before, record, Wake::Now);
        self.save(run_id, &checkpoint).await
    }

    /// Has workers take up a run again that they have set aside, if it is such a one.
    async fn look_again(&self, run_id: &str) -> Result<(), RuntimeError> {
        // Whoever holds it now tries it just now.
        let Some(_lock) = self.try_lock(run_id).await? else {
            return Ok(());
        };
        let run = self.context.summary(run_id).await;
        let run = run.map_err(RuntimeError::context(run_id))?;
        let (revision, before) = self.load(run_id).await?;
        if before.run.is_some() || run.is_none_or(|run| run.error.is_none()) {
            return Ok(());
        }
        let same = Checkpoint::of_changed(revision, &before, before.clone(), Wake::Unchanged);
        self.save(run_id, &same).await
    }

    /// The entries that tell of what was sent to a run and that it never needed.
    fn log_unread(
        &self,
        run_id: &str,
        record: &mut Record,
        mail: &[Mail],
    ) -> Result<Vec<LogEntry>, RuntimeError> {
        let log = AuditLog::new(Arc::clone(&self.clock), false);
        let visit = Visit::new(run_id.into(), Arc::clone(&record.step), 0);
        let snapshot = record.clone().into_snapshot(Vec::new());
        for wait in snapshot.waits(|wait| wait.unread().is_some()) {
            let mut entry = wait.entry;
            let (sender, payload) = (entry.unread(), entry.take_answer().unwrap_or_default());
            if sender == Some(Sender::Event) {
                log.event_unused(&visit, &wait.step, &payload);
            } else {
                let refused = refused(run_id, entry.resume_id(), payload);
                log.answer_refused(&visit, &refused, sender.and_then(Sender::letter));
            }
        }
        for wait in record.system.values_mut() {
            wait.set_unread(None);
        }
        for event in take_early_events(run_id, record)? {
            log.event_unused(&visit, &event.step, &event.payload);
        }
        for Mail { number, letter } in mail {
            match letter {
                Letter::Event { step, payload, .. } => log.event_unused(&visit, step, payload),
                Letter::Answer { resume_id, payload } => {
                    let refused = refused(run_id, resume_id, payload.clone());
                    log.answer_refused(&visit, &refused, Some(*number));
                }
                Letter::Skip { resume_id } => {
                    let refused = refused(run_id, resume_id, Value::Null);
                    log.answer_refused(&visit, &refused, Some(*number));
                }
                Letter::Cancel => {}
            }
        }
        Ok(log.take_unsaved())
    }

    async fn try_lock(&self, run_id: &str) -> Result<Option<C::Lock>, RuntimeError> {
        let lock = self.context.try_lock(run_id).await;
        lock.map_err(RuntimeError::context(run_id))
    }

    async fn save(&self, run_id: &str, checkpoint: &Checkpoint) -> Result<(), RuntimeError> {
        let saved = self.context.save(run_id, checkpoint).await;
        saved.map_err(RuntimeError::context(run_id))
    }
}

fn status(record: &Record) -> Option<RunStatus> {
    record.run.as_ref().map(|run| run.status)
}

/// What is told of an answer to a run that is over.
fn refused(run_id: &str, resume_id: &str, payload: Value) -> RefusedAnswer {
    let run_id = run_id.to_owned();
    RefusedAnswer {
        resume_id: resume_id.to_owned(),
        payload,
        error: ResolveError::Over { run_id }.to_string(),
    }
}
