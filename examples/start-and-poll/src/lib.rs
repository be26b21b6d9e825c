//! Chains of long jobs: each job is started, and then polled until it has ended.
//!
//! The jobs of different chains go on side by side within one step. A round that leaves some
//! job unfinished pauses, and whoever drives the run decides when the next round is due.

mod stuck;

pub use self::stuck::StuckChains;
use futures_util::future::join_all;
use serde::{Deserialize, Serialize};
use tinyflow::{
    DurableState, FlowId, Map, StepError, StepResult, TaskContext, TaskResult, Value, Workflow,
    end, json, next, pause,
};

/// The steps. A run stays in `Process` until all chains have come to their ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Step {
    /// Nothing is done yet.
    #[serde(rename = "step_begin")]
    Begin,
    /// Jobs are started and polled.
    #[serde(rename = "step_process")]
    Process,
    /// All jobs have ended.
    #[serde(rename = "step_end")]
    End,
}

/// What a run remembers.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Chains {
    /// Each chain is a list of jobs that follow one another.
    pub sequences: Vec<Vec<Job>>,
}

/// A job that takes long.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Job {
    /// Unique among all jobs of a run.
    pub id: String,
    /// Whatever the service needs to know of the job; times are noted here, too.
    #[serde(default)]
    pub ctx: Map<String, Value>,
    /// How far it is. Nothing means: waiting.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<JobStatus>,
}

/// How far a job is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum JobStatus {
    /// It has not been started.
    Waiting,
    /// It has been started.
    Processing,
    /// It has ended.
    End,
}

/// Where the jobs run.
pub trait Jobs: Send + Sync {
    /// Starts a job and comes back at once. The idempotency key of the task is the same should
    /// the job be started again because the process died.
    fn start(&self, task: &TaskContext, job: &Job) -> impl Future<Output = TaskResult<()>> + Send;

    /// Looks how far a job is. `polls` counts the looks before this one.
    fn poll(
        &self,
        task: &TaskContext,
        job: &Job,
        polls: u64,
    ) -> impl Future<Output = TaskResult<JobStatus>> + Send;
}

/// The workflow.
pub struct StartAndPoll<J> {
    jobs: J,
}

impl<J: Jobs> StartAndPoll<J> {
    /// The workflow, for jobs that run there.
    pub fn new(jobs: J) -> Self {
        Self { jobs }
    }

    async fn process(&self, run: &DurableState<Step, Chains>) -> StepResult<Step> {
        let chains = run.state().sequences.len();
        let round = join_all((0..chains).map(|chain| self.advance(run, chain))).await;
        StuckChains::check(round)?;
        if run.state().is_done() {
            return next(Step::End);
        }
        pause()
    }

    /// Goes along a chain until one of its jobs is still being worked on.
    async fn advance(
        &self,
        run: &DurableState<Step, Chains>,
        chain: usize,
    ) -> Result<(), StepError> {
        let jobs = run.state().sequences[chain].len();
        for at in 0..jobs {
            let job = run.state().sequences[chain][at].clone();
            if job.status == Some(JobStatus::End) {
                continue;
            }
            if job.status != Some(JobStatus::Processing) {
                self.start(run, chain, at, &job).await?;
            }
            if self.poll(run, chain, at).await? != JobStatus::End {
                break;
            }
        }
        Ok(())
    }

    async fn start(
        &self,
        run: &DurableState<Step, Chains>,
        chain: usize,
        at: usize,
        job: &Job,
    ) -> Result<(), StepError> {
        let started_at = run
            .with_action(&format!("start {}", job.id), async |task| {
                self.jobs.start(&task, job).await?;
                task.add_log("start_hit", json!({ "id": job.id }));
                Ok(task.now_ms())
            })
            .await?;
        run.change(&format!("started {}", job.id), |chains| {
            let job = &mut chains.sequences[chain][at];
            job.status = Some(JobStatus::Processing);
            job.ctx.insert("startTime".to_owned(), started_at.into());
        })
    }

    async fn poll(
        &self,
        run: &DurableState<Step, Chains>,
        chain: usize,
        at: usize,
    ) -> Result<JobStatus, StepError> {
        let job = run.state().sequences[chain][at].clone();
        let polls = job.ctx.get("polls").and_then(Value::as_u64).unwrap_or(0);
        let (status, polled_at) = run
            .with_action(&format!("poll {} {polls}", job.id), async |task| {
                let status = self.jobs.poll(&task, &job, polls).await?;
                if status == JobStatus::End {
                    task.add_log("end_hit", json!({ "id": job.id }));
                }
                Ok((status, task.now_ms()))
            })
            .await?;
        run.change(&format!("polled {} {polls}", job.id), |chains| {
            let job = &mut chains.sequences[chain][at];
            job.status = Some(status);
            job.ctx.insert("polls".to_owned(), (polls + 1).into());
            if status == JobStatus::End {
                job.ctx.insert("endTime".to_owned(), polled_at.into());
            }
        })?;
        Ok(status)
    }
}

impl Chains {
    /// Whether all jobs have ended.
    #[must_use]
    pub fn is_done(&self) -> bool {
        let mut jobs = self.sequences.iter().flatten();
        jobs.all(|job| job.status == Some(JobStatus::End))
    }
}

impl Job {
    /// A job that waits to be started.
    #[must_use]
    pub fn new(id: &str, ctx: Map<String, Value>) -> Self {
        Self {
            id: id.to_owned(),
            ctx,
            status: None,
        }
    }
}

impl<J: Jobs> Workflow for StartAndPoll<J> {
    type Step = Step;
    type State = Chains;

    fn flow(&self) -> FlowId {
        FlowId::new("start-and-poll", "1.0.0")
    }

    fn begin(&self) -> Step {
        Step::Begin
    }

    async fn execute(&self, step: Step, run: &DurableState<Step, Chains>) -> StepResult<Step> {
        match step {
            Step::Begin => next(Step::Process),
            Step::Process => self.process(run).await,
            Step::End => end(),
        }
    }
}
