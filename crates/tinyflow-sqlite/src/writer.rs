//! The thread that holds the connection.
//!
//! Requests that come while a transaction is being written wait, and go into the next one
//! together. So a disk that takes a while to sync serves many runs at once. Whoever has just
//! been answered often has the next request ready soon, so a transaction waits for as many as
//! the one before it had, though never for long beside what the disk takes. Between requests
//! the thread renews leases and looks for what other processes have written.

#[cfg(test)]
mod failures;

use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use rusqlite::{Connection, ffi};
use tinyflow::{ChangeSignal, Clock, ContextError};

use crate::leases::{Leases, Unwanted};
use crate::request::{Job, Request, is_of_damage};

/// The most requests in one transaction, so that the first does not wait for too many.
const MOST_AT_ONCE: usize = 256;

pub(crate) struct Writer {
    pub(crate) connection: Connection,
    pub(crate) leases: Leases,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) signal: ChangeSignal,
    pub(crate) poll_interval: Duration,
    pub(crate) renew_interval: Duration,
    pub(crate) pace: Pace,
}

/// What is done in a transaction.
enum Write {
    Job(Job),
    Release(Unwanted),
}

impl Write {
    fn has_succeeded(&self) -> bool {
        match self {
            Self::Job(job) => job.has_succeeded(),
            Self::Release(_) => false,
        }
    }

    fn answer(self, ended: Result<(), &rusqlite::Error>) {
        if let Self::Job(job) = self {
            job.answer(ended);
        }
    }
}

/// How much the transaction before had to write, and how long that took.
#[derive(Default)]
pub(crate) struct Pace {
    writes: usize,
    took: Duration,
}

impl Pace {
    /// How long the next transaction may wait for more to write.
    fn patience(&self) -> Duration {
        self.took / 4
    }
}

impl Writer {
    /// Serves requests until nobody is left who could make one.
    pub(crate) fn work(mut self, requests: &Receiver<Request>) {
        let mut looked = Instant::now();
        let mut renewed = Instant::now();
        let mut version = self.data_version();
        loop {
            let timeout = self.poll_interval.min(self.renew_interval);
            match requests.recv_timeout(timeout) {
                Ok(first) => self.serve(first, requests),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return,
            }
            if renewed.elapsed() >= self.renew_interval {
                renewed = Instant::now();
                self.tend_leases();
            }
            if looked.elapsed() >= self.poll_interval {
                looked = Instant::now();
                let now = self.data_version();
                if now != version {
                    version = now;
                    self.signal.notify_letter();
                }
            }
        }
    }

    fn serve(&mut self, first: Request, requests: &Receiver<Request>) {
        let mut writes = Vec::new();
        self.sort_out(first, &mut writes);
        if writes.is_empty() {
            return;
        }
        let enough = self.pace.writes.clamp(1, MOST_AT_ONCE);
        let deadline = Instant::now() + self.pace.patience();
        while writes.len() < MOST_AT_ONCE {
            let request = if writes.len() < enough {
                let patience = deadline.saturating_duration_since(Instant::now());
                requests.recv_timeout(patience).ok()
            } else {
                requests.try_recv().ok()
            };
            let Some(request) = request else {
                break;
            };
            self.sort_out(request, &mut writes);
        }
        let began = Instant::now();
        self.pace.writes = writes.len();
        self.write(writes);
        self.pace.took = began.elapsed();
    }

    /// Answers what only reads.
    fn sort_out(&mut self, request: Request, writes: &mut Vec<Write>) {
        match request {
            Request::Read(job) => self.answer(job),
            Request::Write(job) => writes.push(Write::Job(job)),
            Request::Release(unwanted) => writes.push(Write::Release(unwanted)),
        }
    }

    fn answer(&mut self, mut job: Job) {
        let now_ms = self.clock.now_ms();
        // Its result is told with the answer.
        let _ = job.run(&self.connection, &mut self.leases, now_ms);
        job.answer(Ok(()));
    }

    /// Does the work in one transaction and answers it when it is on the disk.
    ///
    /// Where nothing came of the transaction each part is done once more, alone: it may be that
    /// the others only stood beside the one that is the reason.
    fn write(&mut self, mut writes: Vec<Write>) {
        let ended = match self.control("BEGIN IMMEDIATE") {
            Ok(()) => self.transact(&mut writes),
            Err(error) => return self.refuse(writes, &error),
        };
        if ended.is_ok() || writes.len() < 2 {
            for write in writes {
                write.answer(ended.as_ref().copied());
            }
            return;
        }
        let mut writes = writes.into_iter();
        while let Some(mut write) = writes.next() {
            if let Err(error) = self.control("BEGIN IMMEDIATE") {
                return self.refuse(std::iter::once(write).chain(writes), &error);
            }
            let ended = self.transact(std::slice::from_mut(&mut write));
            write.answer(ended.as_ref().copied());
        }
    }

    /// Does the work in the transaction that was begun, and ends it.
    fn transact(&mut self, writes: &mut [Write]) -> rusqlite::Result<()> {
        let done = self.run_all(writes);
        let ended = done.and_then(|()| {
            let any_written = self.leases.has_freed() || writes.iter().any(Write::has_succeeded);
            self.control(if any_written { "COMMIT" } else { "ROLLBACK" })
        });
        if ended.is_err() {
            self.leases.go_back(0);
            for write in &*writes {
                // Nobody wants them, whatever became of the transaction.
                if let Write::Release(unwanted) = write {
                    self.leases.give_back(unwanted);
                }
            }
            if !self.connection.is_autocommit() {
                // What cannot be undone now is undone by SQLite at the latest when the next
                // transaction begins; the error is that of this one.
                let _ = self.connection.execute_batch("ROLLBACK");
            }
        }
        if self.leases.has_freed() && ended.is_ok() {
            self.signal.notify();
        }
        self.leases.settle();
        ended
    }

    /// # Errors
    /// If the transaction is not fit to be committed, whatever the single jobs say.
    fn run_all(&mut self, writes: &mut [Write]) -> rusqlite::Result<()> {
        let is_alone = writes.len() == 1 && !self.leases.has_given_back();
        self.remove_given_back();
        for write in writes {
            match write {
                // Its own result says what is to be committed.
                Write::Job(job) if is_alone => drop(self.run(job)),
                Write::Job(job) => self.run_among_others(job)?,
                Write::Release(unwanted) => {
                    self.leases.give_back(unwanted);
                    self.remove_given_back();
                }
            }
        }
        Ok(())
    }

    fn refuse(&mut self, writes: impl IntoIterator<Item = Write>, error: &rusqlite::Error) {
        for write in writes {
            if let Write::Release(unwanted) = &write {
                self.leases.give_back(unwanted);
            }
            write.answer(Err(error));
        }
        self.leases.settle();
    }

    fn run<'a>(&mut self, job: &'a mut Job) -> Result<(), &'a ContextError> {
        let point = self.leases.point();
        let now_ms = self.clock.now_ms();
        let result = job.run(&self.connection, &mut self.leases, now_ms);
        if result.is_err() {
            self.leases.go_back(point);
        }
        result
    }

    /// Runs a job that must not undo the others if it fails half-way.
    fn run_among_others(&mut self, job: &mut Job) -> rusqlite::Result<()> {
        self.control("SAVEPOINT job")?;
        if let Err(error) = self.run(job) {
            if is_of_damage(error) {
                // SQLite writes nothing more in a transaction that came upon such a thing.
                let corrupt = ffi::Error::new(ffi::SQLITE_CORRUPT);
                return Err(rusqlite::Error::SqliteFailure(corrupt, None));
            }
            // There is none any more where SQLite has undone the whole transaction by itself, as
            // it does where the disk is full.
            self.control("ROLLBACK TO job")?;
        }
        self.control("RELEASE job")
    }

    /// Removes the rows of leases that were given back. Those that cannot be removed now are
    /// tried again with the next transaction.
    fn remove_given_back(&mut self) {
        let _ = self.leases.remove_given_back(&self.connection);
    }

    /// Runs a statement that begins or ends something.
    fn control(&self, sql: &str) -> rusqlite::Result<()> {
        let mut statement = self.connection.prepare_cached(sql)?;
        statement.execute([]).map(drop)
    }

    /// Renews the leases that are held, and tries again to remove the rows of those that were
    /// given back.
    fn tend_leases(&mut self) {
        if self.leases.has_given_back() {
            self.write(Vec::new());
        }
        let now_ms = self.clock.now_ms();
        // A lease that cannot be renewed runs out, and whatever is stored under it is refused:
        // there is nobody here to tell.
        let _ = self.leases.renew(&self.connection, now_ms);
    }

    /// A number that changes when another connection has written. The same number as before,
    /// if it cannot be read now.
    fn data_version(&self) -> Option<i64> {
        let version = self
            .connection
            .pragma_query_value(None, "data_version", |row| row.get(0));
        version.ok()
    }
}
