//! What a step adds to the audit log.
//!
//! A step starts again from its top, and would add its entries again. So each entry of a visit
//! is marked by its content, and an entry that a replay repeats is left out.

use std::hash::Hasher;

use fnv::FnvHasher;
use serde::Serialize;
use serde_json::Value;

use super::DurableState;
use crate::key::Key;
use crate::visit::Visit;
use crate::{JsonText, StepError, WorkflowState, WorkflowStep};

impl<Step: WorkflowStep, State: WorkflowState> DurableState<Step, State> {
    /// Adds an entry to the audit log. It is stored with the next checkpoint.
    ///
    /// `values` is an object by convention. When the step starts again within its visit, an
    /// entry of the same type and values is not added once more; an entry that differs is.
    pub fn add_log(&self, kind: impl Into<String>, values: Value) {
        let kind = kind.into();
        let mut progress = self.progress();
        let visit = progress.strand(self.branch()).visit().clone();
        let mark = mark_of(&visit, &kind, &values);
        let strand = progress.strand_mut(self.branch());
        let in_pass = strand.logged.entry(mark.clone()).or_default();
        *in_pass += 1;
        let in_pass = *in_pass;
        let written = progress
            .record()
            .cache
            .get(&mark)
            .map(JsonText::read::<u64>);
        if matches!(written, Some(Ok(written)) if written >= in_pass) {
            return;
        }
        progress.keep_value(mark, &in_pass.into());
        self.log().add(&visit, kind, values);
    }

    /// Adds an entry of the workflow's own type to the audit log, as
    /// [`add_log`](Self::add_log) does. The type must serialise to `{"type":…,"values":…}`.
    ///
    /// ```
    /// # use tinyflow::{DurableState, StepError};
    /// #[derive(serde::Serialize)]
    /// #[serde(tag = "type", content = "values", rename_all = "snake_case")]
    /// enum AuditLog {
    ///     UserRegistered { user_id: String },
    /// }
    ///
    /// # fn step(run: &DurableState<(), ()>) -> Result<(), StepError> {
    /// run.log_entry(&AuditLog::UserRegistered { user_id: "u1".to_owned() })?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// If the entry has another form.
    pub fn log_entry(&self, entry: &impl Serialize) -> Result<(), StepError> {
        let read = JsonText::of(entry).and_then(|json| json.read::<Typed>());
        let typed = read.map_err(|source| StepError::LogForm {
            visit: self.visit(),
            source,
        })?;
        self.add_log(typed.kind, typed.values);
        Ok(())
    }
}

/// The key of an entry's mark. It is stored, so its hash must be the same in every build.
fn mark_of(visit: &Visit, kind: &str, values: &Value) -> Key {
    let mut hasher = FnvHasher::default();
    hasher.write(kind.as_bytes());
    // Stands in no text.
    hasher.write(&[0xff]);
    hasher.write(values.to_string().as_bytes());
    let mark = format!("{}:{:016x}", &*visit.logged_key(), hasher.finish());
    Key::from(mark.as_str())
}

/// An entry as a workflow's own type serialises it.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Typed {
    #[serde(rename = "type")]
    kind: String,
    #[serde(default)]
    values: Value,
}
