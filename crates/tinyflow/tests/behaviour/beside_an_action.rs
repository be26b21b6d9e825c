//! What branches come to while another one is in the middle of an action.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use serde::{Deserialize, Serialize};
use tinyflow::{
    ActionOptions, Changes, Checkpoint, Context, ContextError, DurableState, FlowId, LogEntry,
    Mail, RetryPolicy, SimpleContext, SimpleLock, StepResult, StoredRun, TaskError, WaitReason,
    Workflow, WorkflowRuntime, end, fork, json, next,
};
use tokio::sync::Notify;
use tokio::task::yield_now;

use crate::soon::soon;

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
enum Step {
    Start,
    Bake,
    Ask,
    Note,
    Call,
    Serve,
}

/// Bakes as long as need be, and meanwhile notes what is ordered and tries to reach somebody.
#[derive(Clone, Default)]
struct Bakery {
    bakes: Arc<Notify>,
    notes: Arc<AtomicU32>,
    calls: Arc<AtomicU32>,
}

impl Workflow for Bakery {
    type Step = Step;
    type State = ();

    fn flow(&self) -> FlowId {
        FlowId::new("bakery", "1.0.0")
    }

    fn begin(&self) -> Step {
        Step::Start
    }

    async fn execute(&self, step: Step, run: &DurableState<Step, ()>) -> StepResult<Step> {
        match step {
            Step::Start => {
                let branches = [
                    ("bake", Step::Bake),
                    ("ask", Step::Ask),
                    ("call", Step::Call),
                ];
                fork(branches).join(Step::Serve)
            }
            Step::Bake => {
                run.with_action::<(), _, _>("bake", async |_| {
                    self.bakes.notify_one();
                    std::future::pending().await
                })
                .await?;
                next(Step::Serve)
            }
            Step::Ask => {
                run.wait_for_event::<()>("ask", "what else?").await?;
                next(Step::Note)
            }
            Step::Note => {
                run.with_action("note", async |_| {
                    self.notes.fetch_add(1, Ordering::SeqCst);
                    Ok(())
                })
                .await?;
                next(Step::Ask)
            }
            Step::Call => {
                let twice = ActionOptions::new().with_retry(RetryPolicy::every_second(3));
                run.with_action_with::<(), _, _>("call", &twice, async |_| {
                    self.calls.fetch_add(1, Ordering::SeqCst);
                    Err(TaskError::message("nobody is there"))
                })
                .await?;
                next(Step::Serve)
            }
            Step::Serve => end(),
        }
    }
}

#[tokio::test]
async fn their_waits_and_attempts_are_stored() {
    let (context, bakery) = (SimpleContext::new(), Bakery::default());
    let runtime = Arc::new(WorkflowRuntime::new(context.clone(), bakery.clone()));
    let executing = tokio::spawn({
        let runtime = Arc::clone(&runtime);
        async move { runtime.run("r", ()).await }
    });
    soon(bakery.bakes.notified()).await;
    let stored = async {
        loop {
            let waits = runtime.snapshot("r").await.unwrap().open_waits();
            if waits.len() == 2 {
                return waits;
            }
            yield_now().await;
        }
    };
    let reasons: Vec<_> = soon(stored)
        .await
        .into_iter()
        .map(|wait| wait.reason)
        .collect();
    let answer = WaitReason::Answer {
        key: "ask".to_owned(),
    };
    let retry = WaitReason::Retry {
        action: "call".to_owned(),
        attempts_left: 2,
    };
    assert!(reasons.contains(&answer), "{reasons:?}");
    assert!(reasons.contains(&retry), "{reasons:?}");

    // The process dies. Whoever goes on does not make the first attempt again.
    executing.abort();
    let _ = executing.await;
    let executing = tokio::spawn(async move { runtime.resume("r").await });
    soon(bakery.bakes.notified()).await;
    for _ in 0..100 {
        yield_now().await;
    }
    assert_eq!(bakery.calls.load(Ordering::SeqCst), 1);
    executing.abort();
}

/// Runs that take their time to be stored, while their letters are read as they are.
struct SlowToStore(SimpleContext);

impl Context for SlowToStore {
    type Lock = SimpleLock;

    async fn load(&self, run_id: &str) -> Result<Option<StoredRun>, ContextError> {
        self.0.load(run_id).await
    }

    async fn logs(&self, run_id: &str) -> Result<Vec<LogEntry>, ContextError> {
        self.0.logs(run_id).await
    }

    async fn save(&self, run_id: &str, checkpoint: &Checkpoint) -> Result<(), ContextError> {
        for _ in 0..20 {
            yield_now().await;
        }
        self.0.save(run_id, checkpoint).await
    }

    async fn lock(&self, run_id: &str) -> Result<SimpleLock, ContextError> {
        self.0.lock(run_id).await
    }

    async fn mail(&self, run_id: &str) -> Result<Vec<Mail>, ContextError> {
        self.0.mail(run_id).await
    }

    fn changes(&self) -> Option<Changes> {
        self.0.changes()
    }
}

#[tokio::test]
async fn an_event_is_taken_once_while_what_has_taken_it_is_being_stored() {
    let (context, bakery) = (SimpleContext::new(), Bakery::default());
    let runtime = WorkflowRuntime::new(SlowToStore(context.clone()), bakery.clone());
    let executing = tokio::spawn(async move { runtime.run("r", ()).await });
    soon(bakery.bakes.notified()).await;
    let runs = WorkflowRuntime::new(context, bakery.clone()).runs();
    for count in 1..=3 {
        let sent = runs.send_event("r", "Ask", json!(null), None).await;
        sent.unwrap();
        for _ in 0..500 {
            yield_now().await;
        }
        assert_eq!(bakery.notes.load(Ordering::SeqCst), count);
    }
    executing.abort();
}
