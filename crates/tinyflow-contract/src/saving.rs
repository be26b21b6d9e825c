//! Checkpoints: stored whole, on top of what was there, or not at all.

use tinyflow::{Checkpoint, Context, ContextError, Snapshot, Value, Wake, json};

use crate::fixture::{Fixture, checkpoint, read, snapshot};

/// What comes back is what was stored, and it is there for whoever opens the store next.
pub async fn a_run_is_read_back_as_it_was_stored(fixture: &impl Fixture) {
    let context = fixture.open();
    assert!(context.load("r").await.unwrap().is_none());
    let stored = Checkpoint::new(None, snapshot("Work")).unwrap();
    context.save("r", &stored).await.unwrap();
    for reader in [context, fixture.open()] {
        let read = reader.load("r").await.unwrap().unwrap();
        assert_eq!(read.revision(), 1);
        assert_eq!(
            Snapshot::from_json(&read.snapshot()).unwrap(),
            snapshot("Work")
        );
    }
}

/// What this version knows nothing of is kept, wherever in the snapshot it stands.
pub async fn what_is_not_known_is_kept(fixture: &impl Fixture) {
    let context = fixture.open();
    let text = json!({
        "step": "Work",
        "state": { "theirs": 1 },
        "cache": { "0:Work:theirs": 2 },
        "system": { "0:Work:event:ask": {
            "type": "event", "isDone": false, "resumeId": "ask-1", "theirs": 3,
        } },
        "logs": [],
        "flow": { "id": "f", "version": "1", "theirs": 4 },
        "run": { "status": "failed", "error": "down", "theirs": 5 },
        "theirs": 6,
    });
    let theirs = Snapshot::from_json(&text.to_string()).unwrap();
    let stored = Checkpoint::new(None, theirs.clone()).unwrap();
    context.save("r", &stored).await.unwrap();
    for reader in [context, fixture.open()] {
        let read = reader.load("r").await.unwrap().unwrap();
        assert_eq!(Snapshot::from_json(&read.snapshot()).unwrap(), theirs);
        let read: Value = read.snapshot().parse().unwrap();
        assert_eq!(read, text);
    }
}

/// Compare-and-set: a checkpoint replaces the one that it was made from.
pub async fn a_revision_is_neither_skipped_nor_repeated(fixture: &impl Fixture) {
    let context = fixture.open();
    context
        .save("r", &checkpoint(None, Wake::Never))
        .await
        .unwrap();
    for expected in [None, Some(0), Some(2)] {
        let refused = context.save("r", &checkpoint(expected, Wake::Never)).await;
        let Err(ContextError::Conflict { stored, .. }) = refused else {
            panic!("a checkpoint for {expected:?} was not refused with a conflict");
        };
        assert_eq!(stored, Some(1));
    }
    let unknown = context
        .save("nobody", &checkpoint(Some(1), Wake::Never))
        .await;
    assert!(matches!(
        unknown,
        Err(ContextError::Conflict { stored: None, .. })
    ));
    context
        .save("r", &checkpoint(Some(1), Wake::Never))
        .await
        .unwrap();
    assert_eq!(context.load("r").await.unwrap().unwrap().revision(), 2);
}

/// Of those who store at the same time, one does, and the others are told so.
pub async fn of_many_who_store_the_same_revision_one_does<F: Fixture>(fixture: &F) {
    let first = fixture.open();
    first
        .save("r", &checkpoint(None, Wake::Never))
        .await
        .unwrap();
    let contexts = [first.clone(), fixture.open()];
    let saves = (0..20).map(|number| {
        let context: F::Context = contexts[number % 2].clone();
        tokio::spawn(async move { context.save("r", &checkpoint(Some(1), Wake::Never)).await })
    });
    let mut stored = 0;
    for save in saves.collect::<Vec<_>>() {
        match save.await.unwrap() {
            Ok(()) => stored += 1,
            Err(error) => assert!(matches!(error, ContextError::Conflict { .. }), "{error}"),
        }
    }
    assert_eq!(stored, 1);
}

/// Entries of the log stay in their order, whatever checkpoint they came with.
pub async fn logs_are_appended(fixture: &impl Fixture) {
    let context = fixture.open();
    for number in 0..5_u64 {
        let mut run = snapshot("Work");
        run.logs = read(&json!({
            "step": "", "state": null,
            "logs": [
                { "type": "a", "values": { "n": number }, "_at": 1, "_step": "Work" },
                { "type": "b", "values": {}, "_by": "someone" },
            ],
        }))
        .logs;
        let expected = number.checked_sub(1).map(|before| before + 1);
        let stored = Checkpoint::new(expected, run).unwrap();
        context.save("r", &stored).await.unwrap();
    }
    let logs = fixture.open().logs("r").await.unwrap();
    let numbers = logs.iter().filter_map(|entry| entry.values["n"].as_u64());
    assert_eq!(numbers.collect::<Vec<_>>(), [0, 1, 2, 3, 4]);
    assert_eq!(logs[1].extra["_by"], "someone");
    assert!(context.logs("nobody").await.unwrap().is_empty());
}

/// A snapshot of many entries is the same when it is read, also after it has become small.
pub async fn many_entries_are_read_back_and_removed(fixture: &impl Fixture) {
    let context = fixture.open();
    let mut expected = None;
    for count in [3, 1_000, 1_001, 40, 500, 0] {
        let mut run = snapshot("Work");
        run.cache = (0..count)
            .map(|n| (format!("0:Work:{n}"), json!({ "n": n })))
            .collect();
        let wait = json!({ "type": "timer", "isDone": false, "resumeId": "t-1", "resumeAfter": 5 });
        let system = json!({ "step": "", "state": 1, "system": { "0:Work:timer:t": wait } });
        run.system = read(&system).system;
        let before = before(&context).await;
        let stored = Checkpoint::replacing(expected, run.clone(), before.as_ref()).unwrap();
        context.save("r", &stored).await.unwrap();
        let read = context.load("r").await.unwrap().unwrap();
        assert_eq!(Snapshot::from_json(&read.snapshot()).unwrap(), run);
        expected = Some(read.revision());
    }
}

async fn before(context: &impl Context) -> Option<Snapshot> {
    let stored = context.load("r").await.unwrap()?;
    Some(Snapshot::from_json(&stored.snapshot()).unwrap())
}

/// Quotes, line ends, zero bytes and far characters are data like any other.
pub async fn every_text_survives(fixture: &impl Fixture) {
    let context = fixture.open();
    for (number, text) in ["'; DROP TABLE runs; --", "\"\\\n\t", "a\0b", "żółw 🐢", ""]
        .into_iter()
        .enumerate()
    {
        let run_id = format!("run {number} {text}");
        let mut run = snapshot(text);
        run.state = Value::String(text.to_owned());
        run.cache.insert(format!("0:{text}:key"), json!(text));
        let stored = Checkpoint::new(None, run.clone()).unwrap();
        context.save(&run_id, &stored).await.unwrap();
        let read = context.load(&run_id).await.unwrap().unwrap();
        assert_eq!(Snapshot::from_json(&read.snapshot()).unwrap(), run);
    }
}

/// Neither its snapshot nor its log entries nor the letters that it has taken are stored.
pub async fn a_refused_checkpoint_leaves_nothing_behind(fixture: &impl Fixture) {
    use tinyflow::{Letter, WorkerContext};

    let context = fixture.open();
    context
        .save("r", &checkpoint(None, Wake::Never))
        .await
        .unwrap();
    context.post("r", &Letter::Cancel, None).await.unwrap();
    let letters = context.mail("r").await.unwrap();
    let mut run = snapshot("Elsewhere");
    run.logs = read(&json!({ "step": "", "state": 1, "logs": [{ "type": "a" }] })).logs;
    let late = Checkpoint::new(Some(7), run)
        .unwrap()
        .with_taken(vec![letters[0].number]);
    assert!(context.save("r", &late).await.is_err());
    assert_eq!(context.mail("r").await.unwrap(), letters);
    assert!(context.logs("r").await.unwrap().is_empty());
    assert!(
        !context
            .load("r")
            .await
            .unwrap()
            .unwrap()
            .snapshot()
            .contains("Elsewhere")
    );
}
