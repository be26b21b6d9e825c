//! Exchange with the engine that the format comes from.
//!
//! `data/three-cached-actions.json` holds a snapshot that it wrote.

use std::sync::atomic::{AtomicI64, Ordering};

use serde::{Deserialize, Serialize};
use tinyflow::{
    Clock, DurableState, FlowId, LogEntry, SimpleContext, Snapshot, StepResult, Value, Workflow,
    WorkflowRuntime, end, json, next, pause,
};

#[derive(Deserialize)]
struct Recorded {
    snapshot: Snapshot,
}

fn recorded() -> Snapshot {
    let text = include_str!("../data/three-cached-actions.json");
    let recorded: Recorded = serde_json::from_str(text).expect("the file has a snapshot");
    recorded.snapshot
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
enum Step {
    #[serde(rename = "step_begin")]
    Begin,
    #[serde(rename = "step_compute")]
    Compute,
    #[serde(rename = "step_end")]
    End,
}

/// The recorded workflow. It stops where `stop_after` says, so that a test can look.
struct Compute {
    stop_after: Option<Step>,
}

impl Workflow for Compute {
    type Step = Step;
    type State = Value;

    fn flow(&self) -> FlowId {
        FlowId::new("compute", "1.0.0")
    }

    fn begin(&self) -> Step {
        Step::Begin
    }

    async fn execute(&self, step: Step, run: &DurableState<Step, Value>) -> StepResult<Step> {
        if step == Step::Compute {
            for number in 0..3 {
                let task = async |_| Ok(number + 1);
                run.with_action(&format!("compute_{number}"), task).await?;
            }
        }
        if self.stop_after == Some(step) {
            return pause();
        }
        match step {
            Step::Begin => next(Step::Compute),
            Step::Compute => next(Step::End),
            Step::End => end(),
        }
    }
}

#[tokio::test]
async fn its_snapshot_loads_and_comes_to_its_end() {
    let runtime = WorkflowRuntime::new(SimpleContext::new(), Compute { stop_after: None });
    runtime.import("r1", recorded()).await.unwrap();

    let result = runtime.resume("r1").await.unwrap();

    assert!(result.is_finished());
    let state = json!({ "startHit": true, "computed": 6, "endHit": true });
    assert_eq!(result.state(), &state);
    let stored = runtime.snapshot("r1").await.unwrap();
    assert_eq!(stored.logs, recorded().logs);
}

#[tokio::test]
async fn ours_has_the_same_keys_and_values() {
    let stop_after = Some(Step::Compute);
    let runtime = WorkflowRuntime::new(SimpleContext::new(), Compute { stop_after })
        .with_clock(Counting(AtomicI64::new(0)));
    let _ = runtime.run("r1", recorded().state).await.unwrap();

    let ours = runtime.snapshot("r1").await.unwrap();

    // One visit earlier than theirs: the counter is one less and the last move is to come.
    let mut cache = recorded().cache;
    cache.insert("_seq".to_owned(), json!(1));
    assert_eq!(ours.cache, cache);
    let mut logs = recorded().logs;
    let last_move = logs.pop().unwrap();
    assert_eq!(last_move.kind, "transition");
    assert_eq!(without_times(ours.logs), without_times(logs));
}

/// A clock that moves on each time it is asked.
struct Counting(AtomicI64);

impl Clock for Counting {
    fn now_ms(&self) -> i64 {
        self.0.fetch_add(1, Ordering::SeqCst)
    }
}

fn without_times(mut logs: Vec<LogEntry>) -> Vec<LogEntry> {
    for entry in &mut logs {
        assert!(entry.at.take().is_some());
    }
    logs
}

/// Waits twice, in one step.
struct Naps;

impl Workflow for Naps {
    type Step = Step;
    type State = Value;

    fn flow(&self) -> FlowId {
        FlowId::new("naps", "1.0.0")
    }

    fn begin(&self) -> Step {
        Step::Compute
    }

    async fn execute(&self, step: Step, run: &DurableState<Step, Value>) -> StepResult<Step> {
        if step == Step::End {
            return end();
        }
        run.wait_for_ms("long", 10).await?;
        run.wait_for_ms("short", 10).await?;
        next(Step::End)
    }
}

#[tokio::test]
async fn timers_that_it_gave_one_id_both_end() {
    let timer = |at: i64| json!({ "type": "timer", "isDone": false, "resumeId": "nap-1", "resumeAfter": at });
    let snapshot = json!({
        "step": "step_compute",
        "state": {},
        "cache": {},
        "system": { "0:step_compute:timer:long": timer(2), "0:step_compute:timer:short": timer(1) },
        "logs": [],
    });
    let snapshot: Snapshot = serde_json::from_value(snapshot).unwrap();
    let runtime = WorkflowRuntime::new(SimpleContext::new(), Naps);
    runtime.import("r1", snapshot).await.unwrap();

    assert!(runtime.resume("r1").await.unwrap().is_finished());
}
