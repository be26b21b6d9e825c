//! Work that is done once per visit: called, cached, stored, and from then on replayed.
//!
//! An action returns only after the checkpoint that holds its result is stored.

use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

use super::DurableState;
use super::progress::Recall;
use crate::visit::Visit;
use crate::{
    StepError, TaskContext, TaskError, TaskResult, WorkflowState, WorkflowStep, error_chain,
    strict_json,
};

impl<Step: WorkflowStep, State: WorkflowState> DurableState<Step, State> {
    /// Calls a task with the state and makes its result the state, once for each visit.
    ///
    /// The result is cached, becomes the state and is marked as applied in one checkpoint. A
    /// step that starts again does not apply it again, so later changes stand. Of several
    /// actions that run at the same time each starts from the state of that time, and the
    /// last to end has its state stand.
    ///
    /// # Errors
    /// If the task fails, if the key was used in this pass or begins with `__`, if the
    /// result cannot be stored as JSON, or if the run cannot be stored.
    pub async fn action<F, Fut>(&self, key: &str, task: F) -> Result<(), StepError>
    where
        F: FnOnce(TaskContext, State) -> Fut + Send,
        Fut: Future<Output = TaskResult<State>> + Send,
    {
        let (visit, recall) = self.begin_action(key)?;
        match recall {
            Recall::Applied => return Ok(()),
            Recall::Result(json) => {
                let state = read_result(&visit, key, &json)?;
                self.record(&visit, key, |run| run.apply(key, state, json))?;
            }
            Recall::Nothing => {
                let result = task(self.task_context(&visit, key), self.state()).await;
                let (state, json) = self.checked_result(&visit, key, result)?;
                self.record(&visit, key, |run| {
                    run.keep(key, json.clone());
                    run.apply(key, state, json);
                })?;
                self.log().cached(visit.step(), &visit.key(key));
            }
        }
        self.checkpoint_in_step(visit).await
    }

    /// Calls a task and gives its result, which is the same for all of a visit: whatever it
    /// is, a step that starts again is given the cached one.
    ///
    /// # Errors
    /// As for [`action`](Self::action), and if a stored result does not fit `T`.
    pub async fn with_action<T, F, Fut>(&self, key: &str, task: F) -> Result<T, StepError>
    where
        T: Serialize + DeserializeOwned + Send,
        F: FnOnce(TaskContext) -> Fut + Send,
        Fut: Future<Output = TaskResult<T>> + Send,
    {
        let (visit, recall) = self.begin_action(key)?;
        if let Recall::Result(json) = recall {
            return read_result(&visit, key, &json);
        }
        let result = task(self.task_context(&visit, key)).await;
        let (value, json) = self.checked_result(&visit, key, result)?;
        self.record(&visit, key, |run| run.keep(key, json))?;
        self.log().cached(visit.step(), &visit.key(key));
        self.checkpoint_in_step(visit).await?;
        Ok(value)
    }

    fn begin_action(&self, key: &str) -> Result<(Visit, Recall), StepError> {
        let mut progress = self.progress();
        let visit = progress.claim(key)?;
        Ok((visit, progress.recall(key)))
    }

    fn task_context(&self, visit: &Visit, key: &str) -> TaskContext {
        TaskContext::new(visit.clone(), key, self.log().clone())
    }

    /// A task's result together with its JSON, or the error of the step.
    fn checked_result<T: Serialize>(
        &self,
        visit: &Visit,
        key: &str,
        result: TaskResult<T>,
    ) -> Result<(T, Value), StepError> {
        let value = result.map_err(|error| self.task_failed(visit, key, error))?;
        let json = strict_json::to_value(&value).map_err(|source| StepError::NotJson {
            visit: visit.clone(),
            action: key.to_owned(),
            source,
        })?;
        Ok((value, json))
    }

    fn task_failed(&self, visit: &Visit, key: &str, error: TaskError) -> StepError {
        let message = error_chain::in_one_line(error.cause());
        self.log().action_failed(visit.step(), key, &message);
        StepError::Task {
            visit: visit.clone(),
            action: key.to_owned(),
            permanent: error.is_permanent(),
            source: error.into_cause(),
        }
    }

    /// Changes the run, if it is still in the visit in which the action began.
    fn record(
        &self,
        visit: &Visit,
        key: &str,
        change: impl FnOnce(&mut super::Progress<Step, State>),
    ) -> Result<(), StepError> {
        let mut progress = self.progress();
        if progress.visit() != visit {
            return Err(StepError::TooLate {
                visit: visit.clone(),
                action: key.to_owned(),
            });
        }
        change(&mut progress);
        Ok(())
    }

    /// Stores the run from within a step. The error itself is for whoever drives the run.
    async fn checkpoint_in_step(&self, visit: Visit) -> Result<(), StepError> {
        self.checkpoint().await.map_err(|error| {
            self.breakage().get_or_insert(error);
            StepError::NotSaved { visit }
        })
    }
}

fn read_result<T: DeserializeOwned>(
    visit: &Visit,
    key: &str,
    json: &Value,
) -> Result<T, StepError> {
    T::deserialize(json).map_err(|source| StepError::StoredResult {
        visit: visit.clone(),
        action: key.to_owned(),
        source,
    })
}
