//! Storing checkpoints, one after the other, each on top of the last.
//!
//! The type of the context ends here, so that it does not show in the types of steps. A step
//! that is dropped while its checkpoint is being stored leaves the storing to whoever stores
//! next, so the run always knows what is stored.

use std::pin::Pin;
use std::sync::Arc;

use tokio::sync::Mutex;

use crate::{Changes, Checkpoint, Context, ContextError, Mail, RuntimeError};

type Saving = Pin<Box<dyn Future<Output = Result<(), ContextError>> + Send>>;
type Reading<'a> = Pin<Box<dyn Future<Output = Result<Vec<Mail>, ContextError>> + Send + 'a>>;

pub(crate) struct Recorder {
    /// None for a run that is never stored.
    store: Option<Arc<dyn Store>>,
    /// Held while a checkpoint is being stored.
    place: Mutex<Place>,
}

/// What is known about the stored run.
struct Place {
    /// Its revision; none before the first checkpoint.
    revision: Option<u64>,
    /// A checkpoint whose storing was begun and not yet seen to end.
    saving: Option<(u64, Saving)>,
    /// Nothing more may be stored.
    closed: bool,
}

impl Recorder {
    /// A recorder for the run that is stored at `revision`, or not yet.
    pub(crate) fn new(store: Arc<dyn Store>, revision: Option<u64>) -> Self {
        Self::of(Some(store), revision)
    }

    /// A recorder that stores nothing.
    pub(crate) fn detached() -> Self {
        Self::of(None, None)
    }

    fn of(store: Option<Arc<dyn Store>>, revision: Option<u64>) -> Self {
        Self {
            store,
            place: Mutex::new(Place {
                revision,
                saving: None,
                closed: false,
            }),
        }
    }

    /// Stores what `make` gives. It is called when all earlier checkpoints are stored, with
    /// the revision to replace.
    pub(super) async fn save(
        &self,
        run_id: &Arc<str>,
        make: impl FnOnce(Option<u64>) -> Checkpoint,
    ) -> Result<(), RuntimeError> {
        let Some(store) = &self.store else {
            return Ok(());
        };
        let mut place = self.place.lock().await;
        place.settle(run_id).await?;
        if place.closed {
            return Err(RuntimeError::Closed {
                run_id: run_id.to_string(),
            });
        }
        let checkpoint = make(place.revision);
        let revision = checkpoint.revision();
        let saving = Arc::clone(store).save_owned(Arc::clone(run_id), checkpoint);
        place.saving = Some((revision, saving));
        place.settle(run_id).await
    }

    /// Makes all later calls of [`save`](Self::save) fail, after those that have begun.
    pub(super) async fn close(&self) {
        self.place.lock().await.closed = true;
    }

    pub(crate) async fn mail(&self, run_id: &str) -> Result<Vec<Mail>, RuntimeError> {
        let Some(store) = &self.store else {
            return Ok(Vec::new());
        };
        let mail = store.mail_boxed(run_id).await;
        mail.map_err(|source| RuntimeError::Context {
            run_id: run_id.to_owned(),
            source,
        })
    }

    pub(crate) fn changes(&self) -> Option<Changes> {
        self.store.as_ref()?.changes_boxed()
    }
}

impl Place {
    async fn settle(&mut self, run_id: &str) -> Result<(), RuntimeError> {
        let Some((revision, saving)) = &mut self.saving else {
            return Ok(());
        };
        let saved = saving.await;
        let revision = *revision;
        self.saving = None;
        match saved {
            Ok(()) => {
                self.revision = Some(revision);
                Ok(())
            }
            Err(source) => {
                self.closed = true;
                Err(RuntimeError::Context {
                    run_id: run_id.to_owned(),
                    source,
                })
            }
        }
    }
}

/// The part of a context that a run needs, as a trait object.
pub(crate) trait Store: Send + Sync {
    fn save_owned(self: Arc<Self>, run_id: Arc<str>, checkpoint: Checkpoint) -> Saving;

    fn mail_boxed<'a>(&'a self, run_id: &'a str) -> Reading<'a>;

    fn changes_boxed(&self) -> Option<Changes>;
}

impl<C: Context> Store for C {
    fn save_owned(self: Arc<Self>, run_id: Arc<str>, checkpoint: Checkpoint) -> Saving {
        Box::pin(async move { self.save(&run_id, &checkpoint).await })
    }

    fn mail_boxed<'a>(&'a self, run_id: &'a str) -> Reading<'a> {
        Box::pin(self.mail(run_id))
    }

    fn changes_boxed(&self) -> Option<Changes> {
        self.changes()
    }
}
