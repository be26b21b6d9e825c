//! Executing the due runs of a context, in the background.
//!
//! The worker only decides what is executed when. It sleeps until the next timer, or until
//! the context tells of a change.

mod served;
mod setting_aside;

use std::collections::HashMap;
use std::sync::Arc;

use tokio::task::{JoinHandle, JoinSet};

use uuid::Uuid;

use self::served::{Executed, Served};
use self::setting_aside::{SettingAside, is_lock_lost};
use crate::stop_signal::StopSignal;
use crate::{
    Claim, Clock, ContextError, RunPhase, RuntimeError, Serving, WorkerContext, Workflow,
    WorkflowRuntime, telemetry,
};

/// Executes the due runs of one or more workflows.
///
/// A run is due when it was begun and not executed yet, when its timer or a letter has come,
/// or when the process that executed it has died. Many runs are executed at once, each by one
/// worker alone, whatever the number of workers and processes on the context.
///
/// A run that cannot be executed, because its snapshot does not fit, say, is reported and
/// [listed](crate::RunSummary) with the reason. This worker leaves it alone for a second, then for
/// two, and so on up to a minute, or until a letter comes for it; other workers may take it, and
/// the other runs go on. If somebody wants it to stop for good, it is stopped. One whose lock was
/// lost meanwhile is free for whoever is there.
///
/// Runs of another version of a flow are left alone where the flow's runtime
/// [refuses them](WorkflowRuntime::with_same_version_only).
pub struct Worker<C: WorkerContext> {
    context: Arc<C>,
    clock: Arc<dyn Clock>,
    flows: HashMap<String, Arc<dyn Served<C::Lock>>>,
    limit: usize,
    observer: Arc<Observer>,
}

type Observer = dyn Fn(&str, &Result<RunPhase, RuntimeError>) + Send + Sync;

impl<C: WorkerContext> Worker<C> {
    /// A worker on the runtime's context, with its clock, that serves the runtime's workflow.
    pub fn new<W: Workflow + 'static>(runtime: &WorkflowRuntime<W, C>) -> Self {
        let worker = Self {
            context: runtime.shared_context(),
            clock: Arc::clone(runtime.clock()),
            flows: HashMap::new(),
            limit: 32,
            observer: Arc::new(|_, _| {}),
        };
        worker.serve(runtime)
    }

    /// Serves another workflow, too. Its runs are those in the worker's context.
    #[must_use]
    pub fn serve<W: Workflow + 'static>(mut self, runtime: &WorkflowRuntime<W, C>) -> Self {
        let flow = runtime.workflow().flow().id().to_owned();
        let served = runtime.in_context(Arc::clone(&self.context));
        self.flows.insert(flow, Arc::new(served));
        self
    }

    /// Sets how many runs are executed at once: 32, unless set, and at least 1.
    #[must_use]
    pub fn with_limit(mut self, limit: usize) -> Self {
        self.limit = limit.max(1);
        self
    }

    /// Sets what is told of each execution: the id of the run, and what the run is doing now
    /// or why it could not be executed. It is called on the worker's task and must not block.
    #[must_use]
    pub fn with_observer(
        mut self,
        observer: impl Fn(&str, &Result<RunPhase, RuntimeError>) + Send + Sync + 'static,
    ) -> Self {
        self.observer = Arc::new(observer);
        self
    }

    /// Starts to execute runs, on a task of the present tokio runtime.
    pub fn start(self) -> WorkerHandle {
        let stop = StopSignal::default();
        let task = tokio::spawn(Working::new(self, stop.clone()).work());
        WorkerHandle { stop, task }
    }
}

impl<W: Workflow + 'static, C: WorkerContext> WorkflowRuntime<W, C> {
    /// Starts a [`Worker`] that serves this workflow.
    pub fn start(&self) -> WorkerHandle {
        Worker::new(self).start()
    }
}

/// A worker that has been started. Dropping it lets the worker go on.
#[derive(Debug)]
pub struct WorkerHandle {
    stop: StopSignal,
    task: JoinHandle<()>,
}

impl WorkerHandle {
    /// Takes no more runs, and waits until each run that is being executed has come to the
    /// end of its present step. Those runs stay due, for the next worker.
    pub async fn shutdown(self) {
        self.stop.stop();
        // The task panics only if the context or the observer does, which has been told by then.
        drop(self.task.await);
    }
}

/// A worker at work.
struct Working<C: WorkerContext> {
    worker: Worker<C>,
    serving: Serving,
    stop: StopSignal,
    executing: JoinSet<Executed<C::Lock>>,
    /// Runs that could be neither executed nor set aside, with their locks until they are tried
    /// again.
    resting: JoinSet<()>,
    /// How often each of those has failed in a row.
    failures: HashMap<String, u32>,
}

impl<C: WorkerContext> Working<C> {
    fn new(worker: Worker<C>, stop: StopSignal) -> Self {
        let mut serving = Serving::new(Uuid::new_v4().to_string());
        for served in worker.flows.values() {
            serving = served.add_to(serving);
        }
        Self {
            serving,
            worker,
            stop,
            executing: JoinSet::new(),
            resting: JoinSet::new(),
            failures: HashMap::new(),
        }
    }

    async fn work(mut self) {
        let mut changes = self.worker.context.changes();
        while !self.stop.is_stopping() {
            let is_free = self.executing.len() < self.worker.limit;
            let wake = match self.take_due(is_free).await {
                Ok(wake) => wake,
                // The store is out of order; nothing else is to be done than to try again.
                Err(error) => {
                    telemetry::nothing_claimed(&error);
                    Some(self.worker.clock.now_ms().saturating_add(1_000))
                }
            };
            let clock = &self.worker.clock;
            let timer = async {
                match wake {
                    Some(at) => clock.sleep_until(at).await,
                    None => std::future::pending().await,
                }
            };
            let change = async {
                match &mut changes {
                    Some(changes) => changes.next().await,
                    None => std::future::pending().await,
                }
            };
            tokio::select! {
                () = self.stop.stopping() => {}
                Some(ended) = self.executing.join_next() => self.note_end(ended),
                Some(_) = self.resting.join_next() => {}
                () = timer, if is_free => {}
                () = change, if is_free => {}
            }
        }
        while let Some(ended) = self.executing.join_next().await {
            self.note_end(ended);
        }
    }

    /// Executes the runs that are due, and tells when the next one will be.
    async fn take_due(&mut self, is_free: bool) -> Result<Option<i64>, ContextError> {
        if !is_free {
            return Ok(None);
        }
        let free = self.worker.limit - self.executing.len();
        let claims = self.worker.context.claim(&self.serving, free).await?;
        for claim in claims {
            self.execute(claim);
        }
        if self.executing.len() == self.worker.limit {
            return Ok(None);
        }
        self.worker.context.next_wake(&self.serving).await
    }

    fn execute(&mut self, claim: Claim<C::Lock>) {
        let Claim { run_id, flow, lock } = claim;
        let setting_aside = SettingAside {
            context: Arc::clone(&self.worker.context),
            clock: Arc::clone(&self.worker.clock),
            worker: self.serving.worker().to_owned(),
            failures: self.failures.get(&run_id).copied().unwrap_or_default(),
        };
        let executing = match flow {
            Ok(flow) => {
                let Some(served) = self.worker.flows.get(&flow) else {
                    return;
                };
                Arc::clone(served).execute(run_id, lock, self.stop.clone())
            }
            Err(error) => {
                let outcome = Err(RuntimeError::context(&run_id)(error));
                Box::pin(std::future::ready(Executed::of(run_id, lock, outcome)))
            }
        };
        self.executing.spawn(async move {
            let executed = executing.await;
            setting_aside.after(executed).await
        });
    }

    fn note_end(&mut self, ended: Result<Executed<C::Lock>, tokio::task::JoinError>) {
        let Executed {
            run_id,
            lock,
            outcome,
            rests_until,
        } = match ended {
            Ok(executed) => executed,
            Err(error) => {
                telemetry::worker_panicked(&error);
                return;
            }
        };
        (self.worker.observer)(&run_id, &outcome);
        match outcome {
            Ok(_) => {
                self.failures.remove(&run_id);
            }
            Err(error) if is_lock_lost(&error) => telemetry::run_lost(&run_id),
            Err(_) => *self.failures.entry(run_id).or_default() += 1,
        }
        if let Some(until) = rests_until {
            let clock = Arc::clone(&self.worker.clock);
            self.resting.spawn(async move {
                clock.sleep_until(until).await;
                drop(lock);
            });
        }
    }
}
