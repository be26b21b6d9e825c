//! Workers, beyond what they do for every context.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use tinyflow::{Clock, SimpleContext, WorkflowRuntime, end, json};

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
