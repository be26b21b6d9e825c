//! Due runs: found when their time has come, taken by one, left alone when they have ended.

use std::collections::BTreeSet;
use std::task::Poll;
use std::time::Duration;

use tinyflow::{
    Checkpoint, Clock, Context, FlowId, Letter, RunEnd, RunPhase, RunStatus, Serving, SetAside,
    Wake, WorkerContext, json,
};

use crate::fixture::{FLOW, Fixture, START_MS, checkpoint, read, serving, snapshot};

/// A lock that was dropped is released some time later; what is asked for after that comes after
/// it.
pub(crate) async fn released(context: &impl WorkerContext) {
    let nobody = Serving::new("nobody");
    assert!(context.claim(&nobody, 9).await.unwrap().is_empty());
}

async fn claimed(context: &impl WorkerContext, limit: usize) -> Vec<String> {
    let claims = context.claim(&serving(), limit).await.unwrap();
    claims.into_iter().map(|claim| claim.run_id).collect()
}

/// At its time and not before; a parked run never.
pub async fn runs_are_claimed_when_their_time_has_come(fixture: &impl Fixture) {
    let context = fixture.open();
    context
        .save("parked", &checkpoint(None, Wake::Never))
        .await
        .unwrap();
    assert_eq!(context.next_wake(&serving()).await.unwrap(), None);
    let at = START_MS + 1_000;
    context
        .save("later", &checkpoint(None, Wake::At(at)))
        .await
        .unwrap();
    assert_eq!(claimed(&context, 9).await, Vec::<String>::new());
    assert_eq!(context.next_wake(&serving()).await.unwrap(), Some(at));
    context
        .save("now", &checkpoint(None, Wake::Now))
        .await
        .unwrap();
    assert!(context.next_wake(&serving()).await.unwrap() <= Some(START_MS));
    assert_eq!(claimed(&context, 9).await, ["now"]);
    fixture.clock().advance(Duration::from_secs(1));
    assert_eq!(claimed(&context, 9).await, ["now", "later"]);
}

/// Whoever is parked wakes for a letter.
pub async fn a_letter_makes_a_run_due(fixture: &impl Fixture) {
    let context = fixture.open();
    context
        .save("r", &checkpoint(None, Wake::Never))
        .await
        .unwrap();
    context.post("r", &Letter::Cancel, None).await.unwrap();
    assert!(context.next_wake(&serving()).await.unwrap() <= Some(START_MS));
    let claims = context.claim(&serving(), 9).await.unwrap();
    assert_eq!(claims[0].flow.as_deref().ok(), Some(FLOW));
    // A checkpoint that was made before the letter came leaves the run due.
    context
        .save("r", &checkpoint(Some(1), Wake::Never))
        .await
        .unwrap();
    drop(claims);
    assert_eq!(claimed(&context, 9).await, ["r"]);
    let taken = context.mail("r").await.unwrap()[0].number;
    let read = checkpoint(Some(2), Wake::Never).with_taken(vec![taken]);
    context.save("r", &read).await.unwrap();
    assert_eq!(claimed(&context, 9).await, Vec::<String>::new());
}

/// By one of all the workers, whichever door they come through.
pub async fn a_run_is_claimed_once<F: Fixture>(fixture: &F) {
    let contexts = [fixture.open(), fixture.open()];
    for number in 0..50 {
        let run_id = format!("r{number}");
        contexts[0]
            .save(&run_id, &checkpoint(None, Wake::Now))
            .await
            .unwrap();
    }
    let workers = (0..8).map(|number| {
        let context: F::Context = contexts[number % 2].clone();
        tokio::spawn(async move {
            let mut mine = Vec::new();
            loop {
                let claims = context.claim(&serving(), 3).await.unwrap();
                if claims.is_empty() {
                    return mine;
                }
                mine.extend(claims);
            }
        })
    });
    let mut all = Vec::new();
    for worker in workers.collect::<Vec<_>>() {
        all.extend(worker.await.unwrap());
    }
    let ids: BTreeSet<_> = all.iter().map(|claim| claim.run_id.clone()).collect();
    assert_eq!((ids.len(), all.len()), (50, 50));
}

/// A worker that is stopped while it is given runs leaves them to the next one.
pub async fn whoever_gives_up_a_claim_leaves_the_runs_free(fixture: &impl Fixture) {
    let context = fixture.open();
    for run_id in ["a", "b"] {
        let due = checkpoint(None, Wake::Now);
        context.save(run_id, &due).await.unwrap();
    }
    let all = serving();
    let mut gives_up = Box::pin(context.claim(&all, 9));
    let _ = std::future::poll_fn(|cx| Poll::Ready(gives_up.as_mut().poll(cx))).await;
    drop(gives_up);
    let mut claimed = claimed(&context, 9).await;
    claimed.sort();
    assert_eq!(claimed, ["a", "b"]);
}

/// Finished, failed or cancelled, whatever their time to wake says.
pub async fn runs_that_have_ended_are_not_claimed(fixture: &impl Fixture) {
    let context = fixture.open();
    for status in [RunStatus::Finished, RunStatus::Failed, RunStatus::Cancelled] {
        let mut run = snapshot("Work");
        run.run = Some(RunEnd::new(status, Some("no".to_owned())));
        let ended = Checkpoint::new(None, run).unwrap().with_wake(Wake::Now);
        context.save(&format!("{status:?}"), &ended).await.unwrap();
    }
    context.post("Failed", &Letter::Cancel, None).await.unwrap();
    assert_eq!(claimed(&context, 9).await, Vec::<String>::new());
    assert_eq!(context.next_wake(&serving()).await.unwrap(), None);
}

/// A worker gets the runs of the flows that it serves.
pub async fn other_flows_are_left_alone(fixture: &impl Fixture) {
    let context = fixture.open();
    context
        .save("r", &checkpoint(None, Wake::Now))
        .await
        .unwrap();
    let others = Serving::new("another").with_flow("other").with_flow("'");
    assert!(context.claim(&others, 9).await.unwrap().is_empty());
    assert_eq!(context.next_wake(&others).await.unwrap(), None);
    assert_eq!(claimed(&context, 9).await, ["r"]);
}

/// A worker of one version gets the runs of that version, and is not woken for the others.
pub async fn other_versions_are_left_alone(fixture: &impl Fixture) {
    let context = fixture.open();
    for (run_id, version) in [("old", "1.0.0"), ("new", "2.0.0")] {
        let mut run = snapshot("Work");
        run.flow = Some(FlowId::new(FLOW, version));
        let due = Checkpoint::new(None, run).unwrap();
        context.save(run_id, &due).await.unwrap();
    }
    let of = |version| Serving::new(version).with_version(FlowId::new(FLOW, version));
    assert!(context.claim(&of("3.0.0"), 9).await.unwrap().is_empty());
    assert_eq!(context.next_wake(&of("3.0.0")).await.unwrap(), None);
    let other_flow = Serving::new("other").with_version(FlowId::new("other", "1.0.0"));
    assert!(context.claim(&other_flow, 9).await.unwrap().is_empty());
    for (run_id, version) in [("new", "2.0.0"), ("old", "1.0.0")] {
        let claims = context.claim(&of(version), 9).await.unwrap();
        let ids: Vec<_> = claims.iter().map(|claim| &claim.run_id).collect();
        assert_eq!(ids, [run_id]);
    }
    // Several flows, some of them in one version, in one worker.
    let both = of("1.0.0").with_flow("other");
    assert_eq!(context.claim(&both, 9).await.unwrap().len(), 1);
    assert_eq!(claimed(&context, 9).await.len(), 2);
}

/// What an imported run says of its flow, beyond its id and version, makes it no other one.
pub async fn a_run_that_says_more_of_its_flow_is_of_that_version(fixture: &impl Fixture) {
    let context = fixture.open();
    let run = read(&json!({
        "step": "Work", "state": {},
        "flow": { "id": FLOW, "version": "1.0.0", "editor": "theirs" },
    }));
    let due = Checkpoint::new(None, run).unwrap();
    context.save("r", &due).await.unwrap();
    let of = |version| Serving::new(version).with_version(FlowId::new(FLOW, version));
    assert_eq!(context.next_wake(&of("2.0.0")).await.unwrap(), None);
    assert!(context.claim(&of("2.0.0"), 9).await.unwrap().is_empty());
    assert_eq!(context.next_wake(&of("1.0.0")).await.unwrap(), Some(0));
    assert_eq!(context.claim(&of("1.0.0"), 9).await.unwrap().len(), 1);
}

/// What a worker could not execute is left to others; it comes back to it at the time that it
/// has set. Until then the run is listed with the reason.
pub async fn a_run_is_set_aside_for_a_time(fixture: &impl Fixture) {
    let context = fixture.open();
    let due = checkpoint(None, Wake::At(START_MS - 1));
    context.save("r", &due).await.unwrap();
    context.save("s", &due).await.unwrap();
    let until = START_MS + 1_000;
    let claims = context.claim(&serving(), 1).await.unwrap();
    let note = SetAside::new(serving().worker(), until, "it does not fit");
    context.set_aside("r", &note).await.unwrap();
    drop(claims);
    assert_eq!(claimed(&context, 9).await, ["s"]);
    let other = Serving::new("another").with_flow(FLOW);
    assert_eq!(context.claim(&other, 9).await.unwrap().len(), 2);

    context
        .save("s", &checkpoint(Some(1), Wake::Never))
        .await
        .unwrap();
    assert_eq!(context.next_wake(&serving()).await.unwrap(), Some(until));
    assert!(context.next_wake(&other).await.unwrap() < Some(START_MS));
    let listed = context.list(&[RunPhase::Stuck]).await.unwrap();
    let told: Vec<_> = listed
        .iter()
        .map(|run| (&*run.run_id, run.error.as_deref()))
        .collect();
    assert_eq!(told, [("r", Some("it does not fit"))]);
    assert_eq!(
        context.summary("r").await.unwrap(),
        listed.into_iter().next()
    );

    fixture.clock().set(until);
    assert_eq!(claimed(&context, 9).await, ["r"]);
    released(&context).await;
    let again = SetAside::new(serving().worker(), until + 1, "it still does not");
    fixture.open().set_aside("r", &again).await.unwrap();
    assert_eq!(claimed(&context, 9).await, Vec::<String>::new());
    let error = context.summary("r").await.unwrap().unwrap().error;
    assert_eq!(error.as_deref(), Some("it still does not"));
}

/// A letter ends the time for which a run was set aside, a checkpoint the reason for it.
pub async fn what_changes_a_run_has_it_looked_at_again(fixture: &impl Fixture) {
    let context = fixture.open();
    context
        .save("r", &checkpoint(None, Wake::Now))
        .await
        .unwrap();
    let aside = async || {
        let note = SetAside::new(serving().worker(), i64::MAX, "it does not fit");
        context.set_aside("r", &note).await.unwrap();
        assert_eq!(claimed(&context, 9).await, Vec::<String>::new());
    };
    aside().await;
    let letter = Letter::Skip {
        resume_id: "nap-1".to_owned(),
    };
    context.post("r", &letter, None).await.unwrap();
    assert_eq!(claimed(&context, 9).await, ["r"]);
    released(&context).await;
    assert_eq!(
        context.summary("r").await.unwrap().unwrap().phase,
        RunPhase::Stuck
    );

    aside().await;
    context
        .save("r", &checkpoint(Some(1), Wake::Unchanged))
        .await
        .unwrap();
    assert_eq!(claimed(&context, 9).await, ["r"]);
    released(&context).await;
    let run = context.summary("r").await.unwrap().unwrap();
    assert_eq!((run.phase, run.error), (RunPhase::Due, None));
}

/// Also where the lock under which it was noted has stored the run before.
pub async fn a_note_goes_with_the_next_checkpoint_of_its_lock(fixture: &impl Fixture) {
    let context = fixture.open();
    let held = context.lock("r").await.unwrap();
    context
        .save("r", &checkpoint(None, Wake::Never))
        .await
        .unwrap();
    let note = SetAside::new(serving().worker(), i64::MAX, "it does not fit");
    context.set_aside("r", &note).await.unwrap();
    context
        .save("r", &checkpoint(Some(1), Wake::Never))
        .await
        .unwrap();
    drop(held);
    released(&context).await;
    let run = context.summary("r").await.unwrap().unwrap();
    assert_eq!((run.phase, run.error), (RunPhase::Waiting, None));
}

/// A change from outside leaves the time to wake as it was.
pub async fn a_wake_that_is_unchanged_stands(fixture: &impl Fixture) {
    let context = fixture.open();
    let at = START_MS + 5;
    context
        .save("timer", &checkpoint(None, Wake::At(at)))
        .await
        .unwrap();
    context
        .save("parked", &checkpoint(None, Wake::Never))
        .await
        .unwrap();
    for run_id in ["timer", "parked"] {
        let unchanged = checkpoint(Some(1), Wake::Unchanged);
        context.save(run_id, &unchanged).await.unwrap();
    }
    assert_eq!(context.next_wake(&serving()).await.unwrap(), Some(at));
    fixture.clock().set(at);
    assert_eq!(claimed(&context, 9).await, ["timer"]);
}

/// Those that have been due for longest come first, and no more than were asked for.
pub async fn the_limit_is_kept_and_the_oldest_come_first(fixture: &impl Fixture) {
    let context = fixture.open();
    for (run_id, ago) in [("young", 1), ("old", 3), ("middle", 2)] {
        let wake = Wake::At(START_MS - ago);
        context.save(run_id, &checkpoint(None, wake)).await.unwrap();
    }
    let first = context.claim(&serving(), 2).await.unwrap();
    let ids: Vec<_> = first.iter().map(|claim| claim.run_id.as_str()).collect();
    assert_eq!(ids, ["old", "middle"]);
    assert_eq!(claimed(&context, 2).await, ["young"]);
    assert_eq!(claimed(&context, 0).await, Vec::<String>::new());
}

/// In the order of their ids, with what is known without reading their snapshots.
pub async fn runs_are_listed_by_phase(fixture: &impl Fixture) {
    let context = fixture.open();
    let soon = fixture.clock().now_ms() + 5;
    context
        .save("b-due", &checkpoint(None, Wake::Now))
        .await
        .unwrap();
    context
        .save("a-waits", &checkpoint(None, Wake::At(soon)))
        .await
        .unwrap();
    context
        .save("d-held", &checkpoint(None, Wake::Now))
        .await
        .unwrap();
    let mut run = snapshot("Work");
    run.run = Some(RunEnd::new(RunStatus::Failed, Some("no paper".to_owned())));
    let failed = Checkpoint::new(None, run).unwrap();
    context.save("c-failed", &failed).await.unwrap();
    let _held = context.try_lock("d-held").await.unwrap();
    let all = fixture.open().list(&[]).await.unwrap();
    let phases: Vec<_> = all
        .iter()
        .map(|run| (run.run_id.as_str(), run.phase))
        .collect();
    let expected = [
        ("a-waits", RunPhase::Waiting),
        ("b-due", RunPhase::Due),
        ("c-failed", RunPhase::Failed),
        ("d-held", RunPhase::Executing),
    ];
    assert_eq!(phases, expected);
    assert_eq!(all[0].wake_at, Some(soon));
    assert_eq!(all[0].step, "Work");
    assert_eq!(all[2].error.as_deref(), Some("no paper"));
    for run in &all {
        let alone = context.summary(&run.run_id).await.unwrap();
        assert_eq!(alone.as_ref(), Some(run));
    }
    assert_eq!(context.summary("nobody").await.unwrap(), None);
    let some = context
        .list(&[RunPhase::Failed, RunPhase::Due])
        .await
        .unwrap();
    let ids: Vec<_> = some.iter().map(|run| run.run_id.as_str()).collect();
    assert_eq!(ids, ["b-due", "c-failed"]);
}

/// A run is listed under the version that it was stored by last.
pub async fn a_run_is_listed_under_its_version(fixture: &impl Fixture) {
    let context = fixture.open();
    for (expected, version) in [(None, "1.0.0"), (Some(1), "2.0.0")] {
        let mut run = snapshot("Work");
        run.flow = Some(FlowId::new(FLOW, version));
        let stored = Checkpoint::new(expected, run).unwrap();
        context.save("r", &stored).await.unwrap();
        let listed = context.summary("r").await.unwrap().unwrap();
        assert_eq!(listed.flow.unwrap().version(), version);
    }
}
