//! Playing a recorded script in our engine, and comparing it with the recording on the way.

use serde::Serialize;
use serde::de::DeserializeOwned;
use tinyflow::{
    ManualClock, ResumeTrigger, RunResult, RuntimeError, SimpleContext, SystemEntry, Value,
    Workflow, WorkflowRuntime, Yield, json,
};

use crate::compare::{same_snapshot, without_times};
use crate::recording::{Call, Recording, WaitsFor, Yielded};

/// Played from its start, a script gives the recorded snapshots.
pub(crate) async fn same_snapshots<W>(
    recording: &Recording,
    calls: &[Call],
    runtime: &WorkflowRuntime<W, SimpleContext>,
) where
    W: Workflow<State: DeserializeOwned>,
{
    let (first, later) = calls.split_first().unwrap();
    let mut result = runtime.run(&first.run, first.state()).await.unwrap();
    same_after(recording, first, runtime).await;
    for call in later {
        result = play(runtime, call, result).await;
        same_after(recording, call, runtime).await;
    }
}

async fn same_after<W: Workflow>(
    recording: &Recording,
    call: &Call,
    runtime: &WorkflowRuntime<W, SimpleContext>,
) {
    if let Some(theirs) = recording.stored_after(call) {
        let ours = runtime.snapshot(&call.run).await.unwrap();
        same_snapshot(&format!("after call {}", call.number), &ours, &theirs);
    }
}

/// Played piece by piece, a script stops where it did when it was recorded.
pub(crate) async fn same_yields<W>(calls: &[Call], runtime: &WorkflowRuntime<W, SimpleContext>)
where
    W: Workflow<State: DeserializeOwned> + 'static,
{
    let run = &calls[0].run;
    runtime.create(run, calls[0].state()).await.unwrap();
    for call in calls.iter().filter(|call| !call.is_refused) {
        let mut execution = runtime.exec(run).await.unwrap();
        for wait in execution.list_pending_resume() {
            let id = wait.resume_id();
            match &wait {
                SystemEntry::Timer(_) => execution.skip(id),
                SystemEntry::Event(_) => execution.resolve_resume(id, call.payload.clone()),
            }
            .unwrap();
        }
        let mut yields = Vec::new();
        while let Some(stop) = execution.next().await.unwrap() {
            let waits = !stop.can_continue;
            yields.push(yielded(stop));
            if waits {
                break;
            }
        }
        assert_eq!(yields, call.yields, "{run} at call {}", call.number);
    }
}

pub(crate) fn yielded<Step: Serialize>(stop: Yield<Step>) -> Yielded {
    Yielded {
        can_continue: stop.can_continue,
        active_step: json!(stop.active_step),
        waits_for: stop.resume_trigger.map(|trigger| match trigger {
            ResumeTrigger::Time { .. } => WaitsFor::Time,
            _ => WaitsFor::Event,
        }),
    }
}

pub(crate) fn runtime<W: Workflow>(workflow: W) -> WorkflowRuntime<W, SimpleContext> {
    let clock = ManualClock::new(1_700_000_000_000);
    WorkflowRuntime::new(SimpleContext::new(), workflow).with_clock(clock)
}

/// Makes a recorded call: ends the open wait, a timer early where need be.
pub(crate) async fn play<W: Workflow>(
    runtime: &WorkflowRuntime<W, SimpleContext>,
    call: &Call,
    before: RunResult<W::State>,
) -> RunResult<W::State> {
    let (run, payload) = (call.run.as_str(), call.payload.clone());
    if call.is_refused {
        let id = call.resume_id.as_deref().unwrap_or_default();
        let refused = runtime.resume_with(run, id, payload).await;
        assert!(matches!(refused, Err(RuntimeError::Resolve(_))));
        return before;
    }
    match before.pending() {
        [SystemEntry::Timer(timer)] => runtime.skip(run, &timer.resume_id).await.unwrap(),
        [SystemEntry::Event(event)] => {
            let id = event.resume_id.clone();
            runtime.resume_with(run, &id, payload).await.unwrap()
        }
        other => panic!("one wait is open, not {other:?}"),
    }
}

pub(crate) fn state_of<T: Serialize>(result: &RunResult<T>) -> Value {
    assert!(result.is_finished(), "{}", result.run_id());
    without_times(json!(result.state()))
}
