//! The book in which the fakes of a test write what they were asked to do.
//!
//! It can be told to refuse something, which is how a test breaks the outside world.

use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// What was done to the outside world, in order. Clones share one book.
#[derive(Clone, Debug, Default)]
pub struct Ledger {
    pages: Arc<Mutex<Pages>>,
}

#[derive(Debug, Default)]
struct Pages {
    effects: Vec<Effect>,
    refused: Option<String>,
}

/// Something that a task did.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Effect {
    /// The idempotency key of the task.
    pub(super) key: String,
    pub(super) what: String,
}

impl Ledger {
    /// Writes down what a task did, under the task's idempotency key.
    ///
    /// # Errors
    /// If this is what is being [refused](Self::refuse); then nothing is written.
    pub fn note(&self, key: &str, what: impl Into<String>) -> io::Result<()> {
        let what = what.into();
        let mut pages = self.pages();
        if let Some(refused) = &pages.refused
            && what.contains(refused)
        {
            return Err(io::Error::other(format!("refused: {what}")));
        }
        let key = key.to_owned();
        pages.effects.push(Effect { key, what });
        Ok(())
    }

    /// Refuses from now on every entry that contains `text`.
    pub fn refuse(&self, text: &str) {
        self.pages().refused = Some(text.to_owned());
    }

    /// Accepts every entry again.
    pub fn accept(&self) {
        self.pages().refused = None;
    }

    /// The entries as lines, `key: what`, oldest first.
    pub fn lines(&self) -> Vec<String> {
        let pages = self.pages();
        let lines = pages.effects.iter();
        lines
            .map(|Effect { key, what }| format!("{key}: {what}"))
            .collect()
    }

    pub(super) fn effects(&self) -> Vec<Effect> {
        self.pages().effects.clone()
    }

    fn pages(&self) -> MutexGuard<'_, Pages> {
        self.pages.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
