//! Every result is cached, whatever it is, and a key stands for one action in a pass.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use serde::{Deserialize, Serialize, de::DeserializeOwned};
use tinyflow::{
    RunResult, SimpleContext, StepError, WorkflowRuntime, end, json, next, pause, repeat,
};

use crate::single_step::{Run, Step, single_step, with_state};

#[tokio::test]
async fn results_that_look_like_nothing_are_cached() {
    assert_runs_once(Option::<u32>::None).await;
    assert_runs_once(()).await;
    assert_runs_once(false).await;
    assert_runs_once(0_u32).await;
    assert_runs_once(String::new()).await;
    assert_runs_once(Vec::<u8>::new()).await;
}

#[tokio::test]
async fn states_that_look_like_nothing_are_cached() {
    assert_made_once(Option::<u32>::None).await;
    assert_made_once(()).await;
    assert_made_once(false).await;
    assert_made_once(0_u32).await;
    assert_made_once(String::new()).await;
}

/// The same as [`assert_runs_once`] for an action that gives the state.
async fn assert_made_once<T>(state: T)
where
    T: tinyflow::WorkflowState + PartialEq,
{
    let calls = Arc::new(AtomicU32::new(0));
    let counted = Arc::clone(&calls);
    let workflow = with_state(move |run: &Run<T>| {
        let calls = Arc::clone(&counted);
        Box::pin(async move {
            run.action("clear", async |_, state| {
                calls.fetch_add(1, Ordering::SeqCst);
                Ok(state)
            })
            .await?;
            pause()
        })
    });
    let runtime = WorkflowRuntime::new(SimpleContext::new(), workflow);
    let _ = runtime
        .run("r", state.clone())
        .await
        .expect("memory stores");
    let again = runtime.resume("r").await.expect("memory stores");
    assert!(*again.state() == state);
    assert_eq!(calls.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn maps_with_keys_that_are_written_as_texts_come_back_as_they_were() {
    assert_runs_once(BTreeMap::from([(7, "seven".to_owned())])).await;
    assert_runs_once(BTreeMap::from([(true, 1)])).await;
}

#[tokio::test]
async fn numbers_come_back_as_they_were() {
    for number in [0, -1, 42, 999_999_999_999_999_999, i64::MAX, i64::MIN] {
        assert_runs_once(number).await;
    }
    assert_runs_once(u64::MAX).await;
    assert_runs_once(-10_i128.pow(18)).await;
    for number in [1.0, -0.0, 0.1, 1e300, f64::MIN_POSITIVE] {
        assert_runs_once(Bits(number)).await;
    }
}

/// A number that is another one if its sign or its last bit differs.
#[derive(Clone, Copy, Serialize, Deserialize)]
struct Bits(f64);

impl PartialEq for Bits {
    fn eq(&self, other: &Self) -> bool {
        self.0.to_bits() == other.0.to_bits()
    }
}

/// Pauses after the action, resumes, and counts its calls.
async fn assert_runs_once<T>(value: T)
where
    T: Serialize + DeserializeOwned + PartialEq + Clone + Send + Sync + 'static,
{
    let calls = Arc::new(AtomicU32::new(0));
    let counted = Arc::clone(&calls);
    let workflow = single_step(move |run| {
        let (calls, value) = (Arc::clone(&counted), value.clone());
        Box::pin(async move {
            let task = async |_| {
                calls.fetch_add(1, Ordering::SeqCst);
                Ok(value.clone())
            };
            if run.with_action("value", task).await? != value {
                return Err(StepError::other("the cache gave another value"));
            }
            pause()
        })
    });
    let runtime = WorkflowRuntime::new(SimpleContext::new(), workflow);
    let first = runtime.run("r", json!({})).await.expect("memory stores");
    let second = runtime.resume("r").await.expect("memory stores");
    assert!(matches!(first, RunResult::NeedsResume { .. }));
    assert!(matches!(second, RunResult::NeedsResume { .. }));
    assert_eq!(calls.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn a_step_that_repeats_runs_its_actions_again_and_leaves_nothing_behind() {
    let workflow = single_step(|run| {
        Box::pin(async move {
            let count = async |_, state: tinyflow::Value| {
                let rounds = state["rounds"].as_u64().unwrap_or_default() + 1;
                Ok(json!({ "rounds": rounds }))
            };
            run.action("count", count).await?;
            if run.state()["rounds"] == 3 {
                return next(Step::Done);
            }
            repeat()
        })
    });
    let runtime = WorkflowRuntime::new(SimpleContext::new(), workflow);
    let result = runtime.run("r", json!({})).await.unwrap();
    assert!(result.is_finished());
    assert_eq!(*result.state(), json!({ "rounds": 3 }));
    let stored = runtime.snapshot("r").await.unwrap();
    assert_eq!(json!(stored.cache), json!({ "_seq": 3 }));
}

#[tokio::test]
async fn a_key_used_twice_in_one_pass_is_an_error() {
    let workflow = single_step(|run| {
        Box::pin(async move {
            run.with_action("pay", async |_| Ok(1)).await?;
            run.action("pay", async |_, state| Ok(state)).await?;
            end()
        })
    });
    let runtime = WorkflowRuntime::new(SimpleContext::new(), workflow);
    let error = failure(runtime.run("r", json!({})).await.unwrap());
    assert!(matches!(&error, StepError::KeyUsedTwice { action, .. } if action == "pay"));
    assert_eq!(
        error.to_string(),
        "the key `pay` is used twice in step `Work` of run `r`"
    );
}

#[tokio::test]
async fn an_action_and_a_change_do_not_share_a_key() {
    let calls = Arc::new(AtomicU32::new(0));
    let counted = Arc::clone(&calls);
    let workflow = single_step(move |run| {
        let calls = Arc::clone(&counted);
        Box::pin(async move {
            let pay = async |_| Ok(calls.fetch_add(1, Ordering::SeqCst));
            run.with_action("pay", pay).await?;
            run.change("pay", |state| *state = json!("paid"))?;
            end()
        })
    });
    let runtime = WorkflowRuntime::new(SimpleContext::new(), workflow);
    for result in [
        runtime.run("r", json!({})).await.unwrap(),
        runtime.resume("r").await.unwrap(),
    ] {
        let error = failure(result);
        assert!(matches!(&error, StepError::KeyUsedTwice { action, .. } if action == "pay"));
    }
    assert_eq!(calls.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn an_action_may_be_called_like_a_wait() {
    let workflow = single_step(|run| {
        Box::pin(async move {
            run.with_action("timer:nap", async |_| Ok(1)).await?;
            run.with_action("event:ask", async |_| Ok(2)).await?;
            let nap = run.wait_for_ms("nap", 0);
            let ask = run.wait_for_event::<u32>("ask", ());
            assert!(nap.is_pending() && ask.is_pending());
            end()
        })
    });
    let runtime = WorkflowRuntime::new(SimpleContext::new(), workflow);
    let result = runtime.run("r", json!({})).await.unwrap();
    assert!(result.is_finished(), "{result}");
}

/// As where a later version of a workflow asks for the value of what was applied.
#[tokio::test]
async fn a_result_that_became_the_state_is_a_result_all_the_same() {
    let snapshot = json!({
        "step": "Work",
        "state": 5,
        "cache": { "0:Work:pay": 5, "0:Work:__applied__:pay": true },
    });
    let workflow = single_step(|run| {
        Box::pin(async move {
            let paid: u32 = run
                .with_action("pay", async |_| panic!("it was paid"))
                .await?;
            run.change("keep", |state| *state = json!([state, paid]))?;
            end()
        })
    });
    let runtime = WorkflowRuntime::new(SimpleContext::new(), workflow);
    let snapshot = serde_json::from_value(snapshot).unwrap();
    runtime.import("r", snapshot).await.unwrap();
    let result = runtime.resume("r").await.unwrap();
    assert_eq!(result.to_string(), "run r finished: [5,5]");
}

#[tokio::test]
async fn a_step_that_names_itself_keeps_its_cache_and_may_use_its_keys_again() {
    let calls = Arc::new(AtomicU32::new(0));
    let passes = Arc::new(AtomicU32::new(0));
    let counted = (Arc::clone(&calls), Arc::clone(&passes));
    let workflow = single_step(move |run| {
        let (calls, passes) = counted.clone();
        Box::pin(async move {
            let task = async |_| Ok(calls.fetch_add(1, Ordering::SeqCst));
            run.with_action("once", task).await?;
            // A wait's key, were it not an action's.
            run.with_action("timer:once", async |_| {
                Ok(calls.fetch_add(1, Ordering::SeqCst))
            })
            .await?;
            let pass = passes.fetch_add(1, Ordering::SeqCst);
            next(if pass < 2 { Step::Work } else { Step::Done })
        })
    });
    let runtime = WorkflowRuntime::new(SimpleContext::new(), workflow);

    let result = runtime.run("r", json!({})).await.unwrap();

    assert!(result.is_finished());
    assert_eq!(passes.load(Ordering::SeqCst), 3);
    assert_eq!(calls.load(Ordering::SeqCst), 2);
    let snapshot = runtime.snapshot("r").await.unwrap();
    assert_eq!(snapshot.cache["_seq"], json!(1));
    let moves = snapshot
        .logs
        .iter()
        .filter(|entry| entry.kind == "transition");
    assert_eq!(moves.count(), 1);
}

#[tokio::test]
async fn keys_of_the_engine_are_refused() {
    let workflow = single_step(|run| {
        Box::pin(async move {
            run.with_action("__applied__:x", async |_| Ok(1)).await?;
            end()
        })
    });
    let runtime = WorkflowRuntime::new(SimpleContext::new(), workflow);
    let error = failure(runtime.run("r", json!({})).await.unwrap());
    assert!(matches!(&error, StepError::ReservedKey { action, .. } if action == "__applied__:x"));
}

fn failure<State: std::fmt::Debug>(result: RunResult<State>) -> StepError {
    match result {
        RunResult::Failed { error, .. } => error,
        other => panic!("{other:?} should have failed"),
    }
}
