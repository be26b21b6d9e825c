//! Storing checkpoints, one after the other, each on top of the last.
//!
//! The type of the context ends here, so that it does not show in the types of steps.

use std::pin::Pin;
use std::sync::Arc;

use tokio::sync::Mutex;

use crate::{Checkpoint, Context, ContextError, RuntimeError};

type Saving<'a> = Pin<Box<dyn Future<Output = Result<(), ContextError>> + Send + 'a>>;

pub(crate) struct Recorder {
    store: Arc<dyn Store>,
    /// Held while a checkpoint is being stored.
    place: Mutex<Place>,
}

/// What is known about the stored run.
#[derive(Clone, Copy)]
enum Place {
    /// Its revision; none before the first checkpoint.
    At(Option<u64>),
    /// A checkpoint was begun and its end not seen, or nothing more may be stored.
    Lost,
}

impl Recorder {
    /// A recorder for the run that is stored at `revision`, or not yet.
    pub(crate) fn new<C: Context>(context: Arc<C>, revision: Option<u64>) -> Self {
        Self {
            store: context,
            place: Mutex::new(Place::At(revision)),
        }
    }

    /// Stores what `make` gives. It is called when all earlier checkpoints are stored, with
    /// the revision to replace.
    pub(super) async fn save(
        &self,
        run_id: &str,
        make: impl FnOnce(Option<u64>) -> Result<Checkpoint, serde_json::Error>,
    ) -> Result<(), RuntimeError> {
        let mut place = self.place.lock().await;
        let Place::At(expected) = *place else {
            return Err(RuntimeError::CheckpointAbandoned {
                run_id: run_id.to_owned(),
            });
        };
        let checkpoint = make(expected).map_err(|source| RuntimeError::Snapshot {
            run_id: run_id.to_owned(),
            source,
        })?;
        // Stays so if the future is dropped at the await, or if the store fails.
        *place = Place::Lost;
        let saved = self.store.save_boxed(run_id, &checkpoint).await;
        saved.map_err(|source| RuntimeError::Context {
            run_id: run_id.to_owned(),
            source,
        })?;
        *place = Place::At(Some(checkpoint.revision()));
        Ok(())
    }

    /// Makes all later calls of [`save`](Self::save) fail.
    pub(super) async fn close(&self) {
        *self.place.lock().await = Place::Lost;
    }
}

/// The part of a context that a run needs, as a trait object.
trait Store: Send + Sync {
    fn save_boxed<'a>(&'a self, run_id: &'a str, checkpoint: &'a Checkpoint) -> Saving<'a>;
}

impl<C: Context> Store for C {
    fn save_boxed<'a>(&'a self, run_id: &'a str, checkpoint: &'a Checkpoint) -> Saving<'a> {
        Box::pin(self.save(run_id, checkpoint))
    }
}
