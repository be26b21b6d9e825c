//! Exchange with the TypeScript engine that the snapshots are shared with.
//!
//! `recorded/` holds scenarios that it played: the calls from outside, and the snapshot after
//! each. Here every snapshot that it stored is loaded and brought to its end, and every script
//! is played from its start, to compare our snapshots and stops with the recorded ones.

#![expect(clippy::unwrap_used, reason = "a test says by a panic what is wrong")]

mod compare;
mod recording;
mod workflows;

use example_guessing_game::GuessingGame;
use example_interval_payment as interval;
use example_start_and_poll::{Chains, Job, JobStatus, Jobs, StartAndPoll};
use tinyflow::{
    ManualClock, ResumeTrigger, RunResult, RuntimeError, SimpleContext, Snapshot, SystemEntry,
    TaskContext, TaskResult, Value, Workflow, WorkflowRuntime, json,
};

use crate::compare::{same_snapshot, without_times};
use crate::recording::{Call, Recording, WaitsFor, Yielded};
use crate::workflows::{Scenario, Scripted};

/// Each recorded snapshot goes on to the recorded end, and each script gives the recorded
/// snapshots.
async fn exchanged<W>(name: &str, make: impl Fn() -> W)
where
    W: Workflow<State: serde::Serialize + serde::de::DeserializeOwned> + 'static,
{
    let recording = Recording::read(name);
    let mut snapshots = 0;
    for (run, calls) in recording.runs() {
        for (at, snapshot) in recording.stored_of(&calls) {
            let runtime = runtime(make());
            runtime.import(&run, snapshot).await.unwrap();
            let mut result = runtime.resume(&run).await.unwrap();
            for call in calls.iter().filter(|call| call.number > at) {
                result = play(&runtime, call, result).await;
            }
            let expected = recording.end_of(&calls);
            assert_eq!(state_of(&result), expected, "{name}: {run} after call {at}");
            snapshots += 1;
        }
        let runtime = runtime(make());
        let state = calls[0].state.clone().unwrap();
        let state = serde_json::from_value(state).unwrap();
        let mut result = runtime.run(&run, state).await.unwrap();
        for call in &calls {
            if call.number > calls[0].number {
                result = play(&runtime, call, result).await;
            }
            if let Some(theirs) = recording.stored_after(call) {
                let ours = runtime.snapshot(&run).await.unwrap();
                same_snapshot(
                    &format!("{name} after call {}", call.number),
                    &ours,
                    &theirs,
                );
            }
        }
    }
    assert!(snapshots > 0, "{name} has snapshots");
    same_yields(&recording, make).await;
}

/// Played piece by piece, each script stops where it did when it was recorded.
async fn same_yields<W>(recording: &Recording, make: impl Fn() -> W)
where
    W: Workflow<State: serde::de::DeserializeOwned> + 'static,
{
    for (run, calls) in recording.runs() {
        let runtime = runtime(make());
        let state = calls[0].state.clone().unwrap();
        let state = serde_json::from_value(state).unwrap();
        runtime.create(&run, state).await.unwrap();
        for call in calls.iter().filter(|call| !call.is_refused) {
            let mut execution = runtime.exec(&run).await.unwrap();
            for wait in execution.list_pending_resume() {
                let id = wait.resume_id();
                match &wait {
                    SystemEntry::Timer(_) => execution.skip(id),
                    SystemEntry::Event(_) => execution.resolve_resume(id, call.payload.clone()),
                }
                .unwrap();
            }
            let mut yields = Vec::new();
            while let Some(stop) = execution.next().await.unwrap() {
                let waits = !stop.can_continue;
                yields.push(Yielded {
                    can_continue: stop.can_continue,
                    active_step: json!(stop.active_step),
                    waits_for: stop.resume_trigger.map(|trigger| match trigger {
                        ResumeTrigger::Time { .. } => WaitsFor::Time,
                        _ => WaitsFor::Event,
                    }),
                });
                if waits {
                    break;
                }
            }
            assert_eq!(yields, call.yields, "{run} at call {}", call.number);
        }
    }
}

fn runtime<W: Workflow>(workflow: W) -> WorkflowRuntime<W, SimpleContext> {
    let clock = ManualClock::new(1_700_000_000_000);
    WorkflowRuntime::new(SimpleContext::new(), workflow).with_clock(clock)
}

/// Makes a recorded call: ends the open wait, a timer early where need be.
async fn play<W: Workflow>(
    runtime: &WorkflowRuntime<W, SimpleContext>,
    call: &Call,
    before: RunResult<W::State>,
) -> RunResult<W::State> {
    let (run, payload) = (call.run.as_str(), call.payload.clone());
    if call.is_refused {
        let id = call.resume_id.as_deref().unwrap_or_default();
        let refused = runtime.resume_with(run, id, payload).await;
        assert!(matches!(refused, Err(RuntimeError::Resolve(_))));
        return before;
    }
    match before.pending() {
        [SystemEntry::Timer(timer)] => runtime.skip(run, &timer.resume_id).await.unwrap(),
        [SystemEntry::Event(event)] => {
            let id = event.resume_id.clone();
            runtime.resume_with(run, &id, payload).await.unwrap()
        }
        other => panic!("one wait is open, not {other:?}"),
    }
}

fn state_of<T: serde::Serialize>(result: &RunResult<T>) -> Value {
    assert!(result.is_finished(), "{}", result.run_id());
    without_times(json!(result.state()))
}

#[tokio::test]
async fn cached_actions() {
    exchanged("01-simple", || Scripted(Scenario::Compute)).await;
}

#[tokio::test]
async fn a_step_that_is_visited_again() {
    exchanged("02-step-revisit", || GuessingGame).await;
}

#[tokio::test]
async fn a_timer() {
    exchanged("03-wait-timer", || Scripted(Scenario::Timer)).await;
}

#[tokio::test]
async fn an_event() {
    exchanged("04-wait-event", || Scripted(Scenario::Event)).await;
}

#[tokio::test]
async fn a_retry() {
    exchanged("05-retry-fails-once", || Scripted(Scenario::Charge)).await;
}

#[tokio::test]
async fn logs_of_the_workflow() {
    exchanged("11-audit-logs-on", || Scripted(Scenario::Logs)).await;
}

#[tokio::test]
async fn waits_in_a_loop() {
    exchanged("16-guess-game-save-load", || Scripted(Scenario::Play)).await;
}

#[tokio::test]
async fn a_step_that_names_itself() {
    exchanged("20-self-transition", || Scripted(Scenario::Itself)).await;
}

/// There, the answers never reach the second wait, whose id is that of the first.
#[tokio::test]
async fn equal_ids_of_two_waits() {
    let recording = Recording::read("18-resume-id-collision");
    let calls = recording.runs().remove("r1").unwrap();
    for (at, snapshot) in recording.stored_of(&calls) {
        let given = snapshot.state["answers"].as_array().map_or(0, Vec::len);
        let runtime = runtime(Scripted(Scenario::Answers));
        runtime.import("r1", snapshot).await.unwrap();
        let mut result = runtime.resume("r1").await.unwrap();
        for call in given..3 {
            let id = result.pending()[0].resume_id().to_owned();
            result = runtime
                .resume_with("r1", &id, json!(call + 1))
                .await
                .unwrap();
        }
        assert_eq!(
            state_of(&result),
            json!({ "answers": [1, 2, 3] }),
            "after call {at}"
        );
    }
}

struct Outbox;

impl interval::Mailer for Outbox {
    async fn send(
        &self,
        _: &TaskContext,
        _: &str,
        receipt: &interval::Receipt,
    ) -> TaskResult<String> {
        Ok(format!("bill {}", receipt.cycle))
    }
}

/// There, what is used and the cancellation are lost.
#[tokio::test]
async fn changes_from_outside() {
    let recording = Recording::read("08-interval-payment-json");
    let calls = recording.runs().remove("r1").unwrap();
    for (at, snapshot) in recording.stored_of(&calls) {
        let runtime = runtime(interval::IntervalPayment::new(Outbox));
        runtime.import("r1", snapshot).await.unwrap();
        let mut result = runtime.resume("r1").await.unwrap();
        let mut used = Vec::new();
        for call in calls.iter().filter(|call| call.number > at) {
            if !call.is_transaction {
                let id = result.pending()[0].resume_id().to_owned();
                result = runtime.skip("r1", &id).await.unwrap();
                continue;
            }
            let usage = interval::Usage {
                item: format!("after call {}", call.number),
                amount: 5,
            };
            used.push(usage.item.clone());
            let is_last = call.number == 5;
            let changed = runtime.with_transaction("r1", |run| {
                interval::add_usage(run, usage)?;
                if is_last {
                    interval::cancel(run)?;
                }
                Ok::<_, interval::NotActive>(())
            });
            changed.await.unwrap();
        }
        let billed = result
            .state()
            .receipts
            .iter()
            .flat_map(|receipt| &receipt.usages);
        let billed: Vec<_> = billed.map(|usage| usage.item.clone()).collect();
        assert_eq!(billed, used, "after call {at}");
        assert_eq!(result.is_finished(), at < 5, "after call {at}");
    }
}

struct Needy;

impl Jobs for Needy {
    async fn start(&self, _: &TaskContext, _: &Job) -> TaskResult<()> {
        Ok(())
    }

    async fn poll(&self, _: &TaskContext, job: &Job, polls: u64) -> TaskResult<JobStatus> {
        let ends = job.ctx["need"].as_u64() <= Some(polls + 1);
        Ok(if ends {
            JobStatus::End
        } else {
            JobStatus::Processing
        })
    }
}

#[tokio::test]
async fn a_step_that_is_polled() {
    let recording = Recording::read("09-dag-task-poll");
    let saved: Snapshot = recording.named("saved");
    let runtime = runtime(StartAndPoll::new(Needy));
    runtime.import("r1", saved).await.unwrap();
    let mut result: RunResult<Chains> = runtime.resume("r1").await.unwrap();
    while !result.is_finished() {
        result = runtime.resume("r1").await.unwrap();
    }
    let expected = recording.named("end");
    assert_eq!(state_of(&result), without_times(expected.state));
}
