//! What becomes of a run that its worker could not execute: it is noted why, the run is given
//! back, and the worker leaves it alone for a while.

use std::sync::Arc;

use super::served::Executed;
use crate::{
    Clock, ContextError, RunPhase, Runs, RuntimeError, SetAside, WorkerContext, error_chain,
    telemetry,
};

/// The longest that a worker leaves a run alone which it could not execute, in milliseconds.
const LONGEST_REST_MS: i64 = 60_000;

pub(super) struct SettingAside<C> {
    pub(super) context: Arc<C>,
    pub(super) clock: Arc<dyn Clock>,
    /// The worker's name.
    pub(super) worker: String,
    /// How often it has failed to execute the run, in a row.
    pub(super) failures: u32,
}

impl<C: WorkerContext> SettingAside<C> {
    /// Sets a run aside that could not be executed, and whose lock is held. If it is to be stopped
    /// for good, that is done here: its workflow cannot do it.
    pub(super) async fn after(self, mut executed: Executed<C::Lock>) -> Executed<C::Lock> {
        let error = match &executed.outcome {
            Err(error) if !is_lock_lost(error) => error,
            _ => return executed,
        };
        let run_id = &executed.run_id;
        let rest_ms = self.rest_ms();
        let reason = error_chain::in_one_line(error);
        let until_ms = self.clock.now_ms().saturating_add(rest_ms);
        let note = SetAside::new(self.worker, until_ms, reason);
        let noted = self.context.set_aside(run_id, &note).await;
        if let Err(error @ ContextError::LockLost { .. }) = noted {
            executed.outcome = Err(RuntimeError::context(run_id)(error));
            return executed;
        }
        telemetry::run_rests(run_id, &note.reason, rest_ms);
        if let Err(error) = noted {
            telemetry::not_set_aside(run_id, &error);
            executed.rests_until = Some(until_ms);
            return executed;
        }
        // Read after the note is there: a letter that comes later ends the rest.
        let runs = Runs::shared(self.context, self.clock);
        match runs.cancel_if_asked(run_id).await {
            Ok(true) => executed.outcome = Ok(RunPhase::Cancelled),
            Ok(false) => {}
            Err(error) => telemetry::not_cancelled(run_id, &error),
        }
        executed
    }

    fn rest_ms(&self) -> i64 {
        let rest = 1_000_i64.saturating_mul(1 << self.failures.min(6));
        rest.min(LONGEST_REST_MS)
    }
}

/// Whether somebody else may execute the run already.
pub(super) fn is_lock_lost(error: &RuntimeError) -> bool {
    matches!(
        error,
        RuntimeError::Context {
            source: ContextError::LockLost { .. },
            ..
        }
    )
}
