//! Storing checkpoints, one after the other, each on top of the last.
//!
//! The type of the context ends here, so that it does not show in the types of steps. A step
//! that is dropped while its checkpoint is being stored leaves the storing to whoever stores
//! next, so the run always knows what is stored.

use std::any::Any;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use futures_util::FutureExt;
use futures_util::future::Shared;

use crate::{Changes, Checkpoint, Context, ContextError, Mail, RuntimeError, telemetry};

type Saving = Pin<Box<dyn Future<Output = Result<(), ContextError>> + Send>>;
type Reading<'a> = Pin<Box<dyn Future<Output = Result<Vec<Mail>, ContextError>> + Send + 'a>>;

pub(crate) struct Recorder {
    /// None for a run that is never stored.
    store: Option<Arc<dyn Store>>,
    /// Locked for moments only. What is being stored is awaited outside of the lock, by
    /// everybody who waits for it: one who is not polled any more must not hold up the others.
    place: Mutex<Place>,
}

/// What is known about the stored run.
struct Place {
    /// Its revision; none before the first checkpoint.
    revision: Option<u64>,
    /// A checkpoint whose storing was begun and not yet seen to end.
    saving: Option<Begun>,
    /// Why nothing more may be stored.
    closed: Option<Closed>,
}

#[derive(Clone)]
struct Begun {
    revision: u64,
    saving: Shared<Saving>,
}

#[derive(Clone)]
enum Closed {
    /// A checkpoint could not be stored.
    Failed(ContextError),
    /// The run is not being executed any more.
    Over,
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
                closed: None,
            }),
        }
    }

    /// Whether the run is stored at all.
    pub(super) fn stores(&self) -> bool {
        self.store.is_some()
    }

    /// Where the run is stored, if it is.
    pub(crate) fn store(&self) -> Option<&Arc<dyn Store>> {
        self.store.as_ref()
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
        let mine = loop {
            let earlier = {
                let mut place = self.place();
                match (&place.closed, &place.saving) {
                    (Some(closed), _) => return Err(closed.error(run_id)),
                    (None, Some(earlier)) => earlier.clone(),
                    (None, None) => {
                        let checkpoint = make(place.revision);
                        let revision = checkpoint.revision();
                        let saving = Arc::clone(store).save_owned(Arc::clone(run_id), checkpoint);
                        let saving = saving.shared();
                        let mine = Begun { revision, saving };
                        place.saving = Some(mine.clone());
                        break mine;
                    }
                }
            };
            // Its error closes the recorder, and is given at the next turn.
            let _ = self.settle(earlier).await;
        };
        let saved = self.settle(mine).await;
        saved.map_err(|source| Closed::Failed(source).error(run_id))
    }

    /// Makes all later calls of [`save`](Self::save) fail, after those that have begun.
    pub(super) async fn close(&self) {
        let begun = self.place().saving.clone();
        if let Some(begun) = begun {
            // Its error is kept, for whoever asks to store something.
            let _ = self.settle(begun).await;
        }
        self.place().closed.get_or_insert(Closed::Over);
    }

    /// Sees a checkpoint to its end, whoever began it.
    async fn settle(&self, begun: Begun) -> Result<(), ContextError> {
        let saved = begun.saving.await;
        let mut place = self.place();
        if place
            .saving
            .as_ref()
            .is_some_and(|last| last.revision == begun.revision)
        {
            place.saving = None;
            match &saved {
                Ok(()) => {
                    place.revision = Some(begun.revision);
                    telemetry::checkpoint_stored(begun.revision);
                }
                Err(error) => {
                    place.closed = Some(Closed::Failed(error.clone()));
                    telemetry::checkpoint_refused(begun.revision, error);
                }
            }
        }
        saved
    }

    fn place(&self) -> MutexGuard<'_, Place> {
        self.place.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) async fn mail(&self, run_id: &str) -> Result<Vec<Mail>, RuntimeError> {
        let Some(store) = &self.store else {
            return Ok(Vec::new());
        };
        let mail = store.mail_boxed(run_id).await;
        mail.map_err(RuntimeError::context(run_id))
    }

    pub(crate) fn changes(&self) -> Option<Changes> {
        self.store.as_ref()?.changes_boxed()
    }
}

impl Closed {
    fn error(&self, run_id: &str) -> RuntimeError {
        let run_id = run_id.to_owned();
        match self {
            Self::Failed(source) => RuntimeError::Context {
                run_id,
                source: source.clone(),
            },
            Self::Over => RuntimeError::Closed { run_id },
        }
    }
}

/// The part of a context that a run needs, as a trait object.
pub(crate) trait Store: Send + Sync {
    /// Whether a context is this one.
    fn is_kept_by(&self, context: &dyn Any) -> bool;

    fn save_owned(self: Arc<Self>, run_id: Arc<str>, checkpoint: Checkpoint) -> Saving;

    fn mail_boxed<'a>(&'a self, run_id: &'a str) -> Reading<'a>;

    fn changes_boxed(&self) -> Option<Changes>;
}

impl<C: Context> Store for C {
    fn is_kept_by(&self, context: &dyn Any) -> bool {
        let context = context.downcast_ref::<C>();
        context.is_some_and(|context| self.is_same(context))
    }

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
