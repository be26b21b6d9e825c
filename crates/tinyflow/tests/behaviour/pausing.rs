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
