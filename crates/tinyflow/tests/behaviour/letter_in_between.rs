//! A context in memory to which a letter comes at a moment that is easily missed.

use std::sync::atomic::{AtomicUsize, Ordering};

use tinyflow::{
    Changes, Checkpoint, Context, ContextError, Letter, LogEntry, Mail, SimpleContext, SimpleLock,
    StoredRun, WorkerContext,
};

/// Runs that are sent a letter just after somebody has looked for their letters.
pub(crate) struct LetterInBetween {
    pub(crate) runs: SimpleContext,
    letter: Letter,
    /// After which look it comes.
    after: usize,
    looks: AtomicUsize,
}

impl LetterInBetween {
    pub(crate) fn new(after: usize, letter: Letter) -> Self {
        Self {
            runs: SimpleContext::new(),
            letter,
            after,
            looks: AtomicUsize::new(0),
        }
    }
}

impl Context for LetterInBetween {
    type Lock = SimpleLock;

    async fn load(&self, run_id: &str) -> Result<Option<StoredRun>, ContextError> {
        self.runs.load(run_id).await
    }

    async fn logs(&self, run_id: &str) -> Result<Vec<LogEntry>, ContextError> {
        self.runs.logs(run_id).await
    }

    async fn save(&self, run_id: &str, checkpoint: &Checkpoint) -> Result<(), ContextError> {
        self.runs.save(run_id, checkpoint).await
    }

    async fn lock(&self, run_id: &str) -> Result<SimpleLock, ContextError> {
        self.runs.lock(run_id).await
    }

    async fn mail(&self, run_id: &str) -> Result<Vec<Mail>, ContextError> {
        let mail = self.runs.mail(run_id).await?;
        if self.looks.fetch_add(1, Ordering::Relaxed) + 1 == self.after {
            self.runs.post(run_id, &self.letter, None).await?;
        }
        Ok(mail)
    }

    fn changes(&self) -> Option<Changes> {
        self.runs.changes()
    }
}
