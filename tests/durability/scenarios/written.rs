//! The examples that are written by hand.

use example_guessing_game::{Game, GuessingGame};
use example_interval_payment as interval;
use example_order_fork::{Order, Ordering, Services};
use example_start_and_poll::{Chains, Job, JobStatus, Jobs, StartAndPoll};
use tinyflow::{TaskContext, TaskError, TaskResult, Transaction, json};

use super::{Effects, Example, Outside, View};

pub(crate) struct Polling;

pub(crate) struct NotedJobs(Effects);

impl Jobs for NotedJobs {
    async fn start(&self, task: &TaskContext, _: &Job) -> TaskResult<()> {
        self.0.note(&task.idempotency_key());
        Ok(())
    }

    async fn poll(&self, task: &TaskContext, _: &Job, polls: u64) -> TaskResult<JobStatus> {
        self.0.note(&task.idempotency_key());
        Ok(if polls == 1 {
            JobStatus::End
        } else {
            JobStatus::Processing
        })
    }
}

impl Example for Polling {
    const NAME: &'static str = "start-and-poll";
    type Workflow = StartAndPoll<NotedJobs>;

    fn workflow(effects: Effects) -> Self::Workflow {
        StartAndPoll::new(NotedJobs(effects))
    }

    fn state() -> Chains {
        let job = |id: &str| Job::new(id, tinyflow::Map::new());
        Chains {
            sequences: vec![vec![job("a1"), job("a2")], vec![job("b1")]],
        }
    }
}

/// Longer than any process is away.
const DAY_MS: i64 = 86_400_000;

pub(crate) struct Paying;

pub(crate) struct NotedMailer(Effects);

impl interval::Mailer for NotedMailer {
    async fn send(
        &self,
        task: &TaskContext,
        _: &str,
        receipt: &interval::Receipt,
    ) -> TaskResult<String> {
        self.0.note(&task.idempotency_key());
        Ok(format!("bill {}", receipt.cycle))
    }
}

impl Example for Paying {
    const NAME: &'static str = "interval-payment";
    type Workflow = interval::IntervalPayment<NotedMailer>;

    fn workflow(effects: Effects) -> Self::Workflow {
        interval::IntervalPayment::new(NotedMailer(effects))
    }

    fn state() -> interval::Subscription {
        interval::Subscription::new("ada@example.com", DAY_MS)
    }

    /// One usage in each of the first two intervals, then the end. Whoever starts again sees by
    /// the state what is done.
    fn outside(_: &View<Self>) -> Outside<Self> {
        Outside::Change(|run: &mut Transaction<_, interval::Subscription>| {
            let cycle = run.state.cycle;
            let active = run.state.status == Some(interval::Status::Active);
            if cycle < 2 && run.state.current_usages.is_empty() {
                let item = format!("item {cycle}");
                interval::add_usage(run, interval::Usage { item, amount: 1 }).unwrap();
            }
            if cycle == 2 && active {
                interval::cancel(run).unwrap();
            }
        })
    }
}

pub(crate) struct Guessing;

impl Example for Guessing {
    const NAME: &'static str = "guessing-game";
    type Workflow = GuessingGame;

    fn workflow(_: Effects) -> GuessingGame {
        GuessingGame
    }

    fn state() -> Game {
        Game::new(7)
    }

    fn outside(run: &View<Self>) -> Outside<Self> {
        Outside::Answer(json!([5, 9, 7][run.state.answer.len()]))
    }
}

pub(crate) struct Forking;

pub(crate) struct NotedServices(Effects);

impl Services for NotedServices {
    async fn charge(&self, task: &TaskContext, amount: u32) -> TaskResult<String> {
        if task.attempt() == 1 {
            return Err(TaskError::message("the card service is down"));
        }
        self.0.note(&task.idempotency_key());
        Ok(format!("charged {amount}"))
    }

    async fn pack(&self, task: &TaskContext) -> TaskResult<u32> {
        self.0.note(&task.idempotency_key());
        Ok(2)
    }

    async fn send(&self, task: &TaskContext, address: &str) -> TaskResult<String> {
        self.0.note(&task.idempotency_key());
        Ok(json!({ "to": address }).to_string())
    }
}

impl Example for Forking {
    const NAME: &'static str = "order-fork";
    type Workflow = Ordering<NotedServices>;

    fn workflow(effects: Effects) -> Self::Workflow {
        Ordering::new(NotedServices(effects))
    }

    fn state() -> Order {
        Order {
            amount: 50,
            ..Order::default()
        }
    }

    fn outside(_: &View<Self>) -> Outside<Self> {
        Outside::Answer(json!("Delft"))
    }
}
