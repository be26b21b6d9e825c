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
use crate::key::Key;
use crate::unnamed::Unnamed;
use crate::visit::Visit;
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
                let (state, unnamed) = read_state(call, &json)?;
                let at = (call.visit(), call.action());
                self.apply(at, base, state, Given::Whole(json, unnamed), None)?;
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
        let cached = Some(call.key().clone());
        let at = (call.visit(), call.action());
        self.apply(at, base, state, Given::Typed(json), cached)?;
        self.log().cached(call.visit(), call.key());
        self.completed().await
    }

    /// Caches the result of an action.
    fn keep_result(&self, call: TaskContext, json: JsonText) -> Boxed<()> {
        let mut progress = self.progress();
        still_in(progress.strand(self.branch()), call.visit(), call.action())?;
        self.log().cached(call.visit(), call.key());
        progress.keep(call.into_key(), json);
        Ok(())
    }

    /// Makes what an action or a change has made of the state the state, and caches it under a
    /// key, if one is given.
    pub(super) fn apply(
        &self,
        (visit, action): (&Visit, &str),
        base: &Base<State>,
        state: State,
        given: Given,
        cached: Option<Key>,
    ) -> Boxed<()> {
        let mut progress = self.progress();
        still_in(progress.strand(self.branch()), visit, action)?;
        let admitted = match given {
            Given::Typed(json) => progress.admit(json),
            Given::Whole(json, unnamed) => progress.admit_whole(json, unnamed),
        };
        let admitted = admitted.map_err(|source| StepError::ResultRefused {
            visit: visit.clone(),
            action: action.to_owned(),
            source,
        })?;
        if let Some(key) = cached {
            progress.keep(key, admitted.json.clone());
        }
        let applied = progress.apply(base, state, admitted);
        let conflicts = applied.map_err(|source| StepError::Merge {
            visit: visit.clone(),
            action: action.to_owned(),
            source,
        })?;
        for conflict in conflicts {
            let (kept, lost) = (&conflict.kept, &conflict.lost);
            self.log()
                .merge_conflict(visit, &conflict.field, kept, lost);
        }
        progress.keep_value(visit.applied_key(action), &true.into());
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

/// The JSON of a new state.
pub(super) enum Given {
    /// Of its type alone.
    Typed(JsonText),
    /// As another engine has stored it, and what it has beyond its type.
    Whole(JsonText, Option<Unnamed>),
}

/// Refuses what comes back after the run has left the visit in which it began.
fn still_in<Step>(strand: &Strand<Step>, visit: &Visit, action: &str) -> Boxed<()> {
    if strand.visit() == visit {
        return Ok(());
    }
    Err(Box::new(StepError::TooLate {
        visit: visit.clone(),
        action: action.to_owned(),
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
    json.read().map_err(stored_result(call))
}

/// A state that another engine has stored as a result, and what it has beyond its type.
fn read_state<State: WorkflowState>(
    call: &TaskContext,
    json: &JsonText,
) -> Boxed<(State, Option<Unnamed>)> {
    let state = read_result(call, json)?;
    let unnamed = Unnamed::of(json, &state).map_err(stored_result(call))?;
    Ok((state, unnamed))
}

fn stored_result(call: &TaskContext) -> impl FnOnce(serde_json::Error) -> Box<StepError> {
    let (visit, action) = (call.visit().clone(), call.action().to_owned());
    move |source| {
        Box::new(StepError::StoredResult {
            visit,
            action,
            source,
        })
    }
}
