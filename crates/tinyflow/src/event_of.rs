//! An event with the type of its answers: what a step waits for, and what a client sends.

use std::marker::PhantomData;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::{DurableState, JsonSchema, JsonText, RuntimeError, Wait, WorkflowState, WorkflowStep};

/// What a step waits for, and the type of the answer: known to the workflow and to whoever
/// answers, so that the compiler checks both.
///
/// ```
/// # use tinyflow::EventOf;
/// # #[derive(Clone, Copy)]
/// # enum Step { AwaitPayment }
/// const PAYMENT: EventOf<Step, u64> = EventOf::new(Step::AwaitPayment, "payment");
/// ```
#[derive(Debug)]
pub struct EventOf<Step, T> {
    pub(crate) step: Step,
    pub(crate) key: &'static str,
    schema: Option<&'static JsonSchema>,
    answer: PhantomData<fn(T) -> T>,
}

impl<Step, T> EventOf<Step, T> {
    /// The event that `step` waits for under `key`.
    pub const fn new(step: Step, key: &'static str) -> Self {
        Self {
            step,
            key,
            schema: None,
            answer: PhantomData,
        }
    }

    /// The same event, whose answers must fit a schema beyond their type.
    ///
    /// An answer that does not fit is refused where it is sent as well as where it is waited for.
    #[must_use]
    pub const fn checked_by(self, schema: &'static JsonSchema) -> Self
    where
        Step: Copy,
    {
        Self {
            step: self.step,
            key: self.key,
            schema: Some(schema),
            answer: PhantomData,
        }
    }
}

impl<Step, T: Serialize> EventOf<Step, T> {
    /// An answer as it is sent, if it fits.
    pub(crate) fn check(&self, run_id: &str, answer: &T) -> Result<Value, RuntimeError> {
        let json = JsonText::of(answer).and_then(|json| json.read());
        let json = json.map_err(|source| RuntimeError::AnswerNotJson {
            run_id: run_id.to_owned(),
            source,
        })?;
        let checked = self.schema.map_or(Ok(()), |schema| schema.check(&json));
        checked.map_err(|source| RuntimeError::AnswerRefused {
            run_id: run_id.to_owned(),
            source,
        })?;
        Ok(json)
    }
}

impl<Step: WorkflowStep, State: WorkflowState> DurableState<Step, State> {
    /// Waits for an event whose type of answer is known.
    pub fn wait_for<T: DeserializeOwned>(
        &self,
        event: &EventOf<Step, T>,
        request: impl Serialize,
    ) -> Wait<T> {
        self.wait_for_checked(event.key, event.schema, request)
    }

    /// Waits for an event whose type of answer is known, for so many milliseconds at most. The
    /// value is none where no answer came in that time.
    pub fn wait_for_within<T: DeserializeOwned>(
        &self,
        event: &EventOf<Step, T>,
        request: impl Serialize,
        limit_ms: i64,
    ) -> Wait<Option<T>> {
        self.wait_for_checked_within(event.key, event.schema, request, limit_ms)
    }
}
