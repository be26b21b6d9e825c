//! The ids of new runs.

use std::sync::Arc;

use uuid::Uuid;

/// Makes ids of runs from the flow's id and the time.
#[derive(Clone)]
pub(crate) struct RunIds(Arc<MakeId>);

type MakeId = dyn Fn(&str, i64) -> String + Send + Sync;

impl RunIds {
    pub(crate) fn new(make: impl Fn(&str, i64) -> String + Send + Sync + 'static) -> Self {
        Self(Arc::new(make))
    }

    pub(crate) fn make(&self, flow: &str, time_ms: i64) -> String {
        (self.0)(flow, time_ms)
    }
}

impl Default for RunIds {
    fn default() -> Self {
        Self::new(|flow, _| format!("{flow}-{}", Uuid::new_v4()))
    }
}
