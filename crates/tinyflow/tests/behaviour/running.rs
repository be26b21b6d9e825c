//! A run goes from its beginning to its end.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use tinyflow::{
    ManualClock, ResolveError, RunResult, RunStatus, RuntimeError, SimpleContext, Started,
    SystemEntry, WorkflowRuntime, end, json,
};
use tokio::sync::Notify;

use crate::parcel::{PackParcel, Parcel};
use crate::single_step::single_step;
use crate::soon::soon;

#[tokio::test]
async fn a_run_goes_through_its_loop_to_the_end() {
    let workflow = PackParcel::default();
    let runtime = WorkflowRuntime::new(SimpleContext::new(), workflow.clone());

    let result = runtime.run("p1", Parcel::default()).await.unwrap();

    assert!(matches!(&result, RunResult::Finished { run_id, .. } if run_id == "p1"));
    assert_eq!(result.state(), &full_parcel());
    assert_eq!(
        result.to_string(),
        r#"run p1 finished: {"items":3,"grams":300,"sent":true}"#
    );
    let keys = [
        "p1/1:Pack:pack",
        "p1/1:Pack:label",
        "p1/2:Weigh:scales",
        "p1/2:Weigh:note",
        "p1/3:Pack:pack",
        "p1/3:Pack:label",
        "p1/4:Weigh:scales",
        "p1/4:Weigh:note",
        "p1/5:Pack:pack",
        "p1/5:Pack:label",
        "p1/6:Weigh:scales",
        "p1/6:Weigh:note",
        "p1/7:Send:send",
    ];
    assert_eq!(workflow.ledger(), keys);
}

#[tokio::test]
async fn a_finished_run_answers_again_and_does_nothing() {
    let workflow = PackParcel::default();
    let runtime = WorkflowRuntime::new(SimpleContext::new(), workflow.clone());
    let first = runtime.run("p1", Parcel::default()).await.unwrap();
    let (effects, stored) = (workflow.ledger(), runtime.snapshot("p1").await.unwrap());

    let again = runtime.resume("p1").await.unwrap();

    assert!(again.is_finished());
    assert_eq!(again.state(), first.state());
    assert_eq!(workflow.ledger(), effects);
    assert_eq!(runtime.snapshot("p1").await.unwrap(), stored);
    assert_eq!(stored.run.unwrap().status, RunStatus::Finished);
}

#[tokio::test]
async fn nothing_that_comes_late_starts_the_last_step_again() {
    let passes = Arc::new(AtomicU32::new(0));
    let counted = Arc::clone(&passes);
    let workflow = single_step(move |run| {
        counted.fetch_add(1, Ordering::SeqCst);
        Box::pin(async move {
            let asked = run.wait_for_event::<i64>("ask", ());
            run.race([asked, run.wait_for_ms("deadline", 1_000)])
                .await?;
            end()
        })
    });
    let clock = ManualClock::new(0);
    let runtime = WorkflowRuntime::new(SimpleContext::new(), workflow).with_clock(clock.clone());
    let waiting = runtime.run("r", json!({})).await.unwrap();
    let ids: Vec<_> = waiting
        .pending()
        .iter()
        .map(SystemEntry::resume_id)
        .collect();
    let asked = ids.iter().find(|id| id.starts_with("ask-")).unwrap();
    let ended = runtime.resume_with("r", asked, json!(7)).await.unwrap();
    assert!(ended.is_finished());
    assert_eq!(passes.load(Ordering::SeqCst), 2);

    clock.set(1_000);
    assert!(runtime.resume("r").await.unwrap().is_finished());
    for id in ids {
        let late = runtime.resume_with("r", id, json!(8)).await.unwrap_err();
        let RuntimeError::Resolve(late) = late else {
            panic!("{late}");
        };
        assert!(matches!(late, ResolveError::Over { .. }), "{late}");
    }
    assert_eq!(passes.load(Ordering::SeqCst), 2);
}

#[tokio::test]
async fn runs_execute_on_other_threads() {
    let context = SimpleContext::new();
    let runtime = WorkflowRuntime::new(context.clone(), PackParcel::default());
    let task = tokio::spawn(async move { runtime.run("p1", Parcel::default()).await });
    assert!(task.await.unwrap().unwrap().is_finished());
}

fn full_parcel() -> Parcel {
    Parcel {
        items: 3,
        grams: 300,
        sent: true,
    }
}

#[tokio::test]
async fn whoever_starts_a_run_again_does_not_wait_for_it() {
    let (working, go_on) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    let told = (Arc::clone(&working), Arc::clone(&go_on));
    let workflow = single_step(move |run| {
        let (working, go_on) = told.clone();
        Box::pin(async move {
            run.with_action("work", async |_| {
                working.notify_one();
                go_on.notified().await;
                Ok(())
            })
            .await?;
            end()
        })
    });
    let runtime = WorkflowRuntime::new(SimpleContext::new(), workflow);
    let started_again = async {
        working.notified().await;
        let client = runtime.client();
        let again = soon(client.start("r", json!(0))).await.unwrap();
        go_on.notify_one();
        again
    };
    let (result, again) = tokio::join!(runtime.run("r", json!(0)), started_again);
    assert!(result.unwrap().is_finished());
    assert_eq!(again, Started::Existing);
}
