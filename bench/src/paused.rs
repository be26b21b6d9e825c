//! What a paused run holds in memory while it is kept in SQLite, and a worker is at work. Only
//! Linux tells how much memory a process holds.

use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};
use tinyflow::{
    Client, DurableState, FlowId, RunPhase, StepResult, Worker, Workflow, WorkflowRuntime, end,
};
use tinyflow_sqlite::SqliteContext;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use crate::line;
use crate::workload::State;

const WHAT: &str = "bytes of memory for each of 10,000 paused runs more in SQLite";
/// Runs that fill what is bounded, such as the cache of SQLite, before memory is first read.
const WARM: u32 = 2_000;
const MORE: u32 = 10_000;
/// Runs that are started together, so that they share the writes to the disk.
const AT_ONCE: usize = 32;

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
enum Step {
    Ask,
}

struct Waiting;

impl Workflow for Waiting {
    type Step = Step;
    type State = State;

    fn flow(&self) -> FlowId {
        FlowId::new("waiting", "1.0.0")
    }

    fn begin(&self) -> Step {
        Step::Ask
    }

    async fn execute(&self, _: Step, run: &DurableState<Step, State>) -> StepResult<Step> {
        run.wait_for_event::<bool>("approval", ()).await?;
        end()
    }
}

pub(crate) async fn measure() -> Result<()> {
    if !cfg!(target_os = "linux") {
        line(WHAT, "only measured on Linux", "");
        return Ok(());
    }
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("runs.db");
    let runtime = WorkflowRuntime::new(SqliteContext::open(&path)?, Waiting);
    let paused = Arc::new(Semaphore::new(0));
    let seen = Arc::clone(&paused);
    let worker = Worker::new(&runtime)
        .with_observer(move |_, phase| {
            if matches!(phase, Ok(RunPhase::Waiting)) {
                seen.add_permits(1);
            }
        })
        .start();
    let client = Arc::new(runtime.client());
    pause(&client, 0..WARM, &paused).await?;
    let (held_before, stored_before) = (resident_bytes()?, size(&path)?);
    pause(&client, WARM..WARM + MORE, &paused).await?;
    let held = (resident_bytes()? - held_before) / f64::from(MORE);
    let stored = (size(&path)? - stored_before) / f64::from(MORE);
    worker.shutdown().await;
    line(
        WHAT,
        &format!("{held:.0}"),
        &format!("{stored:.0} bytes in the file"),
    );
    Ok(())
}

/// Starts runs, and waits until the worker has brought each to its wait.
async fn pause(
    client: &Arc<Client<Waiting, SqliteContext>>,
    runs: std::ops::Range<u32>,
    paused: &Semaphore,
) -> Result<()> {
    let count = runs.end - runs.start;
    for first in runs.clone().step_by(AT_ONCE) {
        let mut starts = JoinSet::new();
        for run in (first..runs.end).take(AT_ONCE) {
            let client = Arc::clone(client);
            let start = async move { client.start(&run.to_string(), State::of_size(500)).await };
            starts.spawn(start);
        }
        while let Some(started) = starts.join_next().await {
            started??;
        }
    }
    paused.acquire_many(count).await?.forget();
    Ok(())
}

/// The memory of this process, as Linux counts it.
fn resident_bytes() -> Result<f64> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kibibytes = line.and_then(|line| line.trim().strip_suffix(" kB"));
    let kibibytes = kibibytes.context("the system does not say how much memory is used")?;
    Ok(1_024.0 * kibibytes.parse::<f64>()?)
}

fn size(path: &Path) -> Result<f64> {
    let kibibytes = std::fs::metadata(path)?.len() / 1_024;
    Ok(1_024.0 * f64::from(u32::try_from(kibibytes)?))
}
