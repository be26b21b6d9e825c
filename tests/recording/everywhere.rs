//! Stopping a run after each of its checkpoints and going on in another store.
//!
//! A workflow that can be stopped anywhere ends each time as the undisturbed run did, repeats no
//! task that had completed and runs every other one once. That is required here, for any
//! workflow.

use std::fmt::Debug;

use tinyflow::{
    ManualClock, RuntimeError, SimpleContext, Snapshot, Value, Workflow, WorkflowRuntime,
};

use super::ledger::Effect;
use super::{Ledger, Recording};

/// A run that came to its end undisturbed.
#[derive(Debug)]
pub struct Recorded<State> {
    /// The last state.
    pub state: State,
    /// What the tasks did.
    pub ledger: Ledger,
    /// Every snapshot that the run was stored as, oldest first.
    pub snapshots: Vec<Snapshot>,
}

impl<State> Recorded<State> {
    /// The moves of the whole run, as [`transitions`] gives them.
    pub fn transitions(&self) -> Vec<String> {
        self.snapshots.last().map(transitions).unwrap_or_default()
    }
}

/// Runs a workflow to its end; then, for each snapshot that was stored on the way, imports it
/// into a fresh context, resumes it and compares. Gives the undisturbed run.
///
/// `make` makes a workflow whose tasks write all they do into the ledger, under the idempotency
/// key of the task. It is called once for each run. The clock stands still.
///
/// # Errors
/// If the runtime cannot execute a run.
///
/// # Panics
/// If a run does not end, or if a resumed run ends with another state, another snapshot or
/// other effects than it should.
pub async fn run_from_everywhere<W>(
    run_id: &str,
    state: W::State,
    make: impl Fn(&Ledger) -> W,
) -> Result<Recorded<W::State>, RuntimeError>
where
    W: Workflow<State: Debug + PartialEq>,
{
    let (recording, ledger) = (Recording::default(), Ledger::default());
    let runtime = WorkflowRuntime::new(recording.clone(), make(&ledger)).with_clock(clock());
    let result = runtime.run(run_id, state).await?;
    assert!(result.is_finished(), "undisturbed: {result}");
    let undisturbed = Recorded {
        state: result.state().clone(),
        ledger,
        snapshots: recording.snapshots(run_id),
    };
    for (index, snapshot) in undisturbed.snapshots.iter().enumerate() {
        let ledger = Ledger::default();
        let runtime = WorkflowRuntime::new(SimpleContext::new(), make(&ledger)).with_clock(clock());
        runtime.import(run_id, snapshot.clone()).await?;
        let result = runtime.resume(run_id).await?;

        let place = format!("after checkpoint {}, at {}", index + 1, snapshot.step);
        assert!(result.is_finished(), "{place}: {result}");
        assert_eq!(result.state(), &undisturbed.state, "state {place}");
        let left = effects_left(&undisturbed, run_id, snapshot);
        assert_eq!(ledger.effects(), left, "effects {place}");
        let last = runtime.snapshot(run_id).await?;
        assert_eq!(Some(&last), undisturbed.snapshots.last(), "end {place}");
    }
    Ok(undisturbed)
}

/// The moves in a snapshot's audit log, as `From -> To`, oldest first.
pub fn transitions(snapshot: &Snapshot) -> Vec<String> {
    let entries = snapshot.logs.iter();
    let moves = entries.filter(|entry| entry.kind == "transition");
    moves
        .map(|entry| {
            format!(
                "{} -> {}",
                text(&entry.values["from"]),
                text(&entry.values["to"])
            )
        })
        .collect()
}

/// The effects of the tasks that had not completed when the snapshot was taken.
fn effects_left<State>(
    undisturbed: &Recorded<State>,
    run_id: &str,
    snapshot: &Snapshot,
) -> Vec<Effect> {
    let completed = completed(run_id, snapshot);
    let mut effects = undisturbed.ledger.effects();
    effects.retain(|effect| !completed.contains(&effect.key));
    effects
}

/// The idempotency keys of the tasks that had completed when the snapshot was taken.
pub(super) fn completed(run_id: &str, snapshot: &Snapshot) -> Vec<String> {
    let entries = snapshot.logs.iter();
    let cached = entries.filter(|entry| entry.kind == "cache");
    let keys = cached.map(|entry| format!("{run_id}/{}", text(&entry.values["key"])));
    keys.collect()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn clock() -> ManualClock {
    ManualClock::new(1_700_000_000_000)
}

#[cfg(test)]
mod tests {
    use tinyflow::{DurableState, FlowId, StepError, StepResult, end, json, next};

    use super::*;

    /// A workflow of the steps `a` and `b`, with its effect in the place that the test chooses.
    struct Careless {
        ledger: Ledger,
        effect: Place,
    }

    #[derive(Clone, Copy, PartialEq)]
    enum Place {
        InAnAction,
        OutsideOfActions,
        UnderAnotherKey,
    }

    impl Workflow for Careless {
        type Step = char;
        type State = Value;

        fn flow(&self) -> FlowId {
            FlowId::new("careless", "1.0.0")
        }

        fn begin(&self) -> char {
            'a'
        }

        async fn execute(&self, step: char, run: &DurableState<char, Value>) -> StepResult<char> {
            if step == 'b' {
                return end();
            }
            if self.effect == Place::OutsideOfActions {
                let noted = self.ledger.note("r/0:a:bell", "ring");
                noted.map_err(StepError::other)?;
            }
            run.action("bell", async |task, _| {
                match self.effect {
                    Place::InAnAction => self.ledger.note(&task.idempotency_key(), "ring")?,
                    Place::UnderAnotherKey => self.ledger.note("r/0:a:horn", "ring")?,
                    Place::OutsideOfActions => {}
                }
                Ok(json!({ "rung": true }))
            })
            .await?;
            next('b')
        }
    }

    async fn ring(effect: Place) -> Recorded<Value> {
        let make = |ledger: &Ledger| Careless {
            ledger: ledger.clone(),
            effect,
        };
        let recorded = run_from_everywhere("r", json!({ "rung": false }), make);
        recorded.await.unwrap()
    }

    #[tokio::test]
    async fn a_careful_workflow_passes_with_all_it_stored() {
        let recorded = ring(Place::InAnAction).await;
        assert_eq!(recorded.state, json!({ "rung": true }));
        assert_eq!(recorded.ledger.lines(), ["r/0:a:bell: ring"]);
        assert_eq!(recorded.transitions(), ["a -> b"]);
        // The beginning, the action, the move, and the end.
        let steps: Vec<&str> = recorded.snapshots.iter().map(|one| &*one.step).collect();
        assert_eq!(steps, ["a", "a", "b", "b"]);
    }

    #[tokio::test]
    #[should_panic(expected = "effects after checkpoint 2, at a")]
    async fn a_repeated_effect_is_found() {
        ring(Place::OutsideOfActions).await;
    }

    #[tokio::test]
    #[should_panic(expected = "effects after checkpoint 2, at a")]
    async fn an_effect_under_a_foreign_key_is_found() {
        ring(Place::UnderAnotherKey).await;
    }
}
