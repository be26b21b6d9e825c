//! The place where runs are kept, as traits that a user can implement.
//!
//! A context stores text, log entries and letters and does not look into them: what they mean
//! is decided by the runtime.

use crate::{
    Changes, Checkpoint, ContextError, Letter, LogEntry, Mail, RunPhase, RunSummary, Serving,
    SetAside, StoredRun,
};

/// A place where runs are kept: all that starting and resuming runs needs.
///
/// [`SimpleContext`](crate::SimpleContext) keeps them in memory. For a store of your own, the
/// file `tests/behaviour/own_context.rs` of this crate is a whole example. What workers and
/// clients need beyond this is in [`WorkerContext`].
pub trait Context: Send + Sync + 'static {
    /// What holds a run's lock. Dropping it releases the lock.
    type Lock: Send + 'static;

    /// The last stored checkpoint of a run, or `None` if there is no such run.
    fn load(
        &self,
        run_id: &str,
    ) -> impl Future<Output = Result<Option<StoredRun>, ContextError>> + Send;

    /// All stored log entries of a run, oldest first; none if there is no such run.
    fn logs(
        &self,
        run_id: &str,
    ) -> impl Future<Output = Result<Vec<LogEntry>, ContextError>> + Send;

    /// Stores a checkpoint, appends its log entries and removes the letters that it has
    /// taken: all of it or nothing.
    ///
    /// # Errors
    /// [`ContextError::Conflict`] if the stored revision is not [`Checkpoint::expected`], and
    /// [`ContextError::LockLost`] if the lock that the caller held has gone to somebody else
    /// or has run out; then nothing is stored.
    fn save(
        &self,
        run_id: &str,
        checkpoint: &Checkpoint,
    ) -> impl Future<Output = Result<(), ContextError>> + Send;

    /// Waits for a run's lock. One holds it at a time, first come first served. The run need
    /// not exist.
    fn lock(&self, run_id: &str) -> impl Future<Output = Result<Self::Lock, ContextError>> + Send;

    /// The letters that wait for a run, oldest first. A context that takes no letters has none.
    fn mail(&self, run_id: &str) -> impl Future<Output = Result<Vec<Mail>, ContextError>> + Send {
        let _ = run_id;
        std::future::ready(Ok(Vec::new()))
    }

    /// Whether another one has the same runs and the same locks, as a clone has. A step that
    /// would wait for the lock of its own run is told so by this. Unless a context knows better,
    /// no other one is the same.
    fn is_same(&self, other: &Self) -> bool {
        std::ptr::eq(self, other)
    }

    /// Follows the changes that others make: letters, new runs, ends, released locks. A
    /// context that nobody else changes has none.
    fn changes(&self) -> Option<Changes> {
        None
    }
}

/// A context that workers and clients share: it finds due runs, and it keeps letters.
///
/// A run is *due* when it has not ended ([`Checkpoint::status`]), its time to wake has come
/// ([`Checkpoint::wake`]) or a letter waits for it, and nobody holds its lock. A lock that its
/// holder has not renewed in time counts as free. For the worker that has
/// [set it aside](Self::set_aside) a run is not due until the time that the note says.
pub trait WorkerContext: Context {
    /// The lock of a run, if nobody holds it.
    fn try_lock(
        &self,
        run_id: &str,
    ) -> impl Future<Output = Result<Option<Self::Lock>, ContextError>> + Send;

    /// Locks up to `limit` due runs that a worker takes up, those that have been due for longest
    /// first.
    ///
    /// A run that cannot be read is claimed as [damaged](Claim::damaged). It keeps nobody from
    /// the others.
    fn claim(
        &self,
        serving: &Serving,
        limit: usize,
    ) -> impl Future<Output = Result<Vec<Claim<Self::Lock>>, ContextError>> + Send;

    /// When the next run that a worker takes up becomes due by itself, in milliseconds since
    /// 1970: by its timer, because a lock runs out, or because it was set aside until then. May
    /// be in the past.
    fn next_wake(
        &self,
        serving: &Serving,
    ) -> impl Future<Output = Result<Option<i64>, ContextError>> + Send;

    /// Notes why a worker could not execute a run, whose lock the caller holds: for
    /// [`claim`](Self::claim), which leaves the run out for this worker until then, and for
    /// [`list`](Self::list). It takes the place of the worker's earlier note.
    ///
    /// A letter for the run ends the time of all its notes; a checkpoint removes them.
    ///
    /// # Errors
    /// [`ContextError::LockLost`] if the lock has gone to somebody else: what becomes of the run is
    /// theirs to say, and nothing is noted. Also if the store fails.
    fn set_aside(
        &self,
        run_id: &str,
        note: &SetAside,
    ) -> impl Future<Output = Result<(), ContextError>> + Send;

    /// Keeps a letter for a run, and makes the run due.
    ///
    /// With `expected` the letter is kept only while that is the stored revision.
    fn post(
        &self,
        run_id: &str,
        letter: &Letter,
        expected: Option<u64>,
    ) -> impl Future<Output = Result<Posted, ContextError>> + Send;

    /// The runs in one of the given phases (all, if none is given), in the order of their ids.
    fn list(
        &self,
        phases: &[RunPhase],
    ) -> impl Future<Output = Result<Vec<RunSummary>, ContextError>> + Send;

    /// One run as [`list`](Self::list) shows it, or `None` if there is no such run. Unless a
    /// context finds it directly, the whole list is read for it.
    fn summary(
        &self,
        run_id: &str,
    ) -> impl Future<Output = Result<Option<RunSummary>, ContextError>> + Send {
        async move {
            let runs = self.list(&[]).await?;
            Ok(runs.into_iter().find(|run| run.run_id == run_id))
        }
    }
}

/// A due run, locked for a worker.
#[derive(Debug)]
#[non_exhaustive]
pub struct Claim<Lock> {
    /// The run.
    pub run_id: String,
    /// The id of its flow, or what keeps the run from being read.
    pub flow: Result<String, ContextError>,
    /// Its lock.
    pub lock: Lock,
}

impl<Lock> Claim<Lock> {
    /// What a context gives back for a due run.
    pub fn new(run_id: impl Into<String>, flow: impl Into<String>, lock: Lock) -> Self {
        Self {
            run_id: run_id.into(),
            flow: Ok(flow.into()),
            lock,
        }
    }

    /// What a context gives back for a run that may be due and cannot be read, so that a worker
    /// reports it.
    pub fn damaged(run_id: impl Into<String>, error: ContextError, lock: Lock) -> Self {
        Self {
            run_id: run_id.into(),
            flow: Err(error),
            lock,
        }
    }

    /// The same run with another lock, as a context gives it back that wraps another one's locks.
    pub fn map_lock<Other>(self, wrap: impl FnOnce(&str, Lock) -> Other) -> Claim<Other> {
        Claim {
            lock: wrap(&self.run_id, self.lock),
            run_id: self.run_id,
            flow: self.flow,
        }
    }
}

/// What became of a letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Posted {
    /// It is kept. Nobody held the run's lock, so the run reads it before anything else.
    Kept {
        /// The letter's number, as in [`Mail::number`].
        number: u64,
    },
    /// It is kept. The run is being executed and reads it at its next stop.
    KeptForExecuting {
        /// The letter's number, as in [`Mail::number`].
        number: u64,
    },
    /// A letter for the same wait is there already, or one of the same event id was.
    Duplicate,
    /// The run is not at the expected revision. The letter is not kept.
    Moved,
    /// The run is over. The letter is not kept.
    Over,
    /// There is no such run.
    NoRun,
}
