//! Measures the runtime: actions, checkpoints, SQLite, resumes, paused runs.
//!
//! One line for each figure, as a Markdown table. Beside it stands what it is compared with,
//! measured in the same run. Arguments pick what is measured: `actions`, `checkpoints`,
//! `resumes`, `sqlite`, `paused`; without any, everything is.

#![expect(clippy::print_stdout, reason = "the figures are printed")]

mod actions;
mod checkpoints;
mod paused;
mod resumes;
mod sqlite;
mod workload;

use std::time::{Duration, Instant};

use anyhow::{Result, bail};

#[tokio::main(worker_threads = 2)]
async fn main() -> Result<()> {
    let mut wanted: Vec<String> = std::env::args().skip(1).collect();
    if wanted.is_empty() {
        wanted = ["actions", "checkpoints", "resumes", "sqlite", "paused"]
            .map(str::to_owned)
            .to_vec();
    }
    println!("| what | measured | compared with |\n|---|---|---|");
    for part in wanted {
        match part.as_str() {
            "actions" => actions::measure().await?,
            "checkpoints" => checkpoints::measure().await?,
            "resumes" => resumes::measure().await?,
            "sqlite" => sqlite::measure().await?,
            "paused" => paused::measure().await?,
            other => bail!("nothing called `{other}` is measured"),
        }
    }
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
