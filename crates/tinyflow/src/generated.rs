//! The names that generated code and the tasks below it use, for the one import of the file:
//! `use tinyflow::generated::*;`.
//!
//! No name of Rust's prelude is here, since a glob import would put it in the place of the
//! prelude's. A name that is added can change what existing files mean, so the list is fixed.

pub use std::collections::BTreeMap;
pub use std::future::Future;
pub use std::task::Poll;
pub use std::time::Duration;

pub use serde::{Deserialize, Serialize};
pub use serde_json::{Map, Value, json};

/// Values as JavaScript sees them, and the function that makes one.
pub use tinyflow_javascript::{self as js, js};

pub use crate::{
    ActionOptions, DurableState, EventOf, FlowId, InitialState, JsonSchema, Polling, RetryPolicy,
    StepFuture, StepResult, TaskContext, TaskResult, Workflow, end, fork, next, optional, pause,
    present, repeat,
};
/// Under no name: the file only calls their methods.
pub use crate::{AtOnce as _, BoxedStep as _};
