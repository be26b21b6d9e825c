//! Answers and events that clients send to runs, executed by workers.

use std::time::Duration;

use tinyflow::{Context, Delivery, ResolveError, RuntimeError, json};

use crate::fixture::Fixture;
use crate::working::errand::{ANSWER, Errand, Plan};
use crate::working::{Runtime, ends, runtime, waits};

/// It is kept, and answers the wait when it comes.
pub async fn an_early_event_waits_for_its_step<F: Fixture>(fixture: &F) {
    let (runtime, workflow, _) = runtime(fixture);
    let client = runtime.client();
    client.start("r", Errand::of(Plan::Ask(1))).await.unwrap();
    let sent = client.send("r", &ANSWER, &7, Some("e1")).await.unwrap();
    assert_eq!(sent, Delivery::Kept);
    let twice = client.send("r", &ANSWER, &8, Some("e1")).await.unwrap();
    assert_eq!(twice, Delivery::Duplicate);
    let worker = runtime.start();
    assert_eq!(ends::<F>(&runtime, "r").await.state.answers, [7]);
    worker.shutdown().await;
    assert_eq!(workflow.effects(), ["r/2:Close:close"]);
    assert!(runtime.context().mail("r").await.unwrap().is_empty());
}

/// First in, first out; what nobody waited for is logged.
pub async fn events_are_taken_in_their_order<F: Fixture>(fixture: &F) {
    let (runtime, _, _) = runtime(fixture);
    let client = runtime.client();
    client.start("r", Errand::of(Plan::Ask(3))).await.unwrap();
    for answer in 1..=4 {
        client.send("r", &ANSWER, &answer, None).await.unwrap();
    }
    let worker = runtime.start();
    assert_eq!(ends::<F>(&runtime, "r").await.state.answers, [1, 2, 3]);
    worker.shutdown().await;
    let logs = runtime.runs().logs("r").await.unwrap();
    let unused: Vec<_> = logs
        .iter()
        .filter(|entry| entry.kind == "event_unused")
        .collect();
    assert_eq!(unused.len(), 1);
    assert_eq!(unused[0].values["payload"], json!(4));
}

/// The other is told so, however close they come.
pub async fn of_two_answers_one_wins<F: Fixture>(fixture: &F) {
    let (runtime, _, _) = runtime(fixture);
    let worker = runtime.start();
    let client = runtime.client();
    client.start("r", Errand::of(Plan::Ask(1))).await.unwrap();
    let id = waits::<F>(&runtime, "r").await.resume_id().to_owned();
    let answers = (0..10_u32).map(|number| {
        let (client, id) = (client.clone(), id.clone());
        tokio::spawn(async move { (number, client.answer("r", &ANSWER, &id, &number).await) })
    });
    let (mut winners, mut undecided) = (Vec::new(), Vec::new());
    for answer in answers.collect::<Vec<_>>() {
        match answer.await.unwrap() {
            (number, Ok(Delivery::Undecided { letter })) => undecided.push((number, letter)),
            (number, Ok(_)) => winners.push(number),
            (_, Err(error)) => assert!(matches!(error, RuntimeError::Resolve(_)), "{error}"),
        }
    }
    for (number, letter) in undecided {
        match client.verdict("r", letter).await {
            Ok(()) => winners.push(number),
            Err(error) => assert!(matches!(error, RuntimeError::Resolve(_)), "{error}"),
        }
    }
    assert_eq!(winners.len(), 1);
    assert_eq!(ends::<F>(&runtime, "r").await.state.answers, winners);
    let late = client.answer("r", &ANSWER, &id, &99).await.unwrap_err();
    assert!(matches!(
        late,
        RuntimeError::Resolve(ResolveError::Over { .. })
    ));
    worker.shutdown().await;
}

/// Whoever is first: an answer that was taken is the outcome, and one that was refused is not.
pub async fn an_answer_races_a_timer<F: Fixture>(fixture: &F) {
    let (runtime, _, clock) = runtime(fixture);
    let worker = runtime.start();
    let client = runtime.client();
    for number in 0..10_u32 {
        let run_id = format!("r{number}");
        client
            .start(&run_id, Errand::of(Plan::AskUntil(1_000)))
            .await
            .unwrap();
        waits::<F>(&runtime, &run_id).await;
        let pending = runtime.query(&run_id).await.unwrap().pending;
        let event = pending.iter().find(|wait| wait.resume_after().is_none());
        let id = event.unwrap().resume_id().to_owned();
        let answer = tokio::spawn({
            let (client, run_id) = (client.clone(), run_id.clone());
            async move { client.answer(&run_id, &ANSWER, &id, &number).await }
        });
        clock.advance(Duration::from_secs(1));
        let outcome = ends::<F>(&runtime, &run_id).await.state.outcome;
        let told = match answer.await.unwrap() {
            // It came while the run was deciding.
            Ok(Delivery::Undecided { letter }) => client.verdict(&run_id, letter).await,
            other => other.map(drop),
        };
        match told {
            Ok(()) => assert_eq!(outcome, format!("answered {number}")),
            Err(error) => {
                assert!(matches!(error, RuntimeError::Resolve(_)), "{error}");
                assert_eq!(outcome, "too late");
            }
        }
    }
    worker.shutdown().await;
}

/// It is read where the step asks again, and refused where it does not. Nobody is told before.
pub async fn an_answer_to_what_has_lost_a_race_is_decided_later<F: Fixture>(fixture: &F) {
    let (runtime, _, clock) = runtime(fixture);
    let worker = runtime.start();
    let client = runtime.client();
    let runs = runtime.runs();
    for (run_id, again) in [("again", true), ("once", false)] {
        let errand = Errand::of(Plan::AskAndWait(1_000, again));
        client.start(run_id, errand).await.unwrap();
        waits::<F>(&runtime, run_id).await;
        let pending = runtime.query(run_id).await.unwrap().pending;
        let event = pending.iter().find(|wait| wait.resume_after().is_none());
        let id = event.unwrap().resume_id().to_owned();
        clock.advance(Duration::from_secs(1));
        waits_for::<F>(&runtime, run_id, 1).await;
        let Delivery::Undecided { letter } = client.answer(run_id, &ANSWER, &id, &7).await.unwrap()
        else {
            panic!("nobody waits for it");
        };
        let mut changes = runtime.context().changes().unwrap();
        while !runtime.context().mail(run_id).await.unwrap().is_empty() {
            changes.next().await;
        }
        let told = tokio::spawn({
            let runs = runs.clone();
            async move { runs.verdict(run_id, letter).await }
        });
        waits_for::<F>(&runtime, run_id, 1).await;
        assert!(!told.is_finished());
        clock.advance(Duration::from_secs(1));
        let answers = ends::<F>(&runtime, run_id).await.state.answers;
        match told.await.unwrap() {
            Ok(()) => assert_eq!((again, answers), (true, vec![7])),
            Err(error) => {
                assert!(matches!(error, RuntimeError::Resolve(_)), "{error}");
                assert_eq!((again, answers), (false, Vec::new()));
            }
        }
    }
    worker.shutdown().await;
}

/// Waits until a run waits for so many things.
async fn waits_for<F: Fixture>(runtime: &Runtime<F>, run_id: &str, number: usize) {
    let mut changes = runtime.context().changes().unwrap();
    loop {
        waits::<F>(runtime, run_id).await;
        if runtime.query(run_id).await.unwrap().pending.len() == number {
            return;
        }
        changes.next().await;
    }
}

/// It is reported, and a good one is taken after it.
pub async fn a_bad_answer_leaves_the_wait_open<F: Fixture>(fixture: &F) {
    let (runtime, _, _) = runtime(fixture);
    let worker = runtime.start();
    let client = runtime.client();
    client.start("r", Errand::of(Plan::Ask(1))).await.unwrap();
    let id = waits::<F>(&runtime, "r").await.resume_id().to_owned();
    let mut changes = runtime.context().changes().unwrap();
    let runs = runtime.runs();
    runs.answer("r", &id, json!("seven")).await.unwrap();
    loop {
        let logs = runtime.runs().logs("r").await.unwrap();
        if logs.iter().any(|entry| entry.kind == "answer_refused") {
            break;
        }
        changes.next().await;
    }
    assert_eq!(waits::<F>(&runtime, "r").await.resume_id(), id);
    client.answer("r", &ANSWER, &id, &7).await.unwrap();
    assert_eq!(ends::<F>(&runtime, "r").await.state.answers, [7]);
    worker.shutdown().await;
}

/// An answer to it is refused before its time, and changes nothing.
pub async fn a_timer_is_ended_early_by_a_skip_alone<F: Fixture>(fixture: &F) {
    let (runtime, _, _) = runtime(fixture);
    let worker = runtime.start();
    let client = runtime.client();
    client
        .start("r", Errand::of(Plan::Timer(1_000)))
        .await
        .unwrap();
    let id = waits::<F>(&runtime, "r").await.resume_id().to_owned();
    let runs = runtime.runs();
    let early = runs.answer("r", &id, json!(null)).await.unwrap_err();
    assert!(matches!(
        early,
        RuntimeError::Resolve(ResolveError::TooEarly { .. })
    ));
    assert!(runtime.context().mail("r").await.unwrap().is_empty());
    client.skip("r", &id).await.unwrap();
    assert!(ends::<F>(&runtime, "r").await.is_end());
    worker.shutdown().await;
}
