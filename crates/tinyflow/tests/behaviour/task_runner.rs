//! Tasks in the background: what they give, how they fail, how they are counted.

use std::error::Error;
use std::future::poll_fn;
use std::sync::Arc;
use std::task::Poll;

use tinyflow::TaskRunner;
use tokio::sync::oneshot;

#[tokio::test]
async fn each_task_is_counted_and_no_failure_is_lost() {
    let runner = TaskRunner::new();
    let sum = runner.add_task("sum", async { Ok::<_, std::fmt::Error>(1 + 1) });
    let broken = runner.add_task("broken", async { "x".parse::<u32>() });
    let panicking = runner.add_task("panicking", async {
        if runner_is_unlucky() {
            panic!("bad luck");
        }
        Ok::<_, std::fmt::Error>(())
    });
    assert_eq!(sum.await.unwrap(), Some(2));
    assert_eq!(broken.await.unwrap(), None);
    assert_eq!(panicking.await.unwrap(), None);

    let mut failures: Vec<String> = runner
        .idle()
        .await
        .iter()
        .map(|failure| format!("{failure}: {}", failure.source().unwrap()))
        .collect();
    failures.sort();
    assert_eq!(
        failures,
        [
            "the task `broken` failed: invalid digit found in string",
            "the task `panicking` failed: it panicked: bad luck",
        ]
    );
    let stats = runner.stats();
    assert_eq!((stats.total, stats.done), (3, 3));
    assert!(runner.idle().await.is_empty());
}

#[tokio::test]
async fn a_task_that_is_done_is_let_go() {
    let runner = TaskRunner::new();
    let held = Arc::new(());
    for _ in 0..3 {
        let held = Arc::clone(&held);
        runner.add_task("done", poll_fn(move |_| held_by(&held)));
    }
    assert!(runner.idle().await.is_empty());
    assert_eq!(runner.stats().done, 3);
    assert_eq!(Arc::strong_count(&held), 1);
}

/// What a task gives that holds something for as long as it is there itself.
fn held_by(held: &Arc<()>) -> Poll<Result<Arc<()>, std::fmt::Error>> {
    Poll::Ready(Ok(Arc::clone(held)))
}

fn runner_is_unlucky() -> bool {
    true
}

#[tokio::test]
async fn a_reset_forgets_what_is_done_and_nothing_else() {
    let runner = TaskRunner::new();
    let (finish, finished) = oneshot::channel::<()>();
    let slow = runner.add_task("slow", finished);
    let broken = runner.add_task("broken", async { "x".parse::<u32>() });
    assert_eq!(broken.await.unwrap(), None);
    runner.reset();
    let stats = runner.stats();
    assert_eq!((stats.total, stats.done), (1, 0));
    finish.send(()).unwrap();
    assert!(runner.idle().await.is_empty());
    assert_eq!(slow.await.unwrap(), Some(()));
}

#[tokio::test]
async fn nobody_waits_for_a_task_that_was_aborted() {
    let runner = TaskRunner::new();
    let endless = std::future::pending::<Result<(), std::fmt::Error>>();
    let task = runner.add_task("endless", endless);
    task.abort();
    assert!(task.await.unwrap_err().is_cancelled());
    assert!(runner.idle().await.is_empty());
    assert_eq!(runner.stats().done, 1);
}
