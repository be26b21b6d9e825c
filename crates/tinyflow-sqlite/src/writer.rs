//! The thread that holds the connection.
//!
//! Requests that come while a transaction is being written wait, and go into the next one
//! together. So a disk that takes a while to sync serves many runs at once. Whoever has just
//! been answered often has the next request ready soon, so a transaction waits for as many as
//! the one before it had, though never for long beside what the disk takes. Between requests
//! the thread renews leases and looks for what other processes have written.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use rusqlite::Connection;
use tinyflow::{ChangeSignal, Clock};

use crate::leases::Leases;
use crate::request::{Job, Request};

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
                self.renew_leases();
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
    fn sort_out(&mut self, request: Request, writes: &mut Vec<Job>) {
        match request {
            Request::Read(job) => self.answer(job),
            Request::Write(job) => writes.push(job),
        }
    }

    fn answer(&mut self, job: Job) {
        let now_ms = self.clock.now_ms();
        job.run(&self.connection, &mut self.leases, now_ms)
            .answer(Ok(()));
    }

    /// Runs the jobs in one transaction and answers them when it is on the disk.
    fn write(&mut self, jobs: Vec<Job>) {
        if let Err(error) = self.control("BEGIN IMMEDIATE") {
            for job in jobs {
                job.refuse(&error);
            }
            return;
        }
        let leases_before = self.leases.clone();
        let is_single = jobs.len() == 1;
        let mut done = Vec::with_capacity(jobs.len());
        let mut any_written = false;
        for job in jobs {
            let now_ms = self.clock.now_ms();
            if is_single {
                let job = job.run(&self.connection, &mut self.leases, now_ms);
                any_written = job.has_succeeded();
                done.push(job);
                continue;
            }
            // One that fails half-way must not undo the others.
            let saved = self.control("SAVEPOINT job");
            let job = job.run(&self.connection, &mut self.leases, now_ms);
            let settled = saved.and_then(|()| {
                if !job.has_succeeded() {
                    self.control("ROLLBACK TO job")?;
                }
                self.control("RELEASE job")
            });
            match settled {
                Ok(()) => {
                    any_written |= job.has_succeeded();
                    done.push(job);
                }
                Err(error) => job.answer(Err(&error)),
            }
        }
        let way_out = if any_written { "COMMIT" } else { "ROLLBACK" };
        let ended = self.control(way_out);
        if ended.is_err() {
            self.leases = leases_before;
            if !self.connection.is_autocommit() {
                // What cannot be committed is undone by SQLite at the latest when the next
                // transaction begins; its error is that of the commit.
                let _ = self.connection.execute_batch("ROLLBACK");
            }
        }
        for job in done {
            job.answer(ended.as_ref().copied());
        }
    }

    /// Runs a statement that begins or ends something.
    fn control(&self, sql: &str) -> rusqlite::Result<()> {
        let mut statement = self.connection.prepare_cached(sql)?;
        statement.execute([]).map(drop)
    }

    fn renew_leases(&mut self) {
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
