//! Driving a run that waits: answering what it asks, and letting time pass.
//!
//! As in `everywhere`, the run is then stopped after each of its checkpoints and goes on in
//! another store: once in memory, once in a SQLite file.

use std::fmt::Debug;

use tinyflow::{
    Clock, Context, ManualClock, RunResult, RuntimeError, SimpleContext, Snapshot, SystemEntry,
    Value, Workflow, WorkflowRuntime,
};
use tinyflow_sqlite::SqliteOptions;

use super::everywhere::{completed, transitions};
use super::{Ledger, Recorded, Recording};

/// When every run begins.
pub const NOW: i64 = 1_700_000_000_000;

/// Drives a workflow to its end; then, for each snapshot that was stored on the way, does it
/// again from there, in memory and in a file, and compares. Gives the undisturbed run.
///
/// `make` makes a workflow whose tasks write all they do into the ledger, under the idempotency
/// key of the task. `answer` is asked whenever the run waits, with the key of an open event and
/// the state; where it has no answer for any, time passes until the next timer.
///
/// # Errors
/// If the runtime cannot execute a run.
///
/// # Panics
/// If a run does not end, or if a resumed run ends with another state, other moves or other
/// effects than it should.
pub async fn drive_from_everywhere<W>(
    run_id: &str,
    state: W::State,
    make: impl Fn(&Ledger, &ManualClock) -> W,
    answer: impl Fn(&str, &W::State) -> Option<Value>,
) -> Result<Recorded<W::State>, RuntimeError>
where
    W: Workflow<State: Debug + PartialEq>,
{
    let (recording, ledger, clock) = (
        Recording::default(),
        Ledger::default(),
        ManualClock::new(NOW),
    );
    let runtime = WorkflowRuntime::new(recording.clone(), make(&ledger, &clock));
    let runtime = runtime.with_clock(clock.clone());
    runtime.create(run_id, state).await?;
    let result = drive(&runtime, &clock, run_id, &answer).await?;
    let undisturbed = Recorded {
        state: result.state().clone(),
        ledger,
        snapshots: recording.snapshots(run_id),
    };
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    for (index, snapshot) in undisturbed.snapshots.iter().enumerate() {
        let place = format!("after checkpoint {}, at {}", index + 1, snapshot.step);
        let again = |clock: &ManualClock, ledger: &Ledger| make(ledger, clock);
        let clock = ManualClock::new(time_of(snapshot));
        let memory = SimpleContext::with_clock(clock.clone());
        let left = go_on(memory, &clock, run_id, snapshot, again, &answer).await?;
        assert_same(
            &undisturbed,
            run_id,
            snapshot,
            &left,
            &format!("{place}, in memory"),
        );

        let clock = ManualClock::new(time_of(snapshot));
        let options = SqliteOptions::new().with_clock(clock.clone());
        let file = options.open(folder.path().join(format!("{index}.db")));
        let file = file.expect("a new file can be opened");
        let left = go_on(file, &clock, run_id, snapshot, again, &answer).await?;
        assert_same(
            &undisturbed,
            run_id,
            snapshot,
            &left,
            &format!("{place}, in a file"),
        );
    }
    Ok(undisturbed)
}

/// Answers and lets time pass until the run has ended.
///
/// # Errors
/// If the runtime cannot execute the run.
///
/// # Panics
/// If the run fails, or waits for an answer that nobody gives.
pub async fn drive<W: Workflow, C: Context>(
    runtime: &WorkflowRuntime<W, C>,
    clock: &ManualClock,
    run_id: &str,
    answer: impl Fn(&str, &W::State) -> Option<Value>,
) -> Result<RunResult<W::State>, RuntimeError> {
    let mut result = runtime.resume(run_id).await?;
    while !result.is_finished() {
        let state = result.state();
        let answered = result.pending().iter().find_map(|wait| match wait {
            SystemEntry::Event(event) => {
                let (key, _) = event.resume_id.rsplit_once('-')?;
                Some((event.resume_id.clone(), answer(key, state)?))
            }
            SystemEntry::Timer(_) => None,
        });
        let mut timers = result
            .pending()
            .iter()
            .filter_map(SystemEntry::resume_after);
        result = match answered {
            Some((id, answer)) => runtime.resume_with(run_id, &id, answer).await?,
            None => {
                let first = timers.by_ref().min();
                let at = first.unwrap_or_else(|| panic!("nothing more happens: {result}"));
                clock.set(at.max(clock.now_ms()));
                runtime.resume(run_id).await?
            }
        };
    }
    Ok(result)
}

/// What came of a run that went on from a snapshot.
struct WentOn<State> {
    state: State,
    ledger: Ledger,
    moves: Vec<String>,
}

async fn go_on<W: Workflow, C: Context>(
    context: C,
    clock: &ManualClock,
    run_id: &str,
    snapshot: &Snapshot,
    make: impl Fn(&ManualClock, &Ledger) -> W,
    answer: impl Fn(&str, &W::State) -> Option<Value>,
) -> Result<WentOn<W::State>, RuntimeError> {
    let ledger = Ledger::default();
    let runtime = WorkflowRuntime::new(context, make(clock, &ledger)).with_clock(clock.clone());
    runtime.import(run_id, snapshot.clone()).await?;
    let result = drive(&runtime, clock, run_id, answer).await?;
    Ok(WentOn {
        state: result.state().clone(),
        ledger,
        moves: sorted(transitions(&runtime.snapshot(run_id).await?)),
    })
}

fn assert_same<State: Debug + PartialEq>(
    undisturbed: &Recorded<State>,
    run_id: &str,
    snapshot: &Snapshot,
    again: &WentOn<State>,
    place: &str,
) {
    assert_eq!(again.state, undisturbed.state, "state {place}");
    assert_eq!(
        again.moves,
        sorted(undisturbed.transitions()),
        "moves {place}"
    );
    let done = completed(run_id, snapshot);
    let mut left = undisturbed.ledger.effects();
    left.retain(|effect| !done.contains(&effect.key));
    // Branches that go on together may do so in another order.
    left.sort();
    let mut effects = again.ledger.effects();
    effects.sort();
    assert_eq!(effects, left, "effects {place}");
}

fn sorted(mut moves: Vec<String>) -> Vec<String> {
    moves.sort();
    moves
}

/// When a snapshot was stored, as far as its log tells.
fn time_of(snapshot: &Snapshot) -> i64 {
    let times = snapshot.logs.iter().filter_map(|entry| entry.at);
    times.max().unwrap_or(NOW)
}
