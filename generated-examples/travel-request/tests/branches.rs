//! Every branch of a travel request, in memory and on SQLite, and again from every snapshot.

use std::io;

use example_travel_request::mailer::Mailer;
use example_travel_request::travel_agency::TravelAgency;
use example_travel_request::travel_request::{
    ASK_MANAGER, AskManagerAnswer, Decision, State, Tasks, TravelRequestFlow, create_workflow,
};
use tinyflow::{
    Client, Clock, ManualClock, Map, ResolveError, RunResult, RuntimeError, SimpleContext,
    SystemEntry, WorkerContext, WorkflowRuntime, json,
};
use tinyflow_sqlite::SqliteOptions;
use tinyflow_tests::recording::{Ledger, Recording, transitions};

const NOW: i64 = 1_700_000_000_000;
const DAY_MS: i64 = 86_400_000;

/// An agency and a mail server that write what they do into a ledger.
#[derive(Clone, Default)]
struct World(Ledger);

impl TravelAgency for World {
    async fn book(&self, traveller: &str, destination: &str, key: &str) -> io::Result<String> {
        self.0.note(key, format!("{destination} for {traveller}"))?;
        Ok("B-1".to_string())
    }
}

impl Mailer for World {
    async fn send(&self, to: &str, text: &str, key: &str) -> io::Result<()> {
        self.0.note(key, format!("to {to}: {text}"))
    }
}

impl World {
    fn workflow(&self) -> TravelRequestFlow<impl Tasks + use<>> {
        create_workflow(self.clone(), self.clone())
    }
}

fn request() -> State {
    State {
        employee: "ada".to_string(),
        destination: "Delft".to_string(),
        price: 250.0,
        decision: Decision::Pending,
        comment: None,
        booking: None,
        extra: Map::new(),
    }
}

fn answer(decision: Decision, comment: &str) -> AskManagerAnswer {
    AskManagerAnswer {
        decision,
        comment: Some(comment.to_string()),
    }
}

/// Answers and lets time pass until the run has ended. Gives how often it was answered.
async fn go_on<C: tinyflow::Context>(
    runtime: &WorkflowRuntime<TravelRequestFlow<impl Tasks + 'static>, C>,
    clock: &ManualClock,
    answers: &[AskManagerAnswer],
) -> Result<RunResult<State>, RuntimeError> {
    let mut answers = answers.iter();
    let mut result = runtime.resume("r").await?;
    while let Some(wait) = result.pending().first().cloned() {
        result = match wait {
            SystemEntry::Timer(timer) => {
                clock.set(timer.resume_after.max(clock.now_ms()));
                runtime.resume("r").await?
            }
            SystemEntry::Event(event) => {
                let answer = answers.next().expect("there is an answer");
                runtime
                    .resume_with("r", &event.resume_id, json!(answer))
                    .await?
            }
        };
    }
    Ok(result)
}

/// Runs to the end, and then once more from each snapshot that was stored on the way.
async fn from_everywhere(answers: &[AskManagerAnswer]) -> (Vec<String>, Vec<String>, State) {
    let (world, clock, recording) = (
        World::default(),
        ManualClock::new(NOW),
        Recording::default(),
    );
    let runtime = WorkflowRuntime::new(recording.clone(), world.workflow());
    let runtime = runtime.with_clock(clock.clone());
    runtime.create("r", request()).await.unwrap();
    let result = go_on(&runtime, &clock, answers).await.unwrap();
    assert!(result.is_finished(), "{result}");
    let snapshots = recording.snapshots("r");
    let whole = snapshots.last().map(transitions).unwrap_or_default();
    for snapshot in &snapshots {
        let answered = snapshot
            .logs
            .iter()
            .filter(|entry| entry.kind == "interrupt_end")
            .filter(|entry| {
                entry.values["resumeId"]
                    .as_str()
                    .unwrap()
                    .starts_with("AskManager")
            });
        let (again, clock) = (World::default(), ManualClock::new(NOW));
        let runtime = WorkflowRuntime::new(SimpleContext::new(), again.workflow());
        let runtime = runtime.with_clock(clock.clone());
        runtime.import("r", snapshot.clone()).await.unwrap();
        let resumed = go_on(&runtime, &clock, &answers[answered.count()..])
            .await
            .unwrap();
        assert_eq!(resumed.state(), result.state(), "at {}", snapshot.step);
        let last = runtime.snapshot("r").await.unwrap();
        assert_eq!(transitions(&last), whole, "at {}", snapshot.step);
        let left = again.0.lines();
        assert!(world.0.lines().ends_with(&left), "at {}", snapshot.step);
    }
    (world.0.lines(), whole, result.state().clone())
}

#[tokio::test]
async fn an_approved_trip_is_booked_and_its_receipts_are_asked_for() {
    let answers = [
        answer(Decision::Pending, "ask me tomorrow"),
        answer(Decision::Approved, "have a good time"),
    ];
    let (effects, moves, state) = from_everywhere(&answers).await;
    assert_eq!(
        effects,
        [
            "r/4:BookTrip:BookTrip: Delft for ada",
            "r/6:AskForReceipts:AskForReceipts: to ada: please hand in the receipts of Delft",
        ]
    );
    assert_eq!(
        moves,
        [
            "Start -> AskManager",
            "AskManager -> ThinkItOver",
            "ThinkItOver -> AskManager",
            "AskManager -> BookTrip",
            "BookTrip -> WaitForReturn",
            "WaitForReturn -> AskForReceipts",
            "AskForReceipts -> End",
        ]
    );
    assert_eq!(state.booking.as_deref(), Some("B-1"));
    assert_eq!(state.comment.as_deref(), Some("have a good time"));
}

#[tokio::test]
async fn a_refused_trip_is_told_with_its_reason() {
    let (effects, moves, state) =
        from_everywhere(&[answer(Decision::Refused, "the budget is spent")]).await;
    assert_eq!(
        effects,
        ["r/2:TellRefusal:TellRefusal: to ada: Delft is refused: the budget is spent"]
    );
    assert_eq!(moves.len(), 3);
    assert_eq!(state.booking, None);
}

/// A worker executes the run; a manager elsewhere sees the question and answers it.
async fn approved_from_outside(context: impl WorkerContext, clock: &ManualClock) {
    let world = World::default();
    let runtime = WorkflowRuntime::new(context, world.workflow()).with_clock(clock.clone());
    let worker = runtime.start();
    let client = runtime.client();
    client.start("r", request()).await.unwrap();
    let question = question(&client, runtime.context()).await;
    assert_eq!(
        question,
        json!({
            "question": "May this trip be booked?",
            "employee": "ada", "destination": "Delft", "price": 250.0,
        })
    );
    // What is no answer leaves the question open.
    let runs = runtime.runs();
    let nonsense = json!({ "decision": "maybe" });
    runs.send_event("r", "AskManager", nonsense, None)
        .await
        .unwrap();
    let approval = answer(Decision::Approved, "go");
    client
        .send("r", &ASK_MANAGER, &approval, None)
        .await
        .unwrap();
    let mut changes = runtime.context().changes().expect("the context tells");
    while client.query("r").await.unwrap().state.booking.is_none() {
        changes.next().await;
    }
    clock.set(NOW + 14 * DAY_MS);
    let ended = client.wait_for_end("r").await.unwrap();
    worker.shutdown().await;
    assert!(ended.is_end());
    assert_eq!(ended.state.comment.as_deref(), Some("go"));
    assert_eq!(world.0.lines().len(), 2);
    let late = client
        .answer("r", &ASK_MANAGER, "AskManager-1", &approval)
        .await
        .unwrap_err();
    assert!(
        matches!(late, RuntimeError::Resolve(ResolveError::Over { .. })),
        "{late}"
    );
}

async fn question<W, C>(client: &Client<W, C>, context: &C) -> tinyflow::Value
where
    W: tinyflow::Workflow<State = State>,
    C: WorkerContext,
{
    let mut changes = context.changes().expect("the context tells");
    loop {
        let run = client.query("r").await.unwrap();
        if let Some(SystemEntry::Event(event)) = run.pending.first() {
            return event.request_payload.clone().unwrap_or_default();
        }
        changes.next().await;
    }
}

#[tokio::test]
async fn a_manager_answers_a_run_in_memory() {
    let clock = ManualClock::new(NOW);
    approved_from_outside(SimpleContext::with_clock(clock.clone()), &clock).await;
}

#[tokio::test]
async fn a_manager_answers_a_run_in_a_file() {
    let (folder, clock) = (tempfile::tempdir().unwrap(), ManualClock::new(NOW));
    let options = SqliteOptions::new().with_clock(clock.clone());
    let context = options.open(folder.path().join("runs.db")).unwrap();
    approved_from_outside(context, &clock).await;
}
