//! A run that is executed piece by piece, kept as JSON in between, and loaded again.

use tinyflow::{
    Execution, ExecutionOptions, LogEntry, ManualClock, ResolveError, ResumeTrigger, RuntimeError,
    SYSTEM_LOG_TYPES, SimpleContext, Snapshot, SystemEntry, WorkflowRuntime, end, json, pause,
};

use crate::parcel::{PackParcel, Parcel, Step};
use crate::single_step::single_step;

#[tokio::test]
async fn it_stops_after_each_action() {
    let workflow = PackParcel::default();
    let mut execution = Execution::begin(workflow.clone(), "p", Parcel::default()).unwrap();
    let mut stops = Vec::new();
    while let Some(stop) = execution.next().await.unwrap() {
        assert!(stop.can_continue);
        assert_eq!(workflow.ledger().len(), stops.len() + 1);
        stops.push(stop.active_step);
    }
    use Step::{Pack, Send, Weigh};
    let loop_of = [Pack, Pack, Weigh, Weigh];
    let expected = [&loop_of[..], &loop_of, &loop_of, &[Send]].concat();
    assert_eq!(stops, expected);
    assert!(execution.result().unwrap().is_finished());
    assert_eq!(execution.next().await.unwrap(), None);
}

#[tokio::test]
async fn it_can_be_dropped_at_each_stop_and_loaded_again() {
    let undisturbed = PackParcel::default();
    let mut execution = Execution::begin(undisturbed.clone(), "p", Parcel::default()).unwrap();
    while execution.next().await.unwrap().is_some() {}
    let expected = execution.snapshot();

    for stop_after in 1..undisturbed.ledger().len() {
        let workflow = PackParcel::default();
        let mut first = Execution::begin(workflow.clone(), "p", Parcel::default()).unwrap();
        for _ in 0..stop_after {
            assert!(first.next().await.unwrap().is_some());
        }
        let text = first.snapshot().to_json().unwrap();
        let again = Execution::restore(workflow.clone(), "p", first.snapshot()).unwrap();
        assert_eq!(again.snapshot().to_json().unwrap(), text);
        drop((first, again));
        let mut second = Execution::from_json(workflow.clone(), "p", &text).unwrap();
        while second.next().await.unwrap().is_some() {}
        assert_eq!(workflow.ledger(), undisturbed.ledger());
        let ended = second.snapshot();
        assert_eq!(without_times(ended), without_times(expected.clone()));
    }
}

fn without_times(mut snapshot: Snapshot) -> Snapshot {
    let untimed = |entry: &mut LogEntry| entry.at = None;
    snapshot.logs.iter_mut().for_each(untimed);
    snapshot
}

#[tokio::test]
async fn a_driver_polls_a_step_that_pauses() {
    let workflow = single_step(|run| {
        Box::pin(async move {
            let polls = run.state().as_u64().unwrap_or_default();
            run.change(&format!("poll {polls}"), |state| *state = json!(polls + 1))?;
            if polls < 3 {
                return pause();
            }
            end()
        })
    });
    let mut execution = Execution::begin(workflow, "r", json!(0)).unwrap();
    execution.set_state(json!(1)).unwrap();
    let begun = execution.audit_logs();
    let begun: Vec<_> = begun
        .iter()
        .map(|entry| (&*entry.kind, &entry.values))
        .collect();
    assert_eq!(
        begun,
        [
            ("init", &json!({ "defaultStep": "Work" })),
            ("init", &json!({ "state": 0 })),
            ("init", &json!({ "state": 1 })),
        ]
    );
    for polls in [2, 3] {
        let stop = execution.next().await.unwrap().expect("it pauses");
        assert!(!stop.can_continue && stop.resume_trigger.is_none());
        assert_eq!(execution.current_state(), json!(polls));
    }
    assert!(execution.set_state(json!(0)).is_err());
    assert_eq!(execution.next().await.unwrap(), None);
    assert_eq!(execution.current_state(), json!(4));
}

#[tokio::test]
async fn what_was_handed_out_is_a_copy_in_both_directions() {
    let workflow = single_step(|run| {
        Box::pin(async move {
            let (copy, shared) = (run.state(), run.shared_state());
            run.change("first", |state| state["list"] = json!([1]))?;
            // The first time that the step comes here.
            if copy != run.state() {
                assert_eq!((copy, &*shared), (json!({}), &json!({})));
            }
            let mut copy = run.state();
            copy["list"] = json!("of the copy alone");
            let answer: u32 = run.wait_for_event("ask", "how many?").await?;
            run.change("second", |state| state["list"] = json!([answer]))?;
            end()
        })
    });
    let mut execution = Execution::begin(workflow, "r", json!({})).unwrap();
    assert!(execution.run_on().await.unwrap().is_none());
    let resume_id = execution.list_pending_resume()[0].resume_id().to_owned();
    let handed_out = |execution: &Execution<_>| {
        let wait = execution.get_resume(&resume_id).unwrap();
        let waits = execution.list_pending_resume();
        let (snapshot, logs) = (execution.snapshot(), execution.audit_logs());
        (execution.current_state(), wait, waits, snapshot, logs)
    };

    // Nothing that is done to a copy shows in the run.
    let before = handed_out(&execution);
    let (mut state, mut wait, mut waits, mut snapshot, mut logs) = before.clone();
    state["list"] = json!("changed");
    for wait in waits
        .iter_mut()
        .chain([&mut wait])
        .chain(snapshot.system.values_mut())
    {
        if let SystemEntry::Event(event) = wait {
            event.is_done = true;
            event.response_payload = Some(json!(8));
        }
    }
    snapshot.state = json!("changed");
    snapshot.cache.clear();
    logs.clear();
    assert_eq!(handed_out(&execution), before);

    // And nothing that the run does later shows in a copy.
    let as_text = before.3.to_json().unwrap();
    execution.resolve_resume(&resume_id, json!(7)).unwrap();
    let ended = execution.run_on().await.unwrap().expect("it is over");
    assert_eq!(ended.state(), &json!({ "list": [7] }));
    assert_eq!(before.0, json!({ "list": [1] }));
    assert!(before.1.is_open() && before.2[0].is_open());
    assert_eq!(before.3.to_json().unwrap(), as_text);
    assert!(before.4.len() < execution.audit_logs().len());
}

#[tokio::test]
async fn a_driver_answers_a_wait() {
    let workflow = single_step(|run| {
        Box::pin(async move {
            run.wait_for_ms("nap", 3_600_000).await?;
            let answer: u32 = run.wait_for_event("ask", "how many?").await?;
            run.change("keep", |state| *state = json!(answer))?;
            end()
        })
    });
    let runtime = WorkflowRuntime::new(SimpleContext::new(), workflow);
    let _ = runtime.run("r", json!({})).await.unwrap();
    let mut execution = runtime.exec("r").await.unwrap();
    let stop = execution.next().await.unwrap().expect("it waits");
    let Some(ResumeTrigger::Time { resume_id, .. }) = stop.resume_trigger else {
        panic!("it waits for a time");
    };
    execution.skip(&resume_id).unwrap();
    let stop = execution.next().await.unwrap().expect("it waits again");
    let Some(ResumeTrigger::Event { resume_id, .. }) = stop.resume_trigger else {
        panic!("it waits for an answer");
    };
    // What was handed out does not change with the run.
    let before = (
        execution.snapshot(),
        execution.get_resume(&resume_id).unwrap(),
    );
    execution.resolve_resume(&resume_id, json!(7)).unwrap();
    assert!(!before.1.is_done());
    assert!(execution.get_resume(&resume_id).unwrap().is_done());
    assert!(before.0.system.values().any(|wait| !wait.is_done()));
    assert!(execution.list_pending_resume().is_empty());
    assert_eq!(execution.next().await.unwrap(), None);
    let logs = execution.audit_logs();
    assert!(
        logs.iter()
            .all(|entry| SYSTEM_LOG_TYPES.contains(&entry.kind.as_str()))
    );
    let over = execution.resolve_resume(&resume_id, json!(8));
    assert!(matches!(over, Err(ResolveError::Over { .. })), "{over:?}");
    drop(execution);
    assert_eq!(runtime.query("r").await.unwrap().state, json!(7));
    assert_eq!(runtime.snapshot("r").await.unwrap().logs, logs);
}

#[tokio::test]
async fn a_run_without_a_context_has_a_clock_ids_and_a_log_of_its_own() {
    let workflow = || {
        single_step(|run| {
            Box::pin(async move {
                run.wait_for_ms("year", 31_536_000_000).await?;
                run.change("keep", |state| *state = json!("older"))?;
                end()
            })
        })
    };
    let clock = ManualClock::new(5);
    let options = ExecutionOptions::new()
        .with_clock(clock.clone())
        .with_resume_ids(|key, at_ms| format!("{key} of {at_ms}"))
        .with_audit_log(false);
    let mut execution = options.begin(workflow(), "r", json!("young")).unwrap();
    execution.next().await.unwrap().expect("it waits");
    assert_eq!(execution.list_pending_resume()[0].resume_id(), "year of 5");
    assert!(execution.audit_logs().is_empty());

    let text = execution.snapshot().to_json().unwrap();
    drop(execution);
    let mut execution = options.from_json(workflow(), "r", &text).unwrap();
    let too_late = execution.set_state(json!("never young"));
    assert!(matches!(too_late, Err(RuntimeError::HasBegun { .. })));
    clock.set(31_536_000_005);
    while execution.next().await.unwrap().is_some() {}
    assert_eq!(execution.current_state(), json!("older"));
    assert!(execution.audit_logs().is_empty());
}

#[tokio::test]
async fn a_step_knows_its_keys_and_its_waits() {
    let workflow = single_step(|run| {
        Box::pin(async move {
            assert_eq!(run.step_key_prefix(), "0:Work");
            let wait = run.wait_for_event::<u32>("ask", ());
            let pending = wait.resume_id().and_then(|id| run.get_resume(id));
            assert_eq!(pending.is_some(), wait.is_pending());
            wait.await?;
            end()
        })
    });
    let runtime = WorkflowRuntime::new(SimpleContext::new(), workflow);
    let waiting = runtime.run("r", json!(0)).await.unwrap();
    let resume_id = waiting.pending()[0].resume_id().to_owned();
    let answered = runtime.resume_with("r", &resume_id, json!(1)).await;
    assert!(answered.unwrap().is_finished());
}
