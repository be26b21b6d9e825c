//! Exchange with the TypeScript engine that the snapshots are shared with.
//!
//! `recorded/` holds scenarios that it played: the calls from outside, and the snapshots at each
//! stop and after each call. Here every snapshot is loaded and brought to its end, and every
//! script is played from its start, to compare our snapshots and stops with the recorded ones.

#![expect(clippy::unwrap_used, reason = "a test says by a panic what is wrong")]

mod compare;
mod playing;
mod recording;
mod workflows;

use example_guessing_game::GuessingGame;
use example_interval_payment as interval;
use example_start_and_poll::{Job, JobStatus, Jobs, StartAndPoll};
use serde::Serialize;
use serde::de::DeserializeOwned;
use tinyflow::{Execution, ExecutionOptions, TaskContext, TaskResult, Workflow, json};

use crate::compare::{same_but_for_results, without_times};
use crate::playing::{play, runtime, same_snapshots, same_yields, state_of, yielded};
use crate::recording::{Recording, Yielded};
use crate::workflows::{Scenario, Scripted};

/// Each recorded snapshot goes on to the recorded end, and each script gives the recorded
/// snapshots.
async fn exchanged<W>(name: &str, make: impl Fn() -> W)
where
    W: Workflow<State: Serialize + DeserializeOwned> + 'static,
{
    let recording = Recording::read(name);
    let mut snapshots = 0;
    for (run, calls) in recording.runs() {
        for (at, snapshot) in recording.snapshots_of(&calls) {
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
        same_snapshots(&recording, &calls, &runtime(make())).await;
        same_yields(&calls, &runtime(make())).await;
    }
    assert!(snapshots > 0, "{name} has snapshots");
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

/// There, the answers never reach the second wait, whose id is that of the first. So what
/// follows the second answer is another: a snapshot after it, and the end after the third.
#[tokio::test]
async fn equal_ids_of_two_waits() {
    let recording = Recording::read("18-resume-id-collision");
    let calls = recording.runs().remove("r1").unwrap();
    let script = || runtime(Scripted(Scenario::Answers));
    same_snapshots(&recording, &calls[..2], &script()).await;
    same_yields(&calls[..3], &script()).await;
    for (at, snapshot) in recording.snapshots_of(&calls) {
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

/// There, what is used and the cancellation are lost. So what is recorded is a run that nobody
/// has changed, and ours is played like that to compare it.
#[tokio::test]
async fn changes_from_outside() {
    let recording = Recording::read("08-interval-payment-json");
    let calls = recording.runs().remove("r1").unwrap();
    let script = || runtime(interval::IntervalPayment::new(Outbox)).with_audit_log(false);
    let mut unchanged = calls.clone();
    unchanged.retain(|call| !call.is_transaction);
    same_snapshots(&recording, &unchanged, &script()).await;
    same_yields(&unchanged, &script()).await;
    for (at, snapshot) in recording.snapshots_of(&calls) {
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

/// There, jobs are started and polled without actions. So ours alone has results of actions,
/// and stops after each. And there, the round in which the last job ends pauses, too, before the
/// run finds that all is done; ours needs no driver for that.
#[tokio::test]
async fn a_step_that_is_polled() {
    let recording = Recording::read("09-dag-task-poll");
    let workflow = || StartAndPoll::new(Needy);
    let options = || ExecutionOptions::new().with_audit_log(false);
    let state = serde_json::from_value(recording.state_at(0)).unwrap();
    let mut execution = options().begin(workflow(), "r1", state).unwrap();
    for (round, expected) in recording.yields_at(0).iter().enumerate() {
        let pause = to_the_pause(&mut execution).await;
        assert_eq!(pause.as_ref(), Some(expected));
        let at = format!("op0.yield{round}");
        same_but_for_results(&at, &execution.snapshot(), &recording.named(&at));
    }
    let ours = execution.snapshot();
    same_but_for_results("saved", &ours, &recording.named("saved"));
    let last_round = recording.named("op1.yield0");
    for saved in [ours, recording.named("saved")] {
        let mut execution = options().restore(workflow(), "r1", saved).unwrap();
        assert_eq!(to_the_pause(&mut execution).await, None);
        let ended = execution.snapshot();
        same_but_for_results("end", &ended, &recording.named("end"));
        assert_eq!(
            without_times(ended.state),
            without_times(last_round.state.clone())
        );
    }
}

/// Executes the run to the end of its round; to its own end, if there is no more.
async fn to_the_pause(execution: &mut Execution<StartAndPoll<Needy>>) -> Option<Yielded> {
    loop {
        let stop = execution.next().await.unwrap()?;
        if !stop.can_continue {
            return Some(yielded(stop));
        }
    }
}
