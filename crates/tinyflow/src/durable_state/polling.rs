//! Looking at a long job until it is done.
//!
//! A look is an action whose result is only kept when the job is done. Between two looks the run
//! waits, so a long job holds no memory.

use std::task::Poll;
use std::time::Duration;

use super::DurableState;
use crate::record::Section;
use crate::visit::Visit;
use crate::{Polling, StepError, TaskContext, TaskResult, WorkflowState, WorkflowStep};

impl<Step: WorkflowStep, State: WorkflowState> DurableState<Step, State> {
    /// Calls a task again and again until it says that a job is [done](Poll::Ready), and makes
    /// the state that it then gives the state, once for each visit.
    ///
    /// The first look is taken at once. The pauses between the looks are timers of the run, under
    /// the same key. A look may be taken again where a process died before its answer was stored.
    ///
    /// ```
    /// use std::task::Poll;
    /// use std::time::Duration;
    /// # use tinyflow::{DurableState, Polling, StepError};
    ///
    /// # async fn step(run: &DurableState<(), u32>) -> Result<(), StepError> {
    /// let polling = Polling::every(Duration::from_secs(60));
    /// run.poll("render", &polling, |_task, percent| async move {
    ///     Ok(if percent < 100 { Poll::Pending } else { Poll::Ready(percent) })
    /// })
    /// .await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// As for [`action_with`](Self::action_with), [`StepError::Suspended`] where another look is
    /// to come, and [`StepError::NotDoneInTime`] where the time for it is over.
    pub fn poll<F, Fut>(
        &self,
        key: &str,
        polling: &Polling,
        task: F,
    ) -> impl Future<Output = Result<(), StepError>> + Send
    where
        F: FnOnce(TaskContext, State) -> Fut + Send,
        Fut: Future<Output = TaskResult<Poll<State>>> + Send,
    {
        self.look(key, polling, task)
    }

    async fn look<F, Fut>(&self, key: &str, polling: &Polling, task: F) -> Result<(), StepError>
    where
        F: FnOnce(TaskContext, State) -> Fut + Send,
        Fut: Future<Output = TaskResult<Poll<State>>> + Send,
    {
        let (call, recall) = self.begin_action(key, &polling.options)?;
        // The pauses between the looks are timers under this key, so it is no other timer's.
        self.progress()
            .claim(self.branch(), key, Section::System, Visit::timer_key)?;
        let base = self.progress().base();
        if self.replay(&call, &base, recall).await? {
            return Ok(());
        }
        let until = self.begin_look(call.visit(), key, polling)?;
        let state = State::clone(&base.state);
        let looked = self
            .attempt(&call, &polling.options, |context| task(context, state))
            .await?;
        match looked {
            Poll::Ready(state) => {
                self.forget_look(call.visit(), key);
                Ok(self.finish(&call, &base, state).await?)
            }
            Poll::Pending => Err(self.look_again(call.visit(), key, polling, until)),
        }
    }

    /// Until when the job must be done, unless the pause before the next look is still on.
    fn begin_look(
        &self,
        visit: &Visit,
        key: &str,
        polling: &Polling,
    ) -> Result<Option<i64>, StepError> {
        let mut progress = self.progress();
        if progress.is_pausing(visit, key) {
            progress.pass(self.branch()).suspend();
            let visit = visit.clone();
            return Err(StepError::Suspended { visit });
        }
        let Some(timeout) = polling.timeout else {
            return Ok(None);
        };
        let until_key = visit.until_key(key);
        if let Some(until) = progress.record().cache.get(&until_key) {
            let until = until.read();
            return until.map(Some).map_err(|source| StepError::StoredResult {
                visit: visit.clone(),
                action: key.to_owned(),
                source,
            });
        }
        let until = self.now_ms().saturating_add(ms(timeout));
        progress.keep_value(until_key, &until.into());
        Ok(Some(until))
    }

    /// Sets the timer of the next look, or gives up.
    fn look_again(
        &self,
        visit: &Visit,
        key: &str,
        polling: &Polling,
        until: Option<i64>,
    ) -> StepError {
        let now = self.now_ms();
        let visit = visit.clone();
        if until.is_some_and(|until| until <= now) {
            let action = key.to_owned();
            return StepError::NotDoneInTime { visit, action };
        }
        let next = now.saturating_add(ms(polling.every));
        // The last look is taken when the time is over.
        let next = until.map_or(next, |until| next.min(until));
        let mut progress = self.progress();
        progress.forget_attempts(&visit, key);
        progress.set_pause(&visit, key, next, &self.shared.resume_ids, self.log());
        progress.keep_value(visit.look_key(key), &true.into());
        progress.pass(self.branch()).suspend();
        StepError::Suspended { visit }
    }

    /// Drops the mark of the pause between two looks.
    fn forget_look(&self, visit: &Visit, key: &str) {
        let look_key = visit.look_key(key);
        let mut progress = self.progress();
        if progress.record().cache.contains_key(&look_key) {
            progress.remove_one(Section::Cache, &look_key);
        }
    }
}

fn ms(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}
