//! The examples that are generated from flows, unchanged, with tasks that note their effects.

use example_multi_step_form::multi_step_form as form;
use example_order_fulfilment::order_fulfilment as order;
use example_user_onboarding::user_onboarding as onboarding;
use tinyflow::{InitialState, TaskContext, TaskResult, json};

use super::Stage;
use crate::boundary::effect;

struct Noted;

fn noted<T>(task: &TaskContext, state: T) -> TaskResult<T> {
    effect(&task.idempotency_key());
    Ok(state)
}

impl onboarding::Tasks for Noted {
    async fn send_welcome(
        &self,
        task: TaskContext,
        mut state: onboarding::State,
        _: onboarding::SendWelcomeParams,
    ) -> TaskResult<onboarding::State> {
        state.profile_is_complete = Some(false);
        noted(&task, state)
    }

    async fn send_reminder(
        &self,
        task: TaskContext,
        state: onboarding::State,
    ) -> TaskResult<onboarding::State> {
        noted(&task, state)
    }
}

pub(super) async fn user_onboarding(stage: Stage) {
    let workflow = onboarding::UserOnboardingFlow::new(Noted);
    let state = onboarding::State::initial();
    stage.play(workflow, state, async |_, _| false).await;
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
        noted(&task, state)
    }

    async fn check_stock(
        &self,
        task: TaskContext,
        state: order::State,
    ) -> TaskResult<order::State> {
        noted(&task, state)
    }

    async fn ship_order(
        &self,
        task: TaskContext,
        mut state: order::State,
    ) -> TaskResult<order::State> {
        state.status = order::Status::Shipped;
        noted(&task, state)
    }

    async fn back_order(
        &self,
        task: TaskContext,
        mut state: order::State,
    ) -> TaskResult<order::State> {
        state.status = order::Status::BackOrdered;
        noted(&task, state)
    }

    async fn cancel_order(
        &self,
        task: TaskContext,
        mut state: order::State,
    ) -> TaskResult<order::State> {
        state.status = order::Status::Cancelled;
        noted(&task, state)
    }
}

pub(super) async fn order_fulfilment(stage: Stage) {
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
    let state: order::State = serde_json::from_value(state).unwrap();
    let workflow = order::OrderFulfilmentFlow::new(Noted);
    stage.play(workflow, state, async |_, _| false).await;
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
        noted(&task, state)
    }

    async fn ask_company(
        &self,
        task: TaskContext,
        state: form::State,
        _: form::AskCompanyParams,
    ) -> TaskResult<form::State> {
        noted(&task, state)
    }

    async fn confirm_entries(
        &self,
        task: TaskContext,
        mut state: form::State,
        _: form::ConfirmEntriesParams,
    ) -> TaskResult<form::State> {
        state.answers.insert("confirmed".to_owned(), true.into());
        noted(&task, state)
    }
}

pub(super) async fn multi_step_form(stage: Stage) {
    let workflow = form::MultiStepFormFlow::new(Noted);
    let state = form::State::initial();
    stage.play(workflow, state, async |_, _| false).await;
}
