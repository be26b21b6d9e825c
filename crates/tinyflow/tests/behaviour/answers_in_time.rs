//! Answers that are waited for, but not for ever.

use std::time::Duration;

use tinyflow::{
    ManualClock, ResolveError, RunResult, RuntimeError, StepError, Value, WaitReason,
    WorkflowRuntime, end, fork, json, next,
};

use crate::own_context::History;
use crate::single_step::{Outcome, Run, SingleStep, Step, single_step};

type Runtime<F> = WorkflowRuntime<SingleStep<F, Value>, History>;

fn runtime<F>(work: F) -> (Runtime<F>, ManualClock)
where
    F: Fn(&Run<Value>) -> Outcome<'_> + Send + Sync,
{
    let clock = ManualClock::new(1_000);
    let runtime = WorkflowRuntime::new(History::default(), single_step(work));
    (runtime.with_clock(clock.clone()), clock)
}

/// Keeps the answer, or that there was none.
fn ask(run: &Run<Value>) -> Outcome<'_> {
    Box::pin(async {
        let answer = run.wait_for_event_within("ask", "well?", 5_000).await?;
        let answer: Option<String> = answer;
        run.change("keep", |state| *state = json!({ "answer": answer }))?;
        next(Step::Done)
    })
}

fn event_id(result: &RunResult<Value>) -> String {
    let mut waits = result.pending().iter();
    let event = waits.find(|wait| wait.resume_after().is_none());
    event.expect("somebody is asked").resume_id().to_owned()
}

#[tokio::test]
async fn an_answer_in_time_counts_and_the_timer_is_dropped() {
    let (runtime, _clock) = runtime(ask);
    let waiting = runtime.run("r", json!(null)).await.unwrap();
    assert_eq!(waiting.pending().len(), 2);
    let id = event_id(&waiting);
    let result = runtime.resume_with("r", &id, json!("yes")).await.unwrap();
    assert!(result.is_finished());
    assert_eq!(result.state(), &json!({ "answer": "yes" }));
}

#[tokio::test]
async fn the_timer_is_told_as_the_limit_of_the_answer() {
    let (runtime, clock) = runtime(|run| {
        Box::pin(async {
            let asked = run.wait_for_event_within::<Value>("ask", (), 5_000);
            let other = run.wait_for_ms("other.timeout", 9_000).map(|_| None);
            run.race([asked, other]).await?;
            next(Step::Done)
        })
    });
    let _ = runtime.run("r", json!(null)).await.unwrap();
    let waits = runtime.snapshot("r").await.unwrap().open_waits();
    let reasons: Vec<_> = waits.iter().map(|wait| &wait.reason).collect();
    let (answer, key) = ("ask".to_owned(), "ask".to_owned());
    let other = "other.timeout".to_owned();
    assert_eq!(
        reasons,
        [
            &WaitReason::Limit { answer },
            &WaitReason::Time { key: other },
            &WaitReason::Answer { key },
        ]
    );
    clock.advance(Duration::from_secs(5));
    assert!(runtime.resume("r").await.unwrap().is_finished());
}

#[tokio::test]
async fn without_an_answer_the_step_goes_on_when_the_time_is_over() {
    let (runtime, clock) = runtime(ask);
    let waiting = runtime.run("r", json!(null)).await.unwrap();
    clock.advance(Duration::from_secs(5));
    let result = runtime.resume("r").await.unwrap();
    assert!(result.is_finished());
    assert_eq!(result.state(), &json!({ "answer": null }));
    let id = event_id(&waiting);
    let late = runtime.resume_with("r", &id, json!("yes")).await;
    let late = late.unwrap_err();
    let RuntimeError::Resolve(error) = late else {
        panic!("nobody waits: {late}");
    };
    assert!(matches!(error, ResolveError::Over { .. }), "{error}");
}

#[tokio::test]
async fn a_step_that_has_waited_in_vain_waits_anew_when_it_goes_on() {
    let (runtime, clock) = runtime(|run| {
        Box::pin(async {
            let answer = run.wait_for_event_within("ask", (), 5_000).await?;
            let answer: Value = answer.ok_or_else(|| run.no_answer_in_time())?;
            run.change("keep", |state| *state = answer)?;
            end()
        })
    });
    let first = runtime.run("r", json!(null)).await.unwrap();
    clock.advance(Duration::from_secs(5));
    let failed = runtime.resume("r").await.unwrap();
    let RunResult::Failed { error, .. } = &failed else {
        panic!("nobody has answered: {failed}");
    };
    assert!(matches!(error, StepError::NoAnswerInTime { .. }));
    assert_eq!(
        error.to_string(),
        "step `Work` of run `r` has waited in vain for an answer"
    );
    let id = event_id(&first);
    let late = runtime.resume_with("r", &id, json!("yes")).await;
    assert!(late.is_err());
    let second = runtime.retry("r").await.unwrap();
    assert_ne!(event_id(&second), event_id(&first));
    let id = event_id(&second);
    let result = runtime
        .resume_with("r", &id, json!("at last"))
        .await
        .unwrap();
    assert_eq!(result.state(), &json!("at last"));
}

#[tokio::test]
async fn a_fork_behind_an_answer_does_not_wait_for_its_time() {
    for answered in [true, false] {
        let (runtime, clock) = runtime(|run| {
            Box::pin(async {
                let answer = run.wait_for_event_within::<Value>("ask", (), 5_000).await?;
                if answer.is_none() {
                    return next(Step::Done);
                }
                fork([("on", Step::Done), ("too", Step::Done)]).join(Step::Work)
            })
        });
        let waiting = runtime.run("r", json!(null)).await.unwrap();
        let id = event_id(&waiting);
        if !answered {
            clock.advance(Duration::from_secs(5));
            assert!(runtime.resume("r").await.unwrap().is_finished());
            continue;
        }
        // The branches end at once, and the step where they meet asks anew.
        let again = runtime.resume_with("r", &id, json!(1)).await.unwrap();
        assert_eq!(again.pending().len(), 2);
        assert_ne!(event_id(&again), id);
        let late = runtime.resume_with("r", &id, json!(2)).await.unwrap_err();
        assert!(
            matches!(late, RuntimeError::Resolve(ResolveError::NotWaiting { .. })),
            "{late}"
        );
    }
}
