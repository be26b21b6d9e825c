//! A workflow with a loop: items are packed and weighed until the parcel is full, then it is
//! sent. Every effect is written to a ledger, under the key that the task was given.

use std::sync::{Arc, Mutex};

use serde::{Deserialize, Serialize};
use tinyflow::{DurableState, FlowId, StepResult, Workflow, end, next};

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) enum Step {
    Start,
    Pack,
    Weigh,
    Send,
    End,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Parcel {
    pub(crate) items: u32,
    pub(crate) grams: u32,
    pub(crate) sent: bool,
}

#[derive(Clone, Default)]
pub(crate) struct PackParcel {
    ledger: Arc<Mutex<Vec<String>>>,
}

impl PackParcel {
    /// The effects so far.
    pub(crate) fn ledger(&self) -> Vec<String> {
        self.ledger.lock().expect("no effect panics").clone()
    }

    fn effect(&self, key: String) {
        self.ledger.lock().expect("no effect panics").push(key);
    }

    async fn pack(&self, run: &DurableState<Step, Parcel>) -> StepResult<Step> {
        run.action("pack", async |task, mut parcel: Parcel| {
            self.effect(task.idempotency_key());
            parcel.items += 1;
            Ok(parcel)
        })
        .await?;
        run.action("label", async |task, parcel| {
            self.effect(task.idempotency_key());
            task.add_log("labelled", tinyflow::json!({ "item": parcel.items }));
            Ok(parcel)
        })
        .await?;
        next(Step::Weigh)
    }

    async fn weigh(&self, run: &DurableState<Step, Parcel>) -> StepResult<Step> {
        let items = run.state().items;
        let grams = run
            .with_action("scales", async |task| {
                self.effect(task.idempotency_key());
                Ok(items * 100)
            })
            .await?;
        run.action("note", async |task, mut parcel: Parcel| {
            self.effect(task.idempotency_key());
            parcel.grams = grams;
            Ok(parcel)
        })
        .await?;
        next(if grams < 300 { Step::Pack } else { Step::Send })
    }

    async fn send(&self, run: &DurableState<Step, Parcel>) -> StepResult<Step> {
        run.action("send", async |task, mut parcel: Parcel| {
            self.effect(task.idempotency_key());
            parcel.sent = true;
            Ok(parcel)
        })
        .await?;
        next(Step::End)
    }
}

impl Workflow for PackParcel {
    type Step = Step;
    type State = Parcel;

    fn flow(&self) -> FlowId {
        FlowId::new("pack-parcel", "1.0.0")
    }

    fn begin(&self) -> Step {
        Step::Start
    }

    async fn execute(&self, step: Step, run: &DurableState<Step, Parcel>) -> StepResult<Step> {
        match step {
            Step::Start => next(Step::Pack),
            Step::Pack => self.pack(run).await,
            Step::Weigh => self.weigh(run).await,
            Step::Send => self.send(run).await,
            Step::End => end(),
        }
    }
}
