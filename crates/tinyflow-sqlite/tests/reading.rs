//! What is read back while others write, and what is told of rows that cannot be read.

use rusqlite::Connection;
use tinyflow::{
    Checkpoint, Context, ContextError, Letter, RunPhase, Snapshot, WorkerContext, json,
};
use tinyflow_sqlite::SqliteContext;

/// More entries than stand in a run's row.
const ENTRIES: usize = 100;
const REVISIONS: u64 = 200;

/// A checkpoint whose state and entries all say its revision.
fn of_revision(revision: u64) -> Checkpoint {
    let entries = (0..ENTRIES).map(|entry| (format!("0:Work:{entry}"), json!(revision)));
    let run = json!({
        "step": "Work",
        "state": revision,
        "cache": entries.collect::<tinyflow::Map<_, _>>(),
        "system": {},
    });
    let run = Snapshot::from_json(&run.to_string()).expect("it is a snapshot");
    let expected = (revision > 1).then(|| revision - 1);
    Checkpoint::new(expected, run).expect("it is JSON")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_run_is_read_as_it_was_at_one_time() {
    let folder = tempfile::tempdir().expect("there is room for a folder");
    let open = || SqliteContext::open(folder.path().join("runs.db"));
    let (writes, reads) = (open().expect("it is new"), open().expect("it is there"));
    let first = of_revision(1);
    writes.save("r", &first).await.expect("the run is new");
    let writing = tokio::spawn(async move {
        for revision in 2..=REVISIONS {
            let next = of_revision(revision);
            writes.save("r", &next).await.expect("nobody else writes");
        }
    });
    loop {
        let is_last = writing.is_finished();
        let stored = reads.load("r").await.expect("the file is sound");
        let stored = stored.expect("the run is there");
        let run = Snapshot::from_json(&stored.snapshot()).expect("it is a snapshot");
        assert_eq!(run.state, json!(stored.revision()));
        assert_eq!(run.cache.len(), ENTRIES);
        assert!(run.cache.values().all(|value| *value == run.state));
        if is_last {
            break;
        }
    }
    writing.await.expect("it has written all");
}

#[tokio::test]
async fn a_row_that_cannot_be_read_is_damaged() {
    let folder = tempfile::tempdir().expect("there is room for a folder");
    let path = folder.path().join("runs.db");
    let context = SqliteContext::open(&path).expect("it is new");
    for run_id in ["letter", "row"] {
        let first = of_revision(1);
        context.save(run_id, &first).await.expect("it is new");
    }
    let letter = Letter::Cancel;
    let posted = context.post("letter", &letter, None).await;
    posted.expect("there is room");
    let others = Connection::open(&path).expect("it is there");
    let damage = "UPDATE letters SET letter = x'00ff';
                  UPDATE runs SET revision = x'00ff' WHERE run_id = 'row';
                  UPDATE runs SET flow_id = x'00ff' WHERE run_id = 'row';";
    others.execute_batch(damage).expect("the tables are there");
    let failures = [
        context.mail("letter").await.map(drop),
        context.post("row", &letter, None).await.map(drop),
        context.save("row", &of_revision(2)).await,
        context.load("row").await.map(drop),
        context.summary("row").await.map(drop),
    ];
    for (failure, named) in failures.iter().zip(["letter", "row", "row", "row", "row"]) {
        let Err(ContextError::Damaged { run_id, .. }) = failure else {
            panic!("{failure:?}");
        };
        assert_eq!(run_id, named);
    }
    let listed = context.list(&[]).await.expect("the others can be read");
    let phases = listed.iter().map(|run| (&*run.run_id, run.phase));
    let expected = [("letter", RunPhase::Due), ("row", RunPhase::Stuck)];
    assert_eq!(phases.collect::<Vec<_>>(), expected);
    let told = listed[1].error.as_deref().expect("it is told why");
    assert!(
        told.starts_with("what is stored of run `row` is damaged: "),
        "{told}"
    );
    let stuck = context.list(&[RunPhase::Stuck]).await;
    assert_eq!(stuck.expect("as before"), listed[1..]);
}
