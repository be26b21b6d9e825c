//! Measures the runtime: actions, checkpoints, SQLite, resumes.
//!
//! One line for each figure, as a Markdown table. Beside it stands what it is compared with,
//! measured in the same run.

#![expect(clippy::print_stdout, reason = "the figures are printed")]

mod actions;
mod checkpoints;
mod resumes;
mod sqlite;
mod workload;

use std::time::{Duration, Instant};

use anyhow::Result;

#[tokio::main(worker_threads = 2)]
async fn main() -> Result<()> {
    println!("| what | measured | compared with |\n|---|---|---|");
    actions::measure().await?;
    checkpoints::measure().await?;
    resumes::measure().await?;
    sqlite::measure().await?;
    Ok(())
}

/// Prints a line of the table.
fn line(what: &str, measured: &str, compared: &str) {
    println!("| {what} | {measured} | {compared} |");
}

/// How long some work takes: the median of five rounds.
async fn median_of_five(mut work: impl AsyncFnMut() -> Result<()>) -> Result<Duration> {
    let mut rounds = Vec::new();
    for _ in 0..5 {
        let began = Instant::now();
        work().await?;
        rounds.push(began.elapsed());
    }
    rounds.sort();
    Ok(rounds[2])
}

fn per_second(count: usize, took: Duration) -> f64 {
    let count = u32::try_from(count).unwrap_or(u32::MAX);
    f64::from(count) / took.as_secs_f64()
}

fn micros_each(count: usize, took: Duration) -> f64 {
    1e6 / per_second(count, took)
}
