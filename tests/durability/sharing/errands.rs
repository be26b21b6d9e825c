//! The work that processes share, and what they write down of it.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::{Deserialize, Serialize};
use tinyflow::{
    Context, DurableState, FlowId, RunPhase, StepResult, TaskContext, TaskResult, Worker, Workflow,
    WorkflowRuntime, end, json, next,
};
use tinyflow_sqlite::{SqliteContext, SqliteOptions};

use crate::{boundary, process};

/// The setting of a process whose tasks do not come to their end before they are
/// [told](go_on), where the run would have it so.
pub(super) const HANGS: &str = "TINYFLOW_HANGS";

/// The setting of a process whose leases run out while the test waits.
pub(super) const LEASES_RUN_OUT: &str = "TINYFLOW_LEASES_RUN_OUT";

/// A lease that runs out while the test waits. It is long enough that a process which lives renews
/// it on a machine that is busy.
pub(super) const LEASE: Duration = Duration::from_secs(5);

/// A lease that does not run out in any test.
const LONG_LEASE: Duration = Duration::from_secs(600);

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub(super) enum Step {
    Fetch,
    Bring,
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub(super) enum Plan {
    /// Waits in its first task until two processes have done something.
    Meet,
    /// Hangs in its tasks, in a process that is to hang.
    Hang,
    /// Waits for an answer between its tasks.
    Ask,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Errand {
    plan: Plan,
    /// The processes that executed its tasks.
    pub(super) done_by: Vec<u32>,
}

impl Errand {
    pub(super) fn of(plan: Plan) -> Self {
        let done_by = Vec::new();
        Self { plan, done_by }
    }
}

/// The same workflow, under the id of one of two flows.
pub(super) struct Errands {
    flow: &'static str,
    folder: PathBuf,
}

const FLOWS: [&str; 2] = ["errands-by-day", "errands-by-night"];

impl Errands {
    /// What both tasks do.
    async fn work(&self, task: &TaskContext, plan: Plan) {
        boundary::effect(&format!(
            "{} {}",
            std::process::id(),
            task.idempotency_key()
        ));
        match plan {
            Plan::Meet => {
                while workers(&self.folder).len() < 2 {
                    tokio::time::sleep(Duration::from_millis(2)).await;
                }
            }
            Plan::Hang if process::setting(HANGS).is_some() => {
                while !self.folder.join(TOLD).exists() {
                    tokio::time::sleep(Duration::from_millis(2)).await;
                }
            }
            Plan::Hang | Plan::Ask => {}
        }
    }
}

async fn done(mut errand: Errand) -> TaskResult<Errand> {
    errand.done_by.push(std::process::id());
    Ok(errand)
}

impl Workflow for Errands {
    type Step = Step;
    type State = Errand;

    fn flow(&self) -> FlowId {
        FlowId::new(self.flow, "1.0.0")
    }

    fn begin(&self) -> Step {
        Step::Fetch
    }

    async fn execute(&self, step: Step, run: &DurableState<Step, Errand>) -> StepResult<Step> {
        match step {
            Step::Fetch => {
                run.action("fetch", async |task, errand: Errand| {
                    self.work(&task, errand.plan).await;
                    done(errand).await
                })
                .await?;
                if run.state().plan == Plan::Ask {
                    run.wait_for_event::<bool>("go", json!("Shall I bring it?"))
                        .await?;
                }
                next(Step::Bring)
            }
            Step::Bring => {
                run.action("bring", async |task, errand: Errand| {
                    self.work(&task, errand.plan).await;
                    done(errand).await
                })
                .await?;
                end()
            }
        }
    }
}

pub(super) type Runtime = WorkflowRuntime<Errands, SqliteContext>;

/// A runtime for each flow, on one context.
pub(super) fn open(folder: &Path) -> [Runtime; 2] {
    let lease = match process::setting(LEASES_RUN_OUT) {
        Some(_) => LEASE,
        None => LONG_LEASE,
    };
    let options = SqliteOptions::new().with_lease(lease);
    let options = options.with_poll_interval(Duration::from_millis(20));
    let context = options.open(folder.join("runs.db")).unwrap();
    let folder = folder.to_owned();
    FLOWS.map(|flow| {
        let folder = folder.clone();
        WorkflowRuntime::new(context.clone(), Errands { flow, folder })
    })
}

/// Executes what is due, with whoever else does, until every run is over.
pub(crate) async fn work(folder: &Path) {
    boundary::open(folder.join("journal"), None);
    let [by_day, by_night] = open(folder);
    let mut changes = by_day.context().changes().unwrap();
    let worker = Worker::new(&by_day).serve(&by_night).with_limit(2).start();
    let going_on = [
        RunPhase::Due,
        RunPhase::Executing,
        RunPhase::Waiting,
        RunPhase::Stuck,
    ];
    while !by_day.runs().list(&going_on).await.unwrap().is_empty() {
        changes.next().await;
    }
    worker.shutdown().await;
}

/// The file that tells tasks which hang to come to their end.
const TOLD: &str = "told to go on";

pub(super) fn go_on(folder: &Path) {
    fs::write(folder.join(TOLD), "").unwrap();
}

/// The effects so far, each with the process that had it.
pub(super) fn effects(folder: &Path) -> Vec<(u32, String)> {
    let journal = fs::read_to_string(folder.join("journal")).unwrap_or_default();
    let lines = journal.lines().map(|line| {
        let (process, key) = line
            .strip_prefix("effect ")
            .unwrap()
            .split_once(' ')
            .unwrap();
        (process.parse().unwrap(), key.to_owned())
    });
    lines.collect()
}

/// The processes that have had an effect.
pub(super) fn workers(folder: &Path) -> BTreeSet<u32> {
    effects(folder)
        .into_iter()
        .map(|(worker, _)| worker)
        .collect()
}
