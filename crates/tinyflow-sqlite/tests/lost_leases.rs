//! A lease that has run out is lost to whoever has its lock, in its own process too.

use std::time::Duration;

use tinyflow::{Checkpoint, Context, ContextError, ManualClock, Snapshot, Wake, WorkerContext};
use tinyflow_sqlite::{SqliteContext, SqliteOptions};

const LEASE: Duration = Duration::from_secs(1_000_000);

fn due(expected: Option<u64>) -> Checkpoint {
    let run = r#"{"step":"Work","state":1,"flow":{"id":"f","version":"1.0.0"}}"#;
    let run = Snapshot::from_json(run).expect("it is a snapshot");
    let checkpoint = Checkpoint::new(expected, run).expect("it is JSON");
    checkpoint.with_wake(Wake::Now)
}

async fn claimed(context: &SqliteContext) -> usize {
    let claims = context.claim(&["f".to_owned()], 9).await;
    claims.expect("the file is sound").len()
}

#[tokio::test]
async fn a_worker_does_not_claim_what_its_process_holds_under_a_lost_lease() {
    let folder = tempfile::tempdir().expect("there is room for a folder");
    let clock = ManualClock::new(0);
    let options = SqliteOptions::new().with_lease(LEASE);
    let options = options.with_clock(clock.clone());
    let context = options.open(folder.path().join("runs.db"));
    let context = context.expect("the file is new");
    context.save("r", &due(None)).await.expect("it is new");
    let asleep = context.lock("r").await.expect("it is free");
    clock.advance(LEASE);
    assert_eq!(claimed(&context).await, 0);
    let wake = context.next_wake(&["f".to_owned()]).await;
    assert_eq!(wake.expect("the file is sound"), None);
    let late = context.save("r", &due(Some(1))).await;
    assert!(matches!(late, Err(ContextError::LockLost { .. })));
    drop(asleep);
    assert_eq!(claimed(&context).await, 1);
}
