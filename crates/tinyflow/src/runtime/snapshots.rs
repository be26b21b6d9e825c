//! Runs as data: taken in as snapshots, handed out as such, looked at.

use serde_json::Value;

use super::WorkflowRuntime;
use super::opening::taken_meanwhile;
use crate::audit_log::{ANSWER_REFUSED, LETTER};
use crate::durable_state::{Progress, check_state};
use crate::record::Record;
use crate::system_entry::Sender;
use crate::{Checkpoint, Context, LogEntry, RunView, RuntimeError, Snapshot, Workflow};

impl<W: Workflow, C: Context> WorkflowRuntime<W, C> {
    /// Stores a snapshot from elsewhere as a new run, for [`resume`](Self::resume) to go on
    /// with. Keys that are not known are kept. The numbers of letters are not: they are those of
    /// the context that the run was in.
    ///
    /// # Errors
    /// If the id is taken, if the snapshot belongs to another flow or does not fit the
    /// workflow, or if the context fails.
    pub async fn import(&self, run_id: &str, snapshot: Snapshot) -> Result<(), RuntimeError> {
        let (mut record, mut logs) = Record::of(snapshot).map_err(RuntimeError::damaged(run_id))?;
        forget_letters(&mut record, &mut logs);
        let restored =
            Progress::<W::Step, W::State>::restore(run_id, self.flow.clone(), record.clone());
        if let Ok(_) | Err(RuntimeError::StateMismatch { .. }) = restored {
            // Of what does not fit, the schema names every place; a type may name a whole alone.
            check_state(run_id, &record.state, self.workflow.state_schema())?;
        }
        restored?;
        let record = Record {
            flow: record.flow.or_else(|| Some(self.flow.clone())),
            ..record
        };
        let _lock = self.lock_new(run_id).await?;
        let checkpoint = Checkpoint::new(None, record.into_snapshot(logs));
        let checkpoint = checkpoint.map_err(RuntimeError::damaged(run_id))?;
        let saved = self.context.save(run_id, &checkpoint).await;
        saved
            .map_err(RuntimeError::context(run_id))
            .map_err(taken_meanwhile)
    }

    /// The stored snapshot of a run with all its logs. Does not wait for the run's lock: if
    /// the run is executing, the logs may be some entries ahead of the rest.
    ///
    /// # Errors
    /// If there is no such run, if its snapshot is damaged, or if the context fails.
    pub async fn snapshot(&self, run_id: &str) -> Result<Snapshot, RuntimeError> {
        let (_, record) = self.load(run_id).await?;
        Ok(record.into_snapshot(self.logs(run_id).await?))
    }

    /// What a run has come to, with its step and state in the workflow's types. Does not wait
    /// for the run's lock.
    ///
    /// # Errors
    /// If there is no such run, if it does not fit the workflow, or if the context fails.
    pub async fn query(&self, run_id: &str) -> Result<RunView<W::Step, W::State>, RuntimeError> {
        let (_, record) = self.load(run_id).await?;
        let progress = Progress::restore(run_id, self.flow.clone(), record)?;
        Ok(RunView::of(&progress))
    }
}

/// Forgets by which letters the answers came that are unread or refused: here others have, or will
/// have, their numbers.
fn forget_letters(record: &mut Record, logs: &mut [LogEntry]) {
    let waits = record.system.values_mut();
    for wait in waits.filter(|wait| wait.unread().and_then(Sender::letter).is_some()) {
        wait.set_unread(Some(Sender::Driver));
    }
    for entry in logs.iter_mut().filter(|entry| entry.kind == ANSWER_REFUSED) {
        if let Value::Object(values) = &mut entry.values {
            values.remove(LETTER);
        }
    }
}
