//! Settings of a runtime: ids that others make, and a history that is kept.

use tinyflow::{ManualClock, SimpleContext, WorkflowRuntime, json, next};

use crate::parcel::{PackParcel, Parcel};
use crate::single_step::{Step, single_step};

#[tokio::test]
async fn ids_are_made_as_the_settings_say() {
    let workflow = single_step(|run| {
        Box::pin(async move {
            run.wait_for_event::<u32>("ask", ()).await?;
            tinyflow::end()
        })
    });
    let runtime = WorkflowRuntime::new(SimpleContext::new(), workflow)
        .with_clock(ManualClock::new(5))
        .with_run_ids(|flow, now_ms| format!("{flow} at {now_ms}"))
        .with_resume_ids(|key, at_ms| format!("{key} at {at_ms}"));
    assert_eq!(runtime.new_run_id(), "single-step at 5");
    let waiting = runtime.run_new(json!({})).await.unwrap();
    assert_eq!(waiting.run_id(), "single-step at 5");
    assert_eq!(waiting.pending()[0].resume_id(), "ask at 5");
}

#[tokio::test]
async fn waits_of_one_name_have_ids_of_their_own() {
    let workflow = single_step(|run| {
        Box::pin(async move {
            run.all(["a", "b", "c"].map(|key| run.wait_for_event::<()>(key, ())))
                .await?;
            tinyflow::end()
        })
    });
    let runtime = WorkflowRuntime::new(SimpleContext::new(), workflow)
        .with_clock(ManualClock::new(5))
        .with_resume_ids(|_, _| "approval".to_owned());
    let waiting = runtime.run("r", json!({})).await.unwrap();
    let ids: Vec<_> = waiting
        .pending()
        .iter()
        .map(|wait| wait.resume_id())
        .collect();
    assert_eq!(ids, ["approval", "approval-7", "approval-9"]);
}

#[tokio::test]
async fn ids_of_runs_differ_unless_set() {
    let runtime = WorkflowRuntime::new(SimpleContext::new(), PackParcel::default());
    let one = runtime.run_new(Parcel::default()).await.unwrap();
    let other = runtime.run_new(Parcel::default()).await.unwrap();
    assert_ne!(one.run_id(), other.run_id());
    assert!(one.run_id().starts_with("pack-parcel"));
}

#[tokio::test]
async fn a_full_history_keeps_what_earlier_visits_have_cached() {
    let runtime = WorkflowRuntime::new(SimpleContext::new(), PackParcel::default());
    let runtime = runtime.with_full_history(true);
    let _ = runtime.run("p", Parcel::default()).await.unwrap();
    let cache = runtime.snapshot("p").await.unwrap().cache;
    for key in [
        "1:Pack:pack",
        "2:Weigh:scales",
        "3:Pack:pack",
        "7:Send:send",
    ] {
        assert!(cache.contains_key(key), "{key} is not in {cache:?}");
    }
}

#[tokio::test]
async fn a_full_history_keeps_no_wait_open_that_nobody_asks_for() {
    let workflow = single_step(|run| {
        Box::pin(async move {
            run.race([
                run.wait_for_event::<()>("ask", ()),
                run.wait_for_ms("limit", 0).map(|_| ()),
            ])
            .await?;
            next(Step::Done)
        })
    });
    let runtime = WorkflowRuntime::new(SimpleContext::new(), workflow).with_full_history(true);
    let result = runtime.run("r", json!({})).await.unwrap();
    assert!(result.is_finished());
    let snapshot = runtime.snapshot("r").await.unwrap();
    let kept: Vec<&String> = snapshot.system.keys().collect();
    assert_eq!(kept, ["0:Work:timer:limit"]);
    assert!(snapshot.open_waits().is_empty());
}
