//! The failure of a task, as the task itself reports it.
//!
//! Any error becomes one by `?`. Which action failed is added by the run, in
//! [`StepError::Task`](crate::StepError::Task).

use std::error::Error;
use std::fmt;

/// What a task gives back.
pub type TaskResult<T> = Result<T, TaskError>;

/// Why a task failed, and whether trying it again makes sense.
///
/// `?` turns every error into one that is worth another try. For that reason the type is not
/// an error itself: look at [`cause`](Self::cause) instead.
///
/// ```
/// use tinyflow::{TaskError, TaskResult};
///
/// fn charge(amount: &str) -> TaskResult<u32> {
///     let amount = amount.parse::<u32>()?;
///     if amount == 0 {
///         return Err(TaskError::permanent("there is nothing to charge"));
///     }
///     Ok(amount)
/// }
///
/// assert!(!charge("x").unwrap_err().is_permanent());
/// assert!(charge("0").unwrap_err().is_permanent());
/// ```
pub struct TaskError {
    cause: Box<dyn Error + Send + Sync>,
    permanent: bool,
}

impl TaskError {
    /// A failure that another try would only repeat. Takes an error or a text.
    pub fn permanent(cause: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self {
            cause: cause.into(),
            permanent: true,
        }
    }

    /// A failure that is worth another try, told in words.
    pub fn message(message: impl Into<String>) -> Self {
        Self {
            cause: message.into().into(),
            permanent: false,
        }
    }

    /// Whether another try would only repeat the failure.
    pub fn is_permanent(&self) -> bool {
        self.permanent
    }

    /// The error that the task met.
    pub fn cause(&self) -> &(dyn Error + Send + Sync + 'static) {
        &*self.cause
    }

    pub(crate) fn into_cause(self) -> Box<dyn Error + Send + Sync> {
        self.cause
    }
}

impl<E: Error + Send + Sync + 'static> From<E> for TaskError {
    fn from(error: E) -> Self {
        Self {
            cause: Box::new(error),
            permanent: false,
        }
    }
}

impl fmt::Display for TaskError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.cause.fmt(f)
    }
}

impl fmt::Debug for TaskError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TaskError")
            .field("cause", &self.cause)
            .field("permanent", &self.permanent)
            .finish()
    }
}
