//! A branch that waits beside another one that has forked itself.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use tinyflow::{
    DurableState, FlowId, SimpleContext, StepResult, Workflow, WorkflowRuntime, end, fork, json,
    next,
};
use tokio::sync::Notify;

use crate::soon::soon;

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
enum Step {
    Start,
    Approve,
    Prepare,
    Measure,
    Cut,
    Sew,
    Deliver,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Dress {
    approved: bool,
    cut: bool,
}

/// A dress is approved while it is prepared, which is to measure and, beside that, to cut.
struct Tailoring {
    cutting: Arc<Notify>,
    has_cut: Arc<Notify>,
}

impl Workflow for Tailoring {
    type Step = Step;
    type State = Dress;

    fn flow(&self) -> FlowId {
        FlowId::new("tailoring", "1.0.0")
    }

    fn begin(&self) -> Step {
        Step::Start
    }

    async fn execute(&self, step: Step, run: &DurableState<Step, Dress>) -> StepResult<Step> {
        match step {
            Step::Start => {
                fork([("approve", Step::Approve), ("prepare", Step::Prepare)]).join(Step::Deliver)
            }
            Step::Approve => {
                let approved = run.wait_for_event("approve", ()).await?;
                run.change("approve", |dress| dress.approved = approved)?;
                next(Step::Deliver)
            }
            Step::Prepare => fork([("measure", Step::Measure), ("cut", Step::Cut)]).join(Step::Sew),
            Step::Measure => {
                let _: u32 = run.wait_for_event("measure", ()).await?;
                next(Step::Sew)
            }
            Step::Cut => {
                run.action("cut", async |_, mut dress: Dress| {
                    self.cutting.notify_one();
                    self.has_cut.notified().await;
                    dress.cut = true;
                    Ok(dress)
                })
                .await?;
                next(Step::Sew)
            }
            Step::Sew => next(Step::Deliver),
            Step::Deliver => end(),
        }
    }
}

#[tokio::test]
async fn an_answer_for_the_outer_branch_that_the_inner_fork_reads_is_noticed() {
    let (cutting, has_cut) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    let workflow = Tailoring {
        cutting: Arc::clone(&cutting),
        has_cut: Arc::clone(&has_cut),
    };
    let runtime = Arc::new(WorkflowRuntime::new(SimpleContext::new(), workflow));
    let executing = tokio::spawn({
        let runtime = Arc::clone(&runtime);
        async move { runtime.run("r", Dress::default()).await }
    });
    soon(cutting.notified()).await;
    let runs = runtime.runs();
    let posted = runs.send_event("r", "Approve", json!(true), None).await;
    posted.unwrap();
    for _ in 0..100 {
        tokio::task::yield_now().await;
    }
    has_cut.notify_one();

    let waiting = soon(executing).await.unwrap().unwrap();
    let waits: Vec<_> = waiting
        .pending()
        .iter()
        .map(|wait| wait.resume_id())
        .collect();
    assert_eq!(waits.len(), 1, "{waits:?}");
    let expected = Dress {
        approved: true,
        cut: true,
    };
    assert_eq!(waiting.state(), &expected);
    let finished = runtime.resume_with("r", waits[0], json!(90)).await.unwrap();
    assert!(finished.is_finished());
}
