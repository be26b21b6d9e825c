//! Leases among processes: one that sleeps too long stores nothing, one that dies is replaced.

use std::fs;
use std::path::Path;
use std::process::Child;
use std::time::{Duration, Instant};

use tinyflow::{Checkpoint, Context, ContextError, Snapshot};
use tinyflow_sqlite::{SqliteContext, SqliteOptions};

use crate::process;

/// The part of a process that holds a run and is stopped.
pub(crate) const SLEEPER: &str = "sleeper";

/// Long enough that a process which lives renews it on a machine that is busy.
const LEASE: Duration = Duration::from_secs(3);

fn open(folder: &Path) -> SqliteContext {
    let options = SqliteOptions::new().with_lease(LEASE);
    let options = options.with_poll_interval(Duration::from_millis(20));
    options.open(folder.join("runs.db")).unwrap()
}

/// Holds a run, tells so, and stores it when it is told to.
pub(crate) async fn sleep_past_the_lease(folder: &Path) {
    let context = open(folder);
    let _lock = context.lock("r").await.unwrap();
    let stored = context.load("r").await.unwrap().unwrap();
    fs::write(folder.join("held"), "").unwrap();
    wait_for(&folder.join("go on"));
    let snapshot = Snapshot::from_json(&stored.snapshot()).unwrap();
    let late = Checkpoint::new(Some(stored.revision()), snapshot).unwrap();
    let outcome = match context.save("r", &late).await {
        Ok(()) => "stored",
        Err(ContextError::LockLost { .. }) => "lock lost",
        Err(ContextError::Conflict { .. }) => "conflict",
        Err(_) => "another error",
    };
    fs::write(folder.join("outcome"), outcome).unwrap();
}

/// Waits for a file, for as long as any process could need.
fn wait_for(path: &Path) {
    let began = Instant::now();
    while !path.exists() {
        assert!(
            began.elapsed() < Duration::from_secs(60),
            "no {}",
            path.display()
        );
        std::thread::yield_now();
        std::thread::park_timeout(Duration::from_millis(5));
    }
}

/// Stores a run, and starts a process that holds it.
async fn held_by_another(folder: &Path) -> (SqliteContext, Child) {
    let context = open(folder);
    let snapshot = Snapshot::from_json(r#"{"step":"Work","state":1}"#).unwrap();
    let first = Checkpoint::new(None, snapshot).unwrap();
    context.save("r", &first).await.unwrap();
    let sleeper = process::start(SLEEPER, folder, &[]);
    wait_for(&folder.join("held"));
    (context, sleeper)
}

#[tokio::test]
async fn a_process_that_sleeps_past_its_lease_stores_nothing_when_it_wakes() {
    for is_taken_over in [false, true] {
        let folder = tempfile::tempdir().unwrap();
        let (context, mut sleeper) = held_by_another(folder.path()).await;
        process::stop(sleeper.id(), &folder.path().join("runs.db"));
        let lock = context.lock("r").await.unwrap();
        if !is_taken_over {
            // Nobody has stored anything since, and still the lease is gone.
            drop(lock);
        }
        fs::write(folder.path().join("go on"), "").unwrap();
        process::go_on(sleeper.id());
        assert!(sleeper.wait().unwrap().success());
        let outcome = fs::read_to_string(folder.path().join("outcome")).unwrap();
        assert_eq!(outcome, "lock lost");
        assert_eq!(context.load("r").await.unwrap().unwrap().revision(), 1);
    }
}

#[tokio::test]
async fn a_process_that_lives_keeps_its_lease() {
    let folder = tempfile::tempdir().unwrap();
    let (context, mut sleeper) = held_by_another(folder.path()).await;
    let waited = tokio::time::timeout(3 * LEASE, context.lock("r")).await;
    assert!(waited.is_err(), "the lease is renewed");
    fs::write(folder.path().join("go on"), "").unwrap();
    assert!(sleeper.wait().unwrap().success());
    let outcome = fs::read_to_string(folder.path().join("outcome")).unwrap();
    assert_eq!(outcome, "stored");
}

#[tokio::test]
async fn a_process_that_is_killed_is_replaced_within_its_lease() {
    let folder = tempfile::tempdir().unwrap();
    let (context, mut sleeper) = held_by_another(folder.path()).await;
    sleeper.kill().unwrap();
    sleeper.wait().unwrap();
    let began = Instant::now();
    drop(context.lock("r").await.unwrap());
    // Twice the lease, for a machine that is busy.
    assert!(began.elapsed() < 2 * LEASE, "{:?}", began.elapsed());
}
