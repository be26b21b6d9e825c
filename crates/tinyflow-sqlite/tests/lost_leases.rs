//! A lease that has run out is lost to whoever has its lock, in its own process too.

use std::error::Error;
use std::pin::Pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Once};
use std::time::Duration;

use serde::{Deserialize, Serialize};
use tinyflow::{
    Checkpoint, Clock, Context, ContextError, DurableState, FlowId, ManualClock, RunPhase, Serving,
    SetAside, Snapshot, StepResult, Wake, Worker, WorkerContext, Workflow, WorkflowRuntime, end,
};
use tinyflow_sqlite::{SqliteContext, SqliteOptions};
use tokio::sync::{Notify, mpsc};

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
enum Step {
    Work,
}

/// A run whose first attempt at its work takes until it is told to go on.
#[derive(Clone, Default)]
struct Slow {
    attempts: Arc<AtomicUsize>,
    working: Arc<Notify>,
    go_on: Arc<Notify>,
}

impl Workflow for Slow {
    type Step = Step;
    type State = u32;

    fn flow(&self) -> FlowId {
        FlowId::new("f", "1.0.0")
    }

    fn begin(&self) -> Step {
        Step::Work
    }

    async fn execute(&self, _: Step, run: &DurableState<Step, u32>) -> StepResult<Step> {
        run.with_action("work", async |_| {
            if self.attempts.fetch_add(1, Ordering::Relaxed) == 0 {
                self.working.notify_one();
                self.go_on.notified().await;
            }
            Ok(())
        })
        .await?;
        end()
    }
}

const LEASE: Duration = Duration::from_secs(1_000_000);

fn due(expected: Option<u64>) -> Checkpoint {
    let run = r#"{"step":"Work","state":1,"flow":{"id":"f","version":"1.0.0"}}"#;
    let run = Snapshot::from_json(run).expect("it is a snapshot");
    let checkpoint = Checkpoint::new(expected, run).expect("it is JSON");
    checkpoint.with_wake(Wake::Now)
}

fn serving() -> Serving {
    Serving::new("w").with_flow("f")
}

async fn claimed(context: &SqliteContext) -> usize {
    let claims = context.claim(&serving(), 9).await;
    claims.expect("the file is sound").len()
}

#[tokio::test]
async fn a_run_whose_lease_was_lost_is_executed_again_at_once() {
    let folder = tempfile::tempdir().expect("there is room for a folder");
    let clock = ManualClock::new(0);
    let options = SqliteOptions::new().with_lease(LEASE);
    let context = options.with_clock(clock.clone());
    let context = context.open(folder.path().join("runs.db"));
    let (context, slow) = (context.expect("the file is new"), Slow::default());
    let runtime = WorkflowRuntime::new(context, slow.clone()).with_clock(clock.clone());
    let worker = runtime.start();
    let client = runtime.client();
    let started = client.start("r", 0).await;
    started.expect("the run is new");
    slow.working.notified().await;
    clock.advance(LEASE);
    slow.go_on.notify_one();
    let soon = tokio::time::timeout(Duration::from_secs(20), client.wait_for_end("r"));
    let ended = soon.await.expect("it does not hang");
    assert!(ended.is_ok_and(|run| run.is_end()));
    worker.shutdown().await;
    assert_eq!(slow.attempts.load(Ordering::Relaxed), 2);
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
    let wake = context.next_wake(&serving()).await;
    assert_eq!(wake.expect("the file is sound"), None);
    let late = context.save("r", &due(Some(1))).await;
    assert!(matches!(late, Err(ContextError::LockLost { .. })));
    drop(asleep);
    assert_eq!(claimed(&context).await, 1);
}

#[tokio::test]
async fn what_somebody_stored_in_spite_of_the_lease_is_not_written_over() {
    let folder = tempfile::tempdir().expect("there is room for a folder");
    let file = folder.path().join("runs.db");
    let context = SqliteContext::open(&file).expect("the file is new");
    context.save("r", &due(None)).await.expect("it is new");
    let lock = context.lock("r").await.expect("it is free");
    let stored = context.save("r", &due(Some(1))).await;
    stored.expect("it is the next revision");
    let other = rusqlite::Connection::open(&file).expect("the file is there");
    let changed = other.execute("UPDATE runs SET revision = 7", []);
    assert_eq!(changed.expect("nobody writes"), 1);
    let refused = context.save("r", &due(Some(2))).await;
    let Err(ContextError::Conflict { stored, .. }) = refused else {
        panic!("{refused:?}");
    };
    assert_eq!(stored, Some(7));
    drop(lock);
}

#[tokio::test]
async fn a_worker_that_has_lost_its_lease_notes_nothing_on_what_another_has() {
    let folder = tempfile::tempdir().expect("there is room for a folder");
    let clock = ManualClock::new(0);
    let open = || {
        let options = SqliteOptions::new().with_lease(LEASE);
        let options = options.with_clock(clock.clone());
        options.open(folder.path().join("runs.db"))
    };
    let (slow, other) = (open().expect("it is new"), open().expect("it is there"));
    slow.save("r", &due(None)).await.expect("it is new");
    let asleep = slow.lock("r").await.expect("it is free");
    clock.advance(LEASE);
    let held = other.lock("r").await.expect("the lease has run out");
    let waiting = |revision| due(Some(revision)).with_wake(Wake::Never);
    let stored = other.save("r", &waiting(1)).await;
    stored.expect("it is the next revision");
    let note = SetAside::new("w", i64::MAX, "it did not fit");
    let late = slow.set_aside("r", &note).await;
    assert!(matches!(late, Err(ContextError::LockLost { .. })));
    let stored = other.save("r", &waiting(2)).await;
    stored.expect("it is the next revision");
    drop((asleep, held));
    assert_eq!(claimed(&other).await, 0);
    let run = other.summary("r").await.expect("the file is sound");
    let run = run.expect("the run is there");
    assert_eq!((run.phase, run.error), (RunPhase::Waiting, None));
}

/// The clock of a worker that sleeps past its lease before it looks at the time.
struct Oversleeping {
    clock: ManualClock,
    sleeps: Once,
}

impl Clock for Oversleeping {
    fn now_ms(&self) -> i64 {
        self.sleeps.call_once(|| self.clock.advance(LEASE));
        self.clock.now_ms()
    }

    fn sleep_until(&self, at_ms: i64) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        self.clock.sleep_until(at_ms)
    }
}

#[tokio::test]
async fn a_run_that_does_not_fit_and_whose_lease_was_lost_is_let_go_at_once() {
    let folder = tempfile::tempdir().expect("there is room for a folder");
    let clock = ManualClock::new(0);
    let options = SqliteOptions::new().with_lease(LEASE);
    let options = options.with_clock(clock.clone());
    let context = options.open(folder.path().join("runs.db"));
    let context = context.expect("the file is new");
    let run = r#"{"step":"Unknown","state":1,"flow":{"id":"f","version":"1.0.0"}}"#;
    let run = Snapshot::from_json(run).expect("it is a snapshot");
    let first = Checkpoint::new(None, run).expect("it is JSON");
    context.save("r", &first).await.expect("it is new");
    let sleeps = Once::new();
    let runtime = WorkflowRuntime::new(context, Slow::default());
    let runtime = runtime.with_clock(Oversleeping { clock, sleeps });
    let (report, mut reports) = mpsc::unbounded_channel();
    let worker = Worker::new(&runtime).with_observer(move |_, outcome| {
        let error = outcome.as_ref().expect_err("nobody knows its step");
        let reason = error.source().unwrap_or(error);
        report.send(reason.to_string()).expect("the test listens");
    });
    let worker = worker.start();
    for reason in [
        "the lock of run `r` was lost",
        "unknown variant `Unknown`, expected `Work`",
    ] {
        // Nobody turns the clock: a run that rested would never be tried again.
        let soon = tokio::time::timeout(Duration::from_secs(20), reports.recv());
        let told = soon.await.expect("it does not hang");
        assert_eq!(told.as_deref(), Some(reason));
    }
    worker.shutdown().await;
}
