//! The six properties of checkpoint and resume, for every example, in memory and on SQLite.
//!
//! 1. A resumed run continues the same prefix.
//! 2. An effect whose result is stored never happens again.
//! 3. Two runs forked from one snapshot do not disturb each other.
//! 4. Every stored snapshot can be loaded and resumed.
//! 5. A delivered event is consumed once, however many deliver it at a time.
//! 6. Recovering twice gives the same as recovering once.

mod undisturbed;

use tempfile::TempDir;
use tinyflow::{ManualClock, ResolveError, RuntimeError, SimpleContext, Snapshot, WorkerContext};
use tinyflow_sqlite::{SqliteContext, SqliteOptions};
use tinyflow_tests::recording::transitions;

use self::undisturbed::{Life, Played, undisturbed};
use crate::scenarios::{Example, Outside, for_every_example, question};

/// A kind of context, and where it keeps its runs.
trait Kind: Sync {
    type Context: WorkerContext + Clone;

    fn open(&self, clock: &ManualClock) -> Self::Context;
}

struct Memory;

impl Kind for Memory {
    type Context = SimpleContext;

    fn open(&self, clock: &ManualClock) -> SimpleContext {
        SimpleContext::with_clock(clock.clone())
    }
}

/// A file for each context that is opened, in one folder.
struct Files(TempDir);

impl Kind for Files {
    type Context = SqliteContext;

    fn open(&self, clock: &ManualClock) -> SqliteContext {
        let name = std::fs::read_dir(self.0.path()).unwrap().count();
        let path = self.0.path().join(format!("{name}.db"));
        let options = SqliteOptions::new().with_clock(clock.clone());
        options.open(path).unwrap()
    }
}

/// Stamps a property on every example in every kind of context.
macro_rules! property {
    ($name:ident, $of_one:ident) => {
        #[tokio::test]
        async fn $name() {
            for_every_example!($of_one(&Memory));
            let files = Files(tempfile::tempdir().unwrap());
            for_every_example!($of_one(&files));
        }
    };
}

property!(a_resumed_run_continues_the_same_prefix, same_prefix);

async fn same_prefix<E: Example>(kind: &impl Kind) {
    let whole = undisturbed::<E>().await;
    for (at, snapshot) in whole.snapshots.iter().enumerate() {
        let place = format!("{} after checkpoint {at}", E::NAME);
        let resumed = resume::<E, _>(kind, snapshot).await;
        let last = resumed.snapshots.last().unwrap();
        assert_eq!(last.state, whole.last().state, "{place}");
        assert_eq!(transitions(last), transitions(whole.last()), "{place}");
        let prefix = last.logs.get(..snapshot.logs.len());
        assert_eq!(prefix, Some(&*snapshot.logs), "{place}");
    }
}

property!(a_stored_effect_never_happens_again, effects_once);

async fn effects_once<E: Example>(kind: &impl Kind) {
    let whole = undisturbed::<E>().await;
    for (at, snapshot) in whole.snapshots.iter().enumerate() {
        let resumed = resume::<E, _>(kind, snapshot).await;
        let mut left = whole.effects.clone();
        left.retain(|effect| !is_stored(effect, snapshot));
        assert_eq!(resumed.effects, left, "{} after checkpoint {at}", E::NAME);
    }
}

/// Whether the result of an effect is in a snapshot, or was before it was dropped.
fn is_stored(effect: &str, snapshot: &Snapshot) -> bool {
    let cached = snapshot.logs.iter().filter(|entry| entry.kind == "cache");
    let mut keys = cached.filter_map(|entry| entry.values["key"].as_str());
    keys.any(|key| effect.strip_prefix("run/") == Some(key))
}

property!(two_runs_of_one_snapshot_do_not_disturb_each_other, forked);

async fn forked<E: Example>(kind: &impl Kind) {
    let whole = undisturbed::<E>().await;
    for (at, snapshot) in whole.snapshots.iter().enumerate() {
        let place = format!("{} after checkpoint {at}", E::NAME);
        let clock = clock_at(snapshot);
        let context = kind.open(&clock);
        let [one, other] = ["one", "other"].map(|id| Life::<E, _>::new(id, &context, &clock));
        one.runtime.import("one", snapshot.clone()).await.unwrap();
        other
            .runtime
            .import("other", snapshot.clone())
            .await
            .unwrap();
        let before = other.runtime.snapshot("other").await.unwrap();
        let of_one = one.to_the_end().await;
        let after = other.runtime.snapshot("other").await.unwrap();
        assert_eq!(after, before, "{place}");
        clock.set(clock_at_ms(snapshot));
        let of_other = other.to_the_end().await;
        assert_eq!(of_one, whole.last().state, "{place}");
        assert_eq!(of_other, whole.last().state, "{place}");
        let own = |effects: Vec<String>, id: &str| -> Vec<String> {
            let from = format!("{id}/");
            let own = effects.into_iter();
            own.map(|effect| effect.replacen(&from, "run/", 1))
                .collect()
        };
        let (one, other) = (own(one.effects(), "one"), own(other.effects(), "other"));
        assert_eq!(one, other, "{place}");
    }
}

property!(every_stored_snapshot_can_be_loaded_and_resumed, loadable);

async fn loadable<E: Example>(kind: &impl Kind) {
    let whole = undisturbed::<E>().await;
    for (at, snapshot) in whole.snapshots.iter().enumerate() {
        let place = format!("{} after checkpoint {at}", E::NAME);
        let text = snapshot.to_json().unwrap();
        assert_eq!(&Snapshot::from_json(&text).unwrap(), snapshot, "{place}");
        let clock = clock_at(snapshot);
        let life = Life::<E, _>::new("run", &kind.open(&clock), &clock);
        life.runtime.import("run", snapshot.clone()).await.unwrap();
        let view = life.runtime.query("run").await.unwrap();
        let wire_name = serde_json::to_value(view.current_step).unwrap();
        assert_eq!(wire_name, snapshot.step, "{place}");
        let resumed = life.runtime.resume("run").await.unwrap();
        assert!(
            !matches!(resumed, tinyflow::RunResult::Failed { .. }),
            "{place}: {resumed}"
        );
    }
}

property!(a_delivered_event_is_consumed_once, consumed_once);

/// How many deliver an answer at a time.
const SENDERS: usize = 8;

async fn consumed_once<E: Example>(kind: &impl Kind) {
    let whole = undisturbed::<E>().await;
    let clock = clock_at(&whole.snapshots[0]);
    let life = Life::<E, _>::new("run", &kind.open(&clock), &clock);
    life.runtime.create("run", E::state()).await.unwrap();
    loop {
        let result = life.runtime.resume("run").await.unwrap();
        if result.is_finished() {
            break;
        }
        let view = life.runtime.query("run").await.unwrap();
        let snapshot = life.runtime.snapshot("run").await.unwrap();
        let (Outside::Answer(answer), Some((_, id))) = (E::outside(&view), question(&snapshot))
        else {
            life.act_or_let_time_pass().await;
            continue;
        };
        let senders = (0..SENDERS).map(|_| {
            let (runs, id, answer) = (life.runtime.runs(), id.clone(), answer.clone());
            tokio::spawn(async move { runs.answer("run", &id, answer).await })
        });
        let mut taken = 0;
        for sender in senders.collect::<Vec<_>>() {
            match sender.await.unwrap() {
                Ok(_) => taken += 1,
                Err(RuntimeError::Resolve(ResolveError::AlreadyAnswered { .. })) => {}
                Err(other) => panic!("{}: {other}", E::NAME),
            }
        }
        assert_eq!(taken, 1, "{}", E::NAME);
    }
    let last = life.runtime.snapshot("run").await.unwrap();
    assert_eq!(last.state, whole.last().state, "{}", E::NAME);
    assert_eq!(transitions(&last), transitions(whole.last()), "{}", E::NAME);
    assert_eq!(life.effects(), whole.effects, "{}", E::NAME);
}

property!(recovering_twice_is_recovering_once, recovered_twice);

async fn recovered_twice<E: Example>(kind: &impl Kind) {
    let whole = undisturbed::<E>().await;
    for (at, snapshot) in whole.snapshots.iter().enumerate() {
        let place = format!("{} after checkpoint {at}", E::NAME);
        let clock = clock_at(snapshot);
        let life = Life::<E, _>::new("run", &kind.open(&clock), &clock);
        life.runtime.import("run", snapshot.clone()).await.unwrap();
        // Whoever recovers a run goes on with it until it waits or ends.
        let _ = life.runtime.resume("run").await.unwrap();
        let once = life.runtime.snapshot("run").await.unwrap();
        let effects = life.effects();
        let is_parked = once.open_waits().is_empty();
        if !is_parked || once.run.is_some() {
            // Nothing has happened since, so there is nothing to recover.
            let _ = life.runtime.resume("run").await.unwrap();
            let twice = life.runtime.snapshot("run").await.unwrap();
            assert_eq!(twice, once, "{place}");
            assert_eq!(life.effects(), effects, "{place}");
        }
        let again = resume::<E, _>(kind, &once).await;
        assert_eq!(again.last().state, whole.last().state, "{place}");
    }
}

/// Goes on with a run in a new context until it has ended.
async fn resume<E: Example, K: Kind>(kind: &K, snapshot: &Snapshot) -> Played {
    let clock = clock_at(snapshot);
    let life = Life::<E, K::Context>::new("run", &kind.open(&clock), &clock);
    life.runtime.import("run", snapshot.clone()).await.unwrap();
    life.to_the_end().await;
    Played {
        snapshots: vec![life.runtime.snapshot("run").await.unwrap()],
        effects: life.effects(),
    }
}

/// A clock that shows the time at which a snapshot was stored.
fn clock_at(snapshot: &Snapshot) -> ManualClock {
    ManualClock::new(clock_at_ms(snapshot))
}

fn clock_at_ms(snapshot: &Snapshot) -> i64 {
    let times = snapshot.logs.iter().filter_map(|entry| entry.at);
    times.max().unwrap()
}
