//! The process that is killed: it plays an example on SQLite, with a driver that lets time pass
//! and does what is done from outside.
//!
//! A driver that is started again goes on from whatever it finds.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use tinyflow::{Clock, Context, ManualClock, RunPhase, Value, Workflow, WorkflowRuntime};
use tinyflow_sqlite::SqliteOptions;

use crate::boundary;
use crate::crashing_context::CrashingContext;
use crate::process;
use crate::scenarios::{Effects, Example, Outside, for_every_example, question};

/// The run of each example.
const RUN: &str = "run";

/// Plays the example of this name, if there is one.
pub(crate) async fn play(name: &str, folder: &Path) {
    for_every_example!(play_if_called(name, folder));
}

async fn play_if_called<E: Example>(name: &str, folder: &Path) {
    if E::NAME == name {
        Stage::open(folder).play::<E>().await;
    }
}

struct Stage {
    context: CrashingContext,
    clock: ManualClock,
    /// The file that says what time it is.
    hands: PathBuf,
}

impl Stage {
    fn open(folder: &Path) -> Self {
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
        let stage = Self {
            context,
            clock,
            hands,
        };
        stage.show_time();
        stage
    }

    fn show_time(&self) {
        fs::write(&self.hands, self.clock.now_ms().to_string()).unwrap();
    }

    /// Lets time pass until then; it never goes back.
    fn set_time(&self, at: i64) {
        fs::write(&self.hands, at.max(self.clock.now_ms()).to_string()).unwrap();
        self.clock.set(at.max(self.clock.now_ms()));
    }

    /// Has a worker execute the run, and drives it to its end.
    async fn play<E: Example>(self) {
        let workflow = E::workflow(Effects::new(boundary::effect));
        let runtime =
            WorkflowRuntime::new(self.context.clone(), workflow).with_clock(self.clock.clone());
        let worker = runtime.start();
        let client = runtime.client();
        let mut changes = runtime.context().changes().unwrap();
        client.start(RUN, E::state()).await.unwrap();
        let ended = loop {
            let run = client.query(RUN).await.unwrap();
            if run.end.is_some() {
                break run;
            }
            let listed = client.list(&[RunPhase::Waiting]).await.unwrap();
            if let Some(waiting) = listed.first() {
                boundary::pass("waiting");
                let is_sent = match E::outside(&run) {
                    Outside::Nothing => false,
                    Outside::Answer(answer) => send(&runtime, answer).await,
                    Outside::Change(change) => {
                        let changed = client.with_transaction(RUN, |run| {
                            change(run);
                            Ok::<_, std::io::Error>(())
                        });
                        changed.await.unwrap();
                        false
                    }
                };
                match waiting.wake_at {
                    // The worker has the run in hand by now. Its lease runs out where time
                    // passes before its work is done.
                    _ if is_sent => {}
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

/// Answers what is asked. Tells whether anything is.
async fn send<W: Workflow + 'static>(
    runtime: &WorkflowRuntime<W, CrashingContext>,
    answer: Value,
) -> bool {
    let snapshot = runtime.snapshot(RUN).await.unwrap();
    let Some((step, wait)) = question(&snapshot) else {
        return false;
    };
    // Whoever starts again sends the same answer, which is dropped.
    let runs = runtime.runs();
    let sent = runs.send_event(RUN, &step, answer, Some(&wait));
    sent.await.unwrap();
    true
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
