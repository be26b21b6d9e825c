//! What can go wrong in a place where runs are kept.

use std::error::Error;

/// Why a context could not do what it was asked.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ContextError {
    /// The stored run is not the one that the checkpoint was made from. Nothing was stored.
    #[error("run `{run_id}` was stored by somebody else in between")]
    Conflict {
        /// The run.
        run_id: String,
        /// The revision that the checkpoint replaces; `None` for a run that must be new.
        expected: Option<u64>,
        /// The revision that is stored; `None` if there is no such run.
        stored: Option<u64>,
    },
    /// The store itself failed.
    #[error("the store failed for run `{run_id}`")]
    Store {
        /// The run.
        run_id: String,
        /// What the store says.
        source: Box<dyn Error + Send + Sync>,
    },
}

impl ContextError {
    /// The failure of a store, from the error that it gave or from a text.
    pub fn store(
        run_id: impl Into<String>,
        source: impl Into<Box<dyn Error + Send + Sync>>,
    ) -> Self {
        Self::Store {
            run_id: run_id.into(),
            source: source.into(),
        }
    }
}
