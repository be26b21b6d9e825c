//! Changing a run from outside, while nobody executes it.

use std::error::Error;

use serde_json::Value;

use super::WorkflowRuntime;
use crate::own_run::changing;
use crate::{Context, RunView, RuntimeError, Wake, Workflow};

/// A run in the hands of somebody outside of it: its state to change, its log to add to.
#[derive(Debug)]
pub struct Transaction<Step, State> {
    /// The state, as it will be stored.
    pub state: State,
    view: RunView<Step, State>,
    logs: Vec<(String, Value)>,
}

impl<Step, State> Transaction<Step, State> {
    /// The run as it was when the transaction began.
    pub fn run(&self) -> &RunView<Step, State> {
        &self.view
    }

    /// Adds an entry to the audit log. `values` is an object by convention.
    pub fn add_log(&mut self, kind: impl Into<String>, values: Value) {
        self.logs.push((kind.into(), values));
    }
}

impl<W: Workflow, C: Context> WorkflowRuntime<W, C> {
    /// Changes the state of a run while nobody executes it: locks the run, loads it, calls
    /// `change`, and stores what came of it. If `change` refuses, nothing is stored.
    ///
    /// The run is not woken. It sees the change when it goes on.
    ///
    /// ```
    /// # use tinyflow::{RuntimeError, SimpleContext, Workflow, WorkflowRuntime};
    /// # async fn add<W: Workflow<State = u32>>(
    /// #     runtime: &WorkflowRuntime<W, SimpleContext>,
    /// # ) -> Result<u32, RuntimeError> {
    /// let added = runtime.with_transaction("r", |run| {
    ///     run.state += 1;
    ///     Ok::<_, std::fmt::Error>(run.state)
    /// });
    /// added.await
    /// # }
    /// ```
    ///
    /// A step, or a task that it calls, changes its run by
    /// [`action`](crate::DurableState::action) and [`change`](crate::DurableState::change); here it
    /// is told that the run is its own, and so is whoever blocks on the same run within `change`.
    /// Nothing can be awaited in a transaction, so it cannot wait for the lock that it holds:
    ///
    /// ```compile_fail,E0728
    /// # use tinyflow::{RunResult, RuntimeError, SimpleContext, Workflow, WorkflowRuntime};
    /// # async fn resume<W: Workflow<State = u32>>(
    /// #     runtime: &WorkflowRuntime<W, SimpleContext>,
    /// # ) -> Result<RunResult<u32>, RuntimeError> {
    /// let resumed = runtime.with_transaction("r", |_| runtime.resume("r").await);
    /// resumed.await
    /// # }
    /// ```
    ///
    /// # Errors
    /// [`RuntimeError::Refused`] with the error of `change`. Otherwise as for
    /// [`resume`](Self::resume), and if the new state is not JSON or does not
    /// fit its schema.
    pub async fn with_transaction<T, E>(
        &self,
        run_id: &str,
        change: impl FnOnce(&mut Transaction<W::Step, W::State>) -> Result<T, E>,
    ) -> Result<T, RuntimeError>
    where
        E: Into<Box<dyn Error + Send + Sync>>,
    {
        let _lock = self.lock(run_id).await?;
        let run = self.restore(run_id, None).await?;
        let view = RunView::of(&run.progress());
        let mut transaction = Transaction {
            state: view.state.clone(),
            view,
            logs: Vec::new(),
        };
        let change = || change(&mut transaction);
        let given = match run.recorder().store() {
            Some(store) => changing(run_id, store, change),
            None => change(),
        };
        let given = given.map_err(|source| RuntimeError::Refused {
            run_id: run_id.to_owned(),
            source: source.into(),
        })?;
        let json = crate::JsonText::of(&transaction.state);
        let json = json.map_err(|source| RuntimeError::StateNotJson {
            run_id: run_id.to_owned(),
            source,
        })?;
        {
            let mut progress = run.progress();
            let admitted = progress.admit(json);
            let admitted = admitted.map_err(|source| RuntimeError::StateRefused {
                run_id: run_id.to_owned(),
                source,
            })?;
            for (kind, values) in transaction.logs {
                run.log().add(progress.visit(), kind, values);
            }
            progress.accept(transaction.state, admitted);
        }
        run.checkpoint_to_wake(Wake::Unchanged).await?;
        Ok(given)
    }
}
