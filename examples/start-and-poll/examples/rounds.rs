//! Chains of jobs in a terminal: `cargo run -p example-start-and-poll --example rounds`.
//!
//! A first driver stops after two rounds and keeps the run as JSON. A second one loads it some
//! seconds later and goes on until all jobs have ended.

#![expect(clippy::print_stdout, reason = "a terminal prints")]

use std::error::Error;
use std::time::Duration;

use example_start_and_poll::{Chains, Job, JobStatus, Jobs, StartAndPoll};
use tinyflow::{Clock, Execution, RuntimeError, SystemClock, TaskContext, TaskResult, Value, json};
use tokio::time::sleep;

/// Jobs that end at the time that they name.
struct Timed;

impl Jobs for Timed {
    async fn start(&self, _: &TaskContext, job: &Job) -> TaskResult<()> {
        println!("start task {}", job.id);
        Ok(())
    }

    async fn poll(&self, _: &TaskContext, job: &Job, _: u64) -> TaskResult<JobStatus> {
        let done_at = job.ctx.get("_doneAt").and_then(Value::as_i64);
        let status = match done_at {
            Some(done_at) if SystemClock.now_ms() <= done_at => JobStatus::Processing,
            _ => JobStatus::End,
        };
        println!("poll task {} -> {status:?}", job.id);
        Ok(status)
    }
}

/// Goes on until the run has ended, for so many rounds at most. Tells whether it has ended.
async fn run_rounds(
    execution: &mut Execution<StartAndPoll<Timed>>,
    most: usize,
) -> Result<bool, RuntimeError> {
    for round in 1..=most {
        if execution.run_on().await?.is_some() {
            return Ok(true);
        }
        if round < most {
            println!("\ttake a break, poll again after 500 ms");
            sleep(Duration::from_millis(500)).await;
        }
    }
    Ok(false)
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let now_ms = SystemClock.now_ms();
    let job = |id: &str, after_ms: i64| {
        let ctx = json!({ "_doneAt": now_ms + after_ms });
        Job::new(id, ctx.as_object().cloned().unwrap_or_default())
    };
    let chains = Chains {
        sequences: vec![
            vec![job("t1_1", 1_000), job("t1_2", 2_000), job("t1_3", 3_000)],
            vec![job("t2_1", 2_000)],
            vec![job("t3_1", 1_000), job("t3_2", 5_000)],
        ],
    };

    println!("--- two rounds ---");
    let mut execution = Execution::begin(StartAndPoll::new(Timed), "dag", chains)?;
    run_rounds(&mut execution, 2).await?;
    let text = execution.snapshot().to_json()?;
    drop(execution);

    println!(
        "--- kept as {} bytes, loaded after 2 seconds ---",
        text.len()
    );
    sleep(Duration::from_secs(2)).await;
    let mut execution = Execution::from_json(StartAndPoll::new(Timed), "dag", &text)?;
    let has_ended = run_rounds(&mut execution, 1_000).await?;
    println!("all done: {has_ended}");
    println!("{:#}", json!(execution.snapshot()));
    Ok(())
}
