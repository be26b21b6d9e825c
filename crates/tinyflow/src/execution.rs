//! A run that its driver executes piece by piece, and can look at in between.

mod options;

use std::pin::Pin;
use std::sync::Arc;
use std::task::Poll;

use serde_json::Value;

pub use self::options::ExecutionOptions;
use crate::drive::drive;
use crate::durable_state::{DurableState, Yields};
use crate::system_entry::Sender;
use crate::{
    LogEntry, ResolveError, RunResult, RuntimeError, Snapshot, SystemEntry, Workflow, Yield,
};

type Driver<State> = Pin<Box<dyn Future<Output = Result<RunResult<State>, RuntimeError>> + Send>>;

/// A run that goes on when its driver asks: to the end of its next action, or to its next wait.
///
/// It can be kept as one JSON object at each of these points, and dropped there. One that was
/// [begun](Self::begin) without a context is stored nowhere else; one from
/// [`WorkflowRuntime::exec`](crate::WorkflowRuntime::exec) holds the run's lock and is stored
/// by its context as always.
pub struct Execution<W: Workflow> {
    run: DurableState<W::Step, W::State>,
    workflow: Arc<W>,
    yields: Yields<W::Step>,
    driver: Option<Driver<W::State>>,
    result: Option<RunResult<W::State>>,
    /// The run's lock, where a context keeps the run.
    _lock: Option<Box<dyn Send>>,
}

impl<W: Workflow + 'static> Execution<W> {
    /// A new run that no context keeps, with the usual [options](ExecutionOptions).
    ///
    /// # Errors
    /// If the state is not JSON.
    pub fn begin(workflow: W, run_id: &str, state: W::State) -> Result<Self, RuntimeError> {
        ExecutionOptions::new().begin(workflow, run_id, state)
    }

    /// A run that no context keeps, from its snapshot.
    ///
    /// # Errors
    /// If the snapshot belongs to another flow or does not fit the workflow.
    pub fn restore(workflow: W, run_id: &str, snapshot: Snapshot) -> Result<Self, RuntimeError> {
        ExecutionOptions::new().restore(workflow, run_id, snapshot)
    }

    /// A run from the JSON text of its snapshot.
    ///
    /// # Errors
    /// As for [`restore`](Self::restore), and if the text is not a snapshot.
    pub fn from_json(workflow: W, run_id: &str, text: &str) -> Result<Self, RuntimeError> {
        ExecutionOptions::new().from_json(workflow, run_id, text)
    }

    pub(crate) fn of(
        workflow: Arc<W>,
        run: DurableState<W::Step, W::State>,
        yields: Yields<W::Step>,
        lock: Option<Box<dyn Send>>,
    ) -> Self {
        Self {
            run,
            workflow,
            yields,
            driver: None,
            result: None,
            _lock: lock,
        }
    }

    /// Executes the run to its next stop. `None` means that it is over or has failed:
    /// [`result`](Self::result) tells which.
    ///
    /// A run that stopped at a wait tries its step again: it comes to the same stop if the wait
    /// is not over.
    ///
    /// # Errors
    /// If the context fails.
    pub async fn next(&mut self) -> Result<Option<Yield<W::Step>>, RuntimeError> {
        if self.result.is_some() {
            return Ok(None);
        }
        let driver = self.driver.get_or_insert_with(|| {
            let (workflow, run) = (Arc::clone(&self.workflow), self.run.clone());
            Box::pin(async move { drive(&*workflow, &run).await })
        });
        let yields = &self.yields;
        let driven = std::future::poll_fn(|cx| {
            if let Some(stop) = yields.take() {
                return Poll::Ready(Err(stop));
            }
            match driver.as_mut().poll(cx) {
                Poll::Ready(result) => Poll::Ready(Ok(result)),
                Poll::Pending => match yields.take() {
                    Some(stop) => Poll::Ready(Err(stop)),
                    None => Poll::Pending,
                },
            }
        })
        .await;
        match driven {
            Err(stop) => Ok(Some(stop)),
            Ok(result) => {
                self.driver = None;
                self.run.close().await;
                self.result = Some(result?);
                Ok(None)
            }
        }
    }

    /// Executes the run until it ends, fails, or waits for something, without stopping after
    /// its actions. `None` means that it waits.
    ///
    /// # Errors
    /// If the context fails.
    pub async fn run_on(&mut self) -> Result<Option<&RunResult<W::State>>, RuntimeError> {
        self.yields.skip_actions(true);
        let stopped = self.next().await;
        self.yields.skip_actions(false);
        stopped?;
        Ok(self.result.as_ref())
    }

    /// How the run ended, if it has.
    pub fn result(&self) -> Option<&RunResult<W::State>> {
        self.result.as_ref()
    }

    /// Sets the state, before the run has done anything.
    ///
    /// # Errors
    /// If the state is not JSON or does not fit its schema, or if the run has begun, here or before it was restored.
    pub fn set_state(&mut self, state: W::State) -> Result<(), RuntimeError> {
        let run_id = self.run.run_id().to_owned();
        let is_restored = self.run.progress().has_begun();
        if is_restored || self.driver.is_some() || self.result.is_some() {
            return Err(RuntimeError::HasBegun { run_id });
        }
        let json = crate::JsonText::of(&state).map_err(|source| RuntimeError::StateNotJson {
            run_id: run_id.clone(),
            source,
        })?;
        let mut progress = self.run.progress();
        let admitted = progress.admit(json);
        let admitted = admitted.map_err(|source| RuntimeError::StateRefused { run_id, source })?;
        progress.accept(state, admitted);
        let log = self.run.log();
        log.first_state(progress.visit(), &progress.record().state);
        Ok(())
    }

    /// A copy of the present state.
    pub fn current_state(&self) -> W::State {
        self.run.state()
    }

    /// The present step.
    pub fn current_step(&self) -> W::Step {
        self.run.current_step()
    }

    /// How often the run has moved to another step, or begun a step anew.
    pub fn step_seq(&self) -> u64 {
        self.run.step_seq()
    }

    /// A copy of the audit log.
    pub fn audit_logs(&self) -> Vec<LogEntry> {
        self.run.log().all()
    }

    /// A copy of what the run waits for.
    pub fn list_pending_resume(&self) -> Vec<SystemEntry> {
        self.run.list_pending_resume()
    }

    /// A copy of the wait of this id, while the run remembers it.
    pub fn get_resume(&self, resume_id: &str) -> Option<SystemEntry> {
        self.run.progress().wait_of(resume_id)
    }

    /// Ends a wait: an event with its answer, or a timer whose time has come.
    ///
    /// An answer to a wait that has lost a [race](DurableState::race) is kept beside it. It is
    /// read if the step names itself and asks for the wait again; otherwise it is refused when the
    /// step ends, and logged.
    ///
    /// # Errors
    /// If the run does not wait for this, or not any more, or not yet.
    pub fn resolve_resume(&mut self, resume_id: &str, payload: Value) -> Result<(), ResolveError> {
        let log = self.run.log();
        let mut progress = self.run.progress();
        progress.resolve(resume_id, Some(payload), Sender::Driver, log)?;
        Ok(())
    }

    /// Ends a timer before its time.
    ///
    /// # Errors
    /// If the run does not wait for this timer.
    pub fn skip(&mut self, resume_id: &str) -> Result<(), ResolveError> {
        let log = self.run.log();
        self.run.progress().skip(resume_id, Sender::Driver, log)?;
        Ok(())
    }

    /// The run as it is now, with all its logs. Later changes do not show in it.
    pub fn snapshot(&self) -> Snapshot {
        let record = self.run.progress().record().clone();
        record.into_snapshot(self.run.log().all())
    }
}
