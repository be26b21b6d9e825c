//! Long jobs that are looked at until they are done.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::task::Poll;
use std::time::Duration;

use tinyflow::{
    ActionOptions, Clock, ManualClock, Polling, RetryPolicy, RunResult, SimpleContext, Snapshot,
    StepError, TaskError, Value, WorkflowRuntime, end, json,
};

use crate::own_context::History;
use crate::single_step::{Outcome, Run, single_step};

/// How often the job was looked at.
#[derive(Clone, Default)]
struct Looks(Arc<AtomicU32>);

impl Looks {
    fn count(&self) -> u32 {
        self.0.load(Ordering::SeqCst)
    }
}

/// A job that is done at the given look; some looks fail.
fn job(
    looks: &Looks,
    done_at: u32,
    failing: &'static [u32],
    polling: Polling,
) -> impl Fn(&Run<Value>) -> Outcome<'_> + Send + Sync + use<> {
    let looks = looks.clone();
    move |run| {
        let looks = looks.clone();
        Box::pin(async move {
            run.poll("job", &polling, async |task, state: Value| {
                let look = looks.0.fetch_add(1, Ordering::SeqCst) + 1;
                if failing.contains(&look) {
                    return Err(TaskError::message("nobody answers"));
                }
                if look < done_at {
                    return Ok(Poll::Pending);
                }
                assert_eq!(task.idempotency_key(), "r/0:Work:job");
                Ok(Poll::Ready(json!({ "before": state, "look": look })))
            })
            .await?;
            end()
        })
    }
}

fn every_minute() -> Polling {
    Polling::every(Duration::from_secs(60))
}

type Runtime<F> = WorkflowRuntime<crate::single_step::SingleStep<F, Value>, History>;

/// Lets time pass until the run ends, and tells when.
async fn to_end<F>(runtime: &Runtime<F>, clock: &ManualClock) -> (RunResult<Value>, i64)
where
    F: Fn(&Run<Value>) -> Outcome<'_> + Send + Sync,
{
    let mut result = runtime.resume("r").await.expect("it runs");
    while let Some(at) = result
        .pending()
        .first()
        .and_then(|wait| wait.resume_after())
    {
        clock.set(at);
        result = runtime.resume("r").await.expect("it runs");
    }
    (result, clock.now_ms())
}

#[tokio::test]
async fn a_job_that_is_done_at_once_waits_for_nothing() {
    let (looks, clock) = (Looks::default(), ManualClock::new(0));
    let workflow = single_step(job(&looks, 1, &[], every_minute()));
    let runtime = WorkflowRuntime::new(History::default(), workflow).with_clock(clock);
    let result = runtime.run("r", json!(0)).await.unwrap();
    assert!(result.is_finished(), "{result}");
    assert_eq!(result.state(), &json!({ "before": 0, "look": 1 }));
}

#[tokio::test]
async fn a_job_is_looked_at_from_every_checkpoint_on_until_it_is_done() {
    let (looks, clock) = (Looks::default(), ManualClock::new(0));
    let workflow = || single_step(job(&looks, 4, &[], every_minute()));
    let runtime = WorkflowRuntime::new(History::default(), workflow()).with_clock(clock.clone());
    let waiting = runtime.run("r", json!(0)).await.unwrap();
    // Before its time nothing is looked at.
    let early = runtime.resume("r").await.unwrap();
    assert_eq!(early.pending(), waiting.pending());
    assert_eq!(looks.count(), 1);
    let (result, ended) = to_end(&runtime, &clock).await;
    assert!(result.is_finished(), "{result}");
    assert_eq!((looks.count(), ended), (4, 180_000));
    for kept in 1..=runtime.context().of("r").len() {
        looks.0.store(3, Ordering::SeqCst);
        let clock = ManualClock::new(ended);
        let store = runtime.context().up_to("r", kept);
        let resumed = WorkflowRuntime::new(store, workflow()).with_clock(clock.clone());
        let (again, _) = to_end(&resumed, &clock).await;
        assert_eq!(again.state(), result.state(), "after {kept}");
    }
}

#[tokio::test]
async fn a_job_and_a_timer_of_its_step_have_different_keys() {
    let workflow = single_step(|run| {
        Box::pin(async move {
            let done = async |_, state| Ok(Poll::Ready(state));
            run.poll("job", &every_minute(), done).await?;
            run.wait_for_ms("job", 1_000).await?;
            end()
        })
    });
    let runtime = WorkflowRuntime::new(History::default(), workflow);
    let result = runtime.run("r", json!(1)).await.unwrap();
    let RunResult::Failed { error, .. } = &result else {
        panic!("the timer might be the one between two looks: {result}");
    };
    assert!(matches!(error, StepError::KeyUsedTwice { action, .. } if action == "job"));
}

#[tokio::test]
async fn a_job_that_takes_too_long_fails_the_step_after_a_last_look() {
    let (looks, clock) = (Looks::default(), ManualClock::new(0));
    let polling = every_minute().with_timeout(Duration::from_secs(90));
    let workflow = single_step(job(&looks, 5, &[], polling));
    let runtime = WorkflowRuntime::new(History::default(), workflow).with_clock(clock.clone());
    let _ = runtime.run("r", json!(0)).await.unwrap();
    let (result, ended) = to_end(&runtime, &clock).await;
    let RunResult::Failed { error, .. } = &result else {
        panic!("it is not done: {result}");
    };
    assert!(matches!(error, StepError::NotDoneInTime { .. }), "{error}");
    assert_eq!(
        error.to_string(),
        "what action `job` looks at was not done in time in step `Work` of run `r`"
    );
    assert_eq!((looks.count(), ended), (3, 90_000));
    // A retry gives it all its time again.
    let waiting = runtime.retry("r").await.unwrap();
    assert_eq!(waiting.pending()[0].resume_after(), Some(150_000));
    let (result, _) = to_end(&runtime, &clock).await;
    assert!(result.is_finished(), "{result}");
}

#[tokio::test]
async fn a_retry_from_outside_gives_a_job_all_its_time_again() {
    let (looks, clock) = (Looks::default(), ManualClock::new(0));
    let polling = every_minute().with_timeout(Duration::from_secs(90));
    let workflow = single_step(job(&looks, 5, &[], polling));
    let runtime = WorkflowRuntime::new(SimpleContext::new(), workflow).with_clock(clock.clone());
    let _ = runtime.run("r", json!(0)).await.unwrap();
    clock.advance(Duration::from_secs(90));
    let failed = runtime.resume("r").await.unwrap();
    assert!(matches!(failed, RunResult::Failed { .. }), "{failed}");
    runtime.runs().retry("r").await.unwrap();
    let waiting = runtime.resume("r").await.unwrap();
    assert_eq!(waiting.pending()[0].resume_after(), Some(150_000));
}

#[tokio::test]
async fn each_look_has_all_its_attempts() {
    let (looks, clock) = (Looks::default(), ManualClock::new(0));
    let retry = RetryPolicy::every_second(2);
    let polling = every_minute().with_options(ActionOptions::new().with_retry(retry));
    let workflow = single_step(job(&looks, 6, &[1, 3, 5], polling));
    let runtime = WorkflowRuntime::new(History::default(), workflow).with_clock(clock.clone());
    let _ = runtime.run("r", json!(0)).await.unwrap();
    let (result, ended) = to_end(&runtime, &clock).await;
    assert!(result.is_finished(), "{result}");
    assert_eq!((looks.count(), ended), (6, 2 * 60_000 + 3 * 1_000));
    let failed = runtime.snapshot("r").await.unwrap().logs;
    let failed = failed.iter().filter(|entry| entry.kind == "action_error");
    assert!(
        failed
            .clone()
            .all(|entry| entry.values["counter"] == json!(1))
    );
    assert_eq!(failed.count(), 3);
}

#[tokio::test]
async fn a_damaged_time_for_a_job_is_told_and_not_given_anew() {
    let looks = Looks::default();
    let polling = every_minute().with_timeout(Duration::from_secs(90));
    let workflow = single_step(job(&looks, 5, &[], polling));
    let runtime = WorkflowRuntime::new(History::default(), workflow);
    let damaged = json!({
        "step": "Work", "state": 0, "cache": { "0:Work:__until__:job": "soon" },
    });
    let damaged = Snapshot::from_json(&damaged.to_string()).unwrap();
    runtime.import("r", damaged).await.unwrap();
    let result = runtime.resume("r").await.unwrap();
    let RunResult::Failed { error, .. } = &result else {
        panic!("nobody knows how long to wait: {result}");
    };
    assert!(matches!(error, StepError::StoredResult { action, .. } if action == "job"));
    assert_eq!(looks.count(), 0);
}
