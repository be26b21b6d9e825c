//! Every way that a trial ends, in memory and on SQLite, and again from every snapshot.

use std::io;

use example_trial_conversion::mailer::Mailer;
use example_trial_conversion::subscriptions::Subscriptions;
use example_trial_conversion::trial_conversion::{
    Plan, State, Tasks, TrialConversionFlow, WAIT_FOR_PURCHASE, WaitForPurchaseAnswer,
    create_workflow,
};
use tinyflow::{
    ManualClock, Map, ResolveError, RuntimeError, SimpleContext, SystemEntry, WorkerContext,
    WorkflowRuntime, json,
};
use tinyflow_sqlite::SqliteOptions;
use tinyflow_tests::recording::{Ledger, NOW, Recorded, drive_from_everywhere};

const DAY_MS: i64 = 86_400_000;

/// Subscriptions and mails that are written into a ledger.
#[derive(Clone, Default)]
struct World(Ledger);

impl Subscriptions for World {
    async fn start(&self, email: &str, plan: Plan, key: &str) -> io::Result<String> {
        self.0.note(key, format!("{plan:?} for {email}"))?;
        Ok("S-1".to_string())
    }
}

impl Mailer for World {
    async fn send(&self, to: &str, text: &str, key: &str) -> io::Result<()> {
        self.0.note(key, format!("to {to}: {text}"))
    }
}

impl World {
    fn workflow(&self) -> TrialConversionFlow<impl Tasks + use<>> {
        create_workflow(self.clone(), self.clone())
    }
}

fn trial() -> State {
    State {
        email: "ada@example.com".to_string(),
        plan: Plan::None,
        reminders: 0,
        subscription: None,
        extra: Map::new(),
    }
}

/// Lets somebody buy a plan once so many reminders were sent; nobody buys anything without.
async fn play(bought_after: Option<u64>) -> Result<Recorded<State>, RuntimeError> {
    let make = |ledger: &Ledger, _: &_| World(ledger.clone()).workflow();
    let answer = |key: &str, state: &State| {
        assert_eq!(key, "WaitForPurchase");
        (bought_after == Some(state.reminders)).then(|| json!({ "plan": "yearly" }))
    };
    drive_from_everywhere("r", trial(), make, answer).await
}

fn texts(run: &Recorded<State>) -> Vec<String> {
    let lines = run.ledger.lines().into_iter();
    lines
        .filter_map(|line| Some(line.split_once(": ")?.1.to_string()))
        .collect()
}

#[tokio::test]
async fn who_buys_at_once_is_reminded_of_nothing() -> Result<(), RuntimeError> {
    let run = play(Some(0)).await?;
    assert_eq!(
        texts(&run),
        [
            "to ada@example.com: welcome to your two weeks",
            "Yearly for ada@example.com"
        ]
    );
    assert_eq!(run.state.subscription.as_deref(), Some("S-1"));
    assert_eq!(run.state.reminders, 0);
    Ok(())
}

#[tokio::test]
async fn who_buys_after_a_reminder_gets_no_more() -> Result<(), RuntimeError> {
    for reminders in [1, 2] {
        let run = play(Some(reminders)).await?;
        assert_eq!(run.state.reminders, reminders);
        assert_eq!(run.state.plan, Plan::Yearly);
        assert!(!texts(&run).iter().any(|text| text.contains("is over")));
    }
    Ok(())
}

#[tokio::test]
async fn a_trial_without_a_purchase_is_closed() -> Result<(), RuntimeError> {
    let run = play(None).await?;
    let to_ada = |text: &str| format!("to ada@example.com: {text}");
    assert_eq!(
        texts(&run),
        [
            "welcome to your two weeks",
            "ten tips",
            "two days are left",
            "your trial is over"
        ]
        .map(to_ada)
    );
    assert_eq!(run.state.subscription, None);
    Ok(())
}

/// A worker executes the run, and the customer decides too late.
async fn too_late(context: impl WorkerContext, clock: &ManualClock) {
    let world = World::default();
    let runtime = WorkflowRuntime::new(context, world.workflow()).with_clock(clock.clone());
    let worker = runtime.start();
    let client = runtime.client();
    client.start("r", trial()).await.unwrap();
    let mut changes = runtime.context().changes().expect("the context tells");
    let offer = loop {
        let run = client.query("r").await.unwrap();
        let mut events = run.pending.iter().filter_map(|wait| match wait {
            SystemEntry::Event(event) => Some(event.resume_id.clone()),
            SystemEntry::Timer(_) => None,
        });
        // The waits of both branches are told at once.
        match events.next() {
            Some(event) if run.pending.len() == 2 => break event,
            _ => changes.next().await,
        }
    };
    for (day, reminders) in [(7, 1), (12, 2)] {
        clock.set(NOW + day * DAY_MS);
        while client.query("r").await.unwrap().state.reminders < reminders {
            changes.next().await;
        }
    }
    clock.set(NOW + 14 * DAY_MS);
    let ended = client.wait_for_end("r").await.unwrap();
    assert_eq!(ended.state.plan, Plan::None);
    let answer = WaitForPurchaseAnswer { plan: Plan::Yearly };
    let late = client
        .answer("r", &WAIT_FOR_PURCHASE, &offer, &answer)
        .await
        .unwrap_err();
    assert!(
        matches!(late, RuntimeError::Resolve(ResolveError::Over { .. })),
        "{late}"
    );
    let late = client.send("r", &WAIT_FOR_PURCHASE, &answer, None).await;
    assert!(late.is_err());
    worker.shutdown().await;
}

#[tokio::test]
async fn an_answer_that_comes_too_late_in_memory_is_refused() {
    let clock = ManualClock::new(NOW);
    too_late(SimpleContext::with_clock(clock.clone()), &clock).await;
}

#[tokio::test]
async fn an_answer_that_comes_too_late_in_a_file_is_refused() {
    let (folder, clock) = (tempfile::tempdir().unwrap(), ManualClock::new(NOW));
    let options = SqliteOptions::new().with_clock(clock.clone());
    let context = options.open(folder.path().join("runs.db")).unwrap();
    too_late(context, &clock).await;
}

/// The reminders win the race while the run goes on: the offer is no longer open.
#[tokio::test]
async fn an_answer_to_a_cancelled_wait_is_a_typed_error() {
    let (world, clock) = (World::default(), ManualClock::new(NOW));
    let runtime = WorkflowRuntime::new(SimpleContext::new(), world.workflow());
    let runtime = runtime.with_clock(clock.clone());
    world.0.refuse("is over");
    let mut result = runtime.run("r", trial()).await.unwrap();
    let offer = result.pending().iter().find_map(|wait| match wait {
        SystemEntry::Event(event) => Some(event.resume_id.clone()),
        SystemEntry::Timer(_) => None,
    });
    let offer = offer.expect("the offer is open");
    for day in [7, 12, 14] {
        clock.set(NOW + day * DAY_MS);
        result = runtime.resume("r").await.unwrap();
    }
    // Closing the trial has failed, so the run is not over.
    assert!(!result.is_finished());
    let late = runtime.resume_with("r", &offer, json!({ "plan": "yearly" }));
    let late = late.await.unwrap_err();
    assert!(
        matches!(late, RuntimeError::Resolve(ResolveError::NotWaiting { .. })),
        "{late}"
    );
    world.0.accept();
    let result = runtime.resume("r").await.unwrap();
    assert!(result.is_finished(), "{result}");
    assert_eq!(result.state().plan, Plan::None);
}
