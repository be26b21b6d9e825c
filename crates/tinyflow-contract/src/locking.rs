//! Locks: held by one, given in turn, free when dropped.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::task::Poll;
use std::time::Duration;

use tinyflow::{Context, Wake, WorkerContext};
use tokio::time::timeout;

use crate::fixture::{Fixture, checkpoint, serving};

/// However many want it, and through however many doors.
pub async fn one_of_many_holds_the_lock<F: Fixture>(fixture: &F) {
    let holders = Arc::new(AtomicU32::new(0));
    let contexts = [fixture.open(), fixture.open()];
    let waiters = (0..40).map(|number| {
        let context: F::Context = contexts[number % 2].clone();
        let holders = Arc::clone(&holders);
        tokio::spawn(async move {
            let lock = context.lock("r").await.unwrap();
            assert_eq!(holders.fetch_add(1, Ordering::SeqCst), 0);
            tokio::task::yield_now().await;
            assert_eq!(holders.fetch_sub(1, Ordering::SeqCst), 1);
            drop(lock);
        })
    });
    for waiter in waiters.collect::<Vec<_>>() {
        waiter.await.unwrap();
    }
}

/// Within a process, those who wait get the lock in the order in which they came.
pub async fn first_come_is_first_served<F: Fixture>(fixture: &F) {
    let context = fixture.open();
    let held = context.lock("r").await.unwrap();
    let order = Arc::new(std::sync::Mutex::new(Vec::new()));
    let mut waiters = Vec::new();
    for number in 0..10 {
        let mut wait = Box::pin({
            let (context, order) = (context.clone(), Arc::clone(&order));
            async move {
                let lock = context.lock("r").await.unwrap();
                order.lock().unwrap().push(number);
                drop(lock);
            }
        });
        // Stands in the queue from its first poll on.
        let pending =
            std::future::poll_fn(|cx| std::task::Poll::Ready(wait.as_mut().poll(cx).is_pending()));
        assert!(pending.await);
        waiters.push(tokio::spawn(wait));
    }
    drop(held);
    for waiter in waiters {
        waiter.await.unwrap();
    }
    assert_eq!(*order.lock().unwrap(), (0..10).collect::<Vec<_>>());
}

/// A run's lock does not outlive whoever holds it, and does not touch other runs.
pub async fn a_lock_is_free_when_it_is_dropped(fixture: &impl Fixture) {
    let context = fixture.open();
    let held = context.lock("r").await.unwrap();
    assert!(context.try_lock("r").await.unwrap().is_none());
    assert!(context.try_lock("other").await.unwrap().is_some());
    drop(held);
    assert!(context.try_lock("r").await.unwrap().is_some());
}

/// A wait that is dropped does not keep its place.
pub async fn whoever_gives_up_the_wait_is_passed_over(fixture: &impl Fixture) {
    let context = fixture.open();
    let held = context.lock("r").await.unwrap();
    let mut gives_up = Box::pin(context.lock("r"));
    let pending = std::future::poll_fn(|cx| Poll::Ready(gives_up.as_mut().poll(cx).is_pending()));
    assert!(pending.await);
    drop(gives_up);
    drop(held);
    drop(context.lock("r").await.unwrap());
}

/// Also one who is next already, when nobody else has it.
pub async fn whoever_gives_up_the_wait_has_workers_look_again(fixture: &impl Fixture) {
    let context = fixture.open();
    let due = checkpoint(None, Wake::Now);
    context.save("r", &due).await.unwrap();
    let held = context.lock("r").await.unwrap();
    let mut gives_up = Box::pin(context.lock("r"));
    let pending = std::future::poll_fn(|cx| Poll::Ready(gives_up.as_mut().poll(cx).is_pending()));
    assert!(pending.await);
    drop(held);
    let mut changes = context.changes().unwrap();
    assert!(context.claim(&serving(), 1).await.unwrap().is_empty());
    drop(gives_up);
    let claimed = async {
        loop {
            changes.next().await;
            if !context.claim(&serving(), 1).await.unwrap().is_empty() {
                return;
            }
        }
    };
    let claimed = timeout(Duration::from_secs(60), claimed).await;
    claimed.expect("those who follow are told");
}

/// A wait that is dropped while the lock is being taken does not keep it.
pub async fn whoever_gives_up_what_is_being_taken_leaves_it_free(fixture: &impl Fixture) {
    let (here, there) = (fixture.open(), fixture.open());
    let mut gives_up = Box::pin(here.lock("r"));
    let _ = std::future::poll_fn(|cx| Poll::Ready(gives_up.as_mut().poll(cx))).await;
    drop(gives_up);
    drop(here.lock("r").await.unwrap());
    let mut gives_up = Box::pin(here.try_lock("r"));
    let _ = std::future::poll_fn(|cx| Poll::Ready(gives_up.as_mut().poll(cx))).await;
    drop(gives_up);
    drop(there.lock("r").await.unwrap());
}

/// A store that is opened twice has one lock for each run.
pub async fn a_store_opened_twice_has_one_lock(fixture: &impl Fixture) {
    let (here, there) = (fixture.open(), fixture.open());
    let held = here.lock("r").await.unwrap();
    assert!(there.try_lock("r").await.unwrap().is_none());
    let mut changes = there.changes().unwrap();
    drop(held);
    loop {
        if there.try_lock("r").await.unwrap().is_some() {
            return;
        }
        changes.next().await;
    }
}
