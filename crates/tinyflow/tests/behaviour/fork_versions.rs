//! Runs in the midst of branches that another version of their flow goes on with.

use serde::{Deserialize, Serialize};
use tinyflow::{
    DurableState, FlowId, RuntimeError, SimpleContext, StepResult, Workflow, WorkflowRuntime, end,
    fork, json, next,
};

use crate::single_step::single_step;

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
enum Step {
    Start,
    Pay,
    Sign,
    Insure,
    Meet,
}

/// A contract that is to be paid, signed and so on, by a version's own branches.
#[derive(Clone)]
struct Version {
    number: &'static str,
    branches: Vec<(&'static str, Step)>,
}

impl Workflow for Version {
    type Step = Step;
    type State = tinyflow::Value;

    fn flow(&self) -> FlowId {
        FlowId::new("contract", self.number)
    }

    fn begin(&self) -> Step {
        Step::Start
    }

    async fn execute(
        &self,
        step: Step,
        run: &DurableState<Step, tinyflow::Value>,
    ) -> StepResult<Step> {
        let key = match step {
            Step::Start => match *self.branches {
                [(_, only)] => return next(only),
                _ => return fork(self.branches.clone()).join(Step::Meet),
            },
            Step::Pay => "pay",
            Step::Sign => "sign",
            Step::Insure => "insure",
            Step::Meet => return end(),
        };
        let () = run.wait_for_event(key, ()).await?;
        next(Step::Meet)
    }
}

type Runtime = WorkflowRuntime<Version, SimpleContext>;

fn version<const N: usize>(
    context: &SimpleContext,
    number: &'static str,
    branches: [(&'static str, Step); N],
) -> Runtime {
    let branches = branches.to_vec();
    WorkflowRuntime::new(context.clone(), Version { number, branches })
}

/// A run of version 1 whose contract is paid and not signed, and that version.
async fn paid(context: &SimpleContext) -> Runtime {
    let old = version(context, "1", [("a", Step::Pay), ("b", Step::Sign)]);
    let waiting = old.run("r", json!({})).await.expect("it runs");
    let waits = waiting.pending().iter();
    let pay = waits
        .map(|wait| wait.resume_id().to_owned())
        .find(|id| id.starts_with("pay"));
    let pay = pay.expect("it is to be paid");
    let paid = old.resume_with("r", &pay, json!(null)).await;
    assert_eq!(paid.expect("it waits for it").pending().len(), 1);
    old
}

#[tokio::test]
async fn a_version_without_one_of_the_branches_loses_nothing() {
    let context = SimpleContext::new();
    let old = paid(&context).await;
    let before = old.snapshot("r").await.unwrap();
    let fewer = version(&context, "2", [("a", Step::Pay)]);
    let moved = version(
        &context,
        "2",
        [("a", Step::Insure), ("b", Step::Pay), ("c", Step::Sign)],
    );
    for (new, branch, first) in [(fewer, "a", "Pay"), (moved, "a", "Pay")] {
        for _ in 0..2 {
            let error = new.resume("r").await.unwrap_err();
            let told = format!(
                "run `r` is in the midst of branches that version 1 of its flow has started: its \
                 workflow does not start branch `{branch}` from step `Start` to `{first}`"
            );
            assert_eq!(error.to_string(), told);
            assert!(matches!(error, RuntimeError::BranchMismatch { .. }));
        }
        assert_eq!(new.snapshot("r").await.unwrap(), before);
    }
    let sign = before.open_waits()[0].entry.resume_id().to_owned();
    let ended = old.resume_with("r", &sign, json!(null)).await.unwrap();
    assert!(ended.is_finished());
}

#[tokio::test]
async fn a_version_with_another_branch_goes_on() {
    let context = SimpleContext::new();
    paid(&context).await;
    let more = [("a", Step::Pay), ("b", Step::Sign), ("c", Step::Insure)];
    let more = version(&context, "2", more);
    let waiting = more.resume("r").await.unwrap();
    assert_eq!(waiting.pending().len(), 2);

    // The branch that has come since is as safe as the others.
    let fewer = version(&context, "3", [("a", Step::Pay), ("b", Step::Sign)]);
    let error = fewer.resume("r").await.unwrap_err();
    assert!(error.to_string().contains("branch `c`"), "{error}");

    for wait in waiting.pending() {
        let _ = more
            .resume_with("r", wait.resume_id(), json!(null))
            .await
            .unwrap();
    }
    let snapshot = more.snapshot("r").await.unwrap();
    assert!(!snapshot.cache.keys().any(|key| key.contains("__fork__")));
}

#[tokio::test]
async fn an_action_s_key_may_look_like_that_of_a_fork() {
    let workflow = single_step(|run| {
        Box::pin(async move {
            let eaten = run
                .with_action("salad:__fork__", async |_| Ok("salad".to_owned()))
                .await?;
            let drunk: String = run.wait_for_event("drink", ()).await?;
            run.change("keep", |state| *state = json!([eaten, drunk]))?;
            end()
        })
    });
    let runtime = WorkflowRuntime::new(SimpleContext::new(), workflow);
    let waiting = runtime.run("r", json!(null)).await.unwrap();
    let drink = waiting.pending()[0].resume_id();
    let ended = runtime.resume_with("r", drink, json!("tea")).await.unwrap();
    assert_eq!(ended.state(), &json!(["salad", "tea"]));
}
