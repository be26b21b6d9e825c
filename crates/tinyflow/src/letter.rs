//! What is sent to a run from outside: answers, early events, the wish that it stop.
//!
//! A letter waits in the context until the run takes it. It is taken in the same checkpoint
//! that shows its effect, so it is neither lost nor read twice.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Something that is sent to a run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Letter {
    /// The answer to one wait.
    Answer {
        /// The id of the wait.
        resume_id: String,
        /// The answer.
        payload: Value,
    },
    /// The end of a timer before its time.
    Skip {
        /// The id of the timer's wait.
        resume_id: String,
    },
    /// An answer for the next wait of a step, which need not have begun.
    Event {
        /// The wire name of the step.
        step: String,
        /// The answer.
        payload: Value,
        /// A second event of the same id is dropped.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        event_id: Option<String>,
    },
    /// The wish that the run stop for good.
    Cancel,
}

impl Letter {
    /// The wait that this letter ends. A context keeps one such letter for each wait.
    pub fn resume_id(&self) -> Option<&str> {
        match self {
            Self::Answer { resume_id, .. } | Self::Skip { resume_id } => Some(resume_id),
            Self::Event { .. } | Self::Cancel => None,
        }
    }

    /// Whether this is the wish that the run stop for good.
    pub fn is_cancel(&self) -> bool {
        matches!(self, Self::Cancel)
    }

    /// The id by which the sender marks copies of one event. A context takes one letter of
    /// each such id in all of a run's life.
    pub fn event_id(&self) -> Option<&str> {
        match self {
            Self::Event { event_id, .. } => event_id.as_deref(),
            _ => None,
        }
    }
}

/// A letter that waits in a context.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Mail {
    /// Its number in the context. Later letters to the same run have greater ones.
    pub number: u64,
    /// The letter.
    pub letter: Letter,
}

impl Mail {
    /// What a context gives back for a letter that it keeps.
    pub fn new(number: u64, letter: Letter) -> Self {
        Self { number, letter }
    }
}
