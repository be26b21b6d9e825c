//! Runs that another version of their flow goes on with.

use tinyflow::{
    DurableState, FlowId, RuntimeError, SimpleContext, StepResult, Workflow, WorkflowRuntime, end,
    json, pause,
};

use crate::single_step::Step;

/// A flow in some version, which ends only if it is told so.
struct Version {
    number: &'static str,
    ends: bool,
}

impl Workflow for Version {
    type Step = Step;
    type State = tinyflow::Value;

    fn flow(&self) -> FlowId {
        FlowId::new("versions", self.number)
    }

    fn begin(&self) -> Step {
        Step::Work
    }

    async fn execute(&self, _: Step, _: &DurableState<Step, tinyflow::Value>) -> StepResult<Step> {
        if self.ends { end() } else { pause() }
    }
}

/// A run of version 1.0.0 that has paused, and a runtime of version 2.0.0.
async fn paused() -> WorkflowRuntime<Version, SimpleContext> {
    let context = SimpleContext::new();
    let version = |number, ends| Version { number, ends };
    let old = WorkflowRuntime::new(context.clone(), version("1.0.0", false));
    let paused = old.run("r", json!({ "n": 1 })).await;
    assert!(paused.is_ok_and(|result| !result.is_finished()));
    WorkflowRuntime::new(context, version("2.0.0", true))
}

#[tokio::test]
async fn a_new_version_goes_on_and_the_log_says_so() {
    let new = paused().await;
    assert!(new.resume("r").await.unwrap().is_finished());
    let stored = new.snapshot("r").await.unwrap();
    assert_eq!(stored.flow, Some(FlowId::new("versions", "2.0.0")));
    let mut logs = stored.logs.iter();
    let changed = logs.find(|entry| entry.kind == "version_changed").unwrap();
    assert_eq!(changed.values, json!({ "from": "1.0.0", "to": "2.0.0" }));
}

#[tokio::test]
async fn a_new_version_is_refused_where_the_setting_says_so() {
    let new = paused().await.with_same_version_only(true);
    let before = new.snapshot("r").await.unwrap();
    let error = new.resume("r").await.unwrap_err();
    assert!(matches!(error, RuntimeError::OtherVersion { .. }));
    let told = "run `r` is of version 1.0.0 of its flow, not of 2.0.0";
    assert_eq!(error.to_string(), told);
    assert_eq!(new.snapshot("r").await.unwrap(), before);
}
