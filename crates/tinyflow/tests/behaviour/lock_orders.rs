//! The lock of a run in memory, in every order in which those who want it may be executed from one
//! `await` to the next.
//!
//! `shuttle` executes the test once for each order; it also finds a lock that is never given.
//! Threads can meet between two `await`s, too: `locks` and the contract suite have them contend.

use std::collections::VecDeque;
use std::future::poll_fn;
use std::pin::pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::task::Poll;

use shuttle::future::{JoinHandle, block_on, spawn, yield_now};
use tinyflow::{Context, SimpleContext, WorkerContext};

/// Who has come and not been served, and who holds the lock.
#[derive(Default)]
struct Line {
    waiting: VecDeque<usize>,
    holder: Option<usize>,
}

async fn hold_once(context: SimpleContext, line: Arc<Mutex<Line>>, who: usize) {
    line.lock().expect("no task panics").waiting.push_back(who);
    let lock = context.lock("r").await.expect("memory does not fail");
    {
        let mut line = line.lock().expect("no task panics");
        assert_eq!(
            line.waiting.pop_front(),
            Some(who),
            "first come, first served"
        );
        assert_eq!(line.holder.replace(who), None, "one holds it at a time");
    }
    yield_now().await;
    line.lock().expect("no task panics").holder = None;
    drop(lock);
}

/// Comes, and goes again without having been served, or as soon as it is.
async fn give_up(context: SimpleContext) {
    let mut lock = pin!(context.lock("r"));
    poll_fn(|cx| {
        let _ = lock.as_mut().poll(cx);
        Poll::Ready(())
    })
    .await;
    yield_now().await;
}

/// Takes the lock if it is free, as a worker does.
async fn try_once(context: SimpleContext, line: Arc<Mutex<Line>>) {
    if let Some(lock) = context.try_lock("r").await.expect("memory does not fail") {
        assert_eq!(line.lock().expect("no task panics").holder.replace(4), None);
        yield_now().await;
        line.lock().expect("no task panics").holder = None;
        drop(lock);
    }
}

#[test]
fn all_are_served_in_their_order_while_one_gives_up() {
    in_every_order(|context, line| {
        let [second, third] = [2, 3].map(|who| hold_once(context.clone(), Arc::clone(&line), who));
        [spawn(second), spawn(third), spawn(give_up(context))]
    });
}

#[test]
fn one_who_tries_is_in_nobodys_way() {
    in_every_order(|context, line| {
        let [second, third] = [2, 3].map(|who| hold_once(context.clone(), Arc::clone(&line), who));
        [spawn(second), spawn(third), spawn(try_once(context, line))]
    });
}

/// Has one hold the lock while three others do what the test says, in every order.
fn in_every_order(
    others: impl Fn(SimpleContext, Arc<Mutex<Line>>) -> [JoinHandle<()>; 3] + Send + Sync + 'static,
) {
    let orders = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&orders);
    let one_order = move || {
        counted.fetch_add(1, Ordering::Relaxed);
        block_on(async {
            let (context, line) = (SimpleContext::new(), Arc::<Mutex<Line>>::default());
            let others = others(context.clone(), Arc::clone(&line));
            hold_once(context.clone(), line, 1).await;
            for other in others {
                other.await.expect("no task panics");
            }
            let is_free = context
                .try_lock("r")
                .await
                .expect("memory does not fail")
                .is_some();
            assert!(is_free, "nobody is left in the queue");
        });
    };
    shuttle::check_dfs(one_order, None);
    let orders = orders.load(Ordering::Relaxed);
    assert!(orders > 500, "{orders} orders");
}
