//! A run that goes on by its timers without a worker, in a context that knows of none.

use std::pin::Pin;

use tinyflow::{Clock, ManualClock, RunResult, WorkflowRuntime, end, json, next, repeat};

use crate::own_context::History;
use crate::single_step::{Step, single_step};

/// Its time passes as soon as somebody waits for it.
struct Jumping(ManualClock);

impl Clock for Jumping {
    fn now_ms(&self) -> i64 {
        self.0.now_ms()
    }

    fn sleep_until(&self, at_ms: i64) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        self.0.set(at_ms);
        Box::pin(std::future::ready(()))
    }
}

#[tokio::test]
async fn it_goes_on_until_it_waits_for_something_else() {
    let workflow = single_step(|run| {
        Box::pin(async move {
            let ticks = run.state().as_u64().unwrap_or_default();
            if ticks == 2 {
                run.wait_for_event::<()>("stop", ()).await?;
                return next(Step::Done);
            }
            run.wait_for_ms("tick", 86_400_000).await?;
            run.change("count", |state| *state = json!(ticks + 1))?;
            repeat()
        })
    });
    let clock = ManualClock::new(0);
    let runtime =
        WorkflowRuntime::new(History::default(), workflow).with_clock(Jumping(clock.clone()));

    let began = runtime.run("r", json!(0)).await.unwrap();
    let asking = runtime.schedule_next_run(began).await.unwrap();

    assert_eq!(clock.now_ms(), 2 * 86_400_000);
    assert_eq!(asking.state(), &json!(2));
    let [wait] = asking.pending() else {
        panic!("it asks: {asking}");
    };
    let id = wait.resume_id().to_owned();
    let again = runtime.schedule_next_run(asking).await.unwrap();
    assert_eq!(again.pending().len(), 1);
    let ended = runtime.resume_with("r", &id, json!(null)).await.unwrap();
    let ended = runtime.schedule_next_run(ended).await.unwrap();
    assert!(ended.is_finished());
}

#[tokio::test]
async fn it_stops_where_a_step_fails() {
    let workflow = single_step(|run| {
        Box::pin(async move {
            run.wait_for_ms("tick", 1_000).await?;
            run.with_action::<(), _, _>("fail", async |_| Err(std::fmt::Error.into()))
                .await?;
            end()
        })
    });
    let runtime =
        WorkflowRuntime::new(History::default(), workflow).with_clock(Jumping(ManualClock::new(0)));
    let began = runtime.run("r", json!(0)).await.unwrap();
    let failed = runtime.schedule_next_run(began).await.unwrap();
    assert!(matches!(failed, RunResult::Failed { .. }), "{failed}");
}
