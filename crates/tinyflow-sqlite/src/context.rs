//! The context: what the runtime asks for, handed to the thread that holds the connection.

use std::fmt;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use rusqlite::Connection;
use tinyflow::{
    ChangeSignal, Changes, Checkpoint, Claim, Clock, Context, ContextError, Letter, LogEntry, Mail,
    Place, Posted, Queues, RunPhase, RunSummary, Serving, SetAside, StoredRun, WorkerContext,
};
use uuid::Uuid;

use crate::due::{Due, Wanted};
use crate::leases::{Asking, Leased, Leases, Unwanted};
use crate::lock::{Asked, SqliteLock};
use crate::request::{Job, NO_RUN, Request, is_of_damage, store_error};
use crate::requests::Requests;
use crate::writer::{Pace, Writer};
use crate::{SqliteError, SqliteOptions, due, letters, listing, logs, runs, schema, set_aside};

/// Runs kept in one SQLite file. Clones share one connection; the last of them and of its
/// locks, when dropped, waits until all that was asked for is on the disk.
///
/// ```
/// use tinyflow_sqlite::SqliteContext;
///
/// # let folder = tempfile::tempdir()?;
/// # let path = folder.path().join("runs.db");
/// let context = SqliteContext::open(path)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct SqliteContext {
    requests: Requests,
    queues: Queues,
    signal: ChangeSignal,
    clock: Arc<dyn Clock>,
    askings: Arc<AtomicU64>,
}

impl SqliteContext {
    /// Opens a database file, which is made if it is not there, with the usual
    /// [settings](SqliteOptions).
    ///
    /// # Errors
    /// If the file cannot be opened, is no database, or was written by a later version.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, SqliteError> {
        SqliteOptions::new().open(path)
    }

    pub(crate) fn with_options(path: &Path, options: SqliteOptions) -> Result<Self, SqliteError> {
        let connection = schema::open(path, options.existing_only)?;
        let signal = ChangeSignal::new();
        let lease = u64::try_from(options.lease_ms).unwrap_or_default();
        let writer = Writer {
            connection,
            leases: Leases::new(Uuid::new_v4().to_string(), options.lease_ms),
            clock: Arc::clone(&options.clock),
            signal: signal.clone(),
            poll_interval: options.poll_interval,
            renew_interval: Duration::from_millis(lease / 3),
            pace: Pace::default(),
        };
        let requests = Requests::to(writer).map_err(|source| SqliteError::Thread {
            path: path.to_owned(),
            source,
        })?;
        Ok(Self {
            requests,
            queues: Queues::default(),
            signal,
            clock: options.clock,
            askings: Arc::default(),
        })
    }

    async fn ask<T: Send + 'static>(
        &self,
        run_id: &str,
        kind: fn(Job) -> Request,
        work: impl FnMut(&Connection, &mut Leases, i64) -> Result<T, ContextError> + Send + 'static,
    ) -> Result<T, ContextError> {
        let (job, answered) = Job::new(run_id, work);
        let gone = || store_error(run_id, "the thread that writes has ended");
        self.requests.send(kind(job)).map_err(|_| gone())?;
        answered.await.map_err(|_| gone())?
    }

    async fn lease(&self, run_id: &str) -> Result<Leased, ContextError> {
        let id = run_id.to_owned();
        let asking = self.next_asking();
        let take = move |connection: &Connection, leases: &mut Leases, now_ms| {
            leases.take(connection, &id, asking, now_ms)
        };
        let asked = Asked::new(asking, &self.requests);
        let answer = self.ask(run_id, Request::Write, take).await;
        asked.answered();
        answer
    }

    async fn take_due(
        &self,
        asking: Asking,
        wanted: Wanted,
        limit: usize,
    ) -> Result<Vec<Due>, ContextError> {
        self.ask(NO_RUN, Request::Write, move |connection, leases, now_ms| {
            due::claim(connection, leases, asking, now_ms, &wanted, limit)
        })
        .await
    }

    /// The same, where a part of the database cannot be read.
    async fn take_readable(
        &self,
        asking: Asking,
        wanted: Wanted,
        limit: usize,
    ) -> Result<Vec<Due>, ContextError> {
        let find = self.ask(NO_RUN, Request::Read, move |connection, leases, now_ms| {
            due::find_one_by_one(connection, leases, now_ms, &wanted, limit)
        });
        let due = find.await?;
        self.ask(NO_RUN, Request::Write, move |connection, leases, now_ms| {
            due::take(connection, leases, asking, now_ms, due.clone())
        })
        .await
    }

    fn held(&self, place: Place) -> SqliteLock {
        SqliteLock::new(place, self.requests.clone())
    }

    fn next_asking(&self) -> Asking {
        Asking(self.askings.fetch_add(1, Ordering::Relaxed))
    }
}

impl Context for SqliteContext {
    type Lock = SqliteLock;

    async fn load(&self, run_id: &str) -> Result<Option<StoredRun>, ContextError> {
        let id = run_id.to_owned();
        self.ask(run_id, Request::Read, move |connection, _, _| {
            runs::load(connection, &id)
        })
        .await
    }

    async fn logs(&self, run_id: &str) -> Result<Vec<LogEntry>, ContextError> {
        let id = run_id.to_owned();
        self.ask(run_id, Request::Read, move |connection, _, _| {
            logs::read(connection, &id)
        })
        .await
    }

    async fn save(&self, run_id: &str, checkpoint: &Checkpoint) -> Result<(), ContextError> {
        let id = run_id.to_owned();
        let stored = checkpoint.clone();
        self.ask(run_id, Request::Write, move |connection, leases, now_ms| {
            runs::save(connection, leases, now_ms, &id, &stored)
        })
        .await?;
        if checkpoint.is_news() {
            self.signal.notify();
        }
        Ok(())
    }

    async fn lock(&self, run_id: &str) -> Result<SqliteLock, ContextError> {
        let place = self.queues.wait_for_turn(run_id).await;
        let mut changes = self.signal.follow();
        loop {
            match self.lease(run_id).await? {
                Leased::Taken => return Ok(self.held(place)),
                Leased::Busy { until_ms } => tokio::select! {
                    () = changes.next() => {}
                    () = self.clock.sleep_until(until_ms) => {}
                },
            }
        }
    }

    async fn mail(&self, run_id: &str) -> Result<Vec<Mail>, ContextError> {
        let id = run_id.to_owned();
        self.ask(run_id, Request::Read, move |connection, _, _| {
            letters::read(connection, &id)
        })
        .await
    }

    fn is_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.askings, &other.askings)
    }

    fn changes(&self) -> Option<Changes> {
        Some(self.signal.follow())
    }
}

impl WorkerContext for SqliteContext {
    async fn try_lock(&self, run_id: &str) -> Result<Option<SqliteLock>, ContextError> {
        let Some(place) = self.queues.try_turn(run_id) else {
            return Ok(None);
        };
        Ok(match self.lease(run_id).await? {
            Leased::Taken => Some(self.held(place)),
            Leased::Busy { .. } => None,
        })
    }

    async fn claim(
        &self,
        serving: &Serving,
        limit: usize,
    ) -> Result<Vec<Claim<SqliteLock>>, ContextError> {
        let wanted = Wanted::by(serving);
        let asking = self.next_asking();
        let asked = Asked::new(asking, &self.requests);
        let taken = match self.take_due(asking, wanted.clone(), limit).await {
            Err(error) if is_of_damage(&error) => self.take_readable(asking, wanted, limit).await,
            taken => taken,
        };
        asked.answered();
        let mut claims = Vec::new();
        for Due { run_id, flow } in taken? {
            let Some(place) = self.queues.try_turn(&run_id) else {
                // Somebody in this process is about to take it, and waits for the lease.
                self.requests.release(Unwanted::Run(run_id));
                continue;
            };
            let lock = self.held(place);
            claims.push(match flow {
                Ok(flow) => Claim::new(run_id, flow, lock),
                Err(error) => Claim::damaged(run_id, error, lock),
            });
        }
        Ok(claims)
    }

    async fn next_wake(&self, serving: &Serving) -> Result<Option<i64>, ContextError> {
        let wanted = Wanted::by(serving);
        self.ask(NO_RUN, Request::Read, move |connection, leases, now_ms| {
            due::next_wake(connection, leases, now_ms, &wanted)
        })
        .await
    }

    async fn set_aside(&self, run_id: &str, note: &SetAside) -> Result<(), ContextError> {
        let (id, note) = (run_id.to_owned(), note.clone());
        self.ask(run_id, Request::Write, move |connection, leases, now_ms| {
            set_aside::note(connection, leases, now_ms, &id, &note)
        })
        .await
    }

    async fn post(
        &self,
        run_id: &str,
        letter: &Letter,
        expected: Option<u64>,
    ) -> Result<Posted, ContextError> {
        let (id, letter) = (run_id.to_owned(), letter.clone());
        let posted = self
            .ask(run_id, Request::Write, move |connection, leases, now_ms| {
                letters::post(connection, leases, now_ms, &id, &letter, expected)
            })
            .await?;
        if matches!(
            posted,
            Posted::Kept { .. } | Posted::KeptForExecuting { .. }
        ) {
            self.signal.notify_letter();
        }
        Ok(posted)
    }

    async fn list(&self, phases: &[RunPhase]) -> Result<Vec<RunSummary>, ContextError> {
        let phases = phases.to_vec();
        self.ask(NO_RUN, Request::Read, move |connection, _, now_ms| {
            listing::list(connection, now_ms, &phases)
        })
        .await
    }

    async fn summary(&self, run_id: &str) -> Result<Option<RunSummary>, ContextError> {
        let id = run_id.to_owned();
        self.ask(run_id, Request::Read, move |connection, _, now_ms| {
            listing::find(connection, now_ms, &id)
        })
        .await
    }
}

impl fmt::Debug for SqliteContext {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SqliteContext").finish_non_exhaustive()
    }
}
