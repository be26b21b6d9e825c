//! A value that JSON would change is refused when it is cached.

use std::collections::BTreeMap;
use std::error::Error;

use serde::{Deserialize, Serialize};
use tinyflow::{RunResult, RuntimeError, SimpleContext, StepError, WorkflowRuntime, end, json};

use crate::single_step::{single_step, with_state};

#[derive(Clone, Debug, Serialize, Deserialize)]
struct Reading {
    celsius: f64,
}

#[tokio::test]
async fn a_number_that_is_not_finite_is_refused_wherever_it_stands() {
    assert_eq!(refusal(f64::NAN).await, "JSON has no number NaN");
    assert_eq!(refusal(f32::INFINITY).await, "JSON has no number inf");
    let nested = vec![Some(BTreeMap::from([("a", (1, f64::NEG_INFINITY))]))];
    assert_eq!(refusal(nested).await, "JSON has no number -inf");
    let celsius = f64::NAN;
    assert_eq!(refusal(Reading { celsius }).await, "JSON has no number NaN");
}

#[tokio::test]
async fn a_map_key_that_no_text_stands_for_is_refused() {
    let paired = BTreeMap::from([((1, 2), "pair")]);
    assert_eq!(refusal(paired).await, "key must be a string");
}

#[tokio::test]
async fn a_state_that_an_action_makes_is_checked_and_the_old_one_stays() {
    let workflow = with_state(|run| {
        Box::pin(async move {
            let celsius = f64::NAN;
            run.action("measure", async |_, _| Ok(Reading { celsius }))
                .await?;
            end()
        })
    });
    let runtime = WorkflowRuntime::new(SimpleContext::new(), workflow);
    let result = runtime.run("r", Reading { celsius: 20.5 }).await.unwrap();
    assert_eq!(result.state().celsius, 20.5);
    assert!(matches!(
        result,
        RunResult::Failed {
            error: StepError::NotJson { .. },
            ..
        }
    ));
    let stored = runtime.snapshot("r").await.unwrap();
    assert_eq!(stored.state, json!({ "celsius": 20.5 }));
}

#[tokio::test]
async fn a_first_state_that_is_not_json_starts_no_run() {
    let workflow = with_state(|_| Box::pin(async { end() }));
    let runtime = WorkflowRuntime::new(SimpleContext::new(), workflow);
    let celsius = f64::NAN;
    let error = runtime.run("r", Reading { celsius }).await.unwrap_err();
    assert!(matches!(error, RuntimeError::StateNotJson { .. }));
    let error = runtime.snapshot("r").await.unwrap_err();
    assert!(matches!(error, RuntimeError::RunNotFound { .. }));
}

/// What is said about a value that an action must not cache.
async fn refusal<T: Serialize + Clone + Send + Sync + 'static>(value: T) -> String {
    let workflow = single_step(move |run| {
        let value = value.clone();
        Box::pin(async move {
            run.with_action("value", async |_| Ok(Written(value)))
                .await?;
            end()
        })
    });
    let runtime = WorkflowRuntime::new(SimpleContext::new(), workflow);
    match runtime
        .run("r", json!({}))
        .await
        .expect("memory does not fail")
    {
        RunResult::Failed {
            error: error @ StepError::NotJson { .. },
            ..
        } => {
            let source = error.source().expect("it says what is wrong");
            source.to_string()
        }
        other => panic!("{other} should have failed"),
    }
}

/// A value that is only written in these tests, never read back.
#[derive(Serialize)]
#[serde(transparent)]
struct Written<T>(T);

impl<'de, T> Deserialize<'de> for Written<T> {
    fn deserialize<D: serde::Deserializer<'de>>(_: D) -> Result<Self, D::Error> {
        Err(serde::de::Error::custom("nothing was cached"))
    }
}
