//! One attempt at an action: whether it may begin, what comes of it, and what a failure leads to.
//!
//! What becomes of a result is the matter of `actions`.

use std::sync::Arc;

use tracing::Instrument;

use super::DurableState;
use super::actions::Boxed;
use super::results::Recall;
use crate::catch_panic::catch_panic;
use crate::record::Section;
use crate::visit::Visit;
use crate::{
    ActionOptions, StepError, TaskContext, TaskError, TaskResult, WorkflowState, WorkflowStep,
    error_chain, telemetry,
};

impl<Step: WorkflowStep, State: WorkflowState> DurableState<Step, State> {
    /// Begins to call an action. Gives what its task is to be told, and what is known of it.
    pub(super) fn begin_action(
        &self,
        key: &str,
        options: &ActionOptions,
    ) -> Boxed<(TaskContext, Recall)> {
        let mut progress = self.progress();
        let wire_key = progress.claim(self.branch(), key, Section::Cache, Visit::key)?;
        let visit = progress.strand(self.branch()).visit();
        let recall = if options.ignore_cache {
            Recall::Nothing
        } else {
            progress.recall(visit, key, &wire_key)
        };
        let mut attempt = 1;
        if matches!(recall, Recall::Nothing) && options.retry.max_attempts() > 1 {
            attempt = self.next_attempt(&progress, visit, key, options)?;
        }
        let caller = progress.strand_mut(self.branch()).caller(self.log());
        let call = TaskContext::new(Arc::clone(caller), wire_key, attempt);
        Ok((call, recall))
    }

    /// The number of the attempt to make now, or why there is none.
    fn next_attempt(
        &self,
        progress: &super::Progress<Step, State>,
        visit: &Visit,
        key: &str,
        options: &ActionOptions,
    ) -> Boxed<u32> {
        let counter_key = visit.retry_key(key);
        let max = options.retry.max_attempts();
        let left = match progress.attempts_left(visit, key, &counter_key)? {
            None => max,
            Some(0) => {
                return Err(Box::new(StepError::AttemptsExhausted {
                    visit: visit.clone(),
                    action: key.to_owned(),
                }));
            }
            Some(left) => left.min(max),
        };
        if progress.is_pausing(visit, &counter_key) {
            progress.pass(self.branch()).suspend();
            let visit = visit.clone();
            return Err(Box::new(StepError::Suspended { visit }));
        }
        Ok(max - left + 1)
    }

    /// Makes one attempt: what the task gives, or the error of the step.
    pub(super) async fn attempt<T, Fut>(
        &self,
        call: &TaskContext,
        options: &ActionOptions,
        task: impl FnOnce(TaskContext) -> Fut,
    ) -> Boxed<T>
    where
        Fut: Future<Output = TaskResult<T>>,
    {
        let span = telemetry::action(call.action(), call.attempt());
        let start = || task(call.clone());
        let outcome = match options.timeout {
            // The usual case, in which nothing stands between the step and its task.
            None if span.is_disabled() => catch_panic(start).await,
            None => Box::pin(catch_panic(start).instrument(span)).await,
            Some(timeout) => {
                let attempt = Box::pin(catch_panic(start).instrument(span));
                let after_ms = i64::try_from(timeout.as_millis()).unwrap_or(i64::MAX);
                let clock = self.log().clock();
                let until = clock.now_ms().saturating_add(after_ms);
                tokio::select! {
                    biased;
                    outcome = attempt => outcome,
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
            Ok(Err(error)) => Err(Box::new(self.attempt_failed(call, options, error))),
            Err(message) => Err(Box::new(StepError::Panicked {
                visit: call.visit().clone(),
                action: Some(call.action().to_owned()),
                message,
            })),
        }
    }

    /// Counts a failure and, where attempts are left, sets the timer of the next one.
    fn attempt_failed(
        &self,
        call: &TaskContext,
        options: &ActionOptions,
        error: TaskError,
    ) -> StepError {
        let max = options.retry.max_attempts();
        let left = max - call.attempt();
        let left_to_try = if error.is_permanent() { 0 } else { left };
        let message = error_chain::in_one_line(error.cause());
        let log = self.log();
        log.action_failed(call.visit(), call.action(), &message, (left_to_try, max));
        telemetry::attempt_failed(call.action(), call.attempt(), left_to_try, &message);
        let mut progress = self.progress();
        if max > 1 && progress.strand(self.branch()).visit() == call.visit() {
            let counter_key = call.visit().retry_key(call.action());
            progress.keep_value(counter_key.clone(), &left_to_try.into());
            if left_to_try > 0 {
                let pause = options
                    .retry
                    .pause_ms(call.attempt(), (self.run_id(), call.key()));
                let at = log.now_ms().saturating_add(pause);
                telemetry::retry_set(call.action(), at);
                let ids = &self.shared.resume_ids;
                progress.set_pause(call.visit(), &counter_key, at, ids, log);
                progress.pass(self.branch()).suspend();
                return StepError::Suspended {
                    visit: call.visit().clone(),
                };
            }
        }
        StepError::Task {
            visit: call.visit().clone(),
            action: call.action().to_owned(),
            attempt: call.attempt(),
            permanent: error.is_permanent(),
            source: error.into_cause(),
        }
    }
}

/// What a task is told to have failed with when its attempt took too long.
#[derive(Debug, thiserror::Error)]
#[error("the attempt took longer than {after_ms} ms")]
struct AttemptTimedOut {
    after_ms: i64,
}
