//! Work that is done once per visit: called, cached, stored, and from then on replayed.
//!
//! An action returns only after the checkpoint that holds its result is stored.
//!
//! What a step calls here says of its future that it is `Send`. Of an `async fn` the compiler would
//! look through the future at every call, a quarter of the time that a large flow takes to compile.

use serde::{Serialize, de::DeserializeOwned};

use super::DurableState;
use super::results::{Base, Recall};
use super::strand::Strand;
use crate::{
    ActionOptions, JsonText, StepError, TaskContext, TaskResult, WorkflowState, WorkflowStep, Yield,
};

/// An error that is only unpacked on its way out to the step: what succeeds is small, and is
/// handed on more often.
pub(super) type Boxed<T> = Result<T, Box<StepError>>;

impl<Step: WorkflowStep, State: WorkflowState> DurableState<Step, State> {
    /// Calls a task with the state and makes its result the state, once for each visit.
    ///
    /// The result is cached, becomes the state and is marked as applied in one checkpoint. A
    /// step that starts again does not apply it again, so later changes stand. Where other
    /// tasks change the state at the same time, the top-level fields that this one has changed
    /// are written onto the state as it is by then.
    ///
    /// # Errors
    /// If the task fails, if the key was used in this pass or begins with `__`, if the
    /// result cannot be stored as JSON, or if the run cannot be stored.
    pub fn action<F, Fut>(
        &self,
        key: &str,
        task: F,
    ) -> impl Future<Output = Result<(), StepError>> + Send
    where
        F: FnOnce(TaskContext, State) -> Fut + Send,
        Fut: Future<Output = TaskResult<State>> + Send,
    {
        self.act(key, &ActionOptions::ONCE, task)
    }

    /// Like [`action`](Self::action), with settings.
    ///
    /// # Errors
    /// As there, and [`StepError::Suspended`] where another attempt is to come.
    pub fn action_with<F, Fut>(
        &self,
        key: &str,
        options: &ActionOptions,
        task: F,
    ) -> impl Future<Output = Result<(), StepError>> + Send
    where
        F: FnOnce(TaskContext, State) -> Fut + Send,
        Fut: Future<Output = TaskResult<State>> + Send,
    {
        self.act(key, options, task)
    }

    /// Calls a task and gives its result, which is the same for all of a visit: whatever it
    /// is, a step that starts again is given the cached one.
    ///
    /// # Errors
    /// As for [`action`](Self::action), and if a stored result does not fit `T`.
    pub fn with_action<T, F, Fut>(
        &self,
        key: &str,
        task: F,
    ) -> impl Future<Output = Result<T, StepError>> + Send
    where
        T: Serialize + DeserializeOwned + Send,
        F: FnOnce(TaskContext) -> Fut + Send,
        Fut: Future<Output = TaskResult<T>> + Send,
    {
        self.call(key, &ActionOptions::ONCE, task)
    }

    /// Like [`with_action`](Self::with_action), with settings.
    ///
    /// # Errors
    /// As there, and [`StepError::Suspended`] where another attempt is to come.
    pub fn with_action_with<T, F, Fut>(
        &self,
        key: &str,
        options: &ActionOptions,
        task: F,
    ) -> impl Future<Output = Result<T, StepError>> + Send
    where
        T: Serialize + DeserializeOwned + Send,
        F: FnOnce(TaskContext) -> Fut + Send,
        Fut: Future<Output = TaskResult<T>> + Send,
    {
        self.call(key, options, task)
    }

    async fn act<F, Fut>(
        &self,
        key: &str,
        options: &ActionOptions,
        task: F,
    ) -> Result<(), StepError>
    where
        F: FnOnce(TaskContext, State) -> Fut + Send,
        Fut: Future<Output = TaskResult<State>> + Send,
    {
        let (call, recall) = self.begin_action(key, options)?;
        let base = self.progress().base();
        if self.replay(&call, &base, recall).await? {
            return Ok(());
        }
        let state = State::clone(&base.state);
        let result = self
            .attempt(&call, options, |context| task(context, state))
            .await?;
        Ok(self.finish(&call, &base, result).await?)
    }

    async fn call<T, F, Fut>(
        &self,
        key: &str,
        options: &ActionOptions,
        task: F,
    ) -> Result<T, StepError>
    where
        T: Serialize + DeserializeOwned + Send,
        F: FnOnce(TaskContext) -> Fut + Send,
        Fut: Future<Output = TaskResult<T>> + Send,
    {
        let (call, recall) = self.begin_action(key, options)?;
        if let Recall::Result(json) | Recall::Applied(json) = recall {
            return Ok(read_result(&call, &json)?);
        }
        let value = self.attempt(&call, options, task).await?;
        let json = text_of(&call, &value)?;
        self.keep_result(call, json)?;
        self.completed().await?;
        Ok(value)
    }

    /// Does what is left to do of an action that has completed, if it has.
    pub(super) async fn replay(
        &self,
        call: &TaskContext,
        base: &Base<State>,
        recall: Recall,
    ) -> Boxed<bool> {
        match recall {
            Recall::Nothing => Ok(false),
            Recall::Applied(_) => Ok(true),
            Recall::Result(json) => {
                let state = read_result(call, &json)?;
                self.apply(call, base, state, json, false)?;
                self.store().await?;
                Ok(true)
            }
        }
    }

    /// Makes the result of an action the state, and stores both.
    pub(super) async fn finish(
        &self,
        call: &TaskContext,
        base: &Base<State>,
        state: State,
    ) -> Boxed<()> {
        let json = text_of(call, &state)?;
        self.apply(call, base, state, json, true)?;
        self.log().cached(call.visit(), call.key());
        self.completed().await
    }

    /// Caches the result of an action.
    fn keep_result(&self, call: TaskContext, json: JsonText) -> Boxed<()> {
        let mut progress = self.progress();
        still_in(progress.strand(self.branch()), &call)?;
        self.log().cached(call.visit(), call.key());
        progress.keep(call.into_key(), json);
        Ok(())
    }

    /// Makes the result of an action the state, and caches it if it is new.
    fn apply(
        &self,
        call: &TaskContext,
        base: &Base<State>,
        state: State,
        json: JsonText,
        is_new: bool,
    ) -> Boxed<()> {
        let mut progress = self.progress();
        still_in(progress.strand(self.branch()), call)?;
        let json = progress.completed(json);
        let json = json.map_err(|source| StepError::ResultRefused {
            visit: call.visit().clone(),
            action: call.action().to_owned(),
            source,
        })?;
        if is_new {
            progress.keep(call.key().clone(), json.clone());
        }
        let applied = progress.apply(base, state, json);
        let conflicts = applied.map_err(|source| StepError::Merge {
            visit: call.visit().clone(),
            action: call.action().to_owned(),
            source,
        })?;
        for conflict in conflicts {
            let (kept, lost) = (&conflict.kept, &conflict.lost);
            self.log()
                .merge_conflict(call.visit(), &conflict.field, kept, lost);
        }
        progress.keep_value(call.visit().applied_key(call.action()), &true.into());
        Ok(())
    }

    /// Stores what an action has come to, and lets a driver that looks on see it.
    async fn completed(&self) -> Boxed<()> {
        self.store().await?;
        if let Some(yields) = self.yields().filter(|yields| yields.with_actions()) {
            yields.stop(Yield::after_action(self.current_step())).await;
        }
        Ok(())
    }

    /// Stores the run from within a step. The error itself is for whoever drives the run.
    async fn store(&self) -> Boxed<()> {
        if !self.recorder().stores() {
            return Ok(());
        }
        self.checkpoint().await.map_err(|error| {
            self.breakage().get_or_insert(error);
            let visit = self.visit();
            Box::new(StepError::NotSaved { visit })
        })
    }
}

/// Refuses what comes back after the run has left the visit in which it began.
fn still_in<Step>(strand: &Strand<Step>, call: &TaskContext) -> Boxed<()> {
    if strand.visit() == call.visit() {
        return Ok(());
    }
    Err(Box::new(StepError::TooLate {
        visit: call.visit().clone(),
        action: call.action().to_owned(),
    }))
}

/// The JSON of a task's result.
fn text_of<T: Serialize>(call: &TaskContext, value: &T) -> Boxed<JsonText> {
    JsonText::of(value).map_err(|source| {
        Box::new(StepError::NotJson {
            visit: call.visit().clone(),
            action: call.action().to_owned(),
            source,
        })
    })
}

fn read_result<T: DeserializeOwned>(call: &TaskContext, json: &JsonText) -> Boxed<T> {
    json.read().map_err(|source| {
        Box::new(StepError::StoredResult {
            visit: call.visit().clone(),
            action: call.action().to_owned(),
            source,
        })
    })
}
