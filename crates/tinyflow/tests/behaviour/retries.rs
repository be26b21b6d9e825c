//! Actions that are tried again, that take too long, and that panic.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use tinyflow::{
    ActionOptions, ExecutionOptions, ManualClock, ResumeTrigger, RetryPolicy, RunResult,
    SimpleContext, StepError, TaskError, TaskResult, WorkflowRuntime, end, json,
};

use crate::single_step::{Outcome, Run, SingleStep, single_step};
use crate::soon::soon;

type Charging<F> = WorkflowRuntime<SingleStep<F, tinyflow::Value>, SimpleContext>;

#[expect(
    clippy::type_complexity,
    reason = "a closure's type has no name that could stand here"
)]
/// A charge that fails its first `failures` calls.
fn charging(
    failures: u32,
    retry: RetryPolicy,
) -> (
    Charging<impl Fn(&Run<tinyflow::Value>) -> Outcome<'_> + Send + Sync>,
    ManualClock,
    Arc<AtomicU32>,
) {
    let calls = Arc::new(AtomicU32::new(0));
    let seen = Arc::clone(&calls);
    let workflow = single_step(move |run| {
        let calls = Arc::clone(&seen);
        Box::pin(async move {
            let options = ActionOptions::new().with_retry(retry);
            let charge = async |task: tinyflow::TaskContext| -> TaskResult<String> {
                let call = calls.fetch_add(1, Ordering::SeqCst) + 1;
                assert_eq!(task.attempt(), call);
                if call <= failures {
                    return Err(TaskError::message(format!("gateway down #{call}")));
                }
                Ok(format!("receipt-{call} of {}", task.idempotency_key()))
            };
            let receipt = run.with_action_with("charge", &options, charge).await?;
            run.change("keep", |state| *state = json!(receipt))?;
            end()
        })
    });
    let clock = ManualClock::new(1_000);
    let runtime = WorkflowRuntime::new(SimpleContext::new(), workflow);
    (runtime.with_clock(clock.clone()), clock, calls)
}

#[tokio::test]
async fn each_pause_is_a_timer_of_its_own() {
    let policy = RetryPolicy::exponential(4, Duration::from_secs(1));
    let (runtime, clock, calls) = charging(3, policy);
    let mut result = runtime.run("r", json!({})).await.unwrap();
    for (failures, pause) in [(1, 1_000), (2, 2_000), (3, 4_000)] {
        assert_eq!(calls.load(Ordering::SeqCst), failures);
        let [wait] = result.pending() else {
            panic!("it pauses before the next attempt");
        };
        assert_eq!(
            wait.resume_after(),
            Some(tinyflow::Clock::now_ms(&clock) + pause)
        );
        // Before its time nothing is tried.
        let early = runtime.resume("r").await.unwrap();
        assert_eq!(early.pending(), result.pending());
        assert_eq!(calls.load(Ordering::SeqCst), failures);
        clock.set(wait.resume_after().unwrap());
        result = runtime.resume("r").await.unwrap();
    }
    assert!(result.is_finished());
    assert_eq!(result.state(), "receipt-4 of r/0:Work:charge");
    let logs = runtime.snapshot("r").await.unwrap().logs;
    let failures = logs.iter().filter(|entry| entry.kind == "action_error");
    let left: Vec<_> = failures
        .map(|entry| entry.values["counter"].clone())
        .collect();
    assert_eq!(left, [json!(3), json!(2), json!(1)]);
}

#[tokio::test]
async fn one_process_that_goes_on_with_the_run_calls_the_action_again() {
    let calls = Arc::new(AtomicU32::new(0));
    let seen = Arc::clone(&calls);
    let workflow = single_step(move |run| {
        let calls = Arc::clone(&seen);
        Box::pin(async move {
            let options = ActionOptions::new().with_retry(RetryPolicy::every_second(3));
            run.action_with("charge", &options, async |task, _| {
                calls.fetch_add(1, Ordering::SeqCst);
                if task.attempt() < 3 {
                    return Err(TaskError::message("gateway down"));
                }
                Ok(json!(task.attempt()))
            })
            .await?;
            end()
        })
    });
    let clock = ManualClock::new(0);
    let options = ExecutionOptions::new().with_clock(clock.clone());
    let mut execution = options.begin(workflow, "r", json!({})).unwrap();
    for failures in 1..=2 {
        let stop = execution.next().await.unwrap().expect("it pauses");
        let Some(ResumeTrigger::Time { resume_at, .. }) = stop.resume_trigger else {
            panic!("it pauses for a time");
        };
        assert_eq!(calls.load(Ordering::SeqCst), failures);
        clock.set(resume_at);
    }
    let completed = execution.next().await.unwrap().expect("it has an action");
    assert!(completed.can_continue);
    assert_eq!(execution.next().await.unwrap(), None);
    assert_eq!(calls.load(Ordering::SeqCst), 3);
    assert_eq!(execution.current_state(), json!(3));
}

#[tokio::test]
async fn what_the_engine_counts_has_keys_that_no_action_may_have() {
    let (runtime, _, _) = charging(1, RetryPolicy::every_second(2));
    let _ = runtime.run("r", json!({})).await.unwrap();
    let stored = runtime.snapshot("r").await.unwrap();
    let mut of_step = stored
        .cache
        .keys()
        .filter_map(|key| key.strip_prefix("0:Work:"));
    let counter = of_step.next().expect("the attempts are counted");
    assert!(counter.starts_with("__"), "{counter}");
    assert_eq!(of_step.next(), None);
}

#[tokio::test]
async fn the_last_failure_is_logged_and_sticks_until_the_run_is_retried() {
    let (runtime, clock, calls) = charging(2, RetryPolicy::every_second(2));
    let _ = runtime.run("r", json!({})).await.unwrap();
    clock.advance(Duration::from_secs(1));
    let failed = runtime.resume("r").await.unwrap();
    let expected = "run r failed: action `charge` failed in step `Work` of run `r` at attempt 2: \
                    gateway down #2";
    assert_eq!(failed.to_string(), expected);
    let logs = runtime.snapshot("r").await.unwrap().logs;
    let last = logs.iter().rfind(|entry| entry.kind == "action_error");
    assert_eq!(last.unwrap().values["counter"], json!(0));

    clock.advance(Duration::from_secs(60));
    let still = runtime.resume("r").await.unwrap();
    assert!(matches!(
        still,
        RunResult::Failed {
            error: StepError::AttemptsExhausted { .. },
            ..
        }
    ));
    assert_eq!(calls.load(Ordering::SeqCst), 2);
    calls.store(0, Ordering::SeqCst);
    let _ = runtime.retry("r").await.unwrap();
    assert_eq!(calls.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn what_is_permanent_is_not_tried_again() {
    let workflow = single_step(|run| {
        Box::pin(async move {
            let options = ActionOptions::new().with_retry(RetryPolicy::every_second(5));
            run.action_with("charge", &options, async |_, _| {
                Err(TaskError::permanent("the card has expired"))
            })
            .await?;
            end()
        })
    });
    let runtime = WorkflowRuntime::new(SimpleContext::new(), workflow);
    let failed = runtime.run("r", json!({})).await.unwrap();
    assert!(matches!(
        failed,
        RunResult::Failed {
            error: StepError::Task {
                permanent: true,
                ..
            },
            ..
        }
    ));
}

#[tokio::test]
async fn a_task_that_never_returns_is_given_up() {
    let clock = ManualClock::new(0);
    let passing = clock.clone();
    let workflow = single_step(move |run| {
        let clock = passing.clone();
        Box::pin(async move {
            let options = ActionOptions::new().with_timeout(Duration::from_secs(30));
            run.action_with("hang", &options, async |_, _| {
                clock.advance(Duration::from_secs(30));
                std::future::pending().await
            })
            .await?;
            end()
        })
    });
    let runtime = WorkflowRuntime::new(SimpleContext::new(), workflow).with_clock(clock);
    let failed = soon(runtime.run("r", json!({}))).await.unwrap();
    let expected = "run r failed: action `hang` failed in step `Work` of run `r`: \
                    the attempt took longer than 30000 ms";
    assert_eq!(failed.to_string(), expected);
}

#[tokio::test]
async fn a_panic_fails_its_run_alone() {
    let workflow = single_step(|run| {
        Box::pin(async move {
            if run.run_id() == "bad" {
                run.action("boom", async |_, _| panic!("out of paper"))
                    .await?;
            }
            end()
        })
    });
    let runtime = WorkflowRuntime::new(SimpleContext::new(), workflow);
    let failed = runtime.run("bad", json!({})).await.unwrap();
    let expected =
        "run bad failed: action `boom` in step `Work` of run `bad` panicked: out of paper";
    assert_eq!(failed.to_string(), expected);
    assert!(runtime.run("good", json!({})).await.unwrap().is_finished());
}

#[test]
fn pauses_are_capped() {
    let policy = RetryPolicy::fixed(50, Duration::from_secs(2)).with_factor(3.0);
    assert_eq!(policy.pause(1), Duration::from_secs(2));
    assert_eq!(policy.pause(3), Duration::from_secs(18));
    assert_eq!(policy.pause(u32::MAX), Duration::MAX);
    let capped = policy.with_max_pause(Duration::from_secs(5));
    assert_eq!(capped.pause(40), Duration::from_secs(5));
}

#[tokio::test]
async fn jitter_differs_from_run_to_run_and_never_lengthens_a_pause() {
    let policy = RetryPolicy::fixed(2, Duration::from_secs(10)).with_jitter();
    let mut pauses = std::collections::BTreeSet::new();
    let workflow = single_step(move |run| {
        Box::pin(async move {
            let options = ActionOptions::new().with_retry(policy);
            let down = async |_, _| Err(TaskError::message("down"));
            run.action_with("charge", &options, down).await?;
            end()
        })
    });
    let runtime = WorkflowRuntime::new(SimpleContext::new(), workflow);
    let runtime = runtime.with_clock(ManualClock::new(0));
    for number in 0..20 {
        let run_id = format!("r{number}");
        let paused = runtime.run(&run_id, json!({})).await.unwrap();
        let pause = paused.pending()[0].resume_after().unwrap();
        assert!((5_000..=10_000).contains(&pause), "{pause}");
        pauses.insert(pause);
    }
    assert!(pauses.len() > 5, "{pauses:?}");
}
