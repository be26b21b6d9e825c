//! Why a wait could not be ended. Nothing was changed then.

/// Why an answer was not taken, or a timer not ended.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ResolveError {
    /// The wait has been answered already. The first answer stands.
    #[error("wait `{resume_id}` of run `{run_id}` has been answered already")]
    #[non_exhaustive]
    AlreadyAnswered {
        /// The run.
        run_id: String,
        /// The id of the wait.
        resume_id: String,
    },
    /// The run does not wait under this id: it never did, or it has moved on since.
    #[error("run `{run_id}` does not wait under the id `{resume_id}`")]
    #[non_exhaustive]
    NotWaiting {
        /// The run.
        run_id: String,
        /// The id.
        resume_id: String,
    },
    /// The answer is for another wait than the one of this id.
    #[error("wait `{resume_id}` of run `{run_id}` is not that of step `{step}` for `{key}`")]
    #[non_exhaustive]
    OtherWait {
        /// The run.
        run_id: String,
        /// The id of the wait.
        resume_id: String,
        /// The step that waits for answers of this type.
        step: String,
        /// The key under which it does.
        key: String,
    },
    /// The wait is for a time that has not come yet. A skip would end it nevertheless.
    #[error("timer `{resume_id}` of run `{run_id}` ends at {resume_after} ms, not before")]
    #[non_exhaustive]
    TooEarly {
        /// The run.
        run_id: String,
        /// The id of the wait.
        resume_id: String,
        /// When the timer ends, in milliseconds since 1970.
        resume_after: i64,
    },
    /// Only timers can be skipped, and the wait is for an answer.
    #[error("wait `{resume_id}` of run `{run_id}` is for an answer and cannot be skipped")]
    #[non_exhaustive]
    NotATimer {
        /// The run.
        run_id: String,
        /// The id of the wait.
        resume_id: String,
    },
    /// The answer does not fit what the step waits for. The wait is open.
    #[error("an answer to wait `{resume_id}` of run `{run_id}` was refused: {reason}")]
    #[non_exhaustive]
    Misfit {
        /// The run.
        run_id: String,
        /// The id of the wait.
        resume_id: String,
        /// What does not fit.
        reason: String,
    },
    /// The run is over.
    #[error("run `{run_id}` is over and takes no answer")]
    #[non_exhaustive]
    Over {
        /// The run.
        run_id: String,
    },
}

/// An answer that was not taken: it did not fit what the step waits for, and the wait is still
/// open, or it came too late.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct RefusedAnswer {
    /// The id of the wait.
    pub resume_id: String,
    /// The answer.
    pub payload: serde_json::Value,
    /// What does not fit, or why it came too late.
    pub error: String,
}
