//! The example workflows, each with a world that writes its effects down and a driver that lets
//! time pass and answers what is asked.
//!
//! A driver that is started again goes on from whatever it finds.

mod generated;
mod written;

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use serde::Serialize;
use tinyflow::{
    Client, Clock, Context, ManualClock, RunPhase, RunView, SystemEntry, Value, Workflow,
    WorkflowRuntime,
};
use tinyflow_sqlite::SqliteOptions;

use crate::crashing_context::CrashingContext;
use crate::{boundary, files, leases, process};

pub(crate) const START_AND_POLL: &str = "start-and-poll";
pub(crate) const INTERVAL_PAYMENT: &str = "interval-payment";
pub(crate) const GUESSING_GAME: &str = "guessing-game";
pub(crate) const ORDER_FORK: &str = "order-fork";
pub(crate) const USER_ONBOARDING: &str = "user-onboarding";
pub(crate) const ORDER_FULFILMENT: &str = "order-fulfilment";
pub(crate) const MULTI_STEP_FORM: &str = "multi-step-form";

/// The run of each scenario.
const RUN: &str = "run";

/// Plays the part of this process.
pub(crate) async fn play(part: &str) {
    let folder = PathBuf::from(process::setting("TINYFLOW_FOLDER").unwrap());
    if part == leases::SLEEPER {
        return leases::sleep_past_the_lease(&folder).await;
    }
    if part == files::GROWING {
        return files::grow(&folder).await;
    }
    let kill_at = process::setting("TINYFLOW_KILL_AT").map(|at| at.parse().unwrap());
    boundary::open(folder.join("journal"), kill_at);
    let hands = folder.join("clock");
    // Each process lives an hour after the one before it, whose leases have run out by then.
    let last: Option<i64> = fs::read_to_string(&hands)
        .ok()
        .map(|at| at.parse().unwrap());
    let clock = ManualClock::new(last.map_or(1_000_000, |last| last + 3_600_000));
    let options = SqliteOptions::new()
        .with_clock(clock.clone())
        .with_poll_interval(Duration::from_secs(3_600));
    let context = CrashingContext(options.open(folder.join("runs.db")).unwrap());
    let stage = Stage {
        context,
        clock,
        hands,
    };
    stage.show_time();
    match part {
        START_AND_POLL => written::start_and_poll(stage).await,
        INTERVAL_PAYMENT => written::interval_payment(stage).await,
        GUESSING_GAME => written::guessing_game(stage).await,
        ORDER_FORK => written::order_fork(stage).await,
        USER_ONBOARDING => generated::user_onboarding(stage).await,
        ORDER_FULFILMENT => generated::order_fulfilment(stage).await,
        MULTI_STEP_FORM => generated::multi_step_form(stage).await,
        other => panic!("there is no part {other}"),
    }
}

/// Where a scenario is played.
pub(crate) struct Stage {
    context: CrashingContext,
    clock: ManualClock,
    /// The file that says what time it is.
    hands: PathBuf,
}

type StageClient<W> = Client<W, CrashingContext>;
type View<W> = RunView<<W as Workflow>::Step, <W as Workflow>::State>;

impl Stage {
    fn show_time(&self) {
        fs::write(&self.hands, self.clock.now_ms().to_string()).unwrap();
    }

    /// Lets time pass until then; it never goes back.
    fn set_time(&self, at: i64) {
        fs::write(&self.hands, at.max(self.clock.now_ms()).to_string()).unwrap();
        self.clock.set(at.max(self.clock.now_ms()));
    }

    /// Has a worker execute the run, and drives it to its end. `act` is asked whenever the run
    /// waits for an answer, and tells whether it has given one; else time passes.
    async fn play<W>(
        self,
        workflow: W,
        state: W::State,
        act: impl AsyncFn(&StageClient<W>, &View<W>) -> bool,
    ) where
        W: Workflow<State: Serialize> + 'static,
    {
        let runtime =
            WorkflowRuntime::new(self.context.clone(), workflow).with_clock(self.clock.clone());
        let worker = runtime.start();
        let client = runtime.client();
        let mut changes = runtime.context().changes().unwrap();
        client.start(RUN, state).await.unwrap();
        let ended = loop {
            let run = client.query(RUN).await.unwrap();
            if run.end.is_some() {
                break run;
            }
            let listed = client.list(&[RunPhase::Waiting]).await.unwrap();
            if let Some(waiting) = listed.first() {
                boundary::pass("waiting");
                if act(&client, &run).await {
                    continue;
                }
                match waiting.wake_at {
                    Some(at) => self.set_time(at),
                    None => drop(runtime.resume(RUN).await.unwrap()),
                }
            }
            changes.next().await;
        };
        worker.shutdown().await;
        let mut state = tinyflow::json!({ "end": ended.end, "state": ended.state });
        without_times(&mut state);
        boundary::ended(&state.to_string());
    }
}

/// Takes away what depends on when a run was executed.
fn without_times(value: &mut Value) {
    const TIMES: [&str; 4] = ["startTime", "endTime", "createdAt", "_nextPaymentAt"];
    match value {
        Value::Object(fields) => {
            fields.retain(|field, _| !TIMES.contains(&field.as_str()));
            fields.values_mut().for_each(without_times);
        }
        Value::Array(items) => items.iter_mut().for_each(without_times),
        _ => {}
    }
}

fn asks<W: Workflow>(run: &View<W>) -> bool {
    let mut waits = run.pending.iter();
    waits.any(|wait| matches!(wait, SystemEntry::Event(_)))
}
