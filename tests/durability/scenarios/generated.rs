//! The examples that are generated from flows, unchanged, with tasks that note their effects.

use example_multi_step_form::multi_step_form as form;
use example_order_fulfilment::order_fulfilment as order;
use example_travel_request::travel_request as travel;
use example_user_onboarding::user_onboarding as onboarding;
use tinyflow::{InitialState, TaskContext, TaskResult, json};

use super::{Effects, Example, Outside, View};

pub(crate) struct Noted(Effects);

impl Noted {
    fn noted<T>(&self, task: &TaskContext, state: T) -> TaskResult<T> {
        self.0.note(&task.idempotency_key());
        Ok(state)
    }
}

impl onboarding::Tasks for Noted {
    async fn send_welcome(
        &self,
        task: TaskContext,
        mut state: onboarding::State,
        _: onboarding::SendWelcomeParams,
    ) -> TaskResult<onboarding::State> {
        state.profile_is_complete = Some(false);
        self.noted(&task, state)
    }

    async fn send_reminder(
        &self,
        task: TaskContext,
        state: onboarding::State,
    ) -> TaskResult<onboarding::State> {
        self.noted(&task, state)
    }
}

pub(crate) struct Onboarding;

impl Example for Onboarding {
    const NAME: &'static str = "user-onboarding";
    type Workflow = onboarding::UserOnboardingFlow<Noted>;

    fn workflow(effects: Effects) -> Self::Workflow {
        onboarding::UserOnboardingFlow::new(Noted(effects))
    }

    fn state() -> onboarding::State {
        onboarding::State::initial()
    }
}

impl order::Tasks for Noted {
    async fn take_payment(
        &self,
        task: TaskContext,
        mut state: order::State,
        _: order::TakePaymentParams,
    ) -> TaskResult<order::State> {
        state.payment = Some(order::Payment {
            reference: "p-1".to_owned(),
            status: order::PaymentStatus::Captured,
        });
        self.noted(&task, state)
    }

    async fn check_stock(
        &self,
        task: TaskContext,
        state: order::State,
    ) -> TaskResult<order::State> {
        self.noted(&task, state)
    }

    async fn ship_order(
        &self,
        task: TaskContext,
        mut state: order::State,
    ) -> TaskResult<order::State> {
        state.status = order::Status::Shipped;
        self.noted(&task, state)
    }

    async fn back_order(
        &self,
        task: TaskContext,
        mut state: order::State,
    ) -> TaskResult<order::State> {
        state.status = order::Status::BackOrdered;
        self.noted(&task, state)
    }

    async fn cancel_order(
        &self,
        task: TaskContext,
        mut state: order::State,
    ) -> TaskResult<order::State> {
        state.status = order::Status::Cancelled;
        self.noted(&task, state)
    }
}

pub(crate) struct Fulfilling;

impl Example for Fulfilling {
    const NAME: &'static str = "order-fulfilment";
    type Workflow = order::OrderFulfilmentFlow<Noted>;

    fn workflow(effects: Effects) -> Self::Workflow {
        order::OrderFulfilmentFlow::new(Noted(effects))
    }

    fn state() -> order::State {
        let state = json!({
            "orderId": "o-7",
            "customer": {
                "email": "ada@example.com",
                "address": { "street": "1 Lane", "city": "London", "country": "GB" },
            },
            "lines": [{ "sku": "pot", "quantity": 2 }],
            "total": 59.5,
            "status": "received",
        });
        serde_json::from_value(state).unwrap()
    }
}

impl form::Tasks for Noted {
    async fn ask_contact(
        &self,
        task: TaskContext,
        mut state: form::State,
        _: form::AskContactParams,
    ) -> TaskResult<form::State> {
        // The first attempt at the form is not complete, so it is asked again.
        let asked = state.answers.get("asked").and_then(tinyflow::Value::as_u64);
        let asked = asked.unwrap_or(0) + 1;
        state.answers.insert("asked".to_owned(), asked.into());
        self.noted(&task, state)
    }

    async fn ask_company(
        &self,
        task: TaskContext,
        state: form::State,
        _: form::AskCompanyParams,
    ) -> TaskResult<form::State> {
        self.noted(&task, state)
    }

    async fn confirm_entries(
        &self,
        task: TaskContext,
        mut state: form::State,
        _: form::ConfirmEntriesParams,
    ) -> TaskResult<form::State> {
        state.answers.insert("confirmed".to_owned(), true.into());
        self.noted(&task, state)
    }
}

pub(crate) struct FillingIn;

impl Example for FillingIn {
    const NAME: &'static str = "multi-step-form";
    type Workflow = form::MultiStepFormFlow<Noted>;

    fn workflow(effects: Effects) -> Self::Workflow {
        form::MultiStepFormFlow::new(Noted(effects))
    }

    fn state() -> form::State {
        form::State::initial()
    }
}

impl travel::Tasks for Noted {
    fn ask_manager(&self, state: &mut travel::State, answer: travel::AskManagerAnswer) {
        state.decision = answer.decision;
        state.comment = answer.comment;
    }

    async fn book_trip(
        &self,
        task: TaskContext,
        mut state: travel::State,
    ) -> TaskResult<travel::State> {
        state.booking = Some("B-1".to_owned());
        self.noted(&task, state)
    }

    async fn ask_for_receipts(
        &self,
        task: TaskContext,
        state: travel::State,
    ) -> TaskResult<travel::State> {
        self.noted(&task, state)
    }

    async fn tell_refusal(
        &self,
        task: TaskContext,
        state: travel::State,
    ) -> TaskResult<travel::State> {
        self.noted(&task, state)
    }
}

pub(crate) struct Travelling;

impl Example for Travelling {
    const NAME: &'static str = "travel-request";
    type Workflow = travel::TravelRequestFlow<Noted>;

    fn workflow(effects: Effects) -> Self::Workflow {
        travel::TravelRequestFlow::new(Noted(effects))
    }

    fn state() -> travel::State {
        let state = json!({ "employee": "ada", "destination": "Delft", "price": 250.0 });
        serde_json::from_value(state).unwrap()
    }

    /// The manager thinks it over once.
    fn outside(run: &View<Self>) -> Outside<Self> {
        let decision = match run.state.comment {
            None => "pending",
            Some(_) => "approved",
        };
        Outside::Answer(json!({ "decision": decision, "comment": "go" }))
    }
}
