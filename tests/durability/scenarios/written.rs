//! The examples that are written by hand.

use example_guessing_game::{GUESS, Game, GuessingGame};
use example_interval_payment as interval;
use example_order_fork::{ADDRESS, Order, Ordering, Services};
use example_start_and_poll::{Chains, Job, JobStatus, Jobs, StartAndPoll};
use tinyflow::{TaskContext, TaskError, TaskResult, json};

use super::{RUN, Stage, asks};
use crate::boundary::effect;

struct NotedJobs;

impl Jobs for NotedJobs {
    async fn start(&self, job: &Job) -> TaskResult<()> {
        effect(&format!("start {}", job.id));
        Ok(())
    }

    async fn poll(&self, job: &Job, polls: u64) -> TaskResult<JobStatus> {
        effect(&format!("poll {} {polls}", job.id));
        Ok(if polls == 1 {
            JobStatus::End
        } else {
            JobStatus::Processing
        })
    }
}

pub(super) async fn start_and_poll(stage: Stage) {
    let job = |id: &str| Job::new(id, tinyflow::Map::new());
    let chains = Chains {
        sequences: vec![vec![job("a1"), job("a2")], vec![job("b1")]],
    };
    stage
        .play(StartAndPoll::new(NotedJobs), chains, async |_, _| false)
        .await;
}

/// Longer than any process is away.
const DAY_MS: i64 = 86_400_000;

struct NotedMailer;

impl interval::Mailer for NotedMailer {
    async fn send(
        &self,
        task: &TaskContext,
        _: &str,
        receipt: &interval::Receipt,
    ) -> TaskResult<String> {
        effect(&task.idempotency_key());
        Ok(format!("bill {}", receipt.cycle))
    }
}

pub(super) async fn interval_payment(stage: Stage) {
    let workflow = interval::IntervalPayment::new(NotedMailer);
    let subscription = interval::Subscription::new("ada@example.com", DAY_MS);
    stage
        .play(workflow, subscription, async |client, run| {
            // One usage in each of the first two intervals, then the end. Whoever starts again
            // sees by the state what is done.
            let (cycle, used) = (run.state.cycle, !run.state.current_usages.is_empty());
            let active = run.state.status == Some(interval::Status::Active);
            if cycle < 2 && !used {
                let usage = interval::Usage {
                    item: format!("item {cycle}"),
                    amount: 1,
                };
                let added = client.with_transaction(RUN, |run| {
                    if run.state.current_usages.is_empty() && run.state.cycle == cycle {
                        interval::add_usage(run, usage)?;
                    }
                    Ok::<_, interval::NotActive>(())
                });
                added.await.unwrap();
                return false;
            }
            if cycle == 2 && active {
                client
                    .with_transaction(RUN, interval::cancel)
                    .await
                    .unwrap();
            }
            false
        })
        .await;
}

pub(super) async fn guessing_game(stage: Stage) {
    stage
        .play(GuessingGame, Game::new(7), async |client, run| {
            let turn = run.state.answer.len();
            let guess = [5, 9, 7][turn];
            let id = format!("turn {turn}");
            client.send(RUN, &GUESS, &guess, Some(&id)).await.unwrap();
            false
        })
        .await;
}

struct NotedServices;

impl Services for NotedServices {
    async fn charge(&self, task: &TaskContext, amount: u32) -> TaskResult<String> {
        if task.attempt() == 1 {
            return Err(TaskError::message("the card service is down"));
        }
        effect(&task.idempotency_key());
        Ok(format!("charged {amount}"))
    }

    async fn pack(&self, task: &TaskContext) -> TaskResult<u32> {
        effect(&task.idempotency_key());
        Ok(2)
    }

    async fn send(&self, task: &TaskContext, address: &str) -> TaskResult<String> {
        effect(&task.idempotency_key());
        Ok(json!({ "to": address }).to_string())
    }
}

pub(super) async fn order_fork(stage: Stage) {
    let order = Order {
        amount: 50,
        ..Order::default()
    };
    stage
        .play(Ordering::new(NotedServices), order, async |client, run| {
            if asks::<Ordering<NotedServices>>(run) {
                let address = "Delft".to_owned();
                client
                    .send(RUN, &ADDRESS, &address, Some("address"))
                    .await
                    .unwrap();
            }
            false
        })
        .await;
}
