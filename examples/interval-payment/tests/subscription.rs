//! A subscription from its first interval to the last bill, through its terminal.

#![expect(clippy::unwrap_used, reason = "a test says by a panic what is wrong")]

use std::sync::{Arc, Mutex};
use std::time::Duration;

use example_interval_payment::store::TellingContext;
use example_interval_payment::terminal::{After, Terminal};
use example_interval_payment::{IntervalPayment, Mailer, Receipt, Status, Step, Subscription};
use tinyflow::{
    ManualClock, RunView, SimpleContext, TaskContext, TaskResult, TaskRunner, WorkflowRuntime, json,
};

#[derive(Clone, Default)]
struct Outbox {
    bills: Arc<Mutex<Vec<(String, u32)>>>,
}

impl Mailer for Outbox {
    async fn send(&self, task: &TaskContext, to: &str, receipt: &Receipt) -> TaskResult<String> {
        let mut bills = self.bills.lock().expect("no bill panics");
        bills.push((to.to_owned(), receipt.cycle));
        Ok(format!("delivered {}", task.idempotency_key()))
    }
}

type Runtime = WorkflowRuntime<IntervalPayment<Outbox>, TellingContext>;

/// Waits until the run waits for the end of an interval.
async fn interval(runtime: &Runtime, cycle: u32) -> RunView<Step, Subscription> {
    use tinyflow::Context;
    let mut changes = runtime.context().changes().expect("the context tells");
    loop {
        let run = runtime.query("r").await.unwrap();
        let waits = run.pending.iter().any(|wait| !wait.is_done());
        if waits && run.state.cycle == cycle {
            return run;
        }
        changes.next().await;
    }
}

#[tokio::test]
async fn what_is_used_is_billed_until_the_customer_cancels() {
    let clock = ManualClock::new(1_000_000);
    let told = Arc::new(Mutex::new(Vec::new()));
    let lines = Arc::clone(&told);
    let context = TellingContext::new(SimpleContext::with_clock(clock.clone()), move |line| {
        lines.lock().expect("no line panics").push(line.to_owned());
    });
    let outbox = Outbox::default();
    let runtime = WorkflowRuntime::new(context.clone(), IntervalPayment::new(outbox.clone()));
    let runtime = runtime.with_clock(clock.clone()).with_audit_log(false);
    let worker = runtime.start();
    let client = runtime.client();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("runs.json");
    let runner = TaskRunner::new();
    let terminal = Terminal {
        run_id: "r",
        client: client.clone(),
        context: context.clone(),
        file: &file,
        runner: runner.clone(),
    };
    let obey = async |line: &str| terminal.obey(line).await.unwrap();

    let subscription = Subscription::new("ada@example.com", 10_000);
    client.start("r", subscription).await.unwrap();
    interval(&runtime, 0).await;
    assert_eq!(
        obey("/add 2").await.0,
        "add usage id_0 - 1\nadd usage id_1 - 2"
    );
    let state: tinyflow::Value = obey("/state").await.0.parse().unwrap();
    assert_eq!(state["step"], "step_wait");
    assert_eq!(state["state"]["currentUsages"][1]["amount"], 2);
    clock.advance(Duration::from_secs(10));
    let run = interval(&runtime, 1).await;
    assert_eq!(run.state.receipts[0].usages.len(), 2);
    assert!(run.state.current_usages.is_empty());

    // Nothing is used, so nothing is billed.
    clock.advance(Duration::from_secs(10));
    interval(&runtime, 2).await;
    obey("/add").await;
    assert_eq!(obey("/save").await.1, After::Next);
    assert!(
        std::fs::read_to_string(&file)
            .unwrap()
            .contains("ada@example.com")
    );
    assert_eq!(
        obey("/cancel").await,
        ("cancelled".to_owned(), After::Cancelled)
    );
    assert_eq!(
        obey("/add").await.0,
        "refused: the subscription is not active"
    );
    assert_eq!(obey("/cancel").await.1, After::Next);
    assert!(obey("/help").await.0.contains("/exit"));

    clock.advance(Duration::from_secs(10));
    let ended = client.wait_for_end("r").await.unwrap();
    worker.shutdown().await;
    assert!(ended.is_end());
    assert_eq!(ended.state.status, Some(Status::Cancel));
    assert!(
        ended
            .state
            .receipts
            .iter()
            .all(|receipt| receipt.delivery_id.is_some())
    );
    let to = "ada@example.com".to_owned();
    assert_eq!(*outbox.bills.lock().unwrap(), [(to.clone(), 0), (to, 2)]);
    let logs = runtime.snapshot("r").await.unwrap().logs;
    let kinds: Vec<_> = logs.iter().map(|entry| entry.kind.as_str()).collect();
    let expected = [
        "set_param",
        "add_usage",
        "add_usage",
        "bill_sent",
        "add_usage",
        "cancel",
        "bill_sent",
    ];
    assert_eq!(kinds, expected);
    let told = told.lock().unwrap();
    let locks = told.iter().filter(|line| *line == "locked r").count();
    let unlocks = told.iter().filter(|line| *line == "unlocked r").count();
    assert!(
        locks > 5 && locks == unlocks,
        "{locks} locks, {unlocks} unlocks"
    );
}

#[tokio::test]
async fn when_all_is_billed_the_runs_are_in_the_file() {
    let clock = ManualClock::new(1_000_000);
    let context = TellingContext::new(SimpleContext::with_clock(clock.clone()), |_| {});
    let runtime = WorkflowRuntime::new(context.clone(), IntervalPayment::new(Outbox::default()));
    let runtime = runtime.with_clock(clock.clone());
    let worker = runtime.start();
    let (client, runner) = (runtime.client(), TaskRunner::new());
    let subscription = Subscription::new("ada@example.com", 10_000);
    client.start("r", subscription).await.unwrap();
    interval(&runtime, 0).await;
    let end = client.clone();
    runner.add_task("r", async move { end.wait_for_end("r").await.map(drop) });
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("runs.json");
    let terminal = Terminal {
        run_id: "r",
        client: client.clone(),
        context,
        file: &file,
        runner,
    };
    let said = Mutex::new(Vec::new());
    let lines = ["/state", "/add", "/cancel", "/add"].map(|line| Ok(line.to_owned()));
    let serving = terminal.serve(lines.into_iter(), worker, |line| {
        said.lock().expect("no line panics").push(line.to_owned());
        if line == "cancelled" {
            clock.advance(Duration::from_secs(10));
        }
    });
    serving.await.unwrap();
    let said = said.into_inner().unwrap();
    let [state, said @ ..] = said.as_slice() else {
        panic!("each line is answered");
    };
    let state: tinyflow::Value = state.parse().unwrap();
    assert_eq!(state["runtimeUsage"], json!({ "total": 1, "done": 0 }));
    assert_eq!(state["state"]["_cycle"], 0);
    assert_eq!(said, ["add usage id_0 - 1", "cancelled", "all done"]);
    let runs = std::fs::read_to_string(&file).unwrap();
    let runs: tinyflow::Value = runs.parse().unwrap();
    assert_eq!(runs["r"]["run"]["status"], "finished");
    assert_eq!(runs["r"]["state"]["receipts"][0]["cycle"], 0);

    let (client, context) = (terminal.client, terminal.context);
    let nowhere = folder.path().join("no/such/folder.json");
    let (file, runner) = (nowhere.as_path(), TaskRunner::new());
    let terminal = Terminal {
        run_id: "r",
        client,
        context,
        file,
        runner,
    };
    assert!(terminal.obey("/save").await.is_err());
}
