//! The lock of a run excludes, serves in order, and goes with its holder.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::task::Poll;
use std::time::Duration;

use tinyflow::{
    ActionOptions, Context, ManualClock, ResolveError, RunResult, RuntimeError, SimpleContext,
    Value, Workflow, WorkflowRuntime, end, json, pause,
};
use tokio::sync::{Barrier, Notify, mpsc};

use crate::parcel::{PackParcel, Parcel};
use crate::single_step::single_step;
use crate::soon::soon;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_of_many_holds_the_lock() {
    let (context, inside) = (SimpleContext::new(), Arc::new(AtomicBool::new(false)));
    let start = Arc::new(Barrier::new(20));
    let tasks = (0..20).map(|_| {
        let (context, inside, start) = (context.clone(), inside.clone(), start.clone());
        tokio::spawn(async move {
            start.wait().await;
            for _ in 0..50 {
                let lock = context.lock("r").await.unwrap();
                assert!(!inside.swap(true, Ordering::SeqCst), "two hold the lock");
                tokio::task::yield_now().await;
                inside.store(false, Ordering::SeqCst);
                drop(lock);
            }
        })
    });
    for task in tasks.collect::<Vec<_>>() {
        task.await.unwrap();
    }
}

#[tokio::test]
async fn first_come_is_first_served() {
    let context = SimpleContext::new();
    let held = context.lock("r").await.unwrap();
    let (served, mut order) = mpsc::unbounded_channel();
    for number in 0..10 {
        let (context, served) = (context.clone(), served.clone());
        tokio::spawn(async move {
            let _lock = context.lock("r").await.unwrap();
            served.send(number).unwrap();
        });
        // Lets the task come to the queue before the next one is made.
        tokio::task::yield_now().await;
    }
    assert!(order.try_recv().is_err(), "served while the lock was held");
    drop(held);
    for number in 0..10 {
        assert_eq!(order.recv().await, Some(number));
    }
}

#[tokio::test]
async fn one_who_gives_up_waiting_is_in_nobodys_way() {
    let context = SimpleContext::new();
    let held = context.lock("r").await.unwrap();
    {
        let mut wait = Box::pin(context.lock("r"));
        let pending = |cx: &mut std::task::Context<'_>| wait.as_mut().poll(cx).is_pending();
        let mut pending = pending;
        assert!(std::future::poll_fn(|cx| Poll::Ready(pending(cx))).await);
    }
    let other = context.lock("another run").await.unwrap();
    drop(held);
    let _again = context.lock("r").await.unwrap();
    drop(other);
}

/// A run that charges a card when it is paid, and counts the charges.
fn payment() -> (
    WorkflowRuntime<impl Workflow<State = Value>, SimpleContext>,
    Arc<AtomicU32>,
) {
    let charges = Arc::new(AtomicU32::new(0));
    let counted = Arc::clone(&charges);
    let workflow = single_step(move |run| {
        let charges = Arc::clone(&counted);
        Box::pin(async move {
            if run.state() == "asks" {
                run.wait_for_event::<u32>("pay", ()).await?;
            }
            run.with_action("charge", async |_| {
                // The others come while the card is charged.
                tokio::task::yield_now().await;
                Ok(charges.fetch_add(1, Ordering::SeqCst))
            })
            .await?;
            pause()
        })
    });
    let runtime = WorkflowRuntime::new(SimpleContext::new(), workflow);
    (runtime, charges)
}

#[tokio::test]
async fn a_task_that_never_ends_gives_the_lock_back_when_its_time_is_over() {
    let (working, clock) = (Arc::new(Notify::new()), ManualClock::new(0));
    let workflow = single_step({
        let working = Arc::clone(&working);
        move |run| {
            let working = Arc::clone(&working);
            Box::pin(async move {
                let options = ActionOptions::new().with_timeout(Duration::from_secs(60));
                run.with_action_with::<(), _, _>("hang", &options, |_| async move {
                    working.notify_one();
                    std::future::pending().await
                })
                .await?;
                end()
            })
        }
    });
    let runtime = WorkflowRuntime::new(SimpleContext::new(), workflow).with_clock(clock.clone());
    let change = async {
        working.notified().await;
        let changed = runtime.with_transaction("r", |run| {
            run.state = json!("changed");
            Ok::<_, std::fmt::Error>(())
        });
        let time = async { clock.advance(Duration::from_secs(60)) };
        tokio::join!(biased; changed, time).0
    };
    let run = runtime.run("r", json!({}));
    let (result, changed) = soon(async { tokio::join!(run, change) }).await;
    assert!(matches!(result.unwrap(), RunResult::Failed { .. }));
    changed.unwrap();
    assert_eq!(runtime.query("r").await.unwrap().state, json!("changed"));
}

#[tokio::test]
async fn an_event_that_three_deliver_at_once_charges_once() {
    let (runtime, charges) = payment();
    let waiting = runtime.run("r", json!("asks")).await.unwrap();
    let id = waiting.pending()[0].resume_id();
    let deliver = || runtime.resume_with("r", id, json!(5));
    let (one, two, three) = tokio::join!(deliver(), deliver(), deliver());
    assert_eq!(charges.load(Ordering::SeqCst), 1);
    let refused: Vec<_> = [one, two, three]
        .into_iter()
        .filter_map(Result::err)
        .collect();
    assert_eq!(refused.len(), 2);
    for error in refused {
        let RuntimeError::Resolve(error) = error else {
            panic!("{error}");
        };
        let is_told = matches!(error, ResolveError::AlreadyAnswered { .. });
        assert!(is_told, "{error}");
    }
}

#[tokio::test]
async fn a_run_that_three_resume_at_once_charges_once() {
    let (runtime, charges) = payment();
    runtime.create("r", json!("is paid")).await.unwrap();
    let resume = || runtime.resume("r");
    let (one, two, three) = tokio::join!(resume(), resume(), resume());
    assert_eq!(charges.load(Ordering::SeqCst), 1);
    for result in [one, two, three] {
        assert_eq!(result.unwrap().state(), "is paid");
    }
}

#[tokio::test]
async fn of_two_that_start_the_same_run_one_does() {
    let workflow = PackParcel::default();
    let runtime = WorkflowRuntime::new(SimpleContext::new(), workflow.clone());
    let (one, two) = tokio::join!(
        runtime.run("p1", Parcel::default()),
        runtime.run("p1", Parcel::default()),
    );
    let refused = [one, two].into_iter().filter_map(Result::err);
    let refused: Vec<RuntimeError> = refused.collect();
    assert!(matches!(&refused[..], [RuntimeError::RunExists { .. }]));
    assert_eq!(workflow.ledger().len(), 13);
}
