//! Waits: for a time, for an answer, for the first and for all of several.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use tinyflow::{
    Context, Delivery, ManualClock, ResolveError, RunResult, Runs, RuntimeError, SimpleContext,
    StepError, SystemEntry, WorkflowRuntime, end, json, next,
};

use crate::single_step::{Outcome, Run, SingleStep, Step, single_step, with_state};

const NOW: i64 = 1_700_000_000_000;

type Any<F> = WorkflowRuntime<SingleStep<F, tinyflow::Value>, SimpleContext>;

fn runtime<F>(work: F) -> (Any<F>, ManualClock)
where
    F: Fn(&Run<tinyflow::Value>) -> Outcome<'_> + Send + Sync,
{
    let clock = ManualClock::new(NOW);
    let runtime = WorkflowRuntime::new(SimpleContext::new(), single_step(work));
    (runtime.with_clock(clock.clone()), clock)
}

fn resume_id<T>(result: &RunResult<T>) -> String {
    let [wait] = result.pending() else {
        panic!("one wait is pending");
    };
    wait.resume_id().to_owned()
}

#[tokio::test]
async fn a_year_passes_in_a_moment() {
    let (runtime, clock) = runtime(|run| {
        Box::pin(async move {
            let ended_at = run.wait_for_ms("year", 365 * 86_400_000).await?;
            run.change("note", |state| *state = json!({ "endedAt": ended_at }))?;
            end()
        })
    });
    let result = runtime.run("r", json!({})).await.unwrap();
    let deadline = NOW + 365 * 86_400_000;
    assert_eq!(result.pending()[0].resume_after(), Some(deadline));

    // Early, nothing changes: the id and the deadline stand however often the step starts.
    clock.advance(Duration::from_secs(86_400));
    let again = runtime.resume("r").await.unwrap();
    assert_eq!(again.pending(), result.pending());
    let id = resume_id(&result);
    let early = runtime.resume_with("r", &id, json!(null)).await;
    assert!(matches!(
        early.unwrap_err(),
        RuntimeError::Resolve(ResolveError::TooEarly { resume_after, .. }) if resume_after == deadline
    ));

    clock.set(deadline);
    let result = runtime.resume("r").await.unwrap();
    assert!(result.is_finished());
    assert_eq!(result.state(), &json!({ "endedAt": deadline }));
}

#[tokio::test]
async fn a_timer_ends_early_only_by_a_skip() {
    let (runtime, _) = runtime(|run| {
        Box::pin(async move {
            run.wait_for_ms("year", 365 * 86_400_000).await?;
            end()
        })
    });
    let result = runtime.run("r", json!({})).await.unwrap();
    let result = runtime.skip("r", &resume_id(&result)).await.unwrap();
    assert!(result.is_finished());
}

#[tokio::test]
async fn an_answer_of_any_kind_is_an_answer() {
    for answer in [
        json!(0),
        json!(false),
        json!(""),
        json!(null),
        json!({ "deep": [1] }),
    ] {
        let (runtime, _) = runtime(|run| {
            Box::pin(async move {
                let given: tinyflow::Value = run.wait_for_event("ask", "1 + 1?").await?;
                run.change("keep", |state| *state = given)?;
                end()
            })
        });
        let result = runtime.run("r", json!({})).await.unwrap();
        let [SystemEntry::Event(event)] = result.pending() else {
            panic!("it waits for an answer");
        };
        assert_eq!(event.request_payload, Some(json!("1 + 1?")));
        let id = event.resume_id.clone();
        let result = runtime.resume_with("r", &id, answer.clone()).await.unwrap();
        assert_eq!(result.state(), &answer);
    }
}

#[tokio::test]
async fn a_wait_is_answered_once() {
    let (runtime, _) = runtime(|run| {
        Box::pin(async move {
            let first = run.wait_for_event::<u32>("first", ());
            let second = run.wait_for_event::<u32>("second", ());
            let both = run.all([first, second]).await?;
            run.change("keep", |state| *state = json!(both))?;
            end()
        })
    });
    let result = runtime.run("r", json!({})).await.unwrap();
    let ids: Vec<_> = result
        .pending()
        .iter()
        .map(SystemEntry::resume_id)
        .collect();
    assert_eq!(ids.len(), 2);

    let result = runtime.resume_with("r", ids[0], json!(1)).await.unwrap();
    assert_eq!(result.pending().len(), 1);
    let before = runtime.snapshot("r").await.unwrap();
    let twice = runtime
        .resume_with("r", ids[0], json!(7))
        .await
        .unwrap_err();
    assert!(matches!(
        twice,
        RuntimeError::Resolve(ResolveError::AlreadyAnswered { .. })
    ));
    let unknown = runtime
        .resume_with("r", "nobody-1", json!(7))
        .await
        .unwrap_err();
    assert_eq!(
        unknown.to_string(),
        "run `r` does not wait under the id `nobody-1`"
    );
    assert_eq!(runtime.snapshot("r").await.unwrap(), before);

    let result = runtime.resume_with("r", ids[1], json!(2)).await.unwrap();
    assert_eq!(result.state(), &json!([1, 2]));
    let over = runtime
        .resume_with("r", ids[1], json!(3))
        .await
        .unwrap_err();
    assert!(matches!(
        over,
        RuntimeError::Resolve(ResolveError::Over { .. })
    ));
}

#[tokio::test]
async fn an_answer_that_does_not_fit_leaves_the_wait_open() {
    let (runtime, _) = runtime(|run| {
        Box::pin(async move {
            let amount: u64 = run.wait_for_event("pay", ()).await?;
            run.change("keep", |state| *state = json!(amount))?;
            end()
        })
    });
    let waiting = runtime.run("r", json!({})).await.unwrap();
    let id = resume_id(&waiting);

    let still = runtime.resume_with("r", &id, json!("much")).await.unwrap();

    assert_eq!(resume_id(&still), id);
    let RunResult::NeedsResume { refused, .. } = still else {
        panic!("the wait is open");
    };
    assert_eq!(refused[0].payload, json!("much"));
    let logs = runtime.snapshot("r").await.unwrap().logs;
    assert!(logs.iter().any(|entry| entry.kind == "answer_refused"));
    let result = runtime.resume_with("r", &id, json!(5)).await.unwrap();
    assert_eq!(result.state(), &json!(5));
}

#[tokio::test]
async fn the_first_wait_that_is_over_wins_for_good() {
    static CALLS: AtomicU32 = AtomicU32::new(0);
    let (runtime, clock) = runtime(|run| {
        Box::pin(async move {
            let won = run
                .race([
                    run.wait_for_event::<String>("answer", ()),
                    run.wait_for_ms("deadline", 1_000)
                        .map(|_| "too late".to_owned()),
                ])
                .await?;
            run.with_action("after", async |_| {
                // The answer comes while the process is down.
                match CALLS.fetch_add(1, Ordering::SeqCst) {
                    0 => Err(tinyflow::TaskError::message("down")),
                    _ => Ok(()),
                }
            })
            .await?;
            run.change("keep", |state| *state = json!(won))?;
            end()
        })
    });
    let waiting = runtime.run("r", json!({})).await.unwrap();
    assert_eq!(waiting.pending().len(), 2);
    let answer = waiting
        .pending()
        .iter()
        .find(|wait| wait.resume_after().is_none());
    let answer = answer.unwrap().resume_id().to_owned();

    clock.advance(Duration::from_secs(1));
    assert!(matches!(
        runtime.resume("r").await.unwrap(),
        RunResult::Failed { .. }
    ));
    let result = runtime
        .resume_with("r", &answer, json!("yes"))
        .await
        .unwrap();
    assert_eq!(result.state(), &json!("too late"));
}

#[tokio::test]
async fn a_wait_that_is_asked_does_not_stop_the_step() {
    let (runtime, _) = runtime(|run| {
        Box::pin(async move {
            let wait = run.wait_for_event::<u32>("ask", ());
            assert!(wait.is_pending() && wait.value().is_none());
            assert!(wait.resume_id().is_some_and(|id| id.starts_with("ask-")));
            end()
        })
    });
    assert!(runtime.run("r", json!({})).await.unwrap().is_finished());
}

#[tokio::test]
async fn nothing_is_done_after_a_wait_that_a_step_overlooks() {
    static CHARGED: AtomicU32 = AtomicU32::new(0);
    let (runtime, _) = runtime(|run| {
        Box::pin(async move {
            let answer: Result<u32, StepError> = run.wait_for_event("ask", ()).await;
            let charge = async |_| Ok(CHARGED.fetch_add(1, Ordering::SeqCst));
            let charged = run.with_action("charge", charge).await;
            assert_eq!(answer.is_ok(), charged.is_ok());
            next(Step::Done)
        })
    });
    let waiting = runtime.run("r", json!({})).await.unwrap();
    assert_eq!(CHARGED.load(Ordering::SeqCst), 0);
    let id = resume_id(&waiting);
    let result = runtime.resume_with("r", &id, json!(1)).await.unwrap();
    assert!(result.is_finished());
    assert_eq!(CHARGED.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn a_key_used_twice_is_an_error_that_names_it() {
    let (runtime, _) = runtime(|run| {
        Box::pin(async move {
            let _ = run.wait_for_ms("nap", 1);
            run.wait_for_ms("nap", 2).await?;
            end()
        })
    });
    let result = runtime.run("r", json!({})).await.unwrap();
    let expected = "run r failed: the key `nap` is used twice in step `Work` of run `r`";
    assert_eq!(result.to_string(), expected);
}

#[tokio::test]
async fn ids_differ_within_a_millisecond() {
    let (runtime, _) = runtime(|run| {
        Box::pin(async move {
            let answers = run.state().as_u64().unwrap_or_default();
            let answer: u64 = run.wait_for_event("q", ()).await?;
            run.change("add", |state| *state = json!(answers + answer))?;
            if answers + answer < 3 {
                return tinyflow::repeat();
            }
            end()
        })
    });
    let mut result = runtime.run("r", json!(0)).await.unwrap();
    let mut ids = Vec::new();
    while !result.is_finished() {
        let id = resume_id(&result);
        assert!(!ids.contains(&id), "{id} comes twice");
        result = runtime.resume_with("r", &id, json!(1)).await.unwrap();
        ids.push(id);
    }
    assert_eq!(ids, ["q-1hf7uaq00", "q-1hf7uaq01", "q-1hf7uaq02"]);
}

#[tokio::test]
async fn a_step_that_names_itself_waits_anew() {
    let (runtime, clock) = runtime(|run| {
        Box::pin(async move {
            let ended_at = run.wait_for_ms("tick", 1_000).await?;
            let ticks = run.state().as_array().map_or(0, Vec::len);
            run.change(&format!("tick {ticks}"), |state| {
                let ticks = state.as_array_mut().expect("it is a list");
                ticks.push(json!(ended_at - NOW));
            })?;
            if ticks == 2 {
                return end();
            }
            next(Step::Work)
        })
    });
    let mut result = runtime.run("r", json!([])).await.unwrap();
    for _ in 0..3 {
        assert_eq!(result.pending().len(), 1);
        clock.advance(Duration::from_secs(1));
        result = runtime.resume("r").await.unwrap();
    }
    assert_eq!(result.state(), &json!([1_000, 2_000, 3_000]));
}

#[tokio::test]
async fn a_step_that_names_itself_keeps_the_waits_that_are_open() {
    let (runtime, clock) = runtime(|run| {
        Box::pin(async move {
            let answer = run
                .race([
                    run.wait_for_event("ask", "well?").map(Some),
                    run.wait_for_ms("remind", 1_000).map(|_| None),
                ])
                .await?;
            let Some::<u64>(answer) = answer else {
                return next(Step::Work);
            };
            run.change("keep", |state| *state = json!(answer))?;
            end()
        })
    });
    let asked = runtime.run("r", json!(null)).await.unwrap();
    let [ask, reminder] = asked.pending() else {
        panic!("it waits for two: {:?}", asked.pending());
    };
    clock.advance(Duration::from_secs(1));
    let reminded = runtime.resume("r").await.unwrap();
    let [still_asked, next_reminder] = reminded.pending() else {
        panic!("it waits for two: {:?}", reminded.pending());
    };
    assert_eq!(still_asked, ask);
    assert_eq!(next_reminder.resume_after(), Some(NOW + 2_000));
    assert_ne!(next_reminder.resume_id(), reminder.resume_id());
    let id = ask.resume_id();
    let answered = runtime.resume_with("r", id, json!(7)).await.unwrap();
    assert_eq!(answered.state(), &json!(7));
}

#[tokio::test]
async fn a_change_is_made_once_and_what_comes_between_stands() {
    let workflow = with_state(|run: &Run<i64>| {
        Box::pin(async move {
            run.change("first", |state| *state += 1)?;
            run.wait_for_event::<()>("gate", ()).await?;
            run.change("second", |state| *state *= 10)?;
            end()
        })
    });
    let runtime = WorkflowRuntime::new(SimpleContext::new(), workflow);
    let waiting = runtime.run("r", 1).await.unwrap();
    assert_eq!(waiting.state(), &2);
    let changed = runtime
        .with_transaction("r", |run| {
            run.state += 3;
            run.add_log("raised", json!({ "by": 3 }));
            Ok::<_, std::fmt::Error>(run.state)
        })
        .await;
    assert_eq!(changed.unwrap(), 5);
    let refused = runtime.with_transaction("r", |run| {
        run.state = 1_000;
        Err::<(), _>("not in this state")
    });
    assert!(matches!(
        refused.await.unwrap_err(),
        RuntimeError::Refused { .. }
    ));
    assert_eq!(runtime.query("r").await.unwrap().state, 5);
    let id = resume_id(&waiting);
    let result = runtime.resume_with("r", &id, json!(null)).await.unwrap();
    assert_eq!(result.state(), &50);
    let logs = runtime.snapshot("r").await.unwrap().logs;
    assert!(logs.iter().any(|entry| entry.kind == "raised"));
}

#[tokio::test]
async fn a_change_may_ask_the_run() {
    let (runtime, _) = runtime(|run| {
        Box::pin(async move {
            let before = run.shared_state();
            run.change("outer", |state| {
                run.add_log("note", json!({ "before": run.state() }));
                let inner = run.change("inner", |state| state["inner"] = json!(true));
                state["outer"] = json!([run.current_step(), inner.is_ok()]);
            })?;
            // What was handed out does not change with the run.
            let changed = *before != run.state();
            run.change("later", |state| state["changed"] = json!(changed))?;
            end()
        })
    });
    let result = runtime.run("r", json!({})).await.unwrap();
    let changed = json!({ "outer": ["Work", true], "inner": true, "changed": true });
    assert_eq!(result.state(), &changed);
    let logs = runtime.snapshot("r").await.unwrap().logs;
    assert_eq!(logs.last().unwrap().values, json!({ "before": {} }));
}

#[tokio::test]
async fn a_thousand_transactions_add_up() {
    let workflow = with_state(|run: &Run<u32>| {
        Box::pin(async move {
            run.wait_for_event::<()>("gate", ()).await?;
            end()
        })
    });
    let runtime = Arc::new(WorkflowRuntime::new(SimpleContext::new(), workflow));
    let _ = runtime.run("r", 0).await.unwrap();
    let transactions = (0..1_000).map(|_| {
        let runtime = Arc::clone(&runtime);
        tokio::spawn(async move {
            let add = runtime.with_transaction("r", |run| {
                run.state += 1;
                Ok::<_, std::fmt::Error>(())
            });
            add.await
        })
    });
    for transaction in transactions.collect::<Vec<_>>() {
        transaction.await.unwrap().unwrap();
    }
    assert_eq!(runtime.query("r").await.unwrap().state, 1_000);
    assert_eq!(
        runtime
            .context()
            .load("r")
            .await
            .unwrap()
            .unwrap()
            .revision(),
        1_002
    );
}

#[tokio::test]
async fn an_event_that_comes_in_the_last_step_is_logged_as_unused() {
    let context = SimpleContext::new();
    let runs = Runs::new(context.clone());
    let workflow = single_step(move |run| {
        let runs = runs.clone();
        Box::pin(async move {
            run.with_action("send", |task| async move {
                let payload = json!("too late");
                Ok(runs
                    .send_event(task.run_id(), "Work", payload, None)
                    .await?
                    == Delivery::Kept)
            })
            .await?;
            end()
        })
    });
    let runtime = WorkflowRuntime::new(context, workflow);
    let result = runtime.run("r", json!({})).await.unwrap();
    assert!(result.is_finished());
    let logs = runtime.snapshot("r").await.unwrap().logs;
    let unused = logs.iter().find(|entry| entry.kind == "event_unused");
    assert_eq!(
        unused.unwrap().values,
        json!({ "step": "Work", "payload": "too late" })
    );
    assert!(runtime.context().mail("r").await.unwrap().is_empty());
}
