//! A context that is dropped leaves nothing undone.

use std::time::Duration;

use tinyflow::{Context, WorkerContext};
use tinyflow_sqlite::SqliteOptions;

#[tokio::test]
async fn the_last_handle_gives_the_locks_back_before_it_is_gone() {
    let folder = tempfile::tempdir().expect("there is room for a folder");
    let options = SqliteOptions::new().with_lease(Duration::from_secs(1_000_000));
    let open = || options.clone().open(folder.path().join("runs.db"));
    let context = open().expect("the file is new");
    let locks = [context.lock("a").await, context.lock("b").await];
    assert!(locks.iter().all(Result::is_ok));
    // A lock holds the connection, too: the last of all of them is the one that waits.
    drop(context);
    drop(locks);
    let other = open().expect("the file is there");
    for run_id in ["a", "b"] {
        let lock = other.try_lock(run_id).await.expect("the file is sound");
        assert!(lock.is_some(), "{run_id}");
    }
}
