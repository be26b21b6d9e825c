//! Settings of steps under `metadata.tinyflow`, and the branches that a step starts.

use proptest::option;
use proptest::prelude::{Strategy, any};
use serde_json::{Value, json};

use crate::alphabet::text;
use crate::shape::Spelling;

/// What a step is set to, as far as its type has it.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    retries: Option<u8>,
    backoff: Option<f64>,
    timeout: Option<u16>,
    /// Whether a task is a long job, and where a wait goes on without an answer.
    own: bool,
}

/// A branch beside the way on: a task of its own, on a connection of this id.
#[derive(Clone, Debug)]
pub(crate) struct Branch {
    connection: String,
    task: String,
}

pub(crate) fn settings() -> impl Strategy<Value = Settings> {
    let numbers = (
        option::weighted(0.2, any::<u8>()),
        option::weighted(0.2, 1.0..100.0),
    );
    let rest = (option::weighted(0.2, 1..9_999_u16), any::<bool>());
    (numbers, rest).prop_map(|((retries, backoff), (timeout, own))| Settings {
        retries,
        backoff,
        timeout,
        own,
    })
}

pub(crate) fn branch() -> impl Strategy<Value = Option<Branch>> {
    let branch = (text(), text(), "[a-z]{3}").prop_map(|(connection, task, more)| Branch {
        connection: format!("{connection}-{more}"),
        task: format!("{more}{task}"),
    });
    option::weighted(0.3, branch)
}

impl Settings {
    /// The `metadata` of a task.
    pub(crate) fn of_task(&self) -> Value {
        let mut tinyflow = json!({});
        if let Some(backoff) = self.backoff {
            let attempts = u32::from(self.retries.unwrap_or(0)) + 1;
            tinyflow["retry"] = json!({ "maxAttempts": attempts, "backoff": backoff });
        }
        if let Some(minutes) = self.timeout {
            tinyflow["timeout"] = format!("{minutes} minutes").into();
            if self.own {
                tinyflow["poll"] = json!({ "every": format!("{minutes} seconds") });
            }
        }
        let mut metadata = json!({ "tinyflow": tinyflow });
        if let Some(retries) = self.retries {
            metadata["retries"] = retries.into();
        }
        metadata
    }

    /// The `metadata` of a wait for an event, which may go on at the step `next`.
    pub(crate) fn of_event(&self, next: &str) -> Value {
        let Some(minutes) = self.timeout else {
            return json!({});
        };
        let mut tinyflow = json!({ "timeout": format!("{minutes} minutes") });
        if self.own {
            tinyflow["onTimeout"] = next.into();
        }
        json!({ "tinyflow": tinyflow })
    }
}

impl Branch {
    /// The task, and the connections that lead to it and on from it.
    pub(crate) fn json(
        &self,
        source: &str,
        next: &str,
        spell: Spelling<'_>,
    ) -> (Value, [Value; 2]) {
        let (connection, task) = (spell(&self.connection), spell(&self.task));
        let step = json!({ "id": task, "name": task, "type": "task" });
        let way = |id: String, source: &str, target: &str| json!({ "id": id, "sourceStepId": source, "targetStepId": target });
        let behind = way(format!("behind-{connection}"), &task, next);
        (step, [way(connection, source, &task), behind])
    }
}
