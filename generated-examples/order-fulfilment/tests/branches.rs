//! Every branch of the order to its end, undisturbed, stopped at every checkpoint, and with an
//! outside world that fails.

mod shop;

use example_order_fulfilment::order_fulfilment::{Payment, PaymentStatus, State, Status};
use tinyflow::{RunResult, RuntimeError, SimpleContext, StepError, WorkflowRuntime};
use tinyflow_tests::recording::{Ledger, Recorded, run_from_everywhere, transitions};

use crate::shop::{Shop, order};

const CHARGE: &str = "7/1:TakePayment:TakePayment: charge 59.5 for o-7 by Card, capture: true";
const RESERVE: &str = "7/3:CheckStock:CheckStock: reserve for o-7";
const SHIP: &str = "7/5:ShipOrder:ShipOrder: ship o-7 to London";
const BUY: &str = "7/5:BackOrder:BackOrder: buy pot for o-7";
const CANCEL: &str = "7/3:CancelOrder:CancelOrder: mail ada@example.com that o-7 is cancelled";

const BY_SHIPPING: [&str; 6] = [
    "OrderReceived -> TakePayment",
    "TakePayment -> IsPaid",
    "IsPaid -> CheckStock",
    "CheckStock -> IsInStock",
    "IsInStock -> ShipOrder",
    "ShipOrder -> OrderClosed",
];

const BY_BACK_ORDER: [&str; 6] = [
    "OrderReceived -> TakePayment",
    "TakePayment -> IsPaid",
    "IsPaid -> CheckStock",
    "CheckStock -> IsInStock",
    "IsInStock -> BackOrder",
    "BackOrder -> OrderClosed",
];

const BY_CANCELLATION: [&str; 4] = [
    "OrderReceived -> TakePayment",
    "TakePayment -> IsPaid",
    "IsPaid -> CancelOrder",
    "CancelOrder -> OrderClosed",
];

#[tokio::test]
async fn what_is_paid_and_in_stock_is_shipped() -> Result<(), RuntimeError> {
    let run = fulfil(Shop::new(PaymentStatus::Captured)).await?;

    let expected = State {
        payment: payment(PaymentStatus::Captured),
        status: Status::Shipped,
        ..order()
    };
    assert_eq!(run.state, expected);
    assert_eq!(run.ledger.lines(), [CHARGE, RESERVE, SHIP]);
    assert_eq!(run.transitions(), BY_SHIPPING);
    // The beginning, three actions, six moves, and the end.
    assert_eq!(run.snapshots.len(), 1 + 3 + 6 + 1);
    Ok(())
}

#[tokio::test]
async fn what_is_paid_but_not_in_stock_is_bought() -> Result<(), RuntimeError> {
    let mut shop = Shop::new(PaymentStatus::Captured);
    shop.out_of_stock = vec!["pot".to_string(), "spoon".to_string()];
    let run = fulfil(shop).await?;

    let expected = State {
        payment: payment(PaymentStatus::Captured),
        missing_skus: vec!["pot".to_string()],
        status: Status::BackOrdered,
        ..order()
    };
    assert_eq!(run.state, expected);
    assert_eq!(run.ledger.lines(), [CHARGE, RESERVE, BUY]);
    assert_eq!(run.transitions(), BY_BACK_ORDER);
    Ok(())
}

#[tokio::test]
async fn what_is_not_paid_is_cancelled() -> Result<(), RuntimeError> {
    let run = fulfil(Shop::new(PaymentStatus::Declined)).await?;

    let expected = State {
        payment: payment(PaymentStatus::Declined),
        status: Status::Cancelled,
        ..order()
    };
    assert_eq!(run.state, expected);
    assert_eq!(run.ledger.lines(), [CHARGE, CANCEL]);
    assert_eq!(run.transitions(), BY_CANCELLATION);
    Ok(())
}

#[tokio::test]
async fn a_warehouse_that_failed_ships_after_the_repair() -> Result<(), RuntimeError> {
    let shop = Shop::new(PaymentStatus::Captured);
    let runtime = WorkflowRuntime::new(SimpleContext::new(), shop.workflow());
    shop.ledger.refuse("ship");

    let failed = runtime.run("7", order()).await?;

    assert_eq!(
        failed.to_string(),
        "run 7 failed: action `ShipOrder` failed in step `ShipOrder` of run `7`: \
         refused: ship o-7 to London"
    );
    assert_eq!(failed.state().status, Status::Received);
    assert_eq!(shop.ledger.lines(), [CHARGE, RESERVE]);

    shop.ledger.accept();
    let resumed = runtime.resume("7").await?;

    assert!(resumed.is_finished(), "{resumed}");
    assert_eq!(resumed.state().status, Status::Shipped);
    assert_eq!(shop.ledger.lines(), [CHARGE, RESERVE, SHIP]);
    assert_eq!(transitions(&runtime.snapshot("7").await?), BY_SHIPPING);
    Ok(())
}

#[tokio::test]
async fn money_whose_receipt_was_lost_is_not_taken_again() -> Result<(), RuntimeError> {
    let shop = Shop::new(PaymentStatus::Captured);
    let runtime = WorkflowRuntime::new(SimpleContext::new(), shop.workflow());
    shop.lose_next_payment_answer();

    let failed = runtime.run("7", order()).await?;
    assert!(matches!(failed, RunResult::Failed { .. }), "{failed}");
    assert_eq!(failed.state().payment, None);

    let resumed = runtime.resume("7").await?;

    assert!(resumed.is_finished(), "{resumed}");
    // Asked for twice, under one key: the provider took it once.
    assert_eq!(shop.ledger.lines(), [CHARGE, CHARGE, RESERVE, SHIP]);
    assert_eq!(shop.payments_taken(), 1);
    assert_eq!(resumed.state().payment, payment(PaymentStatus::Captured));
    Ok(())
}

#[tokio::test]
async fn an_order_of_nothing_is_a_permanent_failure() -> Result<(), RuntimeError> {
    let shop = Shop::new(PaymentStatus::Captured);
    let runtime = WorkflowRuntime::new(SimpleContext::new(), shop.workflow());
    let nothing = State {
        lines: Vec::new(),
        ..order()
    };

    let result = runtime.run("7", nothing).await?;

    let RunResult::Failed { error, .. } = result else {
        panic!("there is nothing to sell: {result}");
    };
    let StepError::Task {
        permanent, source, ..
    } = error
    else {
        panic!("the task knows best: {error}");
    };
    assert!(permanent);
    assert_eq!(source.to_string(), "the order has no lines");
    assert_eq!(shop.payments_taken(), 0);
    Ok(())
}

/// Runs an order in shops like this one, each with books of its own.
async fn fulfil(like: Shop) -> Result<Recorded<State>, RuntimeError> {
    let make = |ledger: &Ledger| {
        let mut shop = Shop::new(like.card);
        shop.out_of_stock = like.out_of_stock.clone();
        shop.ledger = ledger.clone();
        shop.workflow()
    };
    run_from_everywhere("7", order(), make).await
}

fn payment(status: PaymentStatus) -> Option<Payment> {
    let reference = "p-1".to_string();
    Some(Payment { reference, status })
}
