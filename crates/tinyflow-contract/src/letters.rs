//! Letters: kept until they are taken, one for each wait, one for each event id.

use tinyflow::{Checkpoint, Context, Letter, Posted, RunStatus, Wake, WorkerContext, json};

use crate::fixture::{Fixture, checkpoint, snapshot};

fn answer(resume_id: &str) -> Letter {
    serde_json_letter(&json!({ "kind": "answer", "resume_id": resume_id, "payload": 1 }))
}

fn event(event_id: Option<&str>) -> Letter {
    serde_json_letter(&json!({
        "kind": "event", "step": "Work", "payload": null, "event_id": event_id,
    }))
}

fn serde_json_letter(letter: &tinyflow::Value) -> Letter {
    serde::Deserialize::deserialize(letter).unwrap()
}

/// The number of a letter that is kept for a run which nobody executes.
fn expect_kept(posted: Posted) -> u64 {
    match posted {
        Posted::Kept { number } => number,
        other => panic!("{other:?}"),
    }
}

async fn begun<F: Fixture>(fixture: &F) -> F::Context {
    let context = fixture.open();
    context
        .save("r", &checkpoint(None, Wake::Never))
        .await
        .unwrap();
    context
}

/// They are read in their order, by everybody, until a checkpoint has taken them.
pub async fn letters_wait_until_they_are_taken(fixture: &impl Fixture) {
    let context = begun(fixture).await;
    let mut numbers = Vec::new();
    for letter in [answer("a-1"), event(None), event(None), Letter::Cancel] {
        numbers.push(expect_kept(context.post("r", &letter, None).await.unwrap()));
    }
    let mail = fixture.open().mail("r").await.unwrap();
    let read: Vec<_> = mail.iter().map(|mail| mail.number).collect();
    assert_eq!(read, numbers);
    assert_eq!(mail[0].letter, answer("a-1"));
    assert_eq!(mail[3].letter, Letter::Cancel);
    assert!(mail.windows(2).all(|pair| pair[0].number < pair[1].number));
    let taken = vec![mail[0].number, mail[2].number];
    let next = checkpoint(Some(1), Wake::Never).with_taken(taken);
    context.save("r", &next).await.unwrap();
    assert_eq!(
        context.mail("r").await.unwrap(),
        [mail[1].clone(), mail[3].clone()]
    );
    assert_eq!(
        context.post("nobody", &answer("a-1"), None).await.unwrap(),
        Posted::NoRun
    );
}

/// A second answer to a wait is not kept while the first one waits.
pub async fn one_letter_is_kept_for_a_wait(fixture: &impl Fixture) {
    let context = begun(fixture).await;
    expect_kept(context.post("r", &answer("a-1"), None).await.unwrap());
    assert_eq!(
        context.post("r", &answer("a-1"), None).await.unwrap(),
        Posted::Duplicate
    );
    expect_kept(context.post("r", &answer("b-1"), None).await.unwrap());
    let first = context.mail("r").await.unwrap()[0].number;
    let next = checkpoint(Some(1), Wake::Never).with_taken(vec![first]);
    context.save("r", &next).await.unwrap();
    // The first was not fit to be taken, say.
    expect_kept(context.post("r", &answer("a-1"), None).await.unwrap());
}

/// An event id is known for as long as the run is.
pub async fn an_event_id_is_taken_once(fixture: &impl Fixture) {
    let context = begun(fixture).await;
    expect_kept(context.post("r", &event(Some("e1")), None).await.unwrap());
    let first = context.mail("r").await.unwrap()[0].number;
    let next = checkpoint(Some(1), Wake::Never).with_taken(vec![first]);
    context.save("r", &next).await.unwrap();
    let again = fixture.open().post("r", &event(Some("e1")), None).await;
    assert_eq!(again.unwrap(), Posted::Duplicate);
    expect_kept(context.post("r", &event(Some("e2")), None).await.unwrap());
}

/// A sender who has looked at an older revision looks again.
pub async fn a_letter_for_another_revision_is_not_kept(fixture: &impl Fixture) {
    let context = begun(fixture).await;
    let moved = context.post("r", &answer("a-1"), Some(2)).await.unwrap();
    assert_eq!(moved, Posted::Moved);
    assert!(context.mail("r").await.unwrap().is_empty());
    let kept = context.post("r", &answer("a-1"), Some(1)).await.unwrap();
    assert_eq!(
        expect_kept(kept),
        context.mail("r").await.unwrap()[0].number
    );
    let lock = context.try_lock("r").await.unwrap().unwrap();
    let executing = context.post("r", &answer("b-1"), Some(1)).await.unwrap();
    let number = context.mail("r").await.unwrap()[1].number;
    assert_eq!(executing, Posted::KeptForExecuting { number });
    drop(lock);
}

/// What has ended for good is not woken; what has failed keeps its letters.
pub async fn a_run_that_is_over_takes_no_letters(fixture: &impl Fixture) {
    let context = fixture.open();
    for (status, expected) in [
        (RunStatus::Finished, Some(Posted::Over)),
        (RunStatus::Cancelled, Some(Posted::Over)),
        (RunStatus::Failed, None),
    ] {
        let mut run = snapshot("Work");
        run.run = Some(tinyflow::RunEnd::new(status, None));
        let run_id = format!("{status:?}");
        let ended = Checkpoint::new(None, run).unwrap();
        context.save(&run_id, &ended).await.unwrap();
        let posted = context.post(&run_id, &Letter::Cancel, None).await.unwrap();
        match expected {
            Some(expected) => assert_eq!(posted, expected),
            None => assert_eq!(
                expect_kept(posted),
                context.mail(&run_id).await.unwrap()[0].number
            ),
        }
    }
}

/// Senders at the same time, through several doors.
pub async fn of_many_answers_one_is_kept<F: Fixture>(fixture: &F) {
    let contexts = [begun(fixture).await, fixture.open()];
    let posts = (0..20).map(|number| {
        let context: F::Context = contexts[number % 2].clone();
        tokio::spawn(async move { context.post("r", &answer("a-1"), Some(1)).await.unwrap() })
    });
    let mut kept = 0;
    for post in posts.collect::<Vec<_>>() {
        match post.await.unwrap() {
            Posted::Kept { .. } => kept += 1,
            other => assert_eq!(other, Posted::Duplicate),
        }
    }
    assert_eq!(kept, 1);
}

/// Through whichever door the letter comes.
pub async fn whoever_follows_is_told_of_a_letter(fixture: &impl Fixture) {
    let context = begun(fixture).await;
    let there = fixture.open();
    let mut changes = [context.changes().unwrap(), there.changes().unwrap()];
    there.post("r", &Letter::Cancel, None).await.unwrap();
    for changes in &mut changes {
        changes.next_letter().await;
    }
}
