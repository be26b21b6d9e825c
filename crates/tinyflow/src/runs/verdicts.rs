//! What became of an answer that came while its run was being executed.

use serde_json::Value;

use super::{Runs, is_over};
use crate::audit_log::{ANSWER_REFUSED, LETTER};
use crate::{Letter, LogEntry, ResolveError, RuntimeError, WorkerContext};

impl<C: WorkerContext> Runs<C> {
    /// Waits until a run has read what was [undecided](crate::Delivery::Undecided) when it was
    /// sent, and tells whether its wait has taken it.
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
    /// A run that fails before it has read it reads it when it is tried again. Whoever waits no
    /// longer changes nothing.
    ///
    /// # Errors
    /// [`RuntimeError::Resolve`] if it was not taken, with what an answer is told now: that the
    /// wait was answered already, say. [`ResolveError::Misfit`] if it was not fit to be taken.
    /// Other errors if there is no such run, or if the context fails.
    pub async fn verdict(&self, run_id: &str, letter: u64) -> Result<(), RuntimeError> {
        self.wait_until_read(run_id, letter).await?;
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
        self.expect_open(run_id, &record, &again)?;
        Err(ResolveError::Misfit {
            run_id: run_id.to_owned(),
            resume_id,
            reason: text("errorMessage"),
        }
        .into())
    }

    async fn wait_until_read(&self, run_id: &str, letter: u64) -> Result<(), RuntimeError> {
        let mut changes = self.context.changes();
        loop {
            let mail = self.context.mail(run_id).await;
            let mut mail = mail.map_err(RuntimeError::context(run_id))?.into_iter();
            if mail.all(|mail| mail.number != letter) {
                return Ok(());
            }
            // Whoever stored its end may have died before it could read this.
            if is_over(&self.load(run_id).await?.1) {
                let run_id = run_id.to_owned();
                return Err(ResolveError::Over { run_id }.into());
            }
            match &mut changes {
                Some(changes) => changes.next().await,
                None => std::future::pending().await,
            }
        }
    }
}
