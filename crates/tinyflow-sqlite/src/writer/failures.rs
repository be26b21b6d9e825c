//! What becomes of leases where a transaction fails, as on a disk that is full or a file that
//! another process does not let go.

use std::sync::Arc;
use std::sync::mpsc::channel;
use std::time::Duration;

use rusqlite::Connection;
use tempfile::TempDir;
use tinyflow::{ChangeSignal, ContextError, ManualClock};
use tokio::sync::oneshot::Receiver;

use super::{Pace, Writer};
use crate::leases::{Asking, Leased, Leases, Unwanted};
use crate::request::{Job, Request, failed};
use crate::schema;

const LEASE_MS: i64 = 900;

/// A row without the one that it refers to is refused when the transaction is committed.
const LEAVE_AN_ORPHAN: &str = "
    PRAGMA foreign_keys = ON;
    CREATE TEMP TABLE parents (id INTEGER PRIMARY KEY);
    CREATE TEMP TABLE orphans (parent REFERENCES parents DEFERRABLE INITIALLY DEFERRED);
    CREATE TEMP TRIGGER taken AFTER INSERT ON leases
    BEGIN INSERT INTO orphans VALUES (1); END;
    CREATE TEMP TRIGGER released AFTER DELETE ON leases
    BEGIN INSERT INTO orphans VALUES (1); END;";

const LEAVE_NONE: &str = "
    DROP TRIGGER taken; DROP TRIGGER released; DROP TABLE orphans; DROP TABLE parents;";

/// A writer that is given its requests by hand, and somebody else who has its file.
struct Bench {
    writer: Writer,
    other: Connection,
    clock: ManualClock,
    folder: TempDir,
}

impl Bench {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let open = || schema::open(&folder.path().join("runs.db"), false).unwrap();
        let (connection, other) = (open(), open());
        // Nobody here waits for a file that is busy.
        connection.busy_timeout(Duration::ZERO).unwrap();
        let clock = ManualClock::new(0);
        let writer = Writer {
            connection,
            leases: Leases::new("me".to_owned(), LEASE_MS),
            clock: Arc::new(clock.clone()),
            signal: ChangeSignal::new(),
            poll_interval: Duration::MAX,
            renew_interval: Duration::MAX,
            pace: Pace::default(),
        };
        Self {
            writer,
            other,
            clock,
            folder,
        }
    }

    /// Serves requests as if they had come together.
    fn serve(&mut self, requests: impl IntoIterator<Item = Request>) {
        let (sender, received) = channel();
        let mut requests = requests.into_iter();
        let first = requests.next().unwrap();
        requests.for_each(|request| sender.send(request).unwrap());
        drop(sender);
        self.writer.serve(first, &received);
    }

    fn take(&mut self, run_id: &str) {
        let (request, mut answer) = take(run_id);
        self.serve([request]);
        assert!(matches!(answer.try_recv().unwrap(), Ok(Leased::Taken)));
    }

    /// Does something while somebody else writes to the file.
    fn while_it_is_busy(&mut self, act: impl FnOnce(&mut Self)) {
        self.other.execute_batch("BEGIN IMMEDIATE").unwrap();
        act(self);
        self.other.execute_batch("ROLLBACK").unwrap();
    }

    /// Does something while no transaction can be committed that takes or releases a lease.
    fn while_commits_fail(&mut self, act: impl FnOnce(&mut Self)) {
        let connection = &self.writer.connection;
        connection.execute_batch(LEAVE_AN_ORPHAN).unwrap();
        act(self);
        let connection = &self.writer.connection;
        connection.execute_batch(LEAVE_NONE).unwrap();
    }

    /// The runs that the file says to be held now.
    fn held(&self) -> Vec<String> {
        let sql = "SELECT run_id FROM leases WHERE until_ms > ?1 ORDER BY run_id";
        let mut statement = self.other.prepare(sql).unwrap();
        let now_ms = tinyflow::Clock::now_ms(&self.clock);
        let rows = statement.query_map([now_ms], |row| row.get(0)).unwrap();
        rows.map(Result::unwrap).collect()
    }
}

fn take(run_id: &str) -> (Request, Receiver<Result<Leased, ContextError>>) {
    let id = run_id.to_owned();
    let (job, answer) = Job::new(run_id, move |connection, leases, now_ms| {
        leases.take(connection, &id, Asking(1), now_ms)
    });
    (Request::Write(job), answer)
}

fn release(run_id: &str) -> Request {
    Request::Release(Unwanted::Run(run_id.to_owned()))
}

#[test]
fn a_release_that_could_not_begin_is_tried_again() {
    let mut bench = Bench::new();
    bench.take("r");
    bench.while_it_is_busy(|bench| {
        bench.serve([release("r")]);
        bench.writer.tend_leases();
    });
    assert_eq!(bench.held(), ["r"]);
    bench.writer.tend_leases();
    assert!(bench.held().is_empty());
}

#[test]
fn a_release_that_could_not_be_committed_is_tried_again() {
    let mut bench = Bench::new();
    bench.take("r");
    bench.while_commits_fail(|bench| bench.serve([release("r")]));
    assert_eq!(bench.held(), ["r"]);
    bench.writer.tend_leases();
    assert!(bench.held().is_empty());
}

#[test]
fn the_next_transaction_tries_again() {
    let mut bench = Bench::new();
    bench.take("r");
    bench.while_it_is_busy(|bench| bench.serve([release("r")]));
    bench.take("r");
    assert_eq!(bench.held(), ["r"]);
}

#[test]
fn what_could_not_be_released_is_not_renewed() {
    let mut bench = Bench::new();
    bench.take("r");
    bench.take("held");
    bench.while_commits_fail(|bench| {
        bench.serve([release("r")]);
    });
    bench.clock.advance(Duration::from_millis(600));
    let (connection, leases) = (&bench.writer.connection, &mut bench.writer.leases);
    leases.renew(connection, 600).unwrap();
    bench.clock.advance(Duration::from_millis(600));
    assert_eq!(bench.held(), ["held"]);
}

#[test]
fn a_lease_whose_commit_failed_is_not_held() {
    let mut bench = Bench::new();
    let (request, mut answer) = take("r");
    bench.while_commits_fail(|bench| bench.serve([request]));
    assert!(answer.try_recv().unwrap().is_err());
    assert_eq!(bench.writer.leases.lost(i64::MAX), "[]");
    bench.take("r");
}

#[test]
fn a_job_that_fails_takes_no_lease_and_leaves_those_of_others() {
    let mut bench = Bench::new();
    let (good, mut answer) = take("good");
    let (bad, _) = Job::new("bad", |connection, leases, now_ms| {
        leases.take(connection, "bad", Asking(2), now_ms)?;
        Err::<(), _>(ContextError::store("bad", "no"))
    });
    bench.serve([good, Request::Write(bad)]);
    assert!(matches!(answer.try_recv().unwrap(), Ok(Leased::Taken)));
    assert_eq!(bench.held(), ["good"]);
    assert_eq!(bench.writer.leases.lost(i64::MAX), r#"["good"]"#);
}

/// What SQLite does by itself where the disk is full: it undoes the whole transaction.
fn undo_all(run_id: &'static str) -> (Request, Receiver<Result<(), ContextError>>) {
    let (job, answer) = Job::new(run_id, move |connection, _, _| {
        let full = "INSERT OR ROLLBACK INTO leases VALUES ('taken', 'me', 0)";
        connection.execute_batch(full).map_err(failed(run_id))
    });
    (Request::Write(job), answer)
}

/// A part of the file that SQLite cannot read, after which it writes nothing in the transaction.
fn read_damage(run_id: &'static str) -> (Request, Receiver<Result<(), ContextError>>) {
    let (job, answer) = Job::new(run_id, move |connection, _, _| {
        let read = connection.query_row("SELECT count(step) FROM runs", [], |_| Ok(()));
        read.map_err(failed(run_id))
    });
    (Request::Write(job), answer)
}

#[test]
fn a_transaction_that_is_undone_by_one_job_is_made_up_for_by_the_others() {
    let mut bench = Bench::new();
    bench.take("taken");
    bench.take("unwanted");
    let (before, mut first) = take("a");
    let (full, mut refused) = undo_all("full");
    let (after, mut second) = take("b");
    bench.serve([before, full, after, release("unwanted")]);
    assert!(matches!(first.try_recv().unwrap(), Ok(Leased::Taken)));
    assert!(matches!(second.try_recv().unwrap(), Ok(Leased::Taken)));
    let refused = refused.try_recv().unwrap().unwrap_err();
    assert!(matches!(refused, ContextError::Store { .. }), "{refused:?}");
    assert_eq!(bench.held(), ["a", "b", "taken"]);
}

#[test]
fn what_does_not_fit_on_the_disk_is_told_to_whoever_wrote_it_alone() {
    let mut bench = Bench::new();
    let connection = &bench.writer.connection;
    let pages = connection.pragma_query_value(None, "page_count", |row| row.get::<_, u32>(0));
    let no_more = format!("PRAGMA max_page_count = {}", pages.unwrap());
    connection.query_row(&no_more, [], |_| Ok(())).unwrap();
    let (before, mut first) = take("a");
    let (large, mut answer) = Job::new("large", |connection, _, _| {
        let sql = "INSERT INTO logs (run_id, entry) VALUES ('large', zeroblob(1000000))";
        connection.execute_batch(sql).map_err(failed("large"))
    });
    let (after, mut second) = take("b");
    bench.serve([before, Request::Write(large), after]);
    assert!(matches!(first.try_recv().unwrap(), Ok(Leased::Taken)));
    assert!(matches!(second.try_recv().unwrap(), Ok(Leased::Taken)));
    let refused = answer.try_recv().unwrap().unwrap_err();
    assert!(matches!(refused, ContextError::Store { .. }), "{refused:?}");
    assert_eq!(bench.held(), ["a", "b"]);
}

#[test]
fn what_is_damaged_is_told_to_whoever_came_upon_it_alone() {
    let mut bench = Bench::new();
    schema::overwrite(&bench.folder.path().join("runs.db"), "runs");
    let (before, mut first) = take("a");
    let (damaged, mut refused) = read_damage("damaged");
    let (after, mut second) = take("b");
    bench.serve([before, damaged, after]);
    assert!(matches!(first.try_recv().unwrap(), Ok(Leased::Taken)));
    assert!(matches!(second.try_recv().unwrap(), Ok(Leased::Taken)));
    let refused = refused.try_recv().unwrap().unwrap_err();
    assert!(
        matches!(refused, ContextError::Damaged { .. }),
        "{refused:?}"
    );
    assert_eq!(bench.held(), ["a", "b"]);
}

#[test]
fn a_lease_that_was_given_back_with_its_asking_is_free() {
    let mut bench = Bench::new();
    let (first, _) = take("a");
    let (second, _) = take("b");
    let unwanted = Request::Release(Unwanted::Asking(Asking(1)));
    bench.serve([first, second, unwanted]);
    assert!(bench.held().is_empty());
}
