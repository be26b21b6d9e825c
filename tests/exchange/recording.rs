//! A scenario that the TypeScript engine played, read from its file.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use tinyflow::{Snapshot, Value};

use crate::compare::without_times;

#[derive(Deserialize)]
pub(crate) struct Recording {
    script: Vec<Op>,
    snapshots: Vec<Taken>,
}

#[derive(Deserialize)]
struct Op {
    i: usize,
    op: String,
    #[serde(rename = "runId")]
    run_id: Option<String>,
    #[serde(rename = "resumeId")]
    resume_id: Option<String>,
    payload: Option<Value>,
    #[serde(rename = "setState")]
    state: Option<Value>,
    exec_return: Option<Value>,
    threw: Option<String>,
    #[serde(default)]
    yields: Vec<Yielded>,
}

/// What the engine told its driver at a stop.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Yielded {
    pub(crate) can_continue: bool,
    pub(crate) active_step: Value,
    #[serde(rename = "resumeTrigger")]
    pub(crate) waits_for: Option<WaitsFor>,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(tag = "type", rename_all = "lowercase")]
pub(crate) enum WaitsFor {
    Time,
    Event,
}

/// A snapshot, and whether it was stored or only looked at.
#[derive(Deserialize)]
struct Taken {
    at: String,
    kind: String,
    snapshot: Option<Snapshot>,
}

/// A call from outside.
#[derive(Clone)]
pub(crate) struct Call {
    pub(crate) number: usize,
    pub(crate) run: String,
    pub(crate) resume_id: Option<String>,
    pub(crate) payload: Value,
    state: Option<Value>,
    pub(crate) is_transaction: bool,
    /// Whether the engine refused it.
    pub(crate) is_refused: bool,
    /// The stops that it led to.
    pub(crate) yields: Vec<Yielded>,
}

impl Call {
    /// The state that the run begins with.
    pub(crate) fn state<T: DeserializeOwned>(&self) -> T {
        serde_json::from_value(self.state.clone().unwrap()).unwrap()
    }

    /// How the places of its snapshots begin.
    fn prefix(&self) -> String {
        format!("op{}.", self.number)
    }
}

impl Recording {
    pub(crate) fn read(name: &str) -> Self {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/exchange/recorded");
        let text = std::fs::read_to_string(format!("{folder}/{name}.json")).unwrap();
        serde_json::from_str(&text).unwrap()
    }

    /// The calls of each run that was begun.
    pub(crate) fn runs(&self) -> BTreeMap<String, Vec<Call>> {
        let mut runs: BTreeMap<String, Vec<Call>> = BTreeMap::new();
        for op in &self.script {
            let Some(run) = op.run_id.clone() else {
                continue;
            };
            if op.op != "run" && !runs.contains_key(&run) {
                continue;
            }
            runs.entry(run.clone()).or_default().push(Call {
                number: op.i,
                run,
                resume_id: op.resume_id.clone(),
                payload: op.payload.clone().unwrap_or_default(),
                state: op.state.clone(),
                is_transaction: op.op == "transaction",
                is_refused: op.threw.is_some(),
                yields: op.yields.clone(),
            });
        }
        runs
    }

    /// The snapshots of a run, those that were only looked at between two stops too, with the
    /// numbers of the calls that led to them.
    pub(crate) fn snapshots_of(&self, calls: &[Call]) -> Vec<(usize, Snapshot)> {
        let taken = self.snapshots.iter().filter_map(|taken| {
            let after = |call: &&Call| taken.at.starts_with(&call.prefix());
            let call = calls.iter().find(after)?;
            Some((call.number, taken.snapshot.clone()?))
        });
        taken.collect()
    }

    pub(crate) fn stored_after(&self, call: &Call) -> Option<Snapshot> {
        let prefix = call.prefix();
        let mut taken = self.snapshots.iter();
        let stored = taken.find(|taken| taken.kind == "persisted" && taken.at.starts_with(&prefix));
        stored?.snapshot.clone()
    }

    pub(crate) fn named(&self, at: &str) -> Snapshot {
        let taken = self.snapshots.iter().find(|taken| taken.at == at);
        taken.unwrap().snapshot.clone().unwrap()
    }

    /// The state that was set by an operation, for a driver without calls.
    pub(crate) fn state_at(&self, number: usize) -> Value {
        self.script[number].state.clone().unwrap()
    }

    /// The stops that an operation led to.
    pub(crate) fn yields_at(&self, number: usize) -> &[Yielded] {
        &self.script[number].yields
    }

    /// The last state of a run.
    pub(crate) fn end_of(&self, calls: &[Call]) -> Value {
        let numbers: Vec<_> = calls.iter().map(|call| call.number).collect();
        let mut ops = self
            .script
            .iter()
            .rev()
            .filter(|op| numbers.contains(&op.i));
        let end = ops.find_map(|op| op.exec_return.clone()).unwrap();
        without_times(end["finalState"].clone())
    }
}
