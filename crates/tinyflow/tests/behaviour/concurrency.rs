//! Several actions of one step at once, and handles that outlive what they belong to.

use std::sync::{Arc, Mutex};

use tinyflow::{SimpleContext, StepError, WorkflowRuntime, end, json, next};
use tokio::sync::{Barrier, oneshot};

use crate::single_step::{Run, Step, single_step};

#[tokio::test]
async fn actions_of_one_step_may_run_at_the_same_time() {
    let workflow = single_step(|run| {
        Box::pin(async move {
            let (left, right) = tokio::join!(
                run.with_action("left", async |_| Ok(1)),
                run.with_action("right", async |_| Ok(2)),
            );
            let sum = left? + right?;
            run.action("sum", async |_, _| Ok(json!({ "sum": sum })))
                .await?;
            end()
        })
    });
    let runtime = WorkflowRuntime::new(SimpleContext::new(), workflow);
    let result = runtime.run("r", json!({})).await.unwrap();
    assert_eq!(result.to_string(), r#"run r finished: {"sum":3}"#);
}

#[tokio::test]
async fn what_two_actions_change_at_the_same_time_is_merged_and_conflicts_are_logged() {
    let workflow = single_step(|run| {
        Box::pin(async move {
            let both = Barrier::new(2);
            let set = |field: &'static str| {
                let both = &both;
                async move |_, mut state: tinyflow::Value| {
                    both.wait().await;
                    state[field] = json!(field);
                    state["last"] = json!(field);
                    Ok(state)
                }
            };
            let (left, right) = tokio::join!(
                run.action("left", set("left")),
                run.action("right", set("right")),
            );
            left.and(right)?;
            end()
        })
    });
    let runtime = WorkflowRuntime::new(SimpleContext::new(), workflow);
    let result = runtime.run("r", json!({ "last": null })).await.unwrap();
    let state = result.state();
    assert_eq!(
        (&state["left"], &state["right"]),
        (&json!("left"), &json!("right"))
    );
    let logs = runtime.snapshot("r").await.unwrap().logs;
    let conflicts = logs.iter().filter(|entry| entry.kind == "merge_conflict");
    let conflicts: Vec<_> = conflicts.map(|entry| &entry.values).collect();
    let lost = ["left", "right"]
        .into_iter()
        .find(|field| state["last"] != *field);
    let expected = json!({ "field": "last", "kept": state["last"], "lost": lost });
    assert_eq!(conflicts, [&expected]);
}

#[tokio::test]
async fn an_action_that_comes_back_after_its_step_changes_nothing() {
    let slow = Arc::new(Mutex::new(None));
    let started = Arc::clone(&slow);
    let workflow = single_step(move |run| {
        let started = Arc::clone(&started);
        Box::pin(async move {
            let (answer, asked) = oneshot::channel();
            let (begun, beginning) = oneshot::channel();
            let run: Run<_> = run.clone();
            let late = tokio::spawn(async move {
                run.action("slow", |_, _| async move {
                    begun.send(()).map_err(|()| std::io::Error::other("gone"))?;
                    Ok(asked.await?)
                })
                .await
            });
            beginning.await.map_err(StepError::other)?;
            *started.lock().expect("no test panics in here") = Some((answer, late));
            next(Step::Done)
        })
    });
    let runtime = WorkflowRuntime::new(SimpleContext::new(), workflow);
    let result = runtime.run("r", json!({})).await.unwrap();
    assert!(result.is_finished());

    let (answer, late) = slow.lock().unwrap().take().unwrap();
    answer.send(json!({ "late": true })).unwrap();
    let error = late.await.unwrap().unwrap_err();

    assert!(matches!(error, StepError::TooLate { .. }));
    assert_eq!(runtime.snapshot("r").await.unwrap().state, json!({}));
}

#[tokio::test]
async fn a_handle_that_outlives_its_run_stores_nothing() {
    let kept = Arc::new(Mutex::new(None));
    let keeper = Arc::clone(&kept);
    let workflow = single_step(move |run| {
        *keeper.lock().expect("no test panics in here") = Some(run.clone());
        Box::pin(async { end() })
    });
    let runtime = WorkflowRuntime::new(SimpleContext::new(), workflow);
    let _ = runtime.run("r", json!({})).await.unwrap();
    let stored = runtime.snapshot("r").await.unwrap();

    let run: Run<_> = kept.lock().unwrap().take().unwrap();
    let late = run.action("late", async |_, _| Ok(json!({ "late": true })));
    let error = late.await.unwrap_err();

    assert!(matches!(error, StepError::NotSaved { .. }));
    assert_eq!(runtime.snapshot("r").await.unwrap(), stored);
}
