//! The lock of a run excludes, serves in order, and goes with its holder.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::Poll;

use tinyflow::{Context, RuntimeError, SimpleContext, WorkflowRuntime};
use tokio::sync::{Barrier, mpsc};

use crate::parcel::{PackParcel, Parcel};

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
