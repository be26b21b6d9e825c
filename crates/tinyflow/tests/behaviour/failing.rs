//! A step that fails leaves a run that can be looked at and tried again.

use std::error::Error;
use std::sync::atomic::{AtomicU32, Ordering};

use tinyflow::{
    ResolveError, RunResult, RunStatus, RuntimeError, SimpleContext, StepError, TaskError,
    WorkflowRuntime, end, json, present,
};

use crate::single_step::single_step;

#[tokio::test]
async fn a_failed_action_is_tried_again_and_the_ones_before_it_are_not() {
    static RESERVED: AtomicU32 = AtomicU32::new(0);
    static CHARGED: AtomicU32 = AtomicU32::new(0);
    let workflow = single_step(|run| {
        Box::pin(async move {
            let reserve = async |_| Ok(RESERVED.fetch_add(1, Ordering::SeqCst));
            run.with_action("reserve", reserve).await?;
            run.action("charge", async |_, _| {
                if CHARGED.fetch_add(1, Ordering::SeqCst) == 0 {
                    return Err(std::io::Error::other("gateway down").into());
                }
                Ok(json!({ "charged": true }))
            })
            .await?;
            end()
        })
    });
    let runtime = WorkflowRuntime::new(SimpleContext::new(), workflow);

    let failed = runtime.run("r", json!({})).await.unwrap();

    let message = "action `charge` failed in step `Work` of run `r`: gateway down";
    assert_eq!(failed.to_string(), format!("run r failed: {message}"));
    let RunResult::Failed { error, state, .. } = failed else {
        panic!("the charge was refused");
    };
    assert_eq!(state, json!({}));
    assert_eq!(error.source().unwrap().to_string(), "gateway down");
    assert!(matches!(
        error,
        StepError::Task {
            permanent: false,
            ..
        }
    ));
    let snapshot = runtime.snapshot("r").await.unwrap();
    let ended = snapshot.run.unwrap();
    assert_eq!(ended.status, RunStatus::Failed);
    assert_eq!(ended.error.as_deref(), Some(message));
    let last = snapshot.logs.last().unwrap();
    assert_eq!(last.kind, "action_error");
    assert_eq!(
        last.values,
        json!({ "key": "charge", "errorMessage": "gateway down", "counter": 0, "maxRetry": 1 })
    );

    let resumed = runtime.resume("r").await.unwrap();

    assert!(resumed.is_finished());
    assert_eq!(resumed.state(), &json!({ "charged": true }));
    assert_eq!(RESERVED.load(Ordering::SeqCst), 1);
    assert_eq!(CHARGED.load(Ordering::SeqCst), 2);
    let ended = runtime.snapshot("r").await.unwrap().run.unwrap();
    assert_eq!((ended.status, ended.error), (RunStatus::Finished, None));
}

#[derive(Debug, thiserror::Error)]
enum Trouble {
    #[error("cannot read the ledger: {0}")]
    Quoting(#[source] std::io::Error),
    #[error("disk full")]
    Quoted(#[source] std::io::Error),
    #[error("cannot write the ledger")]
    Plain(#[source] Box<Trouble>),
}

#[tokio::test]
async fn an_error_that_quotes_its_cause_is_stored_once() {
    type Make = fn(std::io::Error) -> Trouble;
    let causes: [(Make, &str); 3] = [
        (
            Trouble::Quoting,
            "cannot read the ledger: sector 7: disk full",
        ),
        (Trouble::Quoted, "sector 7: disk full"),
        (
            |cause| Trouble::Plain(Box::new(Trouble::Quoted(cause))),
            "cannot write the ledger: sector 7: disk full",
        ),
    ];
    for (trouble, said) in causes {
        let workflow = single_step(move |run| {
            Box::pin(async move {
                let cause = std::io::Error::other("sector 7: disk full");
                run.with_action::<(), _, _>("write", async |_| Err(trouble(cause).into()))
                    .await?;
                end()
            })
        });
        let runtime = WorkflowRuntime::new(SimpleContext::new(), workflow);
        let _ = runtime.run("r", json!({})).await.unwrap();
        let stored = runtime.snapshot("r").await.unwrap();
        let logged = &stored.logs.last().unwrap().values["errorMessage"];
        assert_eq!(logged, said);
        let error = stored.run.unwrap().error.unwrap();
        let place = "action `write` failed in step `Work` of run `r`";
        assert_eq!(error, format!("{place}: {said}"));
    }
}

#[tokio::test]
async fn an_answer_that_a_failing_step_was_given_is_kept() {
    static CHARGED: AtomicU32 = AtomicU32::new(0);
    let workflow = single_step(|run| {
        Box::pin(async move {
            let amount: u32 = run.wait_for_event("pay", ()).await?;
            run.action("charge", async |_, _| {
                if CHARGED.fetch_add(1, Ordering::SeqCst) == 0 {
                    return Err(TaskError::message("gateway down"));
                }
                Ok(json!(amount))
            })
            .await?;
            end()
        })
    });
    let runtime = WorkflowRuntime::new(SimpleContext::new(), workflow);
    let waiting = runtime.run("r", json!({})).await.unwrap();
    let id = waiting.pending()[0].resume_id();
    let failed = runtime.resume_with("r", id, json!(7)).await.unwrap();
    assert!(matches!(failed, RunResult::Failed { .. }), "{failed}");

    let again = runtime.resume_with("r", id, json!(8)).await.unwrap_err();
    assert!(
        matches!(
            &again,
            RuntimeError::Resolve(ResolveError::AlreadyAnswered { .. })
        ),
        "{again}"
    );
    let resumed = runtime.resume("r").await.unwrap();
    assert!(resumed.is_finished(), "{resumed}");
    assert_eq!(resumed.state(), &json!(7));
}

#[tokio::test]
async fn a_permanent_failure_says_so() {
    let workflow = single_step(|run| {
        Box::pin(async move {
            let task = async |_, _| Err(TaskError::permanent("card stolen"));
            run.action("charge", task).await?;
            end()
        })
    });
    let runtime = WorkflowRuntime::new(SimpleContext::new(), workflow);
    let result = runtime.run("r", json!({})).await.unwrap();
    let RunResult::Failed { error, .. } = result else {
        panic!("the card was stolen");
    };
    assert!(matches!(
        error,
        StepError::Task {
            permanent: true,
            ..
        }
    ));
}

#[tokio::test]
async fn a_decision_without_a_way_on_names_its_step_and_state() {
    let workflow = single_step(|run| Box::pin(async { Err(run.no_condition_holds()) }));
    let runtime = WorkflowRuntime::new(SimpleContext::new(), workflow);
    let result = runtime.run("r", json!({ "stock": 0 })).await.unwrap();
    assert_eq!(
        result.to_string(),
        r#"run r failed: no condition holds in step `Work` of run `r` for the state {"stock":0}"#
    );
}

#[tokio::test]
async fn reading_a_missing_value_names_the_path() {
    let workflow = single_step(|_| {
        Box::pin(async {
            let owner: Option<&str> = None;
            present(&owner, "state.owner")?;
            end()
        })
    });
    let runtime = WorkflowRuntime::new(SimpleContext::new(), workflow);
    let result = runtime.run("r", json!({})).await.unwrap();
    assert_eq!(
        result.to_string(),
        "run r failed: `state.owner` is read but has no value in step `Work` of run `r`"
    );
}

#[tokio::test]
async fn a_step_may_handle_a_failed_action() {
    let workflow = single_step(|run| {
        Box::pin(async move {
            let task = async |_| Err::<(), _>(TaskError::message("no answer"));
            if run.with_action("ask", task).await.is_err() {
                let task = async |_, _| Ok(json!({ "answered": false }));
                run.action("give_up", task).await?;
            }
            end()
        })
    });
    let runtime = WorkflowRuntime::new(SimpleContext::new(), workflow);
    let result = runtime.run("r", json!({})).await.unwrap();
    assert!(result.is_finished());
    assert_eq!(result.state(), &json!({ "answered": false }));
}

#[tokio::test]
async fn what_a_failing_step_has_half_changed_is_not_stored() {
    let workflow = single_step(|run| {
        Box::pin(async move {
            run.change("first", |state| state["first"] = json!(true))?;
            run.action("half", async |_, mut state: tinyflow::Value| {
                state["half"] = json!(true);
                Err(TaskError::message(format!("after {state}")))
            })
            .await?;
            end()
        })
    });
    let runtime = WorkflowRuntime::new(SimpleContext::new(), workflow);
    let _ = runtime.run("r", json!({})).await.unwrap();
    let stored = runtime.snapshot("r").await.unwrap();
    assert_eq!(stored.state, json!({ "first": true }));
}
