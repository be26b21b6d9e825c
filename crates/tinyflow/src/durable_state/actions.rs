//! Work that is done once per visit: called, cached, stored, and from then on replayed.
//!
//! An action returns only after the checkpoint that holds its result is stored.

use std::sync::Arc;

use serde::{Serialize, de::DeserializeOwned};
use tracing::Instrument;

use super::DurableState;
use super::progress::{Base, Recall};
use crate::catch_panic::catch_panic;
use crate::visit::Visit;
use crate::{
    ActionOptions, JsonText, StepError, TaskContext, TaskError, TaskResult, WorkflowState,
    WorkflowStep, Yield, error_chain, telemetry,
};

/// A call of an action that has begun.
pub(super) struct Call {
    pub(super) visit: Visit,
    wire_key: Arc<str>,
    attempt: u32,
}

impl Call {
    fn action(&self) -> &str {
        self.visit.action(&self.wire_key)
    }
}

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
    // Of an `async fn` the compiler would look through the future at every call whether it is `Send`:
    // a quarter of the time that a large flow takes to compile.
    pub fn action<F, Fut>(
        &self,
        key: &str,
        task: F,
    ) -> impl Future<Output = Result<(), StepError>> + Send
    where
        F: FnOnce(TaskContext, State) -> Fut + Send,
        Fut: Future<Output = TaskResult<State>> + Send,
    {
        self.action_with(key, &ActionOptions::ONCE, task)
    }

    /// Like [`action`](Self::action), with settings.
    ///
    /// # Errors
    /// As there, and [`StepError::Suspended`] where another attempt is to come.
    pub async fn action_with<F, Fut>(
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
        let task_context = self.task_context(&call);
        let state = State::clone(&base.state);
        let result = self
            .attempt(&call, options, || task(task_context, state))
            .await?;
        self.finish(&call, &base, result).await
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
        self.with_action_with(key, &ActionOptions::default(), task)
            .await
    }

    /// Like [`with_action`](Self::with_action), with settings.
    ///
    /// # Errors
    /// As there, and [`StepError::Suspended`] where another attempt is to come.
    pub async fn with_action_with<T, F, Fut>(
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
        if let Recall::Result(json) = recall {
            return read_result(&call, &json);
        }
        let task_context = self.task_context(&call);
        let result = self.attempt(&call, options, || task(task_context)).await?;
        let (value, json) = checked_result(&call, result)?;
        {
            let mut progress = self.progress();
            still_in(progress.strand(self.branch()).visit == call.visit, &call)?;
            progress.keep(Arc::clone(&call.wire_key), json);
        }
        self.log().cached(&call.visit, &call.wire_key);
        self.checkpoint_in_step(&call.visit).await?;
        self.tell_progress().await;
        Ok(value)
    }

    /// Does what is left to do of an action that has completed, if it has.
    pub(super) async fn replay(
        &self,
        call: &Call,
        base: &Base<State>,
        recall: Recall,
    ) -> Result<bool, StepError> {
        match recall {
            Recall::Nothing => Ok(false),
            Recall::Applied => Ok(true),
            Recall::Result(json) => {
                let state = read_result(call, &json)?;
                self.apply(call, base, state, json, false)?;
                self.checkpoint_in_step(&call.visit).await?;
                Ok(true)
            }
        }
    }

    /// Makes the result of an action the state, and stores both.
    pub(super) async fn finish(
        &self,
        call: &Call,
        base: &Base<State>,
        result: State,
    ) -> Result<(), StepError> {
        let (state, json) = checked_result(call, result)?;
        self.apply(call, base, state, json, true)?;
        self.log().cached(&call.visit, &call.wire_key);
        self.checkpoint_in_step(&call.visit).await?;
        self.tell_progress().await;
        Ok(())
    }

    pub(super) fn begin_action(
        &self,
        key: &str,
        options: &ActionOptions,
    ) -> Result<(Call, Recall), StepError> {
        let mut progress = self.progress();
        let (visit, wire_key) = progress.claim(self.branch(), key, Visit::key)?;
        let recall = if options.ignore_cache {
            Recall::Nothing
        } else {
            progress.recall(&visit, key, &wire_key)
        };
        let mut attempt = 1;
        if matches!(recall, Recall::Nothing) && options.retry.max_attempts() > 1 {
            attempt = self.next_attempt(&progress, &visit, key, options)?;
        }
        let call = Call {
            visit,
            wire_key,
            attempt,
        };
        Ok((call, recall))
    }

    /// The number of the attempt to make now, or why there is none.
    fn next_attempt(
        &self,
        progress: &super::Progress<Step, State>,
        visit: &Visit,
        key: &str,
        options: &ActionOptions,
    ) -> Result<u32, StepError> {
        let counter_key = visit.retry_key(key);
        let max = options.retry.max_attempts();
        let left = match progress.attempts_left(visit, key, &counter_key)? {
            None => max,
            Some(0) => {
                return Err(StepError::AttemptsExhausted {
                    visit: visit.clone(),
                    action: key.to_owned(),
                });
            }
            Some(left) => left.min(max),
        };
        if progress.is_pausing(visit, &counter_key) {
            progress.pass(self.branch()).suspend();
            return Err(StepError::Suspended {
                visit: visit.clone(),
            });
        }
        Ok(max - left + 1)
    }

    pub(super) fn task_context(&self, call: &Call) -> TaskContext {
        TaskContext::new(
            call.visit.clone(),
            Arc::clone(&call.wire_key),
            call.attempt,
            Arc::clone(self.log()),
        )
    }

    /// Makes one attempt: what the task gives, or the error of the step.
    pub(super) async fn attempt<T, Fut>(
        &self,
        call: &Call,
        options: &ActionOptions,
        start: impl FnOnce() -> Fut,
    ) -> Result<T, StepError>
    where
        Fut: Future<Output = TaskResult<T>>,
    {
        let span = telemetry::action(call.action(), call.attempt);
        let task = catch_panic(async { start().await });
        let outcome = match options.timeout {
            // The usual case, in which nothing stands between the step and its task.
            None if span.is_disabled() => task.await,
            None => Box::pin(task.instrument(span)).await,
            Some(timeout) => {
                let task = Box::pin(task.instrument(span));
                let after_ms = i64::try_from(timeout.as_millis()).unwrap_or(i64::MAX);
                let clock = self.log().clock();
                let until = clock.now_ms().saturating_add(after_ms);
                tokio::select! {
                    biased;
                    outcome = task => outcome,
                    () = clock.sleep_until(until) => {
                        Ok(Err(TaskError::from(AttemptTimedOut { after_ms })))
                    }
                }
            }
        };
        match outcome {
            Ok(Ok(value)) => {
                telemetry::action_completed(call.action());
                Ok(value)
            }
            Ok(Err(error)) => Err(self.attempt_failed(call, options, error)),
            Err(message) => Err(StepError::Panicked {
                visit: call.visit.clone(),
                action: Some(call.action().to_owned()),
                message,
            }),
        }
    }

    /// Counts a failure and, where attempts are left, sets the timer of the next one.
    fn attempt_failed(&self, call: &Call, options: &ActionOptions, error: TaskError) -> StepError {
        let max = options.retry.max_attempts();
        let left = max - call.attempt;
        let left_to_try = if error.is_permanent() { 0 } else { left };
        let message = error_chain::in_one_line(error.cause());
        let log = self.log();
        log.action_failed(&call.visit, call.action(), &message, (left_to_try, max));
        telemetry::attempt_failed(call.action(), call.attempt, left_to_try, &message);
        let mut progress = self.progress();
        if max > 1 && progress.strand(self.branch()).visit == call.visit {
            let counter_key = call.visit.retry_key(call.action());
            progress.keep_value(Arc::clone(&counter_key), &left_to_try.into());
            if left_to_try > 0 {
                let pause = options
                    .retry
                    .pause_ms(call.attempt, (self.run_id(), &call.wire_key));
                let at = log.now_ms().saturating_add(pause);
                telemetry::retry_set(call.action(), at);
                let ids = &self.shared.resume_ids;
                progress.set_pause(&call.visit, &counter_key, at, ids, log);
                progress.pass(self.branch()).suspend();
                return StepError::Suspended {
                    visit: call.visit.clone(),
                };
            }
        }
        StepError::Task {
            visit: call.visit.clone(),
            action: call.action().to_owned(),
            attempt: call.attempt,
            permanent: error.is_permanent(),
            source: error.into_cause(),
        }
    }

    /// Makes the result of an action the state, and caches it if it is new.
    fn apply(
        &self,
        call: &Call,
        base: &Base<State>,
        state: State,
        json: JsonText,
        is_new: bool,
    ) -> Result<(), StepError> {
        let mut progress = self.progress();
        still_in(progress.strand(self.branch()).visit == call.visit, call)?;
        let json = progress.completed(json);
        let json = json.map_err(|source| StepError::ResultRefused {
            visit: call.visit.clone(),
            action: call.action().to_owned(),
            source,
        })?;
        if is_new {
            progress.keep(Arc::clone(&call.wire_key), json.clone());
        }
        let applied = progress.apply(base, state, json);
        let conflicts = applied.map_err(|source| StepError::Merge {
            visit: call.visit.clone(),
            action: call.action().to_owned(),
            source,
        })?;
        for conflict in conflicts {
            let (kept, lost) = (&conflict.kept, &conflict.lost);
            self.log()
                .merge_conflict(&call.visit, &conflict.field, kept, lost);
        }
        progress.keep_value(call.visit.applied_key(call.action()), &true.into());
        Ok(())
    }

    /// Stores the run from within a step. The error itself is for whoever drives the run.
    async fn checkpoint_in_step(&self, visit: &Visit) -> Result<(), StepError> {
        self.checkpoint().await.map_err(|error| {
            self.breakage().get_or_insert(error);
            StepError::NotSaved {
                visit: visit.clone(),
            }
        })
    }

    /// Lets a driver that looks on see that an action has completed.
    async fn tell_progress(&self) {
        if let Some(yields) = self.yields().filter(|yields| yields.with_actions()) {
            yields.stop(Yield::after_action(self.current_step())).await;
        }
    }
}

/// What a task is told to have failed with when its attempt took too long.
#[derive(Debug, thiserror::Error)]
#[error("the attempt took longer than {after_ms} ms")]
struct AttemptTimedOut {
    after_ms: i64,
}

/// Refuses what comes back after the run has left the visit in which it began.
fn still_in(is_in: bool, call: &Call) -> Result<(), StepError> {
    if is_in {
        return Ok(());
    }
    Err(StepError::TooLate {
        visit: call.visit.clone(),
        action: call.action().to_owned(),
    })
}

/// A task's result together with its JSON.
fn checked_result<T: Serialize>(call: &Call, value: T) -> Result<(T, JsonText), StepError> {
    let json = JsonText::of(&value).map_err(|source| StepError::NotJson {
        visit: call.visit.clone(),
        action: call.action().to_owned(),
        source,
    })?;
    Ok((value, json))
}

fn read_result<T: DeserializeOwned>(call: &Call, json: &JsonText) -> Result<T, StepError> {
    json.read().map_err(|source| StepError::StoredResult {
        visit: call.visit.clone(),
        action: call.action().to_owned(),
        source,
    })
}
