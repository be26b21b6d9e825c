//! A bill for each interval in which something was used, until the customer cancels.
//!
//! Usage and the cancellation come from outside, as [transactions](add_usage). The run sees
//! them when its interval ends. [`terminal`] is a front end for people, and [`store`] the
//! context that it keeps its runs in.

pub mod store;
pub mod terminal;

use serde::{Deserialize, Serialize};
use tinyflow::{
    DurableState, FlowId, StepError, StepResult, TaskContext, TaskResult, Transaction, Workflow,
    end, json, next,
};

/// The steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Step {
    /// Sets up the subscription.
    #[serde(rename = "step_begin")]
    Begin,
    /// Waits for the end of the interval.
    #[serde(rename = "step_wait")]
    Wait,
    /// Sends the bill of an interval.
    #[serde(rename = "step_send_receipt")]
    SendReceipt,
    /// Bills what was used in the last, incomplete interval.
    #[serde(rename = "step_cancel")]
    Cancel,
    /// All is billed.
    #[serde(rename = "step_end")]
    End,
}

/// What a run remembers.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Subscription {
    /// Whom the bills go to.
    pub user_email: String,
    /// The interval, in milliseconds.
    pub payment_interval_ms: i64,
    /// How many intervals have ended.
    #[serde(rename = "_cycle", default)]
    pub cycle: u32,
    /// When the present interval ends, in milliseconds since 1970.
    #[serde(rename = "_nextPaymentAt", default)]
    pub next_payment_at: i64,
    /// Nothing, before the run has begun.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<Status>,
    /// What was used in the present interval.
    #[serde(default)]
    pub current_usages: Vec<Usage>,
    /// The bills.
    #[serde(default)]
    pub receipts: Vec<Receipt>,
}

/// Whether the subscription goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// It goes on.
    Active,
    /// It ends when all is billed.
    Cancel,
}

/// Something that was used.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Usage {
    /// What.
    pub item: String,
    /// How much.
    pub amount: u32,
}

/// A bill.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Receipt {
    /// The interval that it is for.
    pub cycle: u32,
    /// When it was made, in milliseconds since 1970.
    pub created_at: i64,
    /// What was used.
    pub usages: Vec<Usage>,
    /// The id under which it was sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delivery_id: Option<String>,
}

/// What the workflow logs of its own.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "type", content = "values", rename_all = "snake_case")]
pub enum AuditLog {
    /// A subscription was set up.
    #[serde(rename_all = "camelCase")]
    SetParam {
        /// Whom the bills go to.
        user_email: String,
        /// The interval, in milliseconds.
        payment_interval_ms: i64,
    },
}

/// How bills are sent.
pub trait Mailer: Send + Sync {
    /// Sends a bill and gives the id of its delivery.
    fn send(
        &self,
        task: &TaskContext,
        to: &str,
        receipt: &Receipt,
    ) -> impl Future<Output = TaskResult<String>> + Send;
}

/// Somebody wanted to change a subscription that is not active.
#[derive(Debug)]
pub struct NotActive;

impl std::fmt::Display for NotActive {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the subscription is not active")
    }
}

impl std::error::Error for NotActive {}

/// Adds something that was used, from outside of the run.
///
/// # Errors
/// If the subscription is not active; then nothing is changed.
pub fn add_usage(run: &mut Transaction<Step, Subscription>, usage: Usage) -> Result<(), NotActive> {
    expect_active(&run.state)?;
    run.add_log("add_usage", json!(usage));
    run.state.current_usages.push(usage);
    Ok(())
}

/// Cancels the subscription, from outside of the run.
///
/// # Errors
/// If the subscription is not active; then nothing is changed.
pub fn cancel(run: &mut Transaction<Step, Subscription>) -> Result<(), NotActive> {
    expect_active(&run.state)?;
    run.state.status = Some(Status::Cancel);
    run.add_log("cancel", json!({}));
    Ok(())
}

fn expect_active(subscription: &Subscription) -> Result<(), NotActive> {
    match subscription.status {
        Some(Status::Active) => Ok(()),
        _ => Err(NotActive),
    }
}

impl Subscription {
    /// A subscription that is yet to begin.
    #[must_use]
    pub fn new(user_email: &str, payment_interval_ms: i64) -> Self {
        Self {
            user_email: user_email.to_owned(),
            payment_interval_ms,
            ..Self::default()
        }
    }

    fn is_active(&self) -> bool {
        self.status == Some(Status::Active)
    }

    /// The bill that is made but not sent.
    fn unsent(&self) -> Option<&Receipt> {
        self.receipts
            .last()
            .filter(|receipt| receipt.delivery_id.is_none())
    }

    /// Makes a bill of what was used, if anything was.
    fn make_receipt(&mut self, cycle: u32, created_at: i64) {
        if self.current_usages.is_empty() {
            return;
        }
        self.receipts.push(Receipt {
            cycle,
            created_at,
            usages: std::mem::take(&mut self.current_usages),
            delivery_id: None,
        });
    }
}

/// The workflow.
pub struct IntervalPayment<M> {
    mailer: M,
}

type Run = DurableState<Step, Subscription>;

impl<M: Mailer> IntervalPayment<M> {
    /// The workflow, with this way to send bills.
    pub fn new(mailer: M) -> Self {
        Self { mailer }
    }

    fn start(run: &Run) -> StepResult<Step> {
        let now = run.now_ms();
        run.change("begin", |subscription| {
            subscription.status = Some(Status::Active);
            subscription.next_payment_at = now + subscription.payment_interval_ms;
        })?;
        let subscription = run.state();
        run.log_entry(&AuditLog::SetParam {
            user_email: subscription.user_email,
            payment_interval_ms: subscription.payment_interval_ms,
        })?;
        next(Step::Wait)
    }

    async fn wait(run: &Run) -> StepResult<Step> {
        loop {
            let subscription = run.state();
            if subscription.unsent().is_some() {
                return next(Step::SendReceipt);
            }
            if !subscription.is_active() {
                return next(Step::Cancel);
            }
            let cycle = subscription.cycle;
            let left = subscription.next_payment_at - run.now_ms();
            run.wait_for_ms(&format!("wait_for_end_cycle_{cycle}"), left)
                .await?;
            if !run.state().is_active() {
                return next(Step::Cancel);
            }
            let now = run.now_ms();
            run.change(&format!("end_cycle_{cycle}"), |subscription| {
                subscription.cycle += 1;
                subscription.next_payment_at = now + subscription.payment_interval_ms;
                subscription.make_receipt(cycle, now);
            })?;
        }
    }

    async fn send_receipt(&self, run: &Run) -> StepResult<Step> {
        let subscription = run.state();
        let receipt = subscription.receipts.last();
        let receipt = receipt.ok_or_else(|| StepError::other("there is no bill to send"))?;
        let cycle = receipt.cycle;
        let delivery_id = run
            .with_action(&format!("send_receipt_email_{cycle}"), async |task| {
                let to = &subscription.user_email;
                let delivery_id = self.mailer.send(&task, to, receipt).await?;
                task.add_log("bill_sent", json!({ "receipt": receipt }));
                Ok(delivery_id)
            })
            .await?;
        run.change("note_delivery", |subscription| {
            if let Some(receipt) = subscription.receipts.last_mut() {
                receipt.delivery_id = Some(delivery_id);
            }
        })?;
        next(if run.state().is_active() {
            Step::Wait
        } else {
            Step::Cancel
        })
    }

    fn cancel(run: &Run) -> StepResult<Step> {
        let now = run.now_ms();
        run.change("last_receipt", |subscription| {
            let cycle = subscription.cycle;
            subscription.make_receipt(cycle, now);
        })?;
        next(if run.state().unsent().is_some() {
            Step::SendReceipt
        } else {
            Step::End
        })
    }
}

impl<M: Mailer> Workflow for IntervalPayment<M> {
    type Step = Step;
    type State = Subscription;

    fn flow(&self) -> FlowId {
        FlowId::new("interval-payment", "1.0.0")
    }

    fn begin(&self) -> Step {
        Step::Begin
    }

    async fn execute(&self, step: Step, run: &Run) -> StepResult<Step> {
        match step {
            Step::Begin => Self::start(run),
            Step::Wait => Self::wait(run).await,
            Step::SendReceipt => self.send_receipt(run).await,
            Step::Cancel => Self::cancel(run),
            Step::End => end(),
        }
    }
}
