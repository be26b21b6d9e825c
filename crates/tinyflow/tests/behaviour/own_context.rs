//! A context as a user may write one. It keeps every checkpoint, so that a test can go back.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use tinyflow::{Checkpoint, Context, ContextError, LogEntry, StoredRun};
use tokio::sync::{Mutex as Turn, OwnedMutexGuard};

#[derive(Clone, Default)]
pub(crate) struct History {
    runs: Arc<Mutex<HashMap<String, Vec<Checkpoint>>>>,
    turns: Arc<Mutex<HashMap<String, Arc<Turn<()>>>>>,
}

impl History {
    pub(crate) fn of(&self, run_id: &str) -> Vec<Checkpoint> {
        let runs = self.runs.lock().expect("no test panics in here");
        runs.get(run_id).cloned().unwrap_or_default()
    }

    /// A store that died after the first `count` checkpoints of a run.
    pub(crate) fn up_to(&self, run_id: &str, count: usize) -> Self {
        let past = Self::default();
        let kept = self.of(run_id)[..count].to_vec();
        let mut runs = past.runs.lock().expect("nobody else has it");
        runs.insert(run_id.to_owned(), kept);
        drop(runs);
        past
    }
}

impl Context for History {
    type Lock = OwnedMutexGuard<()>;

    async fn load(&self, run_id: &str) -> Result<Option<StoredRun>, ContextError> {
        let last = self.of(run_id).pop();
        Ok(last.map(|last| StoredRun::new(last.revision(), last.snapshot())))
    }

    async fn logs(&self, run_id: &str) -> Result<Vec<LogEntry>, ContextError> {
        let all = self.of(run_id);
        let logs = all.iter().flat_map(|one| one.new_logs().to_vec());
        Ok(logs.collect())
    }

    async fn save(&self, run_id: &str, checkpoint: &Checkpoint) -> Result<(), ContextError> {
        let mut runs = self.runs.lock().expect("no test panics in here");
        let kept = runs.entry(run_id.to_owned()).or_default();
        checkpoint.check(run_id, kept.last().map(Checkpoint::revision))?;
        kept.push(checkpoint.clone());
        Ok(())
    }

    async fn lock(&self, run_id: &str) -> Result<Self::Lock, ContextError> {
        let turn = {
            let mut turns = self.turns.lock().expect("no test panics in here");
            Arc::clone(turns.entry(run_id.to_owned()).or_default())
        };
        Ok(turn.lock_owned().await)
    }
}
