//! Events that a wait was given and that nobody has read: other waits of the step have them.

use serde::{Deserialize, Serialize};
use tinyflow::{
    Context, DurableState, FlowId, SimpleContext, StepResult, Workflow, WorkflowRuntime, end, fork,
    json, next,
};
use tokio::sync::Notify;
use tokio::task::yield_now;

use crate::soon::soon;

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
