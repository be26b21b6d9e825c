//! What a run that is being executed makes of answers, and who is told.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use futures_util::FutureExt;
use serde::{Deserialize, Serialize};
use tinyflow::{
    ActionOptions, Context, Delivery, DurableState, FlowId, ManualClock, ResolveError, RunResult,
    Runs, RuntimeError, SimpleContext, StepResult, Value, Workflow, WorkflowRuntime, end, fork,
    json, next,
};
use tokio::sync::Notify;

use crate::letter_in_between::LetterInBetween;
use crate::single_step::single_step;
use crate::soon::soon;

/// A run that waits for a number.
async fn waiting() -> (
    WorkflowRuntime<impl Workflow<State = Value>, SimpleContext>,
    String,
) {
    let workflow = single_step(|run| {
        Box::pin(async move {
            let number: u32 = run.wait_for_event("ask", ()).await?;
            run.change("keep", |state| *state = json!(number))?;
            end()
        })
    });
    let runtime = WorkflowRuntime::new(SimpleContext::new(), workflow);
    let waiting = runtime.run("r", json!({})).await;
    let waiting = waiting.expect("it waits");
    let id = waiting.pending()[0].resume_id().to_owned();
    (runtime, id)
}

async fn undecided(runs: &Runs<SimpleContext>, id: &str, answer: Value) -> u64 {
    match runs.answer("r", id, answer).await {
        Ok(Delivery::Undecided { letter }) => letter,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn an_answer_to_a_run_in_use_is_taken_when_it_is_read() {
    let (runtime, id) = waiting().await;
    let lock = runtime.context().lock("r").await.unwrap();
    let runs = runtime.runs();
    let letter = undecided(&runs, &id, json!(7)).await;
    drop(lock);
    let (told, ended) =
        soon(async { tokio::join!(biased; runs.verdict("r", letter), runtime.resume("r")) }).await;
    told.unwrap();
    assert_eq!(ended.unwrap().state(), &json!(7));
}

#[tokio::test]
async fn whoever_sent_what_does_not_fit_is_told_so() {
    let (runtime, id) = waiting().await;
    let lock = runtime.context().lock("r").await.unwrap();
    let runs = runtime.runs();
    let letter = undecided(&runs, &id, json!("seven")).await;
    drop(lock);
    let _ = runtime.resume("r").await.unwrap();
    let told = soon(runs.verdict("r", letter)).await.unwrap_err();
    let RuntimeError::Resolve(ResolveError::Misfit { reason, .. }) = told else {
        panic!("{told}");
    };
    assert!(reason.contains("seven"), "{reason}");
}

#[tokio::test]
async fn an_answer_that_was_refused_elsewhere_is_not_taken_for_one_that_is_read_here() {
    let (before, id) = waiting().await;
    let lock = before.context().lock("r").await.unwrap();
    let refused = undecided(&before.runs(), &id, json!("seven")).await;
    drop(lock);
    let _ = before.resume("r").await.unwrap();
    let snapshot = before.snapshot("r").await.unwrap();

    let (runtime, _) = waiting().await;
    runtime.import("imported", snapshot).await.unwrap();
    let lock = runtime.context().lock("imported").await.unwrap();
    let runs = runtime.runs();
    let sent = runs.answer("imported", &id, json!(7)).await.unwrap();
    assert_eq!(sent, Delivery::Undecided { letter: refused });
    drop(lock);
    let ended = runtime.resume("imported").await.unwrap();
    assert_eq!(ended.state(), &json!(7));
    soon(runs.verdict("imported", refused)).await.unwrap();
    let logs = runtime.snapshot("imported").await.unwrap().logs;
    let refused = logs.iter().find(|entry| entry.kind == "answer_refused");
    assert_eq!(refused.unwrap().values["payload"], "seven");
}

#[tokio::test]
async fn an_answer_after_its_time_is_told_that_it_came_too_late() {
    let (working, go_on) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    let workflow = single_step({
        let (working, go_on) = (Arc::clone(&working), Arc::clone(&go_on));
        move |run| {
            let (working, go_on) = (Arc::clone(&working), Arc::clone(&go_on));
            Box::pin(async move {
                let late = run.wait_for_ms("late", 1_000).map(|_| 0);
                run.race([run.wait_for_event::<u32>("ask", ()), late])
                    .await?;
                run.with_action("work", |_| async move {
                    working.notify_one();
                    go_on.notified().await;
                    Ok(())
                })
                .await?;
                end()
            })
        }
    });
    let clock = ManualClock::new(0);
    let runtime = WorkflowRuntime::new(SimpleContext::new(), workflow).with_clock(clock.clone());
    let asking = runtime.run("r", json!({})).await.unwrap();
    let is_event = |wait: &&tinyflow::SystemEntry| wait.resume_after().is_none();
    let event = asking.pending().iter().find(is_event);
    let id = event.unwrap().resume_id().to_owned();
    clock.set(1_000);
    let runs = runtime.runs();
    let answering = async {
        working.notified().await;
        let letter = undecided(&runs, &id, json!(7)).await;
        go_on.notify_one();
        runs.verdict("r", letter).await
    };
    let (ended, told) = soon(async { tokio::join!(runtime.resume("r"), answering) }).await;
    assert!(matches!(ended, Ok(RunResult::Finished { .. })));
    let told = told.unwrap_err();
    assert!(matches!(
        told,
        RuntimeError::Resolve(ResolveError::Over { .. })
    ));
}

#[tokio::test]
async fn what_comes_while_the_end_is_stored_is_logged() {
    let event = json!({ "kind": "event", "step": "Work", "payload": 1 });
    let event = serde_json::from_value(event).unwrap();
    // The run looks when it begins and when it ends.
    let context = LetterInBetween::new(2, event);
    let runtime = WorkflowRuntime::new(context, single_step(|_| Box::pin(async { end() })));
    let result = runtime.run("r", json!({})).await.unwrap();
    assert!(result.is_finished());
    let logs = runtime.snapshot("r").await.unwrap().logs;
    assert!(logs.iter().any(|entry| entry.kind == "event_unused"));
    assert!(runtime.context().runs.mail("r").await.unwrap().is_empty());
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
enum Place {
    Start,
    Ask,
    Work,
    Met,
}

/// Asks in one branch, which looks at something whenever it starts, and works in the other.
#[derive(Default)]
struct LookingFirst {
    looks: AtomicU32,
    looking: Notify,
    look_on: Notify,
    working: Notify,
    work_on: Notify,
}

impl Workflow for LookingFirst {
    type Step = Place;
    type State = u32;

    fn flow(&self) -> FlowId {
        FlowId::new("looking-first", "1.0.0")
    }

    fn begin(&self) -> Place {
        Place::Start
    }

    async fn execute(&self, step: Place, run: &DurableState<Place, u32>) -> StepResult<Place> {
        match step {
            Place::Start => fork([("ask", Place::Ask), ("work", Place::Work)]).join(Place::Met),
            Place::Ask => {
                let each_time = ActionOptions::new().ignoring_cache();
                run.with_action_with("look", &each_time, async |_| {
                    if self.looks.fetch_add(1, Ordering::SeqCst) == 1 {
                        self.looking.notify_one();
                        self.look_on.notified().await;
                    }
                    Ok(())
                })
                .await?;
                run.wait_for_event::<u32>("ask", ()).await?;
                next(Place::Met)
            }
            Place::Work => {
                // So that the question is stored.
                run.with_action("begin", async |_| Ok(())).await?;
                run.with_action("work", async |_| {
                    self.working.notify_one();
                    self.work_on.notified().await;
                    Ok(())
                })
                .await?;
                next(Place::Met)
            }
            Place::Met => end(),
        }
    }
}

#[tokio::test]
async fn an_answer_that_another_branch_has_stored_is_not_taken_before_it_is_read() {
    let runtime = WorkflowRuntime::new(SimpleContext::new(), LookingFirst::default());
    let workflow = runtime.workflow();
    let runs = runtime.runs();
    let answering = async {
        workflow.working.notified().await;
        let pending = runtime.query("r").await.unwrap().pending;
        let id = pending[0].resume_id();
        let letter = undecided(&runs, id, json!("seven")).await;
        workflow.looking.notified().await;
        let mut changes = runtime.context().changes().unwrap();
        workflow.work_on.notify_one();
        while !runtime.context().mail("r").await.unwrap().is_empty() {
            changes.next().await;
        }
        assert!(runs.verdict("r", letter).now_or_never().is_none());
        let told = async { runs.verdict("r", letter).await };
        let look_on = async { workflow.look_on.notify_one() };
        tokio::join!(biased; told, look_on).0
    };
    let (waiting, told) = soon(async { tokio::join!(runtime.run("r", 0), answering) }).await;
    assert_eq!(waiting.unwrap().pending().len(), 1);
    let told = told.unwrap_err();
    assert!(
        matches!(told, RuntimeError::Resolve(ResolveError::Misfit { .. })),
        "{told}"
    );
}
