//! A run of an example: executed, driven to its end, and written down.

use std::sync::{Arc, Mutex};

use tinyflow::{
    Context, Execution, ManualClock, RunPhase, Snapshot, Value, WorkerContext, WorkflowRuntime,
};
use tinyflow_tests::recording::Recording;

use super::Kind;
use crate::scenarios::{Effects, Example, Outside, question};

/// What an example has come to.
pub(crate) struct Played {
    /// What it was stored as, oldest first.
    pub(crate) snapshots: Vec<Snapshot>,
    /// What its tasks did, in the order of the keys: branches may overtake each other.
    pub(crate) effects: Vec<String>,
}

impl Played {
    pub(crate) fn last(&self) -> &Snapshot {
        self.snapshots.last().unwrap()
    }
}

/// A run that nobody disturbs, with all that the context has stored it as on the way.
pub(crate) async fn undisturbed<E: Example>(kind: &impl Kind) -> Played {
    let clock = ManualClock::new(1_000_000);
    let recording = Recording::of(kind.open(&clock));
    let life = Life::<E, _>::new("run", &recording, &clock);
    life.runtime.create("run", E::state()).await.unwrap();
    life.to_the_end().await;
    Played {
        snapshots: recording.snapshots("run"),
        effects: life.effects(),
    }
}

/// An example in a context, with a world and a clock of its own.
pub(crate) struct Life<E: Example, C> {
    pub(crate) runtime: WorkflowRuntime<E::Workflow, C>,
    run_id: &'static str,
    clock: ManualClock,
    effects: Arc<Mutex<Vec<String>>>,
}

impl<E: Example, C: Context + Clone> Life<E, C> {
    pub(crate) fn new(run_id: &'static str, context: &C, clock: &ManualClock) -> Self {
        let effects: Arc<Mutex<Vec<String>>> = Arc::default();
        let noted = Arc::clone(&effects);
        let world = Effects::new(move |key| noted.lock().unwrap().push(key.to_owned()));
        let runtime = WorkflowRuntime::new(context.clone(), E::workflow(world));
        Self {
            runtime: runtime.with_clock(clock.clone()),
            run_id,
            clock: clock.clone(),
            effects,
        }
    }

    pub(crate) fn effects(&self) -> Vec<String> {
        let mut effects = self.effects.lock().unwrap().clone();
        effects.sort();
        effects
    }

    /// Resumes the run until it has ended. Gives its last state.
    pub(crate) async fn to_the_end(&self) -> Value {
        loop {
            let result = self.runtime.resume(self.run_id).await.unwrap();
            if result.is_finished() {
                return tinyflow::json!(result.state());
            }
            self.act_or_let_time_pass().await;
        }
    }

    /// Goes on with the run to the end of its next action, or past its next wait. Gives its last
    /// state, if it has ended.
    pub(crate) async fn a_piece(
        &self,
        execution: &mut Option<Execution<E::Workflow>>,
    ) -> Option<Value> {
        let mut going = match execution.take() {
            Some(going) => going,
            None => self.runtime.exec(self.run_id).await.unwrap(),
        };
        match going.next().await.unwrap() {
            Some(stop) if stop.can_continue => *execution = Some(going),
            Some(_) => {
                // It gives the run out of its hand, to whoever acts.
                drop(going);
                self.act_or_let_time_pass().await;
            }
            None => {
                let result = going.result().unwrap();
                assert!(result.is_finished(), "{result}");
                return Some(tinyflow::json!(result.state()));
            }
        }
        None
    }

    /// Does what somebody outside does at a wait; where that ends no wait, time passes.
    pub(crate) async fn act_or_let_time_pass(&self) {
        let view = self.runtime.query(self.run_id).await.unwrap();
        let snapshot = self.runtime.snapshot(self.run_id).await.unwrap();
        match E::outside(&view) {
            Outside::Nothing => {}
            Outside::Answer(answer) => {
                if let Some((_, id)) = question(&snapshot) {
                    let answered = self.runtime.resume_with(self.run_id, &id, answer);
                    drop(answered.await.unwrap());
                    return;
                }
            }
            Outside::Change(change) => {
                let changed = self.runtime.with_transaction(self.run_id, |run| {
                    change(run);
                    Ok::<_, std::io::Error>(())
                });
                changed.await.unwrap();
            }
        }
        let timers = view.pending.iter().filter_map(|wait| wait.resume_after());
        if let Some(at) = timers.min() {
            self.clock.set(at);
        }
    }
}

impl<E: Example, C: WorkerContext + Clone> Life<E, C> {
    /// Waits until the workers have nothing to do for the run. Tells whether it has ended.
    pub(crate) async fn until_it_rests(&self) -> bool {
        let mut changes = self.runtime.context().changes().unwrap();
        loop {
            let run = self.runtime.context().summary(self.run_id).await.unwrap();
            match run.unwrap().phase {
                RunPhase::Finished => return true,
                RunPhase::Waiting => return false,
                RunPhase::Due | RunPhase::Executing => changes.next().await,
                phase => panic!("{}: {phase:?}", E::NAME),
            }
        }
    }
}
