//! What became of an answer when its run has come past the wait, or has read it.

use serde_json::Value;

use super::{Runs, is_over};
use crate::audit_log::{ANSWER_REFUSED, LETTER};
use crate::own_run::expect_other;
use crate::system_entry::Sender;
use crate::{Letter, LogEntry, ResolveError, RuntimeError, WorkerContext};

impl<C: WorkerContext> Runs<C> {
    /// Waits until it is decided what becomes of what was
    /// [undecided](crate::Delivery::Undecided) when it was sent, and tells whether a step has read
    /// it. What this tells is stored with the run, and stands.
    ///
    /// ```
    /// # use tinyflow::{Delivery, Runs, RuntimeError, SimpleContext, json};
    /// # async fn pay(runs: Runs<SimpleContext>, wait: &str) -> Result<(), RuntimeError> {
    /// if let Delivery::Undecided { letter } = runs.answer("r", wait, json!(100)).await? {
    ///     runs.verdict("r", letter).await?;
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// A run that fails before it has read it reads it when it is tried again. An answer to a wait
    /// that has lost a race is decided when its step names itself or ends, and one to a wait in
    /// [all](crate::DurableState::all) of several when the last of them is over. Whoever waits no
    /// longer changes nothing.
    ///
    /// # Errors
    /// [`RuntimeError::Resolve`] if it was not taken, with what an answer is told now: that the
    /// wait was answered already, say. [`ResolveError::Misfit`] if it was not fit to be taken.
    /// Other errors if there is no such run, or if the context fails.
    pub async fn verdict(&self, run_id: &str, letter: u64) -> Result<(), RuntimeError> {
        self.wait_until_decided(run_id, letter).await?;
        let logs = self.logs(run_id).await?;
        let is_of_letter = |entry: &&LogEntry| {
            entry.kind == ANSWER_REFUSED && entry.values[LETTER].as_u64() == Some(letter)
        };
        let Some(refused) = logs.iter().rev().find(is_of_letter) else {
            return Ok(());
        };
        let text = |name: &str| {
            let text = refused.values[name].as_str();
            text.unwrap_or_default().to_owned()
        };
        let resume_id = text("resumeId");
        let (_, record) = self.load(run_id).await?;
        let again = Letter::Answer {
            resume_id: resume_id.clone(),
            payload: Value::Null,
        };
        self.expect_awaited(run_id, &record, &again)?;
        Err(ResolveError::Misfit {
            run_id: run_id.to_owned(),
            resume_id,
            reason: text("errorMessage"),
        }
        .into())
    }

    async fn wait_until_decided(&self, run_id: &str, letter: u64) -> Result<(), RuntimeError> {
        let mut changes = self.context.changes();
        loop {
            let mail = self.context.mail(run_id).await;
            let mut mail = mail.map_err(RuntimeError::context(run_id))?.into_iter();
            let is_unopened = mail.any(|mail| mail.number == letter);
            let (_, record) = self.load(run_id).await?;
            let sender = Some(Sender::Letter(letter));
            let mut waits = record.system.values();
            if !is_unopened && waits.all(|wait| wait.unread() != sender) {
                return Ok(());
            }
            // Whoever stored its end may have died before it could read this.
            if is_over(&record) {
                let run_id = run_id.to_owned();
                return Err(ResolveError::Over { run_id }.into());
            }
            expect_other(&*self.context, run_id)?;
            match &mut changes {
                Some(changes) => changes.next().await,
                None => std::future::pending().await,
            }
        }
    }
}
