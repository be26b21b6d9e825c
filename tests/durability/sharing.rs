//! Processes that work on one database: they share its runs, and one takes over what another
//! leaves behind.

mod errands;

use std::collections::BTreeMap;
use std::path::Path;
use std::time::{Duration, Instant};

use tinyflow::{Context, RunPhase, RunView, SystemEntry, json};
use tokio::time::timeout;

pub(crate) use self::errands::work;
use self::errands::{
    Errand, HANGS, LEASE, LEASES_RUN_OUT, Plan, Runtime, Step, effects, go_on, open, workers,
};
use crate::process::{self, Running};

/// The part of a process that works until every run has ended.
pub(crate) const WORKER: &str = "worker";

/// Longer than any process could need.
const PATIENCE: Duration = Duration::from_secs(60);

/// Waits until the effects are so, for as long as any process could need.
fn until(folder: &Path, is_so: impl Fn(&[(u32, String)]) -> bool) {
    let began = Instant::now();
    while !is_so(&effects(folder)) {
        assert!(began.elapsed() < PATIENCE, "{:?}", effects(folder));
        std::thread::park_timeout(Duration::from_millis(2));
    }
}

async fn end_of(runtime: &Runtime, run_id: &str) -> RunView<Step, Errand> {
    let client = runtime.client();
    let ended = timeout(PATIENCE, client.wait_for_end(run_id)).await;
    ended.expect("the run ends").unwrap()
}

/// What a run waits for, once it does and nobody has it in hand.
async fn wait_of(runtime: &Runtime, run_id: &str) -> SystemEntry {
    let mut changes = runtime.context().changes().unwrap();
    let waits = async {
        while runtime
            .runs()
            .list(&[RunPhase::Waiting])
            .await
            .unwrap()
            .is_empty()
        {
            changes.next().await;
        }
        runtime.query(run_id).await.unwrap().pending[0].clone()
    };
    timeout(PATIENCE, waits).await.expect("the run waits")
}

/// By whom each task of some runs was executed, where each was executed once.
fn once_each(effects: &[(u32, String)], run_ids: &[String]) -> BTreeMap<String, Vec<u32>> {
    let mut done_by = BTreeMap::new();
    for run_id in run_ids {
        let of_task = |task: &str| {
            let key = format!("{run_id}/{task}");
            let times: Vec<_> = effects.iter().filter(|effect| effect.1 == key).collect();
            assert_eq!(times.len(), 1, "{key}: {times:?}");
            times[0].0
        };
        let tasks = ["0:Fetch:fetch", "1:Bring:bring"].map(of_task);
        done_by.insert(run_id.clone(), tasks.to_vec());
    }
    done_by
}

/// The effect of the run that hangs.
const HANGING: &str = "stuck/0:Fetch:fetch";

fn settings(names: &[&'static str]) -> Vec<(&'static str, String)> {
    names.iter().map(|name| (*name, "yes".to_owned())).collect()
}

#[tokio::test]
async fn two_processes_share_the_runs_of_one_file() {
    let folder = tempfile::tempdir().unwrap();
    let runtimes = open(folder.path());
    let mut run_ids = Vec::new();
    for number in 0..40 {
        let run_id = format!("r{number}");
        let runtime = &runtimes[number % 2];
        runtime
            .create(&run_id, Errand::of(Plan::Meet))
            .await
            .unwrap();
        run_ids.push(run_id);
    }
    // Each executes two runs at most until the other has begun one.
    let processes = [(), ()].map(|()| Running::start(WORKER, folder.path(), &[]));
    for process in processes {
        process.ends_well();
    }
    let effects = effects(folder.path());
    assert_eq!(effects.len(), 80);
    assert_eq!(workers(folder.path()).len(), 2);
    for (run_id, done_by) in once_each(&effects, &run_ids) {
        let number: usize = run_id[1..].parse().unwrap();
        let run = runtimes[number % 2].query(&run_id).await.unwrap();
        assert!(run.is_end(), "{run_id}");
        assert_eq!(run.state.done_by, done_by, "{run_id}");
    }
}

#[tokio::test]
async fn a_process_takes_over_what_another_had_in_hand_when_it_was_killed() {
    let folder = tempfile::tempdir().unwrap();
    let [by_day, by_night] = open(folder.path());
    by_day
        .create("stuck", Errand::of(Plan::Hang))
        .await
        .unwrap();
    let killed = Running::start(WORKER, folder.path(), &settings(&[HANGS, LEASES_RUN_OUT]));
    let is_hanging = |effect: &(u32, String)| effect.1 == HANGING;
    until(folder.path(), |effects| effects.iter().any(is_hanging));
    let others: Vec<_> = ["a", "b", "c"].map(str::to_owned).into();
    for run_id in &others {
        by_night
            .create(run_id, Errand::of(Plan::Meet))
            .await
            .unwrap();
    }
    let taking_over = Running::start(WORKER, folder.path(), &settings(&[LEASES_RUN_OUT]));
    for run_id in &others {
        assert!(end_of(&by_night, run_id).await.is_end(), "{run_id}");
    }
    // While it lives nobody else has its run.
    let before = effects(folder.path());
    assert_eq!(before.iter().filter(|effect| is_hanging(effect)).count(), 1);

    let (first, second) = (killed.id(), taking_over.id());
    killed.kill();
    let began = Instant::now();
    let again = (second, HANGING.to_owned());
    until(folder.path(), |effects| effects.contains(&again));
    // Twice the lease, for a machine that is busy.
    assert!(began.elapsed() < 2 * LEASE, "{:?}", began.elapsed());
    taking_over.ends_well();

    let run = by_day.query("stuck").await.unwrap();
    assert!(run.is_end());
    assert_eq!(run.state.done_by, [second, second]);
    let mut effects = effects(folder.path());
    effects.retain(|effect| *effect != (first, HANGING.to_owned()));
    assert_eq!(effects.len(), 8);
    let mut all = others;
    all.push("stuck".to_owned());
    once_each(&effects, &all);
}

#[tokio::test]
async fn a_worker_that_was_stopped_in_an_action_stores_nothing_when_another_has_its_run() {
    let folder = tempfile::tempdir().unwrap();
    let [by_day, _] = open(folder.path());
    let hangs = Errand::of(Plan::Hang);
    by_day.create("stuck", hangs).await.unwrap();
    let stopped = Running::start(WORKER, folder.path(), &settings(&[HANGS, LEASES_RUN_OUT]));
    let first = stopped.id();
    until(folder.path(), |effects| {
        effects.contains(&(first, HANGING.to_owned()))
    });
    process::stop(first, &folder.path().join("runs.db"));
    let taking_over = Running::start(WORKER, folder.path(), &settings(&[LEASES_RUN_OUT]));
    let second = taking_over.id();
    let ended = end_of(&by_day, "stuck").await;
    assert_eq!(ended.state.done_by, [second, second]);
    let before = by_day.snapshot("stuck").await.unwrap();
    let revision = async || {
        by_day
            .context()
            .load("stuck")
            .await
            .unwrap()
            .unwrap()
            .revision()
    };
    let revision_before = revision().await;

    // Its action comes to its end, and it would go on to the next step.
    go_on(folder.path());
    process::go_on(first);
    stopped.ends_well();
    taking_over.ends_well();
    assert_eq!(revision().await, revision_before);
    assert_eq!(by_day.snapshot("stuck").await.unwrap(), before);
    let effects = effects(folder.path());
    let expected = [
        (first, HANGING.to_owned()),
        (second, HANGING.to_owned()),
        (second, "stuck/1:Bring:bring".to_owned()),
    ];
    assert_eq!(effects, expected);
}

#[tokio::test]
async fn a_process_that_works_sees_the_answer_that_another_has_written() {
    let folder = tempfile::tempdir().unwrap();
    let [by_day, _] = open(folder.path());
    by_day.create("r", Errand::of(Plan::Ask)).await.unwrap();
    let working = Running::start(WORKER, folder.path(), &[]);
    let wait = wait_of(&by_day, "r").await;
    let runs = by_day.runs();
    let answered = runs.answer("r", wait.resume_id(), json!(true));
    answered.await.unwrap();
    let ended = end_of(&by_day, "r").await;
    assert_eq!(ended.state.done_by, [working.id(); 2]);
    working.ends_well();
}
