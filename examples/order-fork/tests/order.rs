//! An order on SQLite: one that is confirmed, and one that nobody confirms.

#![expect(clippy::unwrap_used, reason = "a test says by a panic what is wrong")]

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering as Memory};
use std::time::Duration;

use example_order_fork::{ADDRESS, CONFIRM_WITHIN_MS, Order, Ordering, Services};
use tinyflow::{
    Clock, Context, ManualClock, RunPhase, TaskContext, TaskError, TaskResult, WorkflowRuntime,
};
use tinyflow_sqlite::{SqliteContext, SqliteOptions};

/// A card service that is down at first.
#[derive(Clone, Default)]
struct Unsteady {
    charges: Arc<AtomicU32>,
}

impl Services for Unsteady {
    async fn charge(&self, task: &TaskContext, amount: u32) -> TaskResult<String> {
        if self.charges.fetch_add(1, Memory::SeqCst) < 2 {
            return Err(TaskError::message("the card service is down"));
        }
        Ok(format!("{amount} at attempt {}", task.attempt()))
    }

    async fn pack(&self, _: &TaskContext) -> TaskResult<u32> {
        Ok(2)
    }

    async fn send(&self, _: &TaskContext, address: &str) -> TaskResult<String> {
        Ok(format!("parcel to {address}"))
    }
}

type Runtime = WorkflowRuntime<Ordering<Unsteady>, SqliteContext>;

fn open(folder: &tempfile::TempDir, clock: &ManualClock) -> Runtime {
    let options = SqliteOptions::new().with_clock(clock.clone());
    let context = options.open(folder.path().join("runs.db")).unwrap();
    WorkflowRuntime::new(context, Ordering::new(Unsteady::default())).with_clock(clock.clone())
}

/// Lets time pass until the card has been charged.
async fn charged(runtime: &Runtime, clock: &ManualClock) {
    let mut changes = runtime.context().changes().expect("the context tells");
    loop {
        if runtime
            .query("order")
            .await
            .unwrap()
            .state
            .receipt
            .is_some()
        {
            return;
        }
        let waiting = runtime.runs().list(&[RunPhase::Waiting]).await.unwrap();
        match waiting.first().and_then(|run| run.wake_at) {
            Some(at) if at < clock.now_ms() + CONFIRM_WITHIN_MS / 2 => clock.set(at),
            _ => changes.next().await,
        }
    }
}

#[tokio::test]
async fn both_branches_are_done_before_the_parcel_is_sent() {
    let (folder, clock) = (tempfile::tempdir().unwrap(), ManualClock::new(0));
    let runtime = open(&folder, &clock);
    let worker = runtime.start();
    let client = runtime.client();
    let order = Order {
        amount: 50,
        ..Order::default()
    };
    client.start("order", order).await.unwrap();
    charged(&runtime, &clock).await;
    client
        .send("order", &ADDRESS, &"Delft".to_owned(), None)
        .await
        .unwrap();
    let ended = client.wait_for_end("order").await.unwrap();
    worker.shutdown().await;
    let expected = Order {
        amount: 50,
        receipt: Some("50 at attempt 3".to_owned()),
        boxes: 2,
        address: Some("Delft".to_owned()),
        tracking: Some("parcel to Delft".to_owned()),
    };
    assert_eq!(ended.state, expected);
}

#[tokio::test]
async fn nobody_confirms() {
    let (folder, clock) = (tempfile::tempdir().unwrap(), ManualClock::new(0));
    let runtime = open(&folder, &clock);
    let worker = runtime.start();
    let client = runtime.client();
    client.start("order", Order::default()).await.unwrap();
    charged(&runtime, &clock).await;
    clock.advance(Duration::from_millis(CONFIRM_WITHIN_MS.unsigned_abs()));
    let ended = client.wait_for_end("order").await.unwrap();
    worker.shutdown().await;
    assert!(ended.is_end());
    assert_eq!((ended.state.tracking, ended.state.address), (None, None));
}
