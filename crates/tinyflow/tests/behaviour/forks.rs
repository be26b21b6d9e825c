//! Parallel branches: they run side by side, meet or race, and are stopped and resumed.

use std::sync::Arc;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use tinyflow::{
    DurableState, FlowId, ManualClock, RunResult, SimpleContext, StepResult, SystemEntry, Workflow,
    WorkflowRuntime, end, fork, json, next,
};
use tokio::sync::Notify;

use crate::own_context::History;

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
enum Step {
    Start,
    Charge,
    Pack,
    Label,
    Nested,
    NestedA,
    NestedB,
    Ship,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Order {
    charged: Option<String>,
    packed: bool,
    labels: u32,
    shipped: bool,
    note: String,
}

/// A card is charged when somebody confirms; meanwhile the parcel is packed and labelled.
#[derive(Default)]
struct Ordering {
    race: bool,
    nested: bool,
    /// Packing takes until this is told, if it is there.
    packing: Option<Arc<Notify>>,
}

impl Workflow for Ordering {
    type Step = Step;
    type State = Order;

    fn flow(&self) -> FlowId {
        FlowId::new("ordering", "1.0.0")
    }

    fn begin(&self) -> Step {
        Step::Start
    }

    async fn execute(&self, step: Step, run: &DurableState<Step, Order>) -> StepResult<Step> {
        match step {
            Step::Start => {
                let second = if self.nested {
                    Step::Nested
                } else {
                    Step::Pack
                };
                let branches = fork([("charge", Step::Charge), ("pack", second)]);
                if self.race {
                    branches.race(Step::Ship)
                } else {
                    branches.join(Step::Ship)
                }
            }
            Step::Charge => {
                let receipt: String = run.wait_for_event("confirm", ()).await?;
                run.change("charged", |order| order.charged = Some(receipt))?;
                run.add_log("charged", json!({}));
                next(Step::Ship)
            }
            Step::Pack => {
                run.action("pack", async |_, mut order: Order| {
                    if let Some(packing) = &self.packing {
                        packing.notified().await;
                    }
                    order.packed = true;
                    order.note = "packed".to_owned();
                    Ok(order)
                })
                .await?;
                run.wait_for_ms("dry", 1_000).await?;
                next(Step::Label)
            }
            Step::Label | Step::NestedA | Step::NestedB => {
                run.change("label", |order| order.labels += 1)?;
                if step != Step::Label {
                    run.wait_for_ms("glue", 500).await?;
                    return next(Step::Pack);
                }
                next(Step::Ship)
            }
            Step::Nested => fork([("a", Step::NestedA), ("b", Step::NestedB)]).join(Step::Pack),
            Step::Ship => {
                run.action("ship", async |_, mut order: Order| {
                    order.shipped = true;
                    Ok(order)
                })
                .await?;
                end()
            }
        }
    }
}

fn runtime(workflow: Ordering) -> (WorkflowRuntime<Ordering, History>, ManualClock) {
    let clock = ManualClock::new(1_000);
    let runtime = WorkflowRuntime::new(History::default(), workflow);
    (runtime.with_clock(clock.clone()), clock)
}

fn confirm_id(waits: &[SystemEntry]) -> String {
    let confirm = waits.iter().find(|wait| wait.resume_after().is_none());
    confirm
        .expect("somebody is to confirm")
        .resume_id()
        .to_owned()
}

#[tokio::test]
async fn branches_meet_when_all_have_arrived() {
    let (runtime, clock) = runtime(Ordering::default());
    let waiting = runtime.run("r", Order::default()).await.unwrap();
    // Both branches wait, and both waits are told.
    assert_eq!(waiting.pending().len(), 2);
    assert!(waiting.state().packed);
    let snapshot = runtime.snapshot("r").await.unwrap();
    assert_eq!(snapshot.step, "Start");
    assert_eq!(
        snapshot.cache["0:Start:__branch__:pack"],
        json!({ "step": "Pack", "seq": 0, "done": false })
    );

    clock.advance(Duration::from_secs(1));
    let waiting = runtime.resume("r").await.unwrap();
    assert_eq!(waiting.state().labels, 1);
    let id = confirm_id(waiting.pending());
    let result = runtime
        .resume_with("r", &id, json!("receipt"))
        .await
        .unwrap();

    assert!(result.is_finished());
    let expected = Order {
        charged: Some("receipt".to_owned()),
        packed: true,
        labels: 1,
        shipped: true,
        note: "packed".to_owned(),
    };
    assert_eq!(result.state(), &expected);
    let snapshot = runtime.snapshot("r").await.unwrap();
    assert!(!snapshot.cache.keys().any(|key| key.contains("__branch__")));
    assert_eq!(snapshot.cache["_seq"], json!(1));
    let charged = snapshot.logs.iter().find(|entry| entry.kind == "charged");
    assert_eq!(
        charged.unwrap().values,
        json!({ "branch": "0:Start/charge" })
    );
}

#[tokio::test]
async fn the_first_to_arrive_wins_a_race() {
    let (runtime, clock) = runtime(Ordering {
        race: true,
        ..Ordering::default()
    });
    let _ = runtime.run("r", Order::default()).await.unwrap();
    clock.advance(Duration::from_secs(1));
    let result = runtime.resume("r").await.unwrap();
    assert!(result.is_finished());
    assert_eq!(result.state().charged, None);
    assert!(result.state().packed && result.state().shipped);
    assert!(runtime.snapshot("r").await.unwrap().system.is_empty());
}

#[tokio::test]
async fn a_branch_whose_timer_ends_goes_on_while_another_works() {
    let packing = Arc::new(Notify::new());
    let (runtime, clock) = runtime(Ordering {
        nested: true,
        packing: Some(Arc::clone(&packing)),
        ..Ordering::default()
    });
    let runtime = Arc::new(runtime);
    let _ = runtime.run("r", Order::default()).await.unwrap();
    assert_eq!(runtime.query("r").await.unwrap().pending.len(), 3);
    clock.advance(Duration::from_millis(500));
    packing.notify_one();
    let waiting = runtime.resume("r").await.unwrap();
    assert_eq!(waiting.state().labels, 2);
    assert!(waiting.state().packed);
    clock.advance(Duration::from_secs(1));
    let waiting = runtime.resume("r").await.unwrap();
    let id = confirm_id(waiting.pending());
    let result = runtime.resume_with("r", &id, json!("ok")).await.unwrap();
    assert!(result.is_finished());
    assert_eq!(result.state().labels, 3);
}

#[tokio::test]
async fn a_fork_goes_on_from_every_checkpoint() {
    for nested in [false, true] {
        let to_end =
            async |runtime: &WorkflowRuntime<Ordering, History>, clock: &ManualClock, first| {
                let mut result: RunResult<Order> = first;
                for _ in 0..9 {
                    if result.is_finished() {
                        break;
                    }
                    clock.advance(Duration::from_secs(1));
                    let waits = runtime.query("r").await.unwrap().pending;
                    let timers_alone = waits.iter().all(|wait| wait.resume_after().is_some());
                    result = if timers_alone || waits.len() > 1 {
                        runtime.resume("r").await.unwrap()
                    } else {
                        let id = confirm_id(&waits);
                        runtime.resume_with("r", &id, json!("ok")).await.unwrap()
                    };
                }
                result
            };
        let workflow = || Ordering {
            nested,
            ..Ordering::default()
        };
        let (undisturbed, clock) = runtime(workflow());
        let first = undisturbed.run("r", Order::default()).await.unwrap();
        let expected = to_end(&undisturbed, &clock, first).await;
        assert!(expected.is_finished());
        let count = undisturbed.context().of("r").len();
        for kept in 1..=count {
            let store = undisturbed.context().up_to("r", kept);
            let clock = ManualClock::new(1_000);
            let resumed = WorkflowRuntime::new(store, workflow()).with_clock(clock.clone());
            let first = resumed.resume("r").await.unwrap();
            let result = to_end(&resumed, &clock, first).await;
            assert_eq!(result.state(), expected.state(), "after {kept} of {count}");
        }
    }
}

#[tokio::test]
async fn a_fork_of_two_equal_names_is_refused() {
    let workflow = crate::single_step::single_step(|_| {
        Box::pin(async {
            use crate::single_step::Step;
            fork([("a", Step::Done), ("a", Step::Done)]).join(Step::Done)
        })
    });
    let runtime = WorkflowRuntime::new(SimpleContext::new(), workflow);
    let failed = runtime.run("r", json!({})).await.unwrap();
    let expected = "run r failed: step `Work` of run `r` forks two branches of the name `a`";
    assert_eq!(failed.to_string(), expected);
}
