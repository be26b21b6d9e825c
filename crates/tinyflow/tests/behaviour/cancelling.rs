//! A run that executes is asked to stop for good, at moments that are easily missed.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use tinyflow::{
    Context, Delivery, DurableState, FlowId, Letter, RunPhase, RunResult, Runs, SimpleContext,
    StepResult, TaskContext, TaskError, Workflow, WorkflowRuntime, end, fork, json, next,
};
use tokio::sync::Notify;

use crate::letter_in_between::LetterInBetween;
use crate::single_step::single_step;
use crate::soon::soon;

/// A run that works for ever, alone or while another branch waits.
#[derive(Clone, Default)]
struct Endless {
    forks: bool,
    working: Arc<Notify>,
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
enum Step {
    Start,
    Work,
    Wait,
    Meet,
}

impl Workflow for Endless {
    type Step = Step;
    type State = ();

    fn flow(&self) -> FlowId {
        FlowId::new("endless", "1.0.0")
    }

    fn begin(&self) -> Step {
        if self.forks { Step::Start } else { Step::Work }
    }

    async fn execute(&self, step: Step, run: &DurableState<Step, ()>) -> StepResult<Step> {
        match step {
            Step::Start => fork([("wait", Step::Wait), ("work", Step::Work)]).join(Step::Meet),
            Step::Work => run
                .with_action("work", async |_| {
                    self.working.notify_one();
                    std::future::pending().await
                })
                .await
                .map(|()| Step::Meet)
                .and_then(next),
            Step::Wait => {
                let () = run.wait_for_event("answer", ()).await?;
                next(Step::Meet)
            }
            Step::Meet => end(),
        }
    }
}

#[tokio::test]
async fn a_letter_that_comes_after_the_look_and_before_the_step_is_read() {
    let runtime = WorkflowRuntime::new(LetterInBetween::new(1, Letter::Cancel), Endless::default());
    let result = soon(runtime.run("r", ())).await.unwrap();
    assert!(matches!(result, RunResult::Cancelled { .. }), "{result:?}");
}

#[tokio::test]
async fn a_fork_stops_while_one_branch_works_and_another_waits() {
    let workflow = Endless {
        forks: true,
        ..Endless::default()
    };
    let runtime = WorkflowRuntime::new(SimpleContext::new(), workflow);
    let cancelled = async {
        runtime.workflow().working.notified().await;
        runtime.client().cancel("r").await
    };
    let (result, asked) = soon(async { tokio::join!(runtime.run("r", ()), cancelled) }).await;
    asked.unwrap();
    let result = result.unwrap();
    assert!(matches!(result, RunResult::Cancelled { .. }), "{result:?}");
}

#[tokio::test]
async fn the_wish_to_stop_that_comes_while_the_failure_is_stored_is_heard() {
    let workflow = single_step(|run| {
        Box::pin(async move {
            let refuse = async |_: TaskContext| Err::<(), _>(TaskError::message("out of stock"));
            run.with_action("reserve", refuse).await?;
            end()
        })
    });
    let runtime = WorkflowRuntime::new(LetterInBetween::new(2, Letter::Cancel), workflow);
    let result = soon(runtime.run("r", json!({}))).await.unwrap();
    assert!(matches!(result, RunResult::Cancelled { .. }), "{result:?}");
}

#[tokio::test]
async fn a_step_that_fails_after_the_wish_to_stop_is_stopped() {
    let context = SimpleContext::new();
    let runs = Runs::new(context.clone());
    let workflow = single_step(move |run| {
        let runs = runs.clone();
        Box::pin(async move {
            let cancel_and_fail = async |task: TaskContext| {
                runs.cancel(task.run_id()).await?;
                Err(TaskError::message("too late"))
            };
            run.with_action::<(), _, _>("work", cancel_and_fail).await?;
            end()
        })
    });
    let runtime = WorkflowRuntime::new(context, workflow);
    let result = runtime.run("r", json!({})).await.unwrap();
    assert!(matches!(result, RunResult::Cancelled { .. }), "{result}");
}

#[tokio::test]
async fn what_a_run_has_not_read_when_it_is_stopped_is_logged() {
    let workflow = single_step(|run| {
        Box::pin(async move {
            run.wait_for_event::<u32>("ask", ()).await?;
            end()
        })
    });
    let context = SimpleContext::new();
    let runtime = WorkflowRuntime::new(context.clone(), workflow);
    let runs = runtime.runs();
    let asking = runtime.run("r", json!({})).await.unwrap();
    let id = asking.pending()[0].resume_id().to_owned();
    let kept = runs.send_event("r", "Done", json!("early"), None).await;
    assert_eq!(kept.unwrap(), Delivery::Kept);
    // The run reads the first event, which it keeps for a later step.
    let _ = runtime.resume("r").await.unwrap();
    let kept = runs.send_event("r", "Done", json!("late"), None).await;
    assert_eq!(kept.unwrap(), Delivery::Kept);
    let delivered = runs.answer("r", &id, json!(7)).await;
    assert_eq!(delivered.unwrap(), Delivery::Delivered);

    runs.cancel("r").await.unwrap();

    let snapshot = runs.snapshot("r").await.unwrap();
    assert!(!snapshot.cache.contains_key("__early__"));
    let logs = snapshot.logs.iter().rev().take(3).rev();
    let told: Vec<_> = logs
        .map(|entry| json!([entry.kind, entry.values]))
        .collect();
    assert_eq!(
        json!(told),
        json!([
            ["event_unused", { "step": "Done", "payload": "early" }],
            ["event_unused", { "step": "Done", "payload": "late" }],
            [
                "answer_refused",
                {
                    "resumeId": id, "payload": 7,
                    "errorMessage": "run `r` is over and takes no answer", "letter": 3,
                },
            ],
        ])
    );
    assert!(context.mail("r").await.unwrap().is_empty());
}

#[tokio::test]
async fn a_run_that_has_failed_and_is_still_in_hand_is_stopped_when_it_is_let_go() {
    let workflow = single_step(|run| {
        Box::pin(async move {
            run.with_action::<(), _, _>("fail", async |_| Err(TaskError::message("no")))
                .await?;
            end()
        })
    });
    let context = SimpleContext::new();
    let runtime = WorkflowRuntime::new(context.clone(), workflow);
    let failed = runtime.run("r", json!({})).await.unwrap();
    assert!(matches!(failed, RunResult::Failed { .. }));
    let lock = context.lock("r").await.unwrap();
    let runs = runtime.runs();
    let (cancelled, ()) = tokio::join!(runs.cancel("r"), async {
        tokio::task::yield_now().await;
        drop(lock);
    });
    cancelled.unwrap();
    let listed = runs.list(&[RunPhase::Cancelled]).await.unwrap();
    assert_eq!(listed.len(), 1);
}
