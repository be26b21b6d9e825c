//! Every way that a subscription ends, in memory and on SQLite, and again from every snapshot.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use example_monthly_payment::bank::Bank;
use example_monthly_payment::mailer::Mailer;
use example_monthly_payment::monthly_payment::{MonthlyPaymentFlow, State, Tasks, create_workflow};
use tinyflow::{ManualClock, Map, RuntimeError, SimpleContext, SystemEntry, WorkflowRuntime, json};
use tinyflow_tests::recording::{Ledger, NOW, Recorded, drive, drive_from_everywhere};

/// A bank and a mailer that write what they do into a ledger.
#[derive(Clone)]
struct World {
    ledger: Ledger,
    /// How many months the customer can pay.
    months: usize,
    /// How often the bank does not answer at all.
    silent: Arc<AtomicU32>,
}

impl World {
    fn new(ledger: &Ledger, months: usize) -> Self {
        Self {
            ledger: ledger.clone(),
            months,
            silent: Arc::default(),
        }
    }

    fn workflow(&self) -> MonthlyPaymentFlow<impl Tasks + use<>> {
        create_workflow(self.clone(), self.clone())
    }
}

impl Bank for World {
    async fn charge(&self, customer: &str, cents: u64, key: &str) -> io::Result<bool> {
        let silent = self.silent.load(Ordering::SeqCst);
        if silent > 0 {
            self.silent.store(silent - 1, Ordering::SeqCst);
            return Err(io::Error::other("the bank does not answer"));
        }
        self.ledger.note(key, format!("{cents} of {customer}"))?;
        // The number of the visit tells the month: a wait and a payment for each.
        let visit = key
            .split(['/', ':'])
            .nth(1)
            .and_then(|seq| seq.parse::<usize>().ok());
        Ok(visit.is_some_and(|visit| visit / 2 <= self.months))
    }
}

impl Mailer for World {
    async fn send(&self, to: &str, text: &str, key: &str) -> io::Result<()> {
        self.ledger.note(key, format!("to {to}: {text}"))
    }
}

fn subscription() -> State {
    State {
        customer: "ada".to_string(),
        cents: 990,
        paid_months: 0,
        is_declined: false,
        reason: None,
        extra: Map::new(),
    }
}

/// The customer can pay so many months, and cancels after so many, if at all.
async fn play(months: usize, cancels: Option<u64>) -> Result<Recorded<State>, RuntimeError> {
    let make = |ledger: &Ledger, _: &_| World::new(ledger, months).workflow();
    let answer = |key: &str, state: &State| {
        assert_eq!(key, "WaitForCancellation");
        (cancels == Some(state.paid_months)).then(|| json!({ "reason": "moved away" }))
    };
    drive_from_everywhere("r", subscription(), make, answer).await
}

#[tokio::test]
async fn who_cancels_after_two_months_has_paid_for_two() -> Result<(), RuntimeError> {
    let run = play(9, Some(2)).await?;
    assert_eq!(
        run.ledger.lines(),
        [
            "r/2:TakePayment:TakePayment: 990 of ada",
            "r/4:TakePayment:TakePayment: 990 of ada",
            "r/6:SayGoodbye:SayGoodbye: to ada: goodbye after 2 months",
        ]
    );
    assert_eq!(run.state.reason.as_deref(), Some("moved away"));
    Ok(())
}

#[tokio::test]
async fn who_cannot_pay_is_suspended() -> Result<(), RuntimeError> {
    let run = play(1, None).await?;
    assert_eq!(run.state.paid_months, 1);
    assert!(run.state.is_declined);
    assert_eq!(
        run.transitions(),
        [
            "Start -> WaitForCancellation",
            "WaitForCancellation -> TakePayment",
            "TakePayment -> WaitForCancellation",
            "WaitForCancellation -> TakePayment",
            "TakePayment -> SuspendAccount",
            "SuspendAccount -> End",
        ]
    );
    Ok(())
}

#[tokio::test]
async fn a_bank_that_does_not_answer_is_asked_again() -> Result<(), RuntimeError> {
    let (ledger, clock) = (Ledger::default(), ManualClock::new(NOW));
    let world = World::new(&ledger, 1);
    world.silent.store(3, Ordering::SeqCst);
    let runtime = WorkflowRuntime::new(SimpleContext::new(), world.workflow());
    let runtime = runtime.with_clock(clock.clone());
    let waiting = runtime.run("r", subscription()).await?;
    assert_eq!(waiting.pending().len(), 2);
    clock.advance(Duration::from_hours(30 * 24));
    for minutes in [1, 3, 9] {
        let waiting = runtime.resume("r").await?;
        let [SystemEntry::Timer(pause)] = waiting.pending() else {
            panic!("it pauses before the next attempt: {waiting}");
        };
        assert_eq!(
            pause.resume_after,
            tinyflow::Clock::now_ms(&clock) + minutes * 60_000
        );
        clock.set(pause.resume_after);
    }
    let result = drive(&runtime, &clock, "r", |_, _| None).await?;
    assert_eq!(result.state().paid_months, 1);
    // The month after that the bank refuses.
    assert_eq!(ledger.lines().len(), 3);
    Ok(())
}
