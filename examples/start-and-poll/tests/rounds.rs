//! A driver that stops after some rounds, keeps the run as JSON, and goes on with it later.

use std::sync::{Arc, Mutex};

use example_start_and_poll::{Chains, Job, JobStatus, Jobs, StartAndPoll, Step};
use tinyflow::{
    Execution, RunResult, SimpleContext, TaskContext, TaskError, TaskResult, WorkflowRuntime, json,
};

/// Jobs that end at the poll that their `need` says.
#[derive(Clone, Default)]
struct Counted {
    done: Arc<Mutex<Vec<String>>>,
}

impl Counted {
    fn note(&self, what: String) {
        self.done.lock().expect("no job panics").push(what);
    }

    fn of(&self, chain: &str) -> Vec<String> {
        let done = self.done.lock().expect("no job panics");
        done.iter()
            .filter(|what| what.contains(chain))
            .cloned()
            .collect()
    }
}

impl Jobs for Counted {
    async fn start(&self, _: &TaskContext, job: &Job) -> TaskResult<()> {
        self.note(format!("start {}", job.id));
        Ok(())
    }

    async fn poll(&self, _: &TaskContext, job: &Job, polls: u64) -> TaskResult<JobStatus> {
        let ends = Some(polls + 1) == job.ctx["need"].as_u64();
        let status = if ends {
            JobStatus::End
        } else {
            JobStatus::Processing
        };
        self.note(format!("poll {} {status:?}", job.id));
        Ok(status)
    }
}

fn chains() -> Chains {
    let job = |id: &str, need: u64| {
        let ctx = json!({ "need": need });
        Job::new(id, ctx.as_object().cloned().unwrap_or_default())
    };
    Chains {
        sequences: vec![
            vec![job("t1_1", 1), job("t1_2", 2), job("t1_3", 1)],
            vec![job("t2_1", 2)],
            vec![job("t3_1", 1), job("t3_2", 3)],
        ],
    }
}

/// Goes on until the run has paused so often, or is over.
async fn rounds(execution: &mut Execution<StartAndPoll<Counted>>, most: usize) -> usize {
    let mut pauses = 0;
    while let Some(stop) = execution.next().await.expect("nothing is stored") {
        if !stop.can_continue {
            assert!(stop.resume_trigger.is_none());
            pauses += 1;
            if pauses == most {
                break;
            }
        }
    }
    pauses
}

#[tokio::test]
async fn a_run_is_stopped_after_two_rounds_and_goes_on_from_json() {
    let jobs = Counted::default();
    let workflow = StartAndPoll::new(jobs.clone());
    let mut first = Execution::begin(workflow, "dag", chains()).unwrap();
    assert_eq!(rounds(&mut first, 2).await, 2);
    assert_eq!(first.current_step(), Step::Process);
    let text = first.snapshot().to_json().unwrap();
    drop(first);

    let workflow = StartAndPoll::new(jobs.clone());
    let mut second = Execution::from_json(workflow, "dag", &text).unwrap();
    assert_eq!(rounds(&mut second, 1_000).await, 0);

    let result = second.result().expect("it is over");
    assert!(result.is_finished() && result.state().is_done());
    let expected = [
        "start t1_1",
        "poll t1_1 End",
        "start t1_2",
        "poll t1_2 Processing",
        "poll t1_2 End",
        "start t1_3",
        "poll t1_3 End",
    ];
    assert_eq!(jobs.of("t1_"), expected);
    assert_eq!(jobs.of("t2_").len(), 3);
    assert_eq!(jobs.of("t3_").len(), 6);
    let logs = second.audit_logs();
    assert_eq!(
        logs.iter().filter(|entry| entry.kind == "end_hit").count(),
        6
    );
}

#[tokio::test]
async fn a_context_keeps_the_rounds_as_well() {
    let jobs = Counted::default();
    let runtime = WorkflowRuntime::new(SimpleContext::new(), StartAndPoll::new(jobs.clone()));
    let mut result = runtime.run("dag", chains()).await.unwrap();
    let mut pauses = 0;
    while let RunResult::NeedsResume { .. } = result {
        pauses += 1;
        result = runtime.resume("dag").await.unwrap();
    }
    assert_eq!(pauses, 2);
    assert!(result.state().is_done());
    assert_eq!(jobs.done.lock().unwrap().len(), 16);
}

/// Jobs of which some fail at their first polls.
#[derive(Clone, Default)]
struct Failing(Counted);

impl Jobs for Failing {
    async fn start(&self, task: &TaskContext, job: &Job) -> TaskResult<()> {
        self.0.start(task, job).await
    }

    async fn poll(&self, task: &TaskContext, job: &Job, polls: u64) -> TaskResult<JobStatus> {
        let chain = &job.id[..2];
        if chain != "t1" && self.0.of(&format!("fail {chain}")).is_empty() {
            self.0.note(format!("fail {}", job.id));
            return Err(TaskError::message(format!("{} is out of reach", job.id)));
        }
        // Slower than those that fail.
        tokio::task::yield_now().await;
        self.0.poll(task, job, polls).await
    }
}

#[tokio::test]
async fn a_chain_goes_its_round_while_others_fail() {
    let jobs = Failing::default();
    let runtime = WorkflowRuntime::new(SimpleContext::new(), StartAndPoll::new(jobs.clone()));

    let failed = runtime.run("dag", chains()).await.unwrap();

    assert_eq!(
        failed.to_string(),
        "run dag failed: the workflow gave up in step `step_process` of run `dag`: \
         chains are stuck: \
         action `poll t2_1 0` failed in step `step_process` of run `dag`: t2_1 is out of reach; \
         action `poll t3_1 0` failed in step `step_process` of run `dag`: t3_1 is out of reach"
    );
    let first_round = jobs.0.of("t1_");
    assert_eq!(first_round.last().unwrap(), "poll t1_2 Processing");
    let mut result = runtime.resume("dag").await.unwrap();
    while let RunResult::NeedsResume { .. } = result {
        result = runtime.resume("dag").await.unwrap();
    }
    assert!(result.state().is_done());
    // Nothing of the failed round is done again.
    assert_eq!(jobs.0.of("t1_").len(), 7);
    assert_eq!(jobs.0.of("start").len(), 6);
}
