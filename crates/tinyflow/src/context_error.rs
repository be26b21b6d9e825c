//! What can go wrong in a place where runs are kept.

use std::error::Error;
use std::sync::Arc;

/// Why a context could not do what it was asked.
#[derive(Clone, Debug, thiserror::Error)]
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
    /// The lock under which the run was executed has gone to somebody else, or it was not
    /// renewed in time. Nothing was stored.
    #[error("the lock of run `{run_id}` was lost")]
    LockLost {
        /// The run.
        run_id: String,
    },
    /// What is stored of the run cannot be read back.
    #[error("what is stored of run `{run_id}` is damaged")]
    Damaged {
        /// The run.
        run_id: String,
        /// What is wrong with it.
        source: Arc<dyn Error + Send + Sync>,
    },
    /// The store itself failed.
    #[error("the store failed for run `{run_id}`")]
    Store {
        /// The run.
        run_id: String,
        /// What the store says.
        source: Arc<dyn Error + Send + Sync>,
    },
    /// The store failed at something that concerns no run in particular.
    #[error("the store failed")]
    Unavailable {
        /// What the store says.
        source: Arc<dyn Error + Send + Sync>,
    },
}

impl ContextError {
    /// Stored data that cannot be read back, from the error that it gave or from a text.
    pub fn damaged(
        run_id: impl Into<String>,
        source: impl Into<Box<dyn Error + Send + Sync>>,
    ) -> Self {
        Self::Damaged {
            run_id: run_id.into(),
            source: source.into().into(),
        }
    }

    /// The failure of a store, from the error that it gave or from a text.
    pub fn store(
        run_id: impl Into<String>,
        source: impl Into<Box<dyn Error + Send + Sync>>,
    ) -> Self {
        Self::Store {
            run_id: run_id.into(),
            source: source.into().into(),
        }
    }

    /// The failure of a store at something that concerns no run in particular.
    pub fn unavailable(source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self::Unavailable {
            source: source.into().into(),
        }
    }
}
