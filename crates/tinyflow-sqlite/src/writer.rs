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

use rusqlite::Connection;
use tinyflow::{ChangeSignal, Clock};

use crate::leases::{Leases, Unwanted};
use crate::request::{Done, Job, Request};

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

    fn answer(&mut self, job: Job) {
        let now_ms = self.clock.now_ms();
        job.run(&self.connection, &mut self.leases, now_ms)
            .answer(Ok(()));
    }

    /// Does the work in one transaction and answers it when it is on the disk.
    fn write(&mut self, writes: Vec<Write>) {
        if let Err(error) = self.control("BEGIN IMMEDIATE") {
            self.refuse(writes, &error);
            return;
        }
        let is_alone = writes.len() == 1 && !self.leases.has_given_back();
        let mut done = Vec::with_capacity(writes.len());
        let mut unwanted = Vec::new();
        self.remove_given_back();
        for write in writes {
            match write {
                Write::Job(job) if is_alone => done.push(self.run(job)),
                Write::Job(job) => done.extend(self.run_among_others(job)),
                Write::Release(leases) => {
                    self.leases.give_back(&leases);
                    self.remove_given_back();
                    unwanted.push(leases);
                }
            }
        }
        let any_written = self.leases.has_freed() || done.iter().any(Done::has_succeeded);
        let way_out = if any_written { "COMMIT" } else { "ROLLBACK" };
        let ended = self.control(way_out);
        if ended.is_err() {
            self.leases.go_back(0);
            // Nobody wants them, whatever became of the transaction.
            unwanted.iter().for_each(|it| self.leases.give_back(it));
            if !self.connection.is_autocommit() {
                // What cannot be committed is undone by SQLite at the latest when the next
                // transaction begins; its error is that of the commit.
                let _ = self.connection.execute_batch("ROLLBACK");
            }
        }
        if self.leases.has_freed() && ended.is_ok() {
            self.signal.notify();
        }
        self.leases.settle();
        for job in done {
            job.answer(ended.as_ref().copied());
        }
    }

    fn refuse(&mut self, writes: Vec<Write>, error: &rusqlite::Error) {
        for write in writes {
            match write {
                Write::Job(job) => job.refuse(error),
                Write::Release(unwanted) => self.leases.give_back(&unwanted),
            }
        }
        self.leases.settle();
    }

    fn run(&mut self, job: Job) -> Done {
        let point = self.leases.point();
        let now_ms = self.clock.now_ms();
        let job = job.run(&self.connection, &mut self.leases, now_ms);
        if !job.has_succeeded() {
            self.leases.go_back(point);
        }
        job
    }

    /// Runs a job that must not undo the others if it fails half-way. None where it could not
    /// be parted from them and has been told so.
    fn run_among_others(&mut self, job: Job) -> Option<Done> {
        if let Err(error) = self.control("SAVEPOINT job") {
            job.refuse(&error);
            return None;
        }
        let point = self.leases.point();
        let job = self.run(job);
        let undone = match job.has_succeeded() {
            true => Ok(()),
            false => self.control("ROLLBACK TO job"),
        };
        if let Err(error) = undone.and_then(|()| self.control("RELEASE job")) {
            self.leases.go_back(point);
            job.answer(Err(&error));
            return None;
        }
        Some(job)
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
