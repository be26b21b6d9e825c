//! Steps and transactions that would wait for themselves: they are told so at once.

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use futures_util::FutureExt;
use serde::{Deserialize, Serialize};
use tinyflow::{
    ActionOptions, DurableState, FlowId, ManualClock, RuntimeError, SimpleContext, StepResult,
    TaskError, TaskResult, Workflow, WorkflowRuntime, end,
};
use tokio::sync::Notify;

use crate::soon::soon;

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
enum Step {
    Work,
}

/// Whom a task asks for a run.
#[derive(Clone, Copy)]
enum Asking {
    Transaction,
    Resume,
    ResumeWith,
    Skip,
    Retry,
    Cancel,
    Exec,
    RetryOfRuns,
    WaitForEnd,
    /// A transaction in a task of its own.
    Spawned,
}

type Runtime = WorkflowRuntime<Working, SimpleContext>;

/// A workflow whose task asks for the run that its state names.
#[derive(Clone)]
struct Working {
    asking: Asking,
    runtime: Arc<OnceLock<Runtime>>,
    /// Told when a task of a task's own is about to ask.
    spawned: Arc<Notify>,
}

impl Workflow for Working {
    type Step = Step;
    type State = String;

    fn flow(&self) -> FlowId {
        FlowId::new("working", "1.0.0")
    }

    fn begin(&self) -> Step {
        Step::Work
    }

    async fn execute(&self, _: Step, run: &DurableState<Step, String>) -> StepResult<Step> {
        let options = ActionOptions::new().with_timeout(Duration::from_secs(20));
        let runtime = self.runtime.get().expect("it is set").clone();
        // Boxed, since a task that resumes a run is within itself otherwise.
        let spawned = Arc::clone(&self.spawned);
        let ask = |asked: String| -> std::pin::Pin<Box<dyn Future<Output = _> + Send>> {
            Box::pin(ask(self.asking, runtime, spawned, asked))
        };
        match self.asking {
            Asking::Spawned => {
                run.action_with("ask", &options, |_, asked| ask(asked))
                    .await?;
            }
            _ => run.action("ask", |_, asked| ask(asked)).await?,
        }
        end()
    }
}

async fn ask(
    asking: Asking,
    runtime: Runtime,
    spawned: Arc<Notify>,
    asked: String,
) -> TaskResult<String> {
    let outcome = match asking {
        Asking::Transaction => transaction(&runtime, &asked).await,
        Asking::Resume => runtime.resume(&asked).await.map(drop),
        Asking::ResumeWith => {
            let payload = tinyflow::json!(null);
            runtime.resume_with(&asked, "id", payload).await.map(drop)
        }
        Asking::Skip => runtime.skip(&asked, "id").await.map(drop),
        Asking::Retry => runtime.retry(&asked).await.map(drop),
        Asking::Cancel => runtime.cancel(&asked).await.map(drop),
        Asking::Exec => runtime.exec(&asked).await.map(drop),
        Asking::RetryOfRuns => runtime.runs().retry(&asked).await,
        Asking::WaitForEnd => runtime.client().wait_for_end(&asked).await.map(drop),
        Asking::Spawned => {
            let task = tokio::spawn(async move {
                spawned.notify_one();
                transaction(&runtime, &asked).await
            });
            task.await.expect("it does not panic")
        }
    };
    match outcome {
        Ok(()) => Ok(String::new()),
        Err(error) => Err(TaskError::permanent(error)),
    }
}

async fn transaction(runtime: &Runtime, asked: &str) -> Result<(), RuntimeError> {
    let change = |_: &mut _| Ok::<_, std::fmt::Error>(());
    runtime.with_transaction(asked, change).await
}

fn runtime(asking: Asking) -> Runtime {
    let workflow = Working {
        asking,
        runtime: Arc::default(),
        spawned: Arc::default(),
    };
    let context = SimpleContext::new();
    let runtime = WorkflowRuntime::new(context.clone(), workflow.clone());
    // Through another clone of the context, as in another part of the program.
    let of_task = WorkflowRuntime::new(context, workflow.clone());
    let _ = workflow.runtime.set(of_task);
    runtime
}

fn told(result: &tinyflow::RunResult<String>) -> String {
    result.to_string()
}

const TOLD: &str = "is in the hands of whoever would wait for it";

#[tokio::test]
async fn a_task_that_asks_for_its_own_run_is_told_at_once() {
    for asking in [
        Asking::Transaction,
        Asking::Resume,
        Asking::ResumeWith,
        Asking::Skip,
        Asking::Retry,
        Asking::Cancel,
        Asking::Exec,
        Asking::WaitForEnd,
    ] {
        let runtime = runtime(asking);
        let result = soon(runtime.run("r", "r".to_owned())).await.unwrap();
        assert!(told(&result).contains(TOLD), "{result}");
    }
}

#[tokio::test]
async fn a_failed_run_that_is_tried_again_does_not_wait_for_itself() {
    let runtime = runtime(Asking::RetryOfRuns);
    // There is nothing to try again yet.
    let result = soon(runtime.run("r", "nobody".to_owned())).await.unwrap();
    assert!(!told(&result).contains(TOLD), "{result}");
    let changed = runtime.with_transaction("r", |run| {
        run.state = "r".to_owned();
        Ok::<_, std::fmt::Error>(())
    });
    changed.await.unwrap();
    let result = soon(runtime.resume("r")).await.unwrap();
    assert!(told(&result).contains(TOLD), "{result}");
}

#[tokio::test]
async fn a_run_within_another_does_not_wait_for_that() {
    let runtime = runtime(Asking::Resume);
    runtime.create("inner", "outer".to_owned()).await.unwrap();
    let result = soon(runtime.run("outer", "inner".to_owned()))
        .await
        .unwrap();
    // The inner run has failed of it, and the outer one has only seen to its execution.
    assert!(result.is_finished(), "{result}");
    let inner = runtime.query("inner").await.unwrap().end.unwrap();
    assert!(inner.error.unwrap().contains(TOLD));
}

#[tokio::test]
async fn a_run_that_is_resumed_within_its_own_transaction_is_not_waited_for() {
    let runtime = runtime(Asking::Transaction);
    runtime.create("r", "nobody".to_owned()).await.unwrap();
    let changed = runtime.with_transaction("r", |_| match runtime.resume("r").now_or_never() {
        Some(resumed) => resumed.map(drop),
        None => panic!("it waits for itself"),
    });
    let refused = soon(changed).await.unwrap_err();
    assert!(
        matches!(&refused, RuntimeError::Refused { source, .. } if source.to_string().contains(TOLD))
    );
    // The lock is free again.
    assert!(soon(runtime.resume("r")).await.is_ok());
}

#[tokio::test]
async fn a_run_of_the_same_id_elsewhere_is_another() {
    let here = runtime(Asking::Transaction);
    let elsewhere = runtime(Asking::Transaction);
    elsewhere.create("r", String::new()).await.unwrap();
    let workflow = Working {
        asking: Asking::Transaction,
        runtime: Arc::new(OnceLock::from(elsewhere)),
        spawned: Arc::default(),
    };
    let runtime = WorkflowRuntime::new(here.context().clone(), workflow);
    let result = soon(runtime.run("r", "r".to_owned())).await.unwrap();
    assert!(result.is_finished(), "{result}");
}

#[tokio::test]
async fn a_task_of_its_own_waits_until_the_attempt_is_over() {
    let clock = ManualClock::new(0);
    let runtime = runtime(Asking::Spawned).with_clock(clock.clone());
    let spawned = Arc::clone(&runtime.workflow().spawned);
    let time = async {
        spawned.notified().await;
        clock.advance(Duration::from_secs(20));
    };
    let run = runtime.run("r", "r".to_owned());
    let (result, ()) = soon(async { tokio::join!(run, time) }).await;
    let message = told(&result.unwrap());
    assert!(message.contains("took longer than 20000 ms"), "{message}");
}
