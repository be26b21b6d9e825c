//! Runs that a worker cannot execute: it says so, lets go of them, and the others go on.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use tinyflow::{
    Context, Delivery, DurableState, FlowId, Letter, RunPhase, RunStatus, RunSummary, StepResult,
    Value, Wake, Worker, WorkerContext, Workflow, WorkflowRuntime, end, json,
};
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use tokio::time::timeout;

use crate::due::released;
use crate::fixture::{FLOW, Fixture, checkpoint};
use crate::working::errand::{Errand, Errands, Plan};
use crate::working::{Runtime, ends, runtime};

const UNKNOWN_STEP: &str = "run `r` is at a step `Work` that its workflow does not have";

/// The suite's runs are at this step where nothing else is said. Its errands do not know it.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
enum Step {
    Work,
}

/// A later form of the suite's flow, which knows the step.
struct Later;

impl Workflow for Later {
    type Step = Step;
    type State = Value;

    fn flow(&self) -> FlowId {
        FlowId::new(FLOW, "2.0.0")
    }

    fn begin(&self) -> Step {
        Step::Work
    }

    async fn execute(&self, _: Step, _: &DurableState<Step, Value>) -> StepResult<Step> {
        end()
    }
}

async fn store_unknown_step<F: Fixture>(runtime: &Runtime<F>) {
    let unknown = checkpoint(None, Wake::Now);
    runtime.context().save("r", &unknown).await.unwrap();
}

/// What a worker reports of runs that it could not execute, as it comes.
struct Reports(UnboundedReceiver<String>);

impl Reports {
    fn of<C: WorkerContext>(worker: Worker<C>) -> (Worker<C>, Self) {
        let (send, received) = unbounded_channel();
        let worker = worker.with_observer(move |_, outcome| {
            if let Err(error) = outcome {
                // Whoever does not listen any more has heard enough.
                let _ = send.send(error.to_string());
            }
        });
        (worker, Self(received))
    }

    async fn next(&mut self) -> String {
        let next = timeout(Duration::from_secs(60), self.0.recv()).await;
        next.expect("something is reported").unwrap()
    }
}

async fn summary<F: Fixture>(runtime: &Runtime<F>) -> RunSummary {
    runtime.context().summary("r").await.unwrap().unwrap()
}

/// Waits until nobody has the run in hand.
async fn is_let_go<F: Fixture>(runtime: &Runtime<F>) {
    drop(runtime.context().lock("r").await.unwrap());
    released(runtime.context()).await;
    // Where the other one is still about to leave the queue, it shows for a moment.
    while summary::<F>(runtime).await.phase == RunPhase::Executing {
        tokio::task::yield_now().await;
    }
}

/// Where each refuses the runs of the other, neither holds the other up.
pub async fn workers_of_two_versions_each_do_their_own<F: Fixture>(fixture: &F) {
    let versions = ["1.0.0", "2.0.0"].map(|version| {
        let errands = Errands::of_version(FLOW, version);
        let runtime: Runtime<F> = WorkflowRuntime::new(fixture.open(), errands.clone());
        let runtime = runtime.with_clock(fixture.clock().clone());
        (runtime.with_same_version_only(true), errands)
    });
    let mut ids = Vec::new();
    for number in 0..20 {
        let run_id = format!("r{number}");
        let client = versions[number % 2].0.client();
        client
            .start(&run_id, Errand::of(Plan::Plain))
            .await
            .unwrap();
        ids.push(run_id);
    }
    let mut workers = Vec::new();
    for (runtime, _) in &versions {
        let (worker, reports) = Reports::of(Worker::new(runtime).with_limit(2));
        workers.push((worker.start(), reports));
    }
    for (number, run_id) in ids.iter().enumerate() {
        let (runtime, _) = &versions[number % 2];
        assert!(ends::<F>(runtime, run_id).await.is_end());
    }
    for ((worker, mut reports), (_, errands)) in workers.into_iter().zip(&versions) {
        worker.shutdown().await;
        assert_eq!(reports.0.recv().await, None);
        assert_eq!(errands.effects().len(), 20);
    }
}

/// In the list, with the reason. The worker lets go of it and goes on with the others.
pub async fn a_run_that_no_worker_can_execute_is_named<F: Fixture>(fixture: &F) {
    let (runtime, _, clock) = runtime(fixture);
    store_unknown_step::<F>(&runtime).await;
    let before = runtime.snapshot("r").await.unwrap();
    let (worker, mut reports) = Reports::of(Worker::new(&runtime).with_limit(1));
    let worker = worker.start();
    assert_eq!(reports.next().await, UNKNOWN_STEP);
    is_let_go::<F>(&runtime).await;
    let run = summary::<F>(&runtime).await;
    assert_eq!(run.phase, RunPhase::Stuck);
    assert!(run.error.unwrap().starts_with(UNKNOWN_STEP));

    let client = runtime.client();
    client.start("good", Errand::of(Plan::Plain)).await.unwrap();
    assert!(ends::<F>(&runtime, "good").await.is_end());
    for rest_ms in [1_000, 2_000, 4_000] {
        clock.advance(Duration::from_millis(rest_ms));
        assert_eq!(reports.next().await, UNKNOWN_STEP);
        is_let_go::<F>(&runtime).await;
    }
    worker.shutdown().await;
    assert_eq!(reports.0.recv().await, None, "it was tried at its times");
    assert_eq!(runtime.snapshot("r").await.unwrap(), before);
}

/// At once, and what was sent is kept.
pub async fn a_letter_and_a_retry_have_it_tried_again<F: Fixture>(fixture: &F) {
    let (runtime, _, _) = runtime(fixture);
    store_unknown_step::<F>(&runtime).await;
    let (worker, mut reports) = Reports::of(Worker::new(&runtime));
    let worker = worker.start();
    assert_eq!(reports.next().await, UNKNOWN_STEP);
    is_let_go::<F>(&runtime).await;
    let runs = runtime.runs();
    let sent = runs.send_event("r", "Work", json!(7), None).await.unwrap();
    assert_eq!(sent, Delivery::Kept);
    assert_eq!(reports.next().await, UNKNOWN_STEP);
    is_let_go::<F>(&runtime).await;
    runs.retry("r").await.unwrap();
    assert_eq!(reports.next().await, UNKNOWN_STEP);
    worker.shutdown().await;
    let mail = runtime.context().mail("r").await.unwrap();
    let kept = mail
        .iter()
        .any(|mail| matches!(&mail.letter, Letter::Event { .. }));
    assert!(kept);
}

/// Whether a worker has it in hand just then or not.
pub async fn it_can_be_cancelled<F: Fixture>(fixture: &F) {
    let (runtime, _, _) = runtime(fixture);
    for has_worker in [false, true] {
        let run_id = if has_worker { "s" } else { "r" };
        let unknown = checkpoint(None, Wake::Now);
        runtime.context().save(run_id, &unknown).await.unwrap();
        let before = runtime.snapshot(run_id).await.unwrap();
        let runs = runtime.runs();
        runs.send_event(run_id, "Work", json!(7), None)
            .await
            .unwrap();
        if has_worker {
            // As if whoever cancels had found the run in a worker's hands.
            let wish = Letter::Cancel;
            runtime.context().post(run_id, &wish, None).await.unwrap();
            let worker = runtime.start();
            let mut changes = runtime.context().changes().unwrap();
            let ended = async {
                while runtime.snapshot(run_id).await.unwrap().run.is_none() {
                    changes.next().await;
                }
            };
            let ended = timeout(Duration::from_secs(60), ended).await;
            ended.expect("the run ends");
            worker.shutdown().await;
        } else {
            runs.cancel(run_id).await.unwrap();
        }
        let mut after = runtime.snapshot(run_id).await.unwrap();
        assert_eq!(after.run.take().unwrap().status, RunStatus::Cancelled);
        let kinds: Vec<_> = after.logs.drain(..).map(|entry| entry.kind).collect();
        assert_eq!(kinds, ["event_unused"]);
        assert_eq!(after, before);
        let run = runtime.context().summary(run_id).await.unwrap().unwrap();
        assert_eq!((run.phase, run.error), (RunPhase::Cancelled, None));
    }
}

/// Without waiting until the one that does not fit would try it again.
pub async fn a_program_that_fits_goes_on_with_it<F: Fixture>(fixture: &F) {
    let (runtime, _, _) = runtime(fixture);
    store_unknown_step::<F>(&runtime).await;
    let (worker, mut reports) = Reports::of(Worker::new(&runtime));
    let worker = worker.start();
    assert_eq!(reports.next().await, UNKNOWN_STEP);
    let later = WorkflowRuntime::new(fixture.open(), Later).with_clock(fixture.clock().clone());
    let later_worker = later.start();
    let client = later.client();
    let ended = timeout(Duration::from_secs(60), client.wait_for_end("r")).await;
    assert!(ended.expect("the run ends").unwrap().is_end());
    worker.shutdown().await;
    later_worker.shutdown().await;
    let run = summary::<F>(&runtime).await;
    assert_eq!((run.phase, run.error), (RunPhase::Finished, None));
}
