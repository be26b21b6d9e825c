//! What JavaScript would throw.

use thiserror::Error;

/// Why an expression has no value.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum Thrown {
    /// A property of `undefined` or `null` is read.
    #[error("`{path}` is read but has no value")]
    Missing {
        /// What has no value, as in `state.owner`.
        path: String,
    },
    /// A value has no method of this name.
    #[error("`{path}` has no method `{method}`")]
    NoMethod {
        /// The value, as in `state.owner`.
        path: String,
        /// The method.
        method: &'static str,
    },
    /// The right side of `in` is no object.
    #[error("`{path}` is no object, so `in` cannot be asked of it")]
    NotAnObject {
        /// The value, as in `state.owner`.
        path: String,
    },
    /// A value of the state cannot be written as JSON.
    #[error("`{path}` is not JSON: {reason}")]
    NotJson {
        /// The value, as in `state.owner`.
        path: String,
        /// What is not JSON about it.
        reason: String,
    },
}
