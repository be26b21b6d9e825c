//! Events that a wait was given and that nobody has read: other waits of the step have them.

use serde::{Deserialize, Serialize};
use tinyflow::{
    Context, DurableState, FlowId, ManualClock, SimpleContext, StepResult, Value, Wait, Workflow,
    WorkflowRuntime, end, fork, json, next,
};
use tokio::sync::Notify;
use tokio::task::yield_now;

use crate::single_step::{Outcome, Run, Step, single_step};
use crate::soon::soon;

/// Which events a step hears in its later waits, after two that were for its first ones. By then
/// the state is `"later"`, and a second is over.
async fn heard_later<F>(lose: F) -> Value
where
    F: Fn(&Run<Value>) -> Outcome<'_> + Send + Sync,
{
    let clock = ManualClock::new(0);
    let runtime = WorkflowRuntime::new(SimpleContext::new(), single_step(lose));
    let runtime = runtime.with_clock(clock.clone());
    let _ = runtime.run("r", json!(null)).await.expect("it asks");
    let changed = runtime.with_transaction("r", |run| {
        run.state = json!("later");
        Ok::<_, std::fmt::Error>(())
    });
    changed.await.expect("nobody executes it");
    let runs = runtime.runs();
    for event in [1, 2] {
        let sent = runs.send_event("r", "Work", json!(event), None);
        sent.await.expect("it is not over");
    }
    clock.set(1_000);
    let ended = runtime.resume("r").await.expect("it goes on");
    ended.state().clone()
}

async fn hear_later(run: &Run<Value>) -> StepResult<Step> {
    let first = run.wait_for_event::<u32>("first", ()).await?;
    let second = run.wait_for_event::<u32>("second", ()).await?;
    run.change("keep", |state| *state = json!([first, second]))?;
    end()
}

fn asks<const N: usize>(run: &Run<Value>, keys: [&str; N]) -> [Wait<u32>; N] {
    keys.map(|key| run.wait_for_event(key, ()))
}

#[tokio::test]
async fn events_that_came_second_keep_their_order() {
    let in_one_race = heard_later(|run| {
        Box::pin(async move {
            let late = run.wait_for_ms("late", 1_000).map(|_| 0);
            let [a, b, c] = asks(run, ["a", "b", "c"]);
            run.race([late, a, b, c]).await?;
            hear_later(run).await
        })
    });
    assert_eq!(in_one_race.await, json!([1, 2]));
    let for_all_of_several = heard_later(|run| {
        Box::pin(async move {
            let late = run.wait_for_ms("late", 1_000).map(|_| Vec::new());
            let both = run.all(asks(run, ["a", "b"]));
            run.race([late, both]).await?;
            hear_later(run).await
        })
    });
    assert_eq!(for_all_of_several.await, json!([1, 2]));
}

#[tokio::test]
async fn events_keep_their_order_where_the_step_names_itself_without_reading_them() {
    let heard = heard_later(|run| {
        Box::pin(async move {
            match run.shared_state().as_str() {
                None => {
                    run.all(asks(run, ["a", "b"])).await?;
                    end()
                }
                Some("later") => {
                    run.change("go", |state| *state = json!("now"))?;
                    next(Step::Work)
                }
                Some(_) => hear_later(run).await,
            }
        })
    });
    assert_eq!(heard.await, json!([1, 2]));
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
enum Place {
    Start,
    Desk,
    Cellar,
    Clock,
    Closed,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Office {
    is_noon: bool,
    heard: Vec<String>,
}

/// Two clerks at one desk, of whom the first goes at noon.
struct Clerks {
    goes_to: Place,
    ticking: Notify,
    noon: Notify,
    past_noon: Notify,
    closing: Notify,
}

impl Workflow for Clerks {
    type Step = Place;
    type State = Office;

    fn flow(&self) -> FlowId {
        FlowId::new("clerks", "1.0.0")
    }

    fn begin(&self) -> Place {
        Place::Start
    }

    async fn execute(&self, step: Place, run: &DurableState<Place, Office>) -> StepResult<Place> {
        match step {
            Place::Start => fork([
                ("first", Place::Desk),
                ("second", Place::Desk),
                ("clock", Place::Clock),
            ])
            .join(Place::Closed),
            Place::Desk => {
                if run.shared_state().is_noon {
                    run.change("notice", |office| office.is_noon = false)?;
                    // The other looks at the desk meanwhile, and waits on.
                    run.with_action("pack", async |_| {
                        yield_now().await;
                        Ok(())
                    })
                    .await?;
                    return next(self.goes_to);
                }
                let heard: String = run.wait_for_event("visitor", ()).await?;
                run.change("note", |office| office.heard.push(heard))?;
                next(Place::Closed)
            }
            Place::Clock => {
                run.with_action("tick", async |_| {
                    self.ticking.notify_one();
                    self.noon.notified().await;
                    Ok(())
                })
                .await?;
                run.change("strike", |office| office.is_noon = true)?;
                run.with_action("tock", async |_| {
                    self.past_noon.notify_one();
                    self.closing.notified().await;
                    Ok(())
                })
                .await?;
                next(Place::Closed)
            }
            Place::Cellar => next(Place::Closed),
            Place::Closed => end(),
        }
    }
}

/// A visitor comes for the first clerk, who goes without having looked up.
#[tokio::test]
async fn another_branch_at_the_step_has_the_event_that_one_leaves_unread() {
    for goes_to in [Place::Cellar, Place::Closed] {
        let clerks = Clerks {
            goes_to,
            ticking: Notify::new(),
            noon: Notify::new(),
            past_noon: Notify::new(),
            closing: Notify::new(),
        };
        let runtime = WorkflowRuntime::new(SimpleContext::new(), clerks);
        let office = runtime.workflow();
        let visiting = async {
            office.ticking.notified().await;
            office.noon.notify_one();
            office.past_noon.notified().await;
            let mut changes = runtime.context().changes().unwrap();
            let runs = runtime.runs();
            let visit = runs.send_event("r", "Desk", json!("Ada"), None);
            visit.await.unwrap();
            while runtime.query("r").await.unwrap().state.heard.is_empty() {
                changes.next().await;
            }
            office.closing.notify_one();
        };
        let running = runtime.run("r", Office::default());
        let (ended, ()) = soon(async { tokio::join!(running, visiting) }).await;
        assert_eq!(ended.unwrap().state().heard, ["Ada"]);
    }
}
