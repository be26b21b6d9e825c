//! The same damage, found by a worker: it reports each run that it cannot read, by its name, and
//! executes the others.

use std::collections::BTreeMap;
use std::fs;
use std::time::Duration;

use tinyflow::{ContextError, RunPhase, Serving, Worker, WorkerContext, Workflow, WorkflowRuntime};
use tinyflow_sqlite::SqliteContext;
use tokio::sync::mpsc::unbounded_channel;
use tokio::time::timeout;

use super::{Copying, Damage, RUNS, expect_damage, line_of, sound_file};

/// Longer than a worker could need.
const PATIENCE: Duration = Duration::from_secs(60);

type Runtime = WorkflowRuntime<Copying, SqliteContext>;

/// The runs that a worker is given.
async fn claimed(runtime: &Runtime) -> Result<Vec<String>, ContextError> {
    let flow = Copying.flow();
    let serving = Serving::new("probe").with_flow(flow.id());
    let claims = runtime.context().claim(&serving, RUNS.len()).await?;
    Ok(claims.into_iter().map(|claim| claim.run_id).collect())
}

/// What a worker says of each of these runs first.
async fn reports(runtime: &Runtime, run_ids: &[String]) -> BTreeMap<String, bool> {
    let (send, mut received) = unbounded_channel();
    let worker = Worker::new(runtime).with_observer(move |run_id, outcome| {
        match outcome {
            Ok(phase) => assert_eq!(*phase, RunPhase::Finished),
            Err(error) => expect_damage(run_id, error),
        }
        // Nobody listens any more when all have been named.
        let _ = send.send((run_id.to_owned(), outcome.is_ok()));
    });
    let worker = worker.start();
    let mut said = BTreeMap::new();
    while !run_ids.iter().all(|run_id| said.contains_key(run_id)) {
        let report = timeout(PATIENCE, received.recv()).await;
        let (run_id, has_ended) = report.expect("the worker goes on").expect("it lives");
        said.entry(run_id).or_insert(has_ended);
    }
    worker.shutdown().await;
    said
}

/// Whether each run that a worker is given has ended with all that belongs to it, or is damaged.
async fn fates(runtime: &Runtime, run_ids: &[String]) -> BTreeMap<String, bool> {
    let mut said = reports(runtime, run_ids).await;
    for (run_id, is_whole) in said.iter_mut().filter(|(_, is_whole)| **is_whole) {
        let state = runtime.query(run_id).await.unwrap().state;
        assert_eq!(state, [line_of(run_id), line_of(run_id)]);
        // A log is not needed to go on.
        if let Err(error) = runtime.runs().logs(run_id).await {
            expect_damage(run_id, &error);
            *is_whole = false;
        }
    }
    said
}

#[tokio::test]
async fn a_worker_names_what_is_damaged_and_executes_the_rest() {
    let folder = tempfile::tempdir().unwrap();
    let sound = sound_file(folder.path()).await;
    let (mut of_one, mut of_all, mut unnoticed) = (0, 0, 0);
    for (number, damage) in Damage::of_every_kind(sound.len()).iter().enumerate() {
        let path = folder.path().join(format!("{number}.db"));
        fs::write(&path, damage.done_to(&sound)).unwrap();
        let Ok(context) = SqliteContext::open(&path) else {
            continue;
        };
        let runtime = WorkflowRuntime::new(context, Copying);
        let run_ids = match claimed(&runtime).await {
            Ok(run_ids) => run_ids,
            Err(error) => {
                assert!(matches!(error, ContextError::Damaged { .. }), "{error:?}");
                of_all += 1;
                continue;
            }
        };
        if run_ids.is_empty() {
            let listed = runtime.runs().list(&[RunPhase::Due]).await.unwrap();
            assert_eq!(listed.len(), RUNS.len(), "{damage:?}");
            unnoticed += 1;
            continue;
        }
        assert_eq!(run_ids.len(), RUNS.len(), "{damage:?}");
        let fates = fates(&runtime, &run_ids).await;
        if let Some(only) = damage.only_run(&sound) {
            let expected = RUNS.map(|run_id| (run_id.to_owned(), run_id != only));
            assert_eq!(fates, BTreeMap::from(expected), "{damage:?}");
            of_one += 1;
        }
    }
    assert!(of_one > 10, "{of_one}");
    // The pages of the leases and of what is set aside are needed for every run. Each is
    // overwritten in two ways at its head, and emptied.
    assert_eq!(of_all, 6);
    // As in the index of the ids, zeros in the place of keys cannot be told from no keys.
    assert_eq!(unnoticed, 1);
}
