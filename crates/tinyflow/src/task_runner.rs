//! Work in the background that a program must not forget before it ends.

use std::error::Error;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::watch;
use tokio::task::JoinHandle;

/// Runs tasks in the background, counts them, and keeps the errors of those that fail.
///
/// A task that is done is not kept in memory; only its error is, if it has one. Clones are one
/// runner.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// let runner = tinyflow::TaskRunner::new();
/// runner.add_task("hello", async { Ok::<(), std::fmt::Error>(()) });
/// assert!(runner.idle().await.is_empty());
/// assert_eq!(runner.stats().done, 1);
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct TaskRunner {
    stats: watch::Sender<TaskStats>,
    failures: Arc<Mutex<Vec<TaskFailure>>>,
}

/// How many tasks a runner was given, and how many of them are done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct TaskStats {
    /// The tasks that were added.
    pub total: u64,
    /// Those that are done, failed ones included.
    pub done: u64,
}

/// A task that failed or panicked.
#[derive(Debug, thiserror::Error)]
#[error("the task `{name}` failed")]
#[non_exhaustive]
pub struct TaskFailure {
    /// The name under which it was added, such as the id of a run.
    pub name: String,
    /// Why.
    pub source: Box<dyn Error + Send + Sync>,
}

impl TaskRunner {
    /// A runner without tasks.
    pub fn new() -> Self {
        Self {
            stats: watch::Sender::new(TaskStats::default()),
            failures: Arc::default(),
        }
    }

    /// Begins a task on the present tokio runtime, under a name for its errors. Who wants what
    /// it gives may await that: nothing, if the task fails.
    pub fn add_task<F, T, E>(&self, name: impl Into<String>, task: F) -> JoinHandle<Option<T>>
    where
        F: Future<Output = Result<T, E>> + Send + 'static,
        T: Send + 'static,
        E: Into<Box<dyn Error + Send + Sync>>,
    {
        self.stats.send_modify(|stats| stats.total += 1);
        let (counted, name) = (Counted(self.clone()), name.into());
        tokio::spawn(async move {
            let Counted(runner) = &counted;
            let outcome = match crate::catch_panic::catch_panic(|| task).await {
                Ok(Ok(value)) => Ok(value),
                Ok(Err(error)) => Err(error.into()),
                Err(panic) => Err(format!("it panicked: {panic}").into()),
            };
            outcome
                .map_err(|source| runner.failures().push(TaskFailure { name, source }))
                .ok()
        })
    }

    /// How many tasks there were and are.
    pub fn stats(&self) -> TaskStats {
        *self.stats.borrow()
    }

    /// Forgets the tasks that are done, and the failures among them.
    pub fn reset(&self) {
        self.stats.send_modify(|stats| {
            stats.total -= stats.done;
            stats.done = 0;
        });
        self.failures().clear();
    }

    /// Waits until no task is left, and hands over the failures since the last call.
    pub async fn idle(&self) -> Vec<TaskFailure> {
        let mut stats = self.stats.subscribe();
        let is_idle = stats.wait_for(|stats| stats.done == stats.total).await;
        debug_assert!(is_idle.is_ok(), "this runner keeps the sender");
        std::mem::take(&mut self.failures())
    }

    fn failures(&self) -> MutexGuard<'_, Vec<TaskFailure>> {
        self.failures.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A task that counts as done when it is over: also one that is aborted.
struct Counted(TaskRunner);

impl Drop for Counted {
    fn drop(&mut self) {
        self.0.stats.send_modify(|stats| stats.done += 1);
    }
}

impl Default for TaskRunner {
    fn default() -> Self {
        Self::new()
    }
}
