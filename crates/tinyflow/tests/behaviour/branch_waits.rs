//! Waits in branches of branches: told from outside, answered by the name of their step, logged.

use serde::{Deserialize, Serialize};
use tinyflow::{
    ActionOptions, DurableState, FlowId, RetryPolicy, SimpleContext, StepResult, SystemEntry,
    TaskError, WaitReason, Workflow, WorkflowRuntime, end, fork, json, next,
};

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
enum Step {
    Start,
    Inner,
    Ask,
    Try,
    Met,
    End,
}

/// Names of branches that look like parts of keys.
const OUTER: &str = "a/b: 50%";
const INNER: &str = "0:Inner/c";
const INNERMOST: &str = "0:Start/a%2Fb%3A 50%25:0:Inner/0%3AInner%2Fc";

/// Waits in a branch of a branch, and tries again in another.
struct Branching;

impl Workflow for Branching {
    type Step = Step;
    type State = ();

    fn flow(&self) -> FlowId {
        FlowId::new("branching", "1.0.0")
    }

    fn begin(&self) -> Step {
        Step::Start
    }

    async fn execute(&self, step: Step, run: &DurableState<Step, ()>) -> StepResult<Step> {
        match step {
            Step::Start => fork([(OUTER, Step::Inner), ("try", Step::Try)]).join(Step::End),
            Step::Inner => fork([(INNER, Step::Ask), ("met", Step::Met)]).join(Step::Met),
            Step::Ask => {
                run.wait_for_event::<()>("ask", "well?").await?;
                next(Step::Met)
            }
            Step::Try => {
                let twice = ActionOptions::new().with_retry(RetryPolicy::every_second(2));
                run.with_action_with::<(), _, _>("try", &twice, async |_| {
                    Err(TaskError::message("not yet"))
                })
                .await?;
                next(Step::End)
            }
            Step::Met => next(Step::End),
            Step::End => end(),
        }
    }
}

#[tokio::test]
async fn each_is_told_with_its_step_and_its_branch() {
    let runtime = WorkflowRuntime::new(SimpleContext::new(), Branching);
    let _ = runtime.run("r", ()).await.unwrap();

    let waits = runtime.snapshot("r").await.unwrap().open_waits();

    let told: Vec<_> = waits
        .iter()
        .map(|wait| (wait.step.as_str(), wait.branch.as_deref(), &wait.reason))
        .collect();
    let retry = WaitReason::Retry {
        action: "try".to_owned(),
        attempts_left: 1,
    };
    let answer = WaitReason::Answer {
        key: "ask".to_owned(),
    };
    assert_eq!(
        told,
        [
            ("Try", Some("0:Start/try"), &retry),
            ("Ask", Some(INNERMOST), &answer),
        ]
    );
    assert_eq!(json!(waits[1].entry)["requestPayload"], "well?");
}

#[tokio::test]
async fn an_event_for_a_step_that_forks_answers_no_wait_of_its_branches() {
    let runtime = WorkflowRuntime::new(SimpleContext::new(), Branching);
    let runs = runtime.runs();
    let _ = runtime.run("r", ()).await.unwrap();
    for step in ["Start", "Inner"] {
        let _ = runs.send_event("r", step, json!(null), None).await.unwrap();
        let waiting = runtime.resume("r").await.unwrap();
        let asks = |wait: &SystemEntry| wait.resume_after().is_none();
        assert!(waiting.pending().iter().any(asks), "{step}");
    }
    let _ = runs
        .send_event("r", "Ask", json!(null), None)
        .await
        .unwrap();
    let waiting = runtime.resume("r").await.unwrap();
    assert_eq!(waiting.pending().len(), 1);

    let logs = runtime.snapshot("r").await.unwrap().logs;
    let ended = logs.iter().find(|entry| entry.kind == "interrupt_end");
    let ended = ended.expect("the question was answered");
    assert_eq!(ended.step.as_deref(), Some("Ask"));
    assert_eq!(ended.values["branch"], INNERMOST);
}
