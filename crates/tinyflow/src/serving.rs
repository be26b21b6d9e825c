//! Which runs a worker takes up, and what it notes of those that it cannot execute.

use crate::FlowId;

/// The runs that a worker takes up: those of some flows, in every version or in one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Serving {
    worker: String,
    flows: Vec<String>,
    versions: Vec<FlowId>,
}

impl Serving {
    /// A worker that takes up nothing yet, by a name that no other worker on the store has.
    pub fn new(worker: impl Into<String>) -> Self {
        Self {
            worker: worker.into(),
            flows: Vec::new(),
            versions: Vec::new(),
        }
    }

    /// Takes up the runs of a flow, whatever their version.
    #[must_use]
    pub fn with_flow(mut self, id: impl Into<String>) -> Self {
        self.flows.push(id.into());
        self
    }

    /// Takes up the runs of one version of a flow.
    #[must_use]
    pub fn with_version(mut self, flow: FlowId) -> Self {
        self.versions.push(flow);
        self
    }

    /// The name of the worker, by which it [sets runs aside](SetAside::worker).
    pub fn worker(&self) -> &str {
        &self.worker
    }

    /// The ids of the flows that are taken up in every version.
    pub fn flows(&self) -> &[String] {
        &self.flows
    }

    /// The flows that are taken up in one version.
    pub fn versions(&self) -> &[FlowId] {
        &self.versions
    }

    /// Whether runs of this flow, in its version, are taken up.
    pub fn takes(&self, flow: &FlowId) -> bool {
        let in_every_version = self.flows.iter().any(|id| id == flow.id());
        // What a snapshot says of its flow beyond these makes it no other one.
        let mut versions = self.versions.iter();
        let is_it = |one: &FlowId| (one.id(), one.version()) == (flow.id(), flow.version());
        in_every_version || versions.any(is_it)
    }
}

/// A note on a run that a worker could not execute: why, and until when that worker leaves it
/// alone.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SetAside {
    /// The name of the worker.
    pub worker: String,
    /// Until when its claims leave the run out, in milliseconds since 1970.
    pub until_ms: i64,
    /// Why the run could not be executed.
    pub reason: String,
}

impl SetAside {
    /// A note by a worker.
    pub fn new(worker: impl Into<String>, until_ms: i64, reason: impl Into<String>) -> Self {
        Self {
            worker: worker.into(),
            until_ms,
            reason: reason.into(),
        }
    }
}
