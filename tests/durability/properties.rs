//! The six properties of checkpoint and resume, for every example, in memory and on SQLite.
//!
//! 1. A resumed run continues the same prefix.
//! 2. An effect whose result is stored never happens again.
//! 3. Two runs forked from one snapshot do not disturb each other.
//! 4. Every stored snapshot can be loaded and resumed.
//! 5. A delivered event is consumed once, however many deliver it at a time.
//! 6. Recovering twice gives the same as recovering once.
//!
//! The snapshots are those that the context itself has stored, as it reads them back.

mod undisturbed;

use std::sync::atomic::{AtomicUsize, Ordering};

use tempfile::TempDir;
use tinyflow::{ManualClock, SimpleContext, Snapshot, WorkerContext};
use tinyflow_sqlite::{SqliteContext, SqliteOptions};
use tinyflow_tests::recording::transitions;

use self::undisturbed::{Life, Played, undisturbed};
use crate::scenarios::{Example, for_every_example};

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
struct Files {
    folder: TempDir,
    opened: AtomicUsize,
}

impl Files {
    fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
            opened: AtomicUsize::new(0),
        }
    }
}

impl Kind for Files {
    type Context = SqliteContext;

    fn open(&self, clock: &ManualClock) -> SqliteContext {
        let number = self.opened.fetch_add(1, Ordering::Relaxed);
        let path = self.folder.path().join(format!("{number}.db"));
        let options = SqliteOptions::new().with_clock(clock.clone());
        options.open(path).unwrap()
    }
}

/// Stamps a property on every example in every kind of context.
macro_rules! property {
    ($name:ident, $of_one:ident) => {
        #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
        async fn $name() {
            for_every_example!($of_one(&Memory));
            let files = Files::new();
            for_every_example!($of_one(&files));
        }
    };
}

property!(a_resumed_run_continues_the_same_prefix, same_prefix);

async fn same_prefix<E: Example>(kind: &impl Kind) {
    let whole = undisturbed::<E>(kind).await;
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
    let whole = undisturbed::<E>(kind).await;
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
    let whole = undisturbed::<E>(kind).await;
    for (at, snapshot) in whole.snapshots.iter().enumerate() {
        let place = format!("{} after checkpoint {at}", E::NAME);
        let context = kind.open(&clock_at(snapshot));
        let ids = ["one", "other"];
        let lives = ids.map(|id| Life::<E, _>::new(id, &context, &clock_at(snapshot)));
        for (id, life) in ids.iter().zip(&lives) {
            life.runtime.import(id, snapshot.clone()).await.unwrap();
        }
        // In turn, a piece each: what one does shows in nothing of the other.
        let (mut executions, mut ends) = ([None, None], [None, None]);
        while ends.contains(&None) {
            for turn in [0, 1] {
                if ends[turn].is_some() {
                    continue;
                }
                let (idle, idle_id) = (&lives[1 - turn], ids[1 - turn]);
                let before = idle.runtime.snapshot(idle_id).await.unwrap();
                ends[turn] = lives[turn].a_piece(&mut executions[turn]).await;
                // One that somebody has in hand may be storing what it has done.
                if executions[1 - turn].is_none() {
                    let after = idle.runtime.snapshot(idle_id).await.unwrap();
                    assert_eq!(after, before, "{place}");
                }
            }
        }
        for end in ends {
            assert_eq!(end.as_ref(), Some(&whole.last().state), "{place}");
        }
        let [one, other] = [0, 1].map(|turn| {
            let from = format!("{}/", ids[turn]);
            let effects = lives[turn].effects().into_iter();
            let own = effects.map(|effect| effect.replacen(&from, "run/", 1));
            own.collect::<Vec<_>>()
        });
        let mut left = whole.effects.clone();
        left.retain(|effect| !is_stored(effect, snapshot));
        assert_eq!(one, left, "{place}");
        assert_eq!(other, left, "{place}");
    }
}

property!(every_stored_snapshot_can_be_loaded_and_resumed, loadable);

async fn loadable<E: Example>(kind: &impl Kind) {
    let whole = undisturbed::<E>(kind).await;
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

mod consumed;

property!(recovering_twice_is_recovering_once, recovered_twice);

async fn recovered_twice<E: Example>(kind: &impl Kind) {
    let whole = undisturbed::<E>(kind).await;
    for (at, snapshot) in whole.snapshots.iter().enumerate() {
        let place = format!("{} after checkpoint {at}", E::NAME);
        let clock = clock_at(snapshot);
        let life = Life::<E, _>::new("run", &kind.open(&clock), &clock);
        life.runtime.import("run", snapshot.clone()).await.unwrap();
        let recovered = async || {
            let worker = life.runtime.start();
            life.until_it_rests().await;
            worker.shutdown().await;
            (life.runtime.snapshot("run").await.unwrap(), life.effects())
        };
        // Whoever recovers a run goes on with it until it waits, is parked, or ends.
        let once = recovered().await;
        // Nothing has happened since, so there is nothing to recover.
        assert_eq!(recovered().await, once, "{place}");
        if !once.0.open_waits().is_empty() || once.0.run.is_some() {
            // Somebody who resumes it by its id finds nothing to do, either.
            let _ = life.runtime.resume("run").await.unwrap();
            let resumed = life.runtime.snapshot("run").await.unwrap();
            assert_eq!((resumed, life.effects()), once, "{place}");
        }
        let again = resume::<E, _>(kind, &once.0).await;
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
