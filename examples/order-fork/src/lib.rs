//! An order whose card is charged while its parcel is packed; both must be done before it is
//! sent. Somebody must confirm the address in time, else the order is called off.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use tinyflow::{
    ActionOptions, DurableState, EventOf, FlowId, RetryPolicy, StepResult, TaskContext, TaskResult,
    Workflow, end, fork, next,
};

/// How long the customer has to confirm the address: two days, in milliseconds.
pub const CONFIRM_WITHIN_MS: i64 = 2 * 86_400_000;

/// The steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Step {
    /// Starts both branches.
    Accept,
    /// Charges the card.
    Charge,
    /// Packs the parcel.
    Pack,
    /// Waits until the customer has confirmed the address.
    Confirm,
    /// Sends the parcel, once both branches have arrived.
    Send,
    /// All is done.
    Close,
}

/// What a run remembers.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Order {
    /// What the card is charged with.
    pub amount: u32,
    /// The receipt of the charge.
    pub receipt: Option<String>,
    /// How many boxes were needed.
    pub boxes: u32,
    /// The address that the customer has confirmed.
    pub address: Option<String>,
    /// Under which number the parcel travels.
    pub tracking: Option<String>,
}

/// The customer's address.
pub const ADDRESS: EventOf<Step, String> = EventOf::new(Step::Confirm, "address");

/// The world outside.
pub trait Services: Send + Sync {
    /// Charges the card and gives the receipt.
    fn charge(
        &self,
        task: &TaskContext,
        amount: u32,
    ) -> impl Future<Output = TaskResult<String>> + Send;

    /// Packs the parcel and tells how many boxes were needed.
    fn pack(&self, task: &TaskContext) -> impl Future<Output = TaskResult<u32>> + Send;

    /// Sends the parcel and gives its number.
    fn send(
        &self,
        task: &TaskContext,
        address: &str,
    ) -> impl Future<Output = TaskResult<String>> + Send;
}

/// The workflow.
pub struct Ordering<S> {
    services: S,
}

type Run = DurableState<Step, Order>;

impl<S: Services> Ordering<S> {
    /// The workflow, with these services.
    pub fn new(services: S) -> Self {
        Self { services }
    }

    async fn charge(&self, run: &Run) -> StepResult<Step> {
        let retry = RetryPolicy::exponential(5, Duration::from_secs(1));
        let options = ActionOptions::new()
            .with_retry(retry)
            .with_timeout(Duration::from_secs(30));
        run.action_with("charge", &options, async |task, mut order: Order| {
            order.receipt = Some(self.services.charge(&task, order.amount).await?);
            Ok(order)
        })
        .await?;
        next(Step::Send)
    }

    async fn pack(&self, run: &Run) -> StepResult<Step> {
        run.action("pack", async |task, mut order: Order| {
            order.boxes = self.services.pack(&task).await?;
            Ok(order)
        })
        .await?;
        next(Step::Confirm)
    }

    async fn confirm(run: &Run) -> StepResult<Step> {
        let address = run
            .race([
                run.wait_for(&ADDRESS, "Where shall we send it?").map(Some),
                run.wait_for_ms("too_late", CONFIRM_WITHIN_MS).map(|_| None),
            ])
            .await?;
        run.change("address", |order| order.address = address)?;
        next(Step::Send)
    }

    async fn send(&self, run: &Run) -> StepResult<Step> {
        if let Some(address) = run.state().address {
            run.action("send", async |task, mut order: Order| {
                order.tracking = Some(self.services.send(&task, &address).await?);
                Ok(order)
            })
            .await?;
        }
        next(Step::Close)
    }
}

impl<S: Services> Workflow for Ordering<S> {
    type Step = Step;
    type State = Order;

    fn flow(&self) -> FlowId {
        FlowId::new("order-fork", "1.0.0")
    }

    fn begin(&self) -> Step {
        Step::Accept
    }

    async fn execute(&self, step: Step, run: &Run) -> StepResult<Step> {
        match step {
            Step::Accept => fork([("charge", Step::Charge), ("pack", Step::Pack)]).join(Step::Send),
            Step::Charge => self.charge(run).await,
            Step::Pack => self.pack(run).await,
            Step::Confirm => Self::confirm(run).await,
            Step::Send => self.send(run).await,
            Step::Close => end(),
        }
    }
}
