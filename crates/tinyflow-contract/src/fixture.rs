//! What the suite is given: contexts on one store, and the clock by which they live.

use tinyflow::{Checkpoint, ManualClock, Serving, Snapshot, Value, Wake, WorkerContext, json};

/// The time at which each test begins, in milliseconds since 1970.
pub const START_MS: i64 = 1_700_000_000_000;

/// A store that is new and empty, and how it is opened.
pub trait Fixture: Send + Sync {
    /// The context under test.
    type Context: WorkerContext + Clone;

    /// A new store that lives by this clock.
    fn new(clock: ManualClock) -> Self;

    /// Opens the store once more, as another process would. Where that is not possible, a
    /// clone.
    fn open(&self) -> Self::Context;

    /// The clock.
    fn clock(&self) -> &ManualClock;
}

/// The clock of a new fixture.
pub fn clock() -> ManualClock {
    ManualClock::new(START_MS)
}

/// The flow that the suite's runs belong to.
pub(crate) const FLOW: &str = "contract";

/// A run of the suite's flow, at a step.
pub(crate) fn snapshot(step: &str) -> Snapshot {
    read(&json!({
        "step": step, "state": { "n": 1 }, "cache": {}, "system": {},
        "flow": { "id": FLOW, "version": "1.0.0" },
    }))
}

pub(crate) fn read(snapshot: &Value) -> Snapshot {
    Snapshot::from_json(&snapshot.to_string()).unwrap()
}

/// A checkpoint that is executed next at the given time.
pub(crate) fn checkpoint(expected: Option<u64>, wake: Wake) -> Checkpoint {
    Checkpoint::new(expected, snapshot("Work"))
        .unwrap()
        .with_wake(wake)
}

/// A worker that takes up the runs of the suite's flow.
pub(crate) fn serving() -> Serving {
    Serving::new("a worker").with_flow(FLOW)
}
