//! A run that pauses without a timer stays where it is until it is resumed.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

use tinyflow::{RunResult, SimpleContext, WorkflowRuntime, json, next, pause};

use crate::single_step::{Step, single_step};

#[tokio::test]
async fn a_paused_step_starts_again_from_its_top() {
    let open = Arc::new(AtomicBool::new(false));
    let calls = Arc::new(AtomicU32::new(0));
    let seen = (Arc::clone(&open), Arc::clone(&calls));
    let workflow = single_step(move |run| {
        let (open, calls) = seen.clone();
        Box::pin(async move {
            run.add_log("looked", json!({}));
            run.action("ask", async |_, _| {
                Ok(json!({ "asked": calls.fetch_add(1, Ordering::SeqCst) + 1 }))
            })
            .await?;
            if !open.load(Ordering::SeqCst) {
                return pause();
            }
            next(Step::Done)
        })
    });
    let runtime = WorkflowRuntime::new(SimpleContext::new(), workflow);

    let paused = runtime.run("r", json!({})).await.unwrap();
    assert!(matches!(paused, RunResult::NeedsResume { .. }));
    assert_eq!(paused.to_string(), r#"run r paused: {"asked":1}"#);
    assert_eq!(runtime.snapshot("r").await.unwrap().run, None);

    open.store(true, Ordering::SeqCst);
    let result = runtime.resume("r").await.unwrap();
    assert!(result.is_finished());
    assert_eq!(calls.load(Ordering::SeqCst), 1);
    let logs = runtime.snapshot("r").await.unwrap().logs;
    let looked = logs.iter().filter(|entry| entry.kind == "looked");
    // The pass that starts again does not log it once more.
    assert_eq!(looked.count(), 1);
}

#[tokio::test]
async fn what_a_step_has_to_tidy_up_is_tidied_up_at_a_pause() {
    struct Tidy(Arc<AtomicU32>);

    impl Drop for Tidy {
        fn drop(&mut self) {
            self.0.fetch_add(1, Ordering::SeqCst);
        }
    }

    let tidied = Arc::new(AtomicU32::new(0));
    let seen = Arc::clone(&tidied);
    let workflow = single_step(move |run| {
        let tidy = Tidy(Arc::clone(&seen));
        Box::pin(async move {
            let _tidy = tidy;
            run.wait_for_event::<u32>("ask", ()).await?;
            next(Step::Done)
        })
    });
    let runtime = WorkflowRuntime::new(SimpleContext::new(), workflow);
    for passes in 1..=3 {
        let waiting = runtime.run(&format!("r{passes}"), json!({})).await.unwrap();
        assert_eq!(waiting.pending().len(), 1);
        assert_eq!(tidied.load(Ordering::SeqCst), passes);
    }
}
