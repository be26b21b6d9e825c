//! Workers, beyond what they do for every context.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, AtomicUsize, Ordering};

use tinyflow::{Clock, SimpleContext, Worker, WorkflowRuntime, end, json};
use tokio::sync::Barrier;

use crate::single_step::single_step;

/// Its time stands still. It counts those who wait for another.
#[derive(Clone, Default)]
struct Sleepers(Arc<AtomicU32>);

impl Clock for Sleepers {
    fn now_ms(&self) -> i64 {
        0
    }

    fn sleep_until(&self, _: i64) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        self.0.fetch_add(1, Ordering::SeqCst);
        Box::pin(std::future::pending())
    }
}

#[tokio::test]
async fn one_whose_handle_nobody_keeps_sleeps_until_something_is_due() {
    let workflow = single_step(|run| {
        Box::pin(async move {
            run.wait_for_ms("nap", 1_000).await?;
            end()
        })
    });
    let sleepers = Sleepers::default();
    let context = SimpleContext::with_clock(sleepers.clone());
    let runtime = WorkflowRuntime::new(context, workflow).with_clock(sleepers.clone());
    let _ = runtime.run("r", json!({})).await.unwrap();
    drop(runtime.start());
    for _ in 0..1_000 {
        tokio::task::yield_now().await;
    }
    assert_eq!(sleepers.0.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn as_many_runs_as_the_limit_says_are_executed_at_once_and_no_more() {
    const LIMIT: usize = 3;
    // Whoever is here waits until there are as many: with fewer, nobody would ever go on.
    let all_here = Arc::new(Barrier::new(LIMIT));
    let (here, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let (count, seen) = (Arc::clone(&here), Arc::clone(&most));
    let workflow = single_step(move |run| {
        let (all_here, here, most) = (all_here.clone(), here.clone(), most.clone());
        Box::pin(async move {
            most.fetch_max(here.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
            all_here.wait().await;
            let stored = run.action("work", async |_, state| Ok(state)).await;
            here.fetch_sub(1, Ordering::SeqCst);
            stored?;
            end()
        })
    });
    let runtime = WorkflowRuntime::new(SimpleContext::new(), workflow);
    let client = runtime.client();
    for number in 0..LIMIT * 5 {
        let run_id = format!("r{number}");
        client.start(&run_id, json!({})).await.unwrap();
    }
    let worker = Worker::new(&runtime).with_limit(LIMIT).start();
    for number in 0..LIMIT * 5 {
        let ended = client.wait_for_end(&format!("r{number}")).await.unwrap();
        assert!(ended.is_end());
    }
    worker.shutdown().await;
    assert_eq!(seen.load(Ordering::SeqCst), LIMIT);
    assert_eq!(count.load(Ordering::SeqCst), 0);
}
