//! A worker whose disk fills up: each run that cannot be stored is told so by a typed error, no
//! effect happens again but the one that was in flight, and all go on when there is room.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use tinyflow::{
    ContextError, DurableState, FlowId, ManualClock, RunPhase, RuntimeError, StepResult, Worker,
    Workflow, WorkflowRuntime, end, repeat,
};
use tinyflow_sqlite::SqliteContext;
use tokio::sync::mpsc::unbounded_channel;

use crate::{boundary, process};

/// The part of a process that works on a disk that is too small at first.
pub(crate) const WORKER: &str = "worker on a full disk";

const RUNS: [&str; 4] = ["a", "b", "c", "d"];
const VISITS: usize = 60;

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
enum Step {
    Write,
}

/// A page that was written, and who wrote it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Page {
    key: String,
    text: String,
}

/// A run whose state grows at each visit, which has an effect, too.
struct Writing;

impl Workflow for Writing {
    type Step = Step;
    type State = Vec<Page>;

    fn flow(&self) -> FlowId {
        FlowId::new("writing", "1.0.0")
    }

    fn begin(&self) -> Step {
        Step::Write
    }

    async fn execute(&self, _: Step, run: &DurableState<Step, Vec<Page>>) -> StepResult<Step> {
        let key = format!("page-{}", run.state().len());
        run.action(&key, async |task, mut pages: Vec<Page>| {
            let key = task.idempotency_key();
            boundary::effect(&key);
            let text = "x".repeat(1_000);
            pages.push(Page { key, text });
            Ok(pages)
        })
        .await?;
        if run.state().len() == VISITS {
            return end();
        }
        repeat()
    }
}

fn open(folder: &Path) -> WorkflowRuntime<Writing, SqliteContext> {
    let context = SqliteContext::open(folder.join("runs.db")).unwrap();
    WorkflowRuntime::new(context, Writing)
}

/// Works until the disk is full, makes room, and goes on until every run has ended.
pub(crate) async fn work(folder: &Path) {
    boundary::open(folder.join("journal"), None);
    // It rests as long as it is not told that time goes on.
    let clock = ManualClock::new(0);
    let runtime = open(folder).with_clock(clock.clone());
    let (send, mut told) = unbounded_channel();
    let worker = Worker::new(&runtime).with_limit(2);
    let worker = worker.with_observer(move |run_id, outcome| {
        if let Err(error) = outcome {
            boundary::stopped(run_id);
            let is_of_store = matches!(
                error,
                RuntimeError::Context {
                    run_id: named,
                    source: ContextError::Store { .. },
                    ..
                } if named == run_id
            );
            // Who listens has gone when all is well.
            let _ = send.send((is_of_store, format!("{error:?}")));
        }
    });
    let worker = worker.start();
    let (is_of_store, error) = told.recv().await.unwrap();
    assert!(is_of_store, "{error}");
    let has_all_ended = async || {
        let runs = runtime.runs().list(&[]).await.unwrap();
        runs.into_iter().all(|run| run.phase == RunPhase::Finished)
    };
    assert!(!has_all_ended().await);
    process::make_room();
    while !has_all_ended().await {
        clock.advance(Duration::from_secs(1));
    }
    worker.shutdown().await;
    while let Ok((is_of_store, error)) = told.try_recv() {
        assert!(is_of_store, "{error}");
    }
}

/// The keys of a run's effects in their order. An effect may have happened again if its run was
/// stopped after it.
fn effects(journal: &str) -> BTreeMap<String, Vec<String>> {
    let mut effects = BTreeMap::<String, Vec<String>>::new();
    let mut stopped = Vec::new();
    for line in journal.lines() {
        match line.split_once(' ').unwrap() {
            ("effect", key) => {
                let run_id = key.split_once('/').unwrap().0;
                let of_run = effects.entry(run_id.to_owned()).or_default();
                let is_excused =
                    stopped.contains(&run_id) && of_run.last().is_some_and(|it| it == key);
                if !is_excused {
                    of_run.push(key.to_owned());
                }
                stopped.retain(|stopped| *stopped != run_id);
            }
            ("stopped", run_id) => stopped.push(run_id),
            other => panic!("{other:?}"),
        }
    }
    effects
}

#[tokio::test]
async fn a_worker_goes_on_when_there_is_room_and_repeats_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let runtime = open(folder.path());
    for run_id in RUNS {
        runtime.create(run_id, Vec::new()).await.unwrap();
    }
    let mut process = process::start_on_small_disk(WORKER, folder.path(), 300);
    assert!(process.wait().unwrap().success());

    let journal = fs::read_to_string(folder.path().join("journal")).unwrap();
    assert!(journal.contains("stopped"), "the disk was full");
    let effects = effects(&journal);
    for run_id in RUNS {
        let run = runtime.query(run_id).await.unwrap();
        assert!(run.is_end(), "{run_id}");
        let stored: Vec<_> = run.state.into_iter().map(|page| page.key).collect();
        assert_eq!(stored.len(), VISITS);
        assert_eq!(stored, effects[run_id], "{run_id}");
    }
}
