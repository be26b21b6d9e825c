//! Waits that have lost a race: what is sent to them is read, kept or refused, and never lost.

use std::sync::Arc;

use futures_util::FutureExt;
use serde::{Deserialize, Serialize};
use tinyflow::{
    Context, Delivery, DurableState, Execution, FlowId, ManualClock, ResolveError, RunPhase,
    RunResult, Runs, RuntimeError, SimpleContext, Snapshot, StepResult, SystemEntry, Value,
    WaitReason, Workflow, WorkflowRuntime, end, fork, json, next,
};
use tokio::sync::Notify;
use tokio::task::yield_now;

use crate::single_step::{Outcome, Run, SingleStep, Step, single_step};
use crate::soon::soon;

type Any<F> = WorkflowRuntime<SingleStep<F, Value>, SimpleContext>;

fn runtime<F>(work: F) -> (Any<F>, ManualClock)
where
    F: Fn(&Run<Value>) -> Outcome<'_> + Send + Sync,
{
    let clock = ManualClock::new(0);
    let runtime = WorkflowRuntime::new(SimpleContext::new(), single_step(work));
    (runtime.with_clock(clock.clone()), clock)
}

/// Asks for a number for a second, and waits for another second before it goes on.
fn ask_once(run: &Run<Value>) -> Outcome<'_> {
    Box::pin(async move {
        let answer = asked(run).await?;
        run.change("keep", |state| *state = json!(answer))?;
        run.wait_for_ms("later", 1_000).await?;
        next(Step::Done)
    })
}

/// Asks for a number, and asks again after two seconds, until it is told one.
fn ask_until_told(run: &Run<Value>) -> Outcome<'_> {
    Box::pin(async move {
        let Some(answer) = asked(run).await? else {
            run.wait_for_ms("later", 1_000).await?;
            return next(Step::Work);
        };
        run.change("keep", |state| *state = json!(answer))?;
        end()
    })
}

async fn asked(run: &Run<Value>) -> Result<Option<u32>, tinyflow::StepError> {
    run.race([
        run.wait_for_event("ask", "well?").map(Some),
        run.wait_for_ms("remind", 1_000).map(|_| None),
    ])
    .await
}

/// The id of a wait of a run, by what it begins with.
fn id_of<T>(waiting: &RunResult<T>, start: &str) -> String {
    let mut ids = waiting.pending().iter().map(SystemEntry::resume_id);
    let id = ids.find(|id| id.starts_with(start));
    id.expect("it is waited for").to_owned()
}

/// The id of the event that a run waits for.
fn event_of<T>(waiting: &RunResult<T>) -> String {
    let mut pending = waiting.pending().iter();
    let event = pending.find(|wait| wait.resume_after().is_none());
    event.expect("it waits for an event").resume_id().to_owned()
}

fn keys(snapshot: &Snapshot) -> Vec<String> {
    let waits = snapshot.open_waits();
    let keys = waits.iter().map(|wait| match &wait.reason {
        WaitReason::Time { key } | WaitReason::Answer { key } => key.clone(),
        other => panic!("{other:?}"),
    });
    keys.collect()
}

fn refused(snapshot: &Snapshot) -> Vec<&Value> {
    let logs = snapshot.logs.iter();
    let refused = logs.filter(|entry| entry.kind == "answer_refused");
    refused.map(|entry| &entry.values).collect()
}

async fn undecided(runs: &Runs<SimpleContext>, id: &str, answer: Value) -> u64 {
    match runs.answer("r", id, answer).await {
        Ok(Delivery::Undecided { letter }) => letter,
        other => panic!("{other:?}"),
    }
}

/// A run whose question has lost, and that waits for something else in the same visit.
async fn reminded<F>(work: F) -> (Any<F>, ManualClock, String)
where
    F: Fn(&Run<Value>) -> Outcome<'_> + Send + Sync,
{
    let (runtime, clock) = runtime(work);
    let asking = runtime.run("r", json!(null)).await.expect("it asks");
    clock.set(1_000);
    let reminded = runtime.resume("r").await.expect("it goes on");
    assert_eq!(reminded.pending().len(), 1, "{:?}", reminded.pending());
    (runtime, clock, event_of(&asking))
}

#[tokio::test]
async fn an_answer_is_undecided_and_refused_when_its_step_ends() {
    let (runtime, clock, id) = reminded(ask_once).await;
    assert_eq!(keys(&runtime.snapshot("r").await.unwrap()), ["later"]);
    let runs = runtime.runs();
    let letter = undecided(&runs, &id, json!(7)).await;
    let second = runs.answer("r", &id, json!(8)).await.unwrap_err();
    let answered = |error: &RuntimeError| {
        matches!(
            error,
            RuntimeError::Resolve(ResolveError::AlreadyAnswered { .. })
        )
    };
    assert!(answered(&second), "{second}");
    // The run reads it, and does not decide yet.
    let waiting = runtime.resume("r").await.unwrap();
    assert_eq!(waiting.pending().len(), 1);
    assert!(runtime.context().mail("r").await.unwrap().is_empty());
    assert!(runs.verdict("r", letter).now_or_never().is_none());
    let second = runs.answer("r", &id, json!(8)).await.unwrap_err();
    assert!(answered(&second), "{second}");

    clock.set(2_000);
    let ended = runtime.resume("r").await.unwrap();
    assert_eq!(ended.state(), &json!(null));
    assert!(ended.is_finished());
    let told = soon(runs.verdict("r", letter)).await.unwrap_err();
    assert!(matches!(
        told,
        RuntimeError::Resolve(ResolveError::Over { .. })
    ));
    let snapshot = runtime.snapshot("r").await.unwrap();
    let [refused] = refused(&snapshot)[..] else {
        panic!("one answer is refused: {:?}", snapshot.logs);
    };
    assert_eq!(refused["payload"], 7);
    assert_eq!(refused["letter"], letter);
    let reason = format!("run `r` does not wait under the id `{id}`");
    assert_eq!(refused["errorMessage"], reason);
}

#[tokio::test]
async fn a_step_that_names_itself_is_given_the_answer_under_the_same_id() {
    let (runtime, clock, id) = reminded(ask_until_told).await;
    let runs = runtime.runs();
    let letter = undecided(&runs, &id, json!(7)).await;
    let waiting = runtime.resume("r").await.unwrap();
    assert_eq!(waiting.pending().len(), 1);
    assert!(runs.verdict("r", letter).now_or_never().is_none());
    clock.set(2_000);
    let told = runtime.resume("r").await.unwrap();
    assert_eq!(told.state(), &json!(7));
    assert!(told.is_finished());
    soon(runs.verdict("r", letter)).await.unwrap();
    assert!(refused(&runtime.snapshot("r").await.unwrap()).is_empty());
}

#[tokio::test]
async fn a_step_that_names_itself_opens_the_wait_again() {
    let (runtime, clock, id) = reminded(ask_until_told).await;
    clock.set(2_000);
    let asked_again = runtime.resume("r").await.unwrap();
    assert_eq!(event_of(&asked_again), id);
    let runs = runtime.runs();
    let letter = undecided(&runs, &id, json!(7)).await;
    assert_eq!(runtime.resume("r").await.unwrap().state(), &json!(7));
    soon(runs.verdict("r", letter)).await.unwrap();
}

#[tokio::test]
async fn what_does_not_fit_is_refused_when_it_is_read() {
    let (runtime, clock, id) = reminded(ask_until_told).await;
    let runs = runtime.runs();
    let letter = undecided(&runs, &id, json!("seven")).await;
    clock.set(2_000);
    let asked_again = runtime.resume("r").await.unwrap();
    assert_eq!(event_of(&asked_again), id);
    let told = soon(runs.verdict("r", letter)).await.unwrap_err();
    assert!(matches!(
        told,
        RuntimeError::Resolve(ResolveError::Misfit { .. })
    ));
}

#[tokio::test]
async fn an_event_for_the_step_is_for_its_next_wait() {
    let (runtime, clock) = runtime(|run| {
        Box::pin(async move {
            let answer = asked(run).await?;
            let next_answer: String = run.wait_for_event("next", "and?").await?;
            run.change("keep", |state| *state = json!([answer, next_answer]))?;
            end()
        })
    });
    let _ = runtime.run("r", json!(null)).await.unwrap();
    clock.set(1_000);
    let waiting = runtime.resume("r").await.unwrap();
    assert_eq!(waiting.pending().len(), 1);
    let runs = runtime.runs();
    let sent = runs.send_event("r", "Work", json!("yes"), None).await;
    assert_eq!(sent.unwrap(), Delivery::Kept);
    let ended = runtime.resume("r").await.unwrap();
    assert_eq!(ended.state(), &json!([null, "yes"]));
}

#[tokio::test]
async fn an_event_for_the_step_is_kept_while_no_wait_is_open() {
    let (runtime, clock, _) = reminded(ask_until_told).await;
    let sent = runtime.runs().send_event("r", "Work", json!(7), None).await;
    assert_eq!(sent.unwrap(), Delivery::Kept);
    assert_eq!(runtime.resume("r").await.unwrap().pending().len(), 1);
    clock.set(2_000);
    assert_eq!(runtime.resume("r").await.unwrap().state(), &json!(7));
}

#[tokio::test]
async fn a_timer_that_has_lost_wakes_nobody() {
    let (runtime, clock) = runtime(|run| {
        Box::pin(async move {
            let answer = asked(run).await?;
            run.wait_for_event::<()>("gate", ()).await?;
            run.change("keep", |state| *state = json!(answer))?;
            end()
        })
    });
    let asking = runtime.run("r", json!(null)).await.unwrap();
    let timer = asking.pending().iter().find_map(|wait| {
        let is_timer = wait.resume_after().is_some();
        is_timer.then(|| wait.resume_id().to_owned())
    });
    let id = event_of(&asking);
    let _ = runtime.resume_with("r", &id, json!(7)).await.unwrap();
    let runs = runtime.runs();
    let listed = runs.list(&[RunPhase::Waiting]).await.unwrap();
    assert_eq!(listed[0].wake_at, None);
    clock.set(5_000);
    // It may be skipped, if it is asked for again.
    let skipped = runs.skip("r", &timer.unwrap()).await.unwrap();
    let Delivery::Undecided { letter } = skipped else {
        panic!("{skipped:?}");
    };
    let waiting = runtime.resume("r").await.unwrap();
    let gate = event_of(&waiting);
    let ended = runtime.resume_with("r", &gate, json!(null)).await.unwrap();
    assert_eq!(ended.state(), &json!(7));
    assert!(soon(runs.verdict("r", letter)).await.is_err());
}

#[tokio::test]
async fn whoever_skips_a_timer_that_has_lost_is_told_as_soon_as_it_is_over() {
    let (working, go_on) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    let (runtime, _) = runtime({
        let (working, go_on) = (Arc::clone(&working), Arc::clone(&go_on));
        move |run| {
            let (run, working, go_on) = (run.clone(), Arc::clone(&working), Arc::clone(&go_on));
            Box::pin(async move {
                if asked(&run).await?.is_some() {
                    run.wait_for_event::<()>("gate", ()).await?;
                    return next(Step::Work);
                }
                // What came before this is noticed meanwhile.
                let begun = run.with_action("begin", |_| async {
                    yield_now().await;
                    Ok(())
                });
                begun.await?;
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
    let asking = runtime.run("r", json!(null)).await.unwrap();
    let (ask, remind) = (id_of(&asking, "ask-"), id_of(&asking, "remind-"));
    let waiting = runtime.resume_with("r", &ask, json!(7)).await.unwrap();
    let runs = runtime.runs();
    let skipped = runs.skip("r", &remind).await.unwrap();
    let Delivery::Undecided { letter } = skipped else {
        panic!("{skipped:?}");
    };
    let _ = runtime.resume("r").await.unwrap();
    let telling = async {
        let told = runs.verdict("r", letter).await;
        working.notified().await;
        go_on.notify_one();
        told
    };
    let gate = id_of(&waiting, "gate-");
    let resuming = runtime.resume_with("r", &gate, json!(null));
    let (told, ended) = soon(async { tokio::join!(biased; telling, resuming) }).await;
    told.unwrap();
    assert!(ended.unwrap().is_finished());
}

#[tokio::test]
async fn of_two_that_are_over_at_once_the_second_keeps_its_answer() {
    fn either(run: &Run<Value>) -> Outcome<'_> {
        Box::pin(async move {
            let reminder = run.wait_for_ms("remind", 1_000).map(|_| None);
            let ask = run.wait_for_event("ask", "well?").map(Some);
            let Some::<u32>(answer) = run.race([reminder, ask]).await? else {
                let is_first = run.shared_state().is_null();
                run.change("reminded", |state| *state = json!("reminded"))?;
                return next(if is_first { Step::Work } else { Step::Done });
            };
            run.change("keep", |state| *state = json!(answer))?;
            end()
        })
    }
    for (first_state, expected) in [(json!(null), json!(7)), (json!(""), json!("reminded"))] {
        let (runtime, clock) = runtime(either);
        let asking = runtime.run("r", first_state).await.unwrap();
        let id = event_of(&asking);
        let runs = runtime.runs();
        let letter = undecided(&runs, &id, json!(7)).await;
        clock.set(1_000);
        let ended = runtime.resume("r").await.unwrap();
        assert_eq!(ended.state(), &expected);
        let verdict = soon(runs.verdict("r", letter)).await;
        assert_eq!(verdict.is_ok(), expected == 7);
        let snapshot = runtime.snapshot("r").await.unwrap();
        assert_eq!(refused(&snapshot).len(), usize::from(expected != 7));
    }
}

#[tokio::test]
async fn an_event_that_came_second_is_for_the_next_wait() {
    let (runtime, clock) = runtime(|run| {
        Box::pin(async move {
            let reminder = run.wait_for_ms("remind", 1_000).map(|_| 0);
            let ask = run.wait_for_event("ask", "well?");
            let won = run.race([reminder, ask]).await?;
            let later: u32 = run.wait_for_event("later", "well?").await?;
            run.change("keep", |state| *state = json!([won, later]))?;
            end()
        })
    });
    let _ = runtime.run("r", json!(null)).await.unwrap();
    let _ = runtime.runs().send_event("r", "Work", json!(7), None).await;
    clock.set(1_000);
    let ended = runtime.resume("r").await.unwrap();
    assert_eq!(ended.state(), &json!([0, 7]));
}

#[tokio::test]
async fn a_wait_in_all_of_several_that_have_lost_is_set_aside() {
    let (runtime, clock) = runtime(|run| {
        Box::pin(async move {
            let both = run.all([
                run.wait_for_event::<u32>("one", ()),
                run.wait_for_event::<u32>("two", ()),
            ]);
            let late = run.wait_for_ms("late", 1_000).map(|_| Vec::new());
            let won = run.race([both, late]).await?;
            run.wait_for_ms("later", 1_000).await?;
            run.change("keep", |state| *state = json!(won))?;
            end()
        })
    });
    let _ = runtime.run("r", json!(null)).await.unwrap();
    clock.set(1_000);
    let _ = runtime.resume("r").await.unwrap();
    assert_eq!(keys(&runtime.snapshot("r").await.unwrap()), ["later"]);
}

/// Asks for two numbers for a second, and says which they are.
fn ask_for_both(run: &Run<Value>) -> Outcome<'_> {
    Box::pin(async move {
        let both = run.all([
            run.wait_for_event::<u32>("one", ()),
            run.wait_for_event::<u32>("two", ()),
        ]);
        let late = run.wait_for_ms("late", 1_000).map(|_| Vec::new());
        let mut numbers = run.race([both, late]).await?;
        if numbers.is_empty() {
            numbers.push(run.wait_for_event("instead", ()).await?);
        }
        run.change("keep", |state| *state = json!(numbers))?;
        end()
    })
}

/// A run that asks for two numbers and has been sent a letter for the first one, and the letter's
/// number.
async fn half_answered() -> (Any<impl Fn(&Run<Value>) -> Outcome<'_>>, ManualClock, u64) {
    let (runtime, clock) = runtime(ask_for_both);
    let asking = runtime.run("r", json!(null)).await.expect("it asks");
    let one = id_of(&asking, "one-");
    let lock = runtime.context().lock("r").await.expect("it is free");
    let letter = undecided(&runtime.runs(), &one, json!(7)).await;
    drop(lock);
    let asking = runtime.resume("r").await.expect("it goes on");
    assert_eq!(asking.pending().len(), 2);
    let mail = runtime.context().mail("r").await;
    assert_eq!(mail.expect("it is there"), []);
    let runs = runtime.runs();
    assert!(runs.verdict("r", letter).now_or_never().is_none());
    (runtime, clock, letter)
}

#[tokio::test]
async fn an_answer_to_one_of_several_is_read_when_the_last_is_answered() {
    let (runtime, _, letter) = half_answered().await;
    let asking = runtime.resume("r").await.unwrap();
    let two = id_of(&asking, "two-");
    let ended = runtime.resume_with("r", &two, json!(8)).await.unwrap();
    assert_eq!(ended.state(), &json!([7, 8]));
    soon(runtime.runs().verdict("r", letter)).await.unwrap();
}

#[tokio::test]
async fn an_answer_to_one_of_several_is_refused_where_the_others_come_too_late() {
    let (runtime, clock, letter) = half_answered().await;
    clock.set(1_000);
    let asking = runtime.resume("r").await.unwrap();
    let instead = id_of(&asking, "instead-");
    let ended = runtime.resume_with("r", &instead, json!(9)).await.unwrap();
    assert_eq!(ended.state(), &json!([9]));
    assert!(soon(runtime.runs().verdict("r", letter)).await.is_err());
    let snapshot = runtime.snapshot("r").await.unwrap();
    assert_eq!(refused(&snapshot)[0]["payload"], 7);
}

#[tokio::test]
async fn an_unread_answer_goes_with_its_run_without_the_number_of_its_letter() {
    let (before, _, letter) = half_answered().await;
    let snapshot = before.snapshot("r").await.unwrap();
    let runtime = WorkflowRuntime::new(SimpleContext::new(), single_step(ask_for_both));
    let runtime = runtime.with_clock(ManualClock::new(0));
    runtime.import("r", snapshot).await.unwrap();
    let asking = runtime.resume("r").await.unwrap();
    let two = id_of(&asking, "two-");
    let lock = runtime.context().lock("r").await.unwrap();
    let runs = runtime.runs();
    // Here it is the first letter, too.
    assert_eq!(undecided(&runs, &two, json!("eight")).await, letter);
    drop(lock);
    let _ = runtime.resume("r").await.unwrap();
    let told = soon(runs.verdict("r", letter)).await.unwrap_err();
    assert!(
        matches!(told, RuntimeError::Resolve(ResolveError::Misfit { .. })),
        "{told}"
    );
    let ended = runtime.resume_with("r", &two, json!(8)).await.unwrap();
    assert_eq!(ended.state(), &json!([7, 8]));
}

#[tokio::test]
async fn an_event_for_one_of_several_is_for_the_next_wait_where_the_others_come_too_late() {
    let (runtime, clock) = runtime(ask_for_both);
    let _ = runtime.run("r", json!(null)).await.unwrap();
    let runs = runtime.runs();
    let sent = runs.send_event("r", "Work", json!(7), None);
    sent.await.unwrap();
    let asking = runtime.resume("r").await.unwrap();
    assert_eq!(asking.pending().len(), 2);
    clock.set(1_000);
    assert_eq!(runtime.resume("r").await.unwrap().state(), &json!([7]));
}

#[tokio::test]
async fn a_wait_that_is_not_asked_for_again_takes_no_answer() {
    let (runtime, clock, id) = reminded(|run| {
        Box::pin(async move {
            if run.shared_state().is_null() {
                let answer = asked(run).await?;
                run.wait_for_ms("later", 1_000).await?;
                run.change("keep", |state| *state = json!([answer]))?;
                return next(Step::Work);
            }
            run.wait_for_ms("rest", 1_000).await?;
            next(Step::Done)
        })
    })
    .await;
    clock.set(2_000);
    let resting = runtime.resume("r").await.unwrap();
    assert_eq!(resting.pending().len(), 1);
    let runs = runtime.runs();
    let letter = undecided(&runs, &id, json!(7)).await;
    clock.set(3_000);
    assert!(runtime.resume("r").await.unwrap().is_finished());
    assert!(soon(runs.verdict("r", letter)).await.is_err());
    assert_eq!(refused(&runtime.snapshot("r").await.unwrap()).len(), 1);
}

#[tokio::test]
async fn a_wait_that_is_asked_for_without_its_race_is_open() {
    let (runtime, clock, id) = reminded(|run| {
        Box::pin(async move {
            let answer = if run.shared_state().is_null() {
                let _ = asked(run).await?;
                run.wait_for_ms("later", 1_000).await?;
                0
            } else {
                run.wait_for_event::<u32>("ask", "well?").await?
            };
            run.change("keep", |state| *state = json!([answer]))?;
            end()
        })
    })
    .await;
    let runs = runtime.runs();
    let letter = undecided(&runs, &id, json!(7)).await;
    let changed = runtime.with_transaction("r", |run| {
        run.state = json!("hurry");
        Ok::<_, std::fmt::Error>(())
    });
    changed.await.unwrap();
    clock.set(1_500);
    let ended = runtime.resume("r").await.unwrap();
    assert_eq!(ended.state(), &json!([7]));
    soon(runs.verdict("r", letter)).await.unwrap();
}

#[tokio::test]
async fn a_run_that_is_stopped_for_good_refuses_the_answer() {
    let (runtime, _, id) = reminded(ask_until_told).await;
    let runs = runtime.runs();
    let letter = undecided(&runs, &id, json!(7)).await;
    let _ = runtime.resume("r").await.unwrap();
    runs.cancel("r").await.unwrap();
    let told = soon(runs.verdict("r", letter)).await.unwrap_err();
    assert!(matches!(
        told,
        RuntimeError::Resolve(ResolveError::Over { .. })
    ));
    let snapshot = runtime.snapshot("r").await.unwrap();
    assert_eq!(refused(&snapshot)[0]["letter"], letter);
}

#[tokio::test]
async fn the_answer_outlives_the_process_in_the_snapshot() {
    for (work, expected) in [
        (ask_until_told as fn(&Run<Value>) -> Outcome<'_>, json!(7)),
        (ask_once, json!(null)),
    ] {
        let clock = ManualClock::new(0);
        let options = || tinyflow::ExecutionOptions::new().with_clock(clock.clone());
        let again = |execution: &Execution<_>| {
            let text = execution.snapshot().to_json().unwrap();
            let restored = options().from_json(single_step(work), "r", &text);
            restored.unwrap()
        };
        let mut execution = options()
            .begin(single_step(work), "r", json!(null))
            .unwrap();
        assert!(execution.run_on().await.unwrap().is_none());
        let id = execution.list_pending_resume();
        let id = id.iter().find(|wait| wait.resume_after().is_none());
        let id = id.unwrap().resume_id().to_owned();
        clock.set(1_000);
        execution = again(&execution);
        assert!(execution.run_on().await.unwrap().is_none());
        execution = again(&execution);
        assert_eq!(execution.list_pending_resume().len(), 1);
        let aside = execution.get_resume(&id).unwrap();
        assert!(!aside.is_done() && !aside.is_open());
        execution.resolve_resume(&id, json!(7)).unwrap();
        let twice = execution.resolve_resume(&id, json!(8)).unwrap_err();
        assert!(matches!(twice, ResolveError::AlreadyAnswered { .. }));
        execution = again(&execution);
        assert!(execution.run_on().await.unwrap().is_none());
        clock.set(2_000);
        execution = again(&execution);
        let ended = execution.run_on().await.unwrap().expect("it is over");
        assert_eq!(ended.state(), &expected);
        let snapshot = execution.snapshot();
        assert_eq!(refused(&snapshot).len(), usize::from(expected.is_null()));
    }
}

#[tokio::test]
async fn another_engine_s_snapshot_keeps_the_wait_open_until_the_race_is_decided_again() {
    let (runtime, clock, _) = reminded(ask_once).await;
    let mut snapshot = runtime.snapshot("r").await.unwrap();
    for wait in snapshot.system.values_mut() {
        match wait {
            SystemEntry::Event(event) => event.extra.clear(),
            SystemEntry::Timer(timer) => timer.extra.clear(),
        }
    }
    assert_eq!(keys(&snapshot), ["later", "ask"]);
    runtime.import("there", snapshot).await.unwrap();
    assert_eq!(runtime.resume("there").await.unwrap().pending().len(), 1);
    clock.set(2_000);
    assert!(runtime.resume("there").await.unwrap().is_finished());
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
enum Place {
    Start,
    Ask,
    Work,
    Met,
}

/// Asks in one branch, and waits for a gate in the other.
struct Asking;

impl Workflow for Asking {
    type Step = Place;
    type State = Vec<u32>;

    fn flow(&self) -> FlowId {
        FlowId::new("asking", "1.0.0")
    }

    fn begin(&self) -> Place {
        Place::Start
    }

    async fn execute(&self, step: Place, run: &DurableState<Place, Vec<u32>>) -> StepResult<Place> {
        match step {
            Place::Start => fork([("ask", Place::Ask), ("work", Place::Work)]).join(Place::Met),
            Place::Ask => {
                let answer = run
                    .race([
                        run.wait_for_event("ask", "well?").map(Some),
                        run.wait_for_ms("remind", 1_000).map(|_| None),
                    ])
                    .await?;
                let Some(answer) = answer else {
                    run.wait_for_ms("later", 1_000).await?;
                    return next(Place::Ask);
                };
                run.change("keep", |state| state.push(answer))?;
                next(Place::Met)
            }
            Place::Work => {
                run.wait_for_event::<()>("gate", ()).await?;
                run.action("note", async |_, state| Ok(state)).await?;
                next(Place::Met)
            }
            Place::Met => end(),
        }
    }
}

#[tokio::test]
async fn a_branch_keeps_the_answer_while_the_other_goes_on() {
    let clock = ManualClock::new(0);
    let runtime = WorkflowRuntime::new(SimpleContext::new(), Asking).with_clock(clock.clone());
    let asking = runtime.run("r", Vec::new()).await.unwrap();
    let ids: Vec<_> = asking
        .pending()
        .iter()
        .map(SystemEntry::resume_id)
        .collect();
    let id = |key: &str| ids.iter().find(|id| id.starts_with(key)).unwrap();
    clock.set(1_000);
    let _ = runtime.resume("r").await.unwrap();
    let runs = runtime.runs();
    let letter = undecided(&runs, id("ask-"), json!(7)).await;
    let _ = runtime.resume("r").await.unwrap();
    let _ = runs.answer("r", id("gate-"), json!(null)).await.unwrap();
    let _ = runtime.resume("r").await.unwrap();
    assert!(runs.verdict("r", letter).now_or_never().is_none());
    clock.set(2_000);
    let ended = runtime.resume("r").await.unwrap();
    assert_eq!(ended.state(), &vec![7]);
    soon(runs.verdict("r", letter)).await.unwrap();
}

#[tokio::test]
async fn of_two_answers_the_one_that_came_first_wins() {
    let (runtime, _) = runtime(|run| {
        Box::pin(async move {
            let approve = run.wait_for_event::<()>("approve", ()).map(|()| "approved");
            let reject = run.wait_for_event::<()>("reject", ()).map(|()| "rejected");
            let said = run.race([approve, reject]).await?;
            run.change("keep", |state| *state = json!(said))?;
            end()
        })
    });
    let asking = runtime.run("r", json!(null)).await.unwrap();
    let [approve, reject] = ["approve", "reject"].map(|key| {
        let mut waits = asking.pending().iter().map(|wait| wait.resume_id());
        waits.find(|id| id.starts_with(key)).unwrap()
    });
    let runs = runtime.runs();
    let first = runs.answer("r", reject, json!(null)).await.unwrap();
    assert_eq!(first, Delivery::Delivered);
    let letter = undecided(&runs, approve, json!(null)).await;
    let ended = runtime.resume("r").await.unwrap();
    assert_eq!(ended.state(), &json!("rejected"));
    assert!(soon(runs.verdict("r", letter)).await.is_err());
}
