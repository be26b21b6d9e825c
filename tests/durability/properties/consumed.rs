//! A delivered event is consumed once: by a worker that serves the run on other threads, while
//! many deliver copies of it at a time.

use std::sync::Arc;

use tinyflow::{Delivery, Runs, RuntimeError, Value, WorkerContext};
use tinyflow_tests::recording::transitions;
use tokio::sync::Barrier;

use super::undisturbed::{Life, undisturbed};
use super::{Files, Kind, Memory, clock_at};
use crate::scenarios::{Example, Outside, for_every_example, question};

/// How many deliver an answer at a time.
const SENDERS: usize = 8;

property!(a_delivered_event_is_consumed_once, consumed_once);

async fn consumed_once<E: Example>(kind: &impl Kind) {
    let whole = undisturbed::<E>(kind).await;
    // The first question is answered by its id, or as an event for its step; then in turn.
    for first in [0, 1] {
        let clock = clock_at(&whole.snapshots[0]);
        let life = Life::<E, _>::new("run", &kind.open(&clock), &clock);
        life.runtime.create("run", E::state()).await.unwrap();
        let worker = life.runtime.start();
        let mut asked = first;
        while !life.until_it_rests().await {
            let view = life.runtime.query("run").await.unwrap();
            let snapshot = life.runtime.snapshot("run").await.unwrap();
            let (Outside::Answer(answer), Some((step, id))) =
                (E::outside(&view), question(&snapshot))
            else {
                life.act_or_let_time_pass().await;
                if view.pending.is_empty() {
                    // It is parked, and no worker goes on with it.
                    let _ = life.runtime.resume("run").await.unwrap();
                }
                continue;
            };
            let runs = life.runtime.runs();
            let taken = match asked % 2 {
                0 => by_its_id(&runs, &id, &answer).await,
                _ => for_its_step(&runs, &step, &answer, &format!("event {asked}")).await,
            };
            assert_eq!(taken, 1, "{}", E::NAME);
            asked += 1;
        }
        worker.shutdown().await;
        let last = life.runtime.snapshot("run").await.unwrap();
        assert_eq!(last.state, whole.last().state, "{}", E::NAME);
        assert_eq!(transitions(&last), transitions(whole.last()), "{}", E::NAME);
        assert_eq!(life.effects(), whole.effects, "{}", E::NAME);
        let unread = ["event_unused", "answer_refused"];
        let logs = last.logs.iter();
        let unread: Vec<_> = logs
            .filter(|entry| unread.contains(&&*entry.kind))
            .collect();
        assert!(unread.is_empty(), "{}: {unread:?}", E::NAME);
    }
}

/// How many of those who answer a wait at once are told that theirs was taken.
async fn by_its_id<C: WorkerContext>(runs: &Runs<C>, id: &str, answer: &Value) -> usize {
    at_once(
        |runs, start| {
            let (id, answer) = (id.to_owned(), answer.clone());
            async move {
                start.wait().await;
                let told = match runs.answer("run", &id, answer).await {
                    Ok(Delivery::Undecided { letter }) => runs.verdict("run", letter).await,
                    other => other.map(drop),
                };
                match told {
                    Ok(()) => true,
                    Err(RuntimeError::Resolve(_)) => false,
                    Err(other) => panic!("{other}"),
                }
            }
        },
        runs,
    )
    .await
}

/// How many of those who send copies of one event at once are told that theirs is kept.
async fn for_its_step<C: WorkerContext>(
    runs: &Runs<C>,
    step: &str,
    answer: &Value,
    event_id: &str,
) -> usize {
    at_once(
        |runs, start| {
            let (step, answer, event_id) = (step.to_owned(), answer.clone(), event_id.to_owned());
            async move {
                start.wait().await;
                let sent = runs.send_event("run", &step, answer, Some(&event_id)).await;
                match sent {
                    Ok(Delivery::Kept) => true,
                    // The first may have ended the run.
                    Ok(Delivery::Duplicate) | Err(RuntimeError::Resolve(_)) => false,
                    other => panic!("{other:?}"),
                }
            }
        },
        runs,
    )
    .await
}

async fn at_once<C, Fut>(send: impl Fn(Runs<C>, Arc<Barrier>) -> Fut, runs: &Runs<C>) -> usize
where
    C: WorkerContext,
    Fut: Future<Output = bool> + Send + 'static,
{
    let start = Arc::new(Barrier::new(SENDERS));
    let senders = (0..SENDERS).map(|_| tokio::spawn(send(runs.clone(), Arc::clone(&start))));
    let mut taken = 0;
    for sender in senders.collect::<Vec<_>>() {
        taken += usize::from(sender.await.unwrap());
    }
    taken
}
