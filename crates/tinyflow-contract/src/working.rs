//! Workers and clients on the context: what users rely on, executed.

pub(crate) mod errand;

use std::sync::{Arc, Mutex};
use std::time::Duration;

use tinyflow::{
    Context, Letter, ManualClock, ResolveError, RunPhase, RunStatus, RunView, RuntimeError,
    Started, SystemEntry, Wake, Worker, WorkerContext, WorkflowRuntime, json,
};

use self::errand::{Errand, Errands, Plan, Step};
use crate::fixture::{FLOW, Fixture, checkpoint, serving};

pub(crate) type Runtime<F> = WorkflowRuntime<Errands, <F as Fixture>::Context>;

pub(crate) fn runtime<F: Fixture>(fixture: &F) -> (Runtime<F>, Errands, ManualClock) {
    let (workflow, clock) = (Errands::new(FLOW), fixture.clock().clone());
    let runtime = WorkflowRuntime::new(fixture.open(), workflow.clone());
    (runtime.with_clock(clock.clone()), workflow, clock)
}

/// Waits until a run waits for something.
pub(crate) async fn waits<F: Fixture>(runtime: &Runtime<F>, run_id: &str) -> SystemEntry {
    let mut changes = runtime.context().changes().unwrap();
    loop {
        let listed = runtime.runs().list(&[RunPhase::Waiting]).await.unwrap();
        let view = runtime.query(run_id).await.unwrap();
        if let (true, Some(wait)) = (
            listed.iter().any(|run| run.run_id == run_id),
            view.pending.first(),
        ) {
            return wait.clone();
        }
        changes.next().await;
    }
}

pub(crate) async fn ends<F: Fixture>(runtime: &Runtime<F>, run_id: &str) -> RunView<Step, Errand> {
    let client = runtime.client();
    let ended = tokio::time::timeout(Duration::from_secs(60), client.wait_for_end(run_id));
    ended.await.expect("the run ends").unwrap()
}

/// Begun by a client, executed by a worker, once.
pub async fn a_worker_executes_what_was_begun<F: Fixture>(fixture: &F) {
    let (runtime, workflow, _) = runtime(fixture);
    let client = runtime.client();
    let before = client
        .start("before", Errand::of(Plan::Plain))
        .await
        .unwrap();
    assert_eq!(before, Started::New);
    let worker = runtime.start();
    client
        .start("after", Errand::of(Plan::Plain))
        .await
        .unwrap();
    let again = client
        .start("after", Errand::of(Plan::Pause))
        .await
        .unwrap();
    assert_eq!(again, Started::Existing);
    for run_id in ["before", "after"] {
        assert!(ends::<F>(&runtime, run_id).await.is_end());
    }
    worker.shutdown().await;
    let mut effects = workflow.effects();
    effects.sort();
    let expected = [
        "after/0:Begin:work",
        "after/1:Close:close",
        "before/0:Begin:work",
        "before/1:Close:close",
    ];
    assert_eq!(effects, expected);
}

/// By a worker that is started when whoever set the timer is gone.
pub async fn a_timer_fires_without_whoever_set_it<F: Fixture>(fixture: &F) {
    let (runtime, _, clock) = runtime(fixture);
    let year = 365 * 86_400_000;
    let paused = runtime
        .run("r", Errand::of(Plan::Timer(year)))
        .await
        .unwrap();
    assert_eq!(paused.pending().len(), 1);
    let (later, _, _) = self::runtime(fixture);
    let worker = later.start();
    clock.advance(Duration::from_millis(year.unsigned_abs()));
    assert!(ends::<F>(&later, "r").await.is_end());
    worker.shutdown().await;
}

/// By the worker that called it before, as often as its policy says.
pub async fn an_action_that_fails_is_tried_again_after_its_pause<F: Fixture>(fixture: &F) {
    let (runtime, workflow, clock) = runtime(fixture);
    let worker = runtime.start();
    let client = runtime.client();
    client
        .start("r", Errand::of(Plan::FailTwice))
        .await
        .unwrap();
    for attempts in 1..=2 {
        waits::<F>(&runtime, "r").await;
        assert_eq!(workflow.effects(), vec!["r/0:Begin:work"; attempts]);
        clock.advance(Duration::from_secs(1));
    }
    assert!(ends::<F>(&runtime, "r").await.is_end());
    worker.shutdown().await;
    let mut expected = vec!["r/0:Begin:work"; 3];
    expected.push("r/1:Close:close");
    assert_eq!(workflow.effects(), expected);
}

/// On one store, through two doors: no run twice, none forgotten.
pub async fn two_workers_execute_each_run_once<F: Fixture>(fixture: &F) {
    let (runtime, workflow, _) = runtime(fixture);
    let other = WorkflowRuntime::new(fixture.open(), workflow.clone());
    let other = other.with_clock(fixture.clock().clone());
    let client = runtime.client();
    let ids: Vec<_> = (0..40).map(|number| format!("r{number}")).collect();
    for (number, run_id) in ids.iter().enumerate() {
        if number == 20 {
            // The second half is begun while the workers work.
            drop((Worker::new(&runtime).with_limit(4).start(), other.start()));
        }
        client.start(run_id, Errand::of(Plan::Plain)).await.unwrap();
    }
    for run_id in &ids {
        assert!(ends::<F>(&runtime, run_id).await.is_end());
    }
    let mut effects = workflow.effects();
    assert_eq!(effects.len(), 80);
    effects.sort();
    effects.dedup();
    assert_eq!(effects.len(), 80);
}

/// Its task is dropped where it awaits, and gives nothing any more.
pub async fn a_run_that_executes_is_cancelled_at_its_await<F: Fixture>(fixture: &F) {
    let (runtime, workflow, _) = runtime(fixture);
    let worker = runtime.start();
    let client = runtime.client();
    client.start("r", Errand::of(Plan::Hang)).await.unwrap();
    workflow.hanging.notified().await;
    client.cancel("r").await.unwrap();
    let ended = ends::<F>(&runtime, "r").await.end.unwrap();
    assert_eq!(ended.status, RunStatus::Cancelled);
    workflow.go_on.notify_waiters();
    worker.shutdown().await;
    assert_eq!(workflow.effects(), ["r/0:Begin:work"]);
    let error = client.cancel("r").await.unwrap_err();
    assert!(matches!(
        error,
        RuntimeError::Resolve(ResolveError::Over { .. })
    ));
}

/// At once, without any worker.
pub async fn a_run_that_waits_is_cancelled<F: Fixture>(fixture: &F) {
    let (runtime, _, _) = runtime(fixture);
    let paused = runtime.run("r", Errand::of(Plan::Ask(1))).await.unwrap();
    runtime.client().cancel("r").await.unwrap();
    let view = runtime.query("r").await.unwrap();
    assert_eq!(view.end.unwrap().status, RunStatus::Cancelled);
    let id = paused.pending()[0].resume_id();
    let late = runtime.resume_with("r", id, json!(1)).await.unwrap_err();
    assert!(matches!(
        late,
        RuntimeError::Resolve(ResolveError::Over { .. })
    ));
    let nobody = runtime.client().cancel("nobody").await.unwrap_err();
    assert!(matches!(nobody, RuntimeError::RunNotFound { .. }));
}

/// The run is due for the next worker, which repeats nothing.
pub async fn a_shutdown_finishes_the_step_and_no_more<F: Fixture>(fixture: &F) {
    let (runtime, workflow, _) = runtime(fixture);
    let worker = runtime.start();
    runtime
        .client()
        .start("r", Errand::of(Plan::Hang))
        .await
        .unwrap();
    workflow.hanging.notified().await;
    // In this order, so that the step ends after the worker was told.
    tokio::join!(biased; worker.shutdown(), async { workflow.go_on.notify_one() });
    assert_eq!(workflow.effects(), ["r/0:Begin:work"]);
    assert_eq!(runtime.query("r").await.unwrap().current_step, Step::Close);
    let worker = runtime.start();
    assert!(ends::<F>(&runtime, "r").await.is_end());
    worker.shutdown().await;
    assert_eq!(workflow.effects(), ["r/0:Begin:work", "r/1:Close:close"]);
}

/// The one has failed, the other is reported; the worker lives.
pub async fn a_panic_and_an_unreadable_run_leave_the_others_alone<F: Fixture>(fixture: &F) {
    let (runtime, _, _) = runtime(fixture);
    let unknown = checkpoint(None, Wake::Now);
    runtime
        .context()
        .save("unreadable", &unknown)
        .await
        .unwrap();
    let reports = Arc::new(Mutex::new(Vec::new()));
    let (seen, told) = (Arc::clone(&reports), Arc::new(tokio::sync::Notify::new()));
    let tell = Arc::clone(&told);
    let worker = Worker::new(&runtime)
        .with_observer(move |run_id, outcome| {
            if let Err(error) = outcome {
                seen.lock().unwrap().push(format!("{run_id}: {error}"));
                tell.notify_one();
            }
        })
        .start();
    let client = runtime.client();
    client
        .start("panics", Errand::of(Plan::Panic))
        .await
        .unwrap();
    client.start("good", Errand::of(Plan::Plain)).await.unwrap();
    let ended = ends::<F>(&runtime, "panics").await.end.unwrap();
    assert_eq!(ended.status, RunStatus::Failed);
    assert!(ended.error.unwrap().ends_with("panicked: out of paper"));
    assert!(ends::<F>(&runtime, "good").await.is_end());
    told.notified().await;
    worker.shutdown().await;
    let expected =
        "unreadable: run `unreadable` is at a step `Work` that its workflow does not have";
    assert_eq!(*reports.lock().unwrap(), [expected]);
}

/// And not before, whatever letters come.
pub async fn a_failed_run_is_retried_when_asked<F: Fixture>(fixture: &F) {
    let (runtime, workflow, _) = runtime(fixture);
    let worker = runtime.start();
    let client = runtime.client();
    client.start("r", Errand::of(Plan::Fail)).await.unwrap();
    assert_eq!(
        ends::<F>(&runtime, "r").await.end.unwrap().status,
        RunStatus::Failed
    );
    let letter = Letter::Event {
        step: "Ask".to_owned(),
        payload: json!(1),
        event_id: None,
    };
    runtime.context().post("r", &letter, None).await.unwrap();
    client
        .start("other", Errand::of(Plan::Plain))
        .await
        .unwrap();
    assert!(ends::<F>(&runtime, "other").await.is_end());
    let effects = |of: &str| {
        let effects = workflow.effects();
        effects
            .iter()
            .filter(|effect| effect.starts_with(of))
            .count()
    };
    assert_eq!(effects("r/"), 1);
    workflow.all_is_well();
    // Whoever stored the failure may not have let go of the run yet.
    let lock = runtime.context().lock("r").await.unwrap();
    let runs = runtime.runs();
    let (retried, ()) = tokio::join!(runs.retry("r"), async {
        tokio::task::yield_now().await;
        drop(lock);
    });
    retried.unwrap();
    loop {
        if ends::<F>(&runtime, "r").await.is_end() {
            break;
        }
        tokio::task::yield_now().await;
    }
    worker.shutdown().await;
    assert_eq!(effects("r/"), 3);
    let again = runs.retry("r").await;
    assert!(matches!(
        again,
        Err(RuntimeError::Resolve(ResolveError::Over { .. }))
    ));
}

/// A thousand changes at the same time, through two doors, while a worker looks on.
pub async fn transactions_add_up<F: Fixture>(fixture: &F) {
    let (runtime, _, _) = runtime(fixture);
    let (other, _, _) = self::runtime(fixture);
    let runtimes = [Arc::new(runtime), Arc::new(other)];
    let _ = runtimes[0].run("r", Errand::of(Plan::Pause)).await.unwrap();
    let worker = runtimes[0].start();
    let changes = (0..1_000).map(|number| {
        let runtime: Arc<Runtime<F>> = Arc::clone(&runtimes[usize::from(number % 100 == 0)]);
        tokio::spawn(async move {
            let add = runtime.with_transaction("r", |run| {
                run.state.answers.push(number);
                Ok::<_, std::fmt::Error>(())
            });
            add.await
        })
    });
    for change in changes.collect::<Vec<_>>() {
        change.await.unwrap().unwrap();
    }
    worker.shutdown().await;
    let mut added = runtimes[1].query("r").await.unwrap().state.answers;
    added.sort_unstable();
    assert_eq!(added, (0..1_000).collect::<Vec<_>>());
}

/// Until it is resumed by its id.
pub async fn a_paused_run_stays_parked<F: Fixture>(fixture: &F) {
    let (runtime, _, clock) = runtime(fixture);
    let _ = runtime.run("r", Errand::of(Plan::Pause)).await.unwrap();
    clock.advance(Duration::from_secs(86_400));
    let claims = runtime.context().claim(&serving(), 9).await.unwrap();
    assert!(claims.is_empty());
    drop(claims);
    let revision = async || {
        runtime
            .context()
            .load("r")
            .await
            .unwrap()
            .unwrap()
            .revision()
    };
    let before = revision().await;
    let _ = runtime.resume("r").await.unwrap();
    assert!(revision().await > before);
}

/// Each run by its own workflow.
pub async fn one_worker_serves_several_flows<F: Fixture>(fixture: &F) {
    let (runtime, here, _) = runtime(fixture);
    let there = Errands::new("elsewhere");
    let other = WorkflowRuntime::new(fixture.open(), there.clone());
    let other = other.with_clock(fixture.clock().clone());
    let worker = Worker::new(&runtime).serve(&other).start();
    runtime
        .client()
        .start("a", Errand::of(Plan::Plain))
        .await
        .unwrap();
    other
        .client()
        .start("b", Errand::of(Plan::Plain))
        .await
        .unwrap();
    assert!(ends::<F>(&runtime, "a").await.is_end());
    assert!(ends::<F>(&other, "b").await.is_end());
    worker.shutdown().await;
    assert_eq!(here.effects().len(), 2);
    assert_eq!(there.effects(), ["b/0:Begin:work", "b/1:Close:close"]);
    let wrong = runtime.resume("b").await.unwrap_err();
    assert!(matches!(wrong, RuntimeError::OtherFlow { .. }));
}
