//! What the engine tells `tracing`: a span for each run, step and action, and events in them.
//!
//! Names, levels and fields stand here alone, since programs filter by them. States, results
//! and payloads are not told, since they may be secret; what an error quotes of them is.

use std::error::Error;

use tracing::{Span, debug, debug_span, error, info, info_span, warn};

use crate::visit::Visit;
use crate::{FlowId, RunResult, RuntimeError, error_chain};

/// The execution of a run, until it ends or waits.
pub(crate) fn run(run_id: &str, flow: Option<&FlowId>) -> Span {
    info_span!(
        "run",
        run = run_id,
        flow = flow.map(FlowId::id),
        version = flow.map(FlowId::version)
    )
}

/// One pass of a step.
pub(crate) fn step(visit: &Visit) -> Span {
    let (step, seq, branch) = (visit.step(), visit.seq(), visit.branch());
    info_span!("step", step, seq, branch)
}

/// One attempt of an action.
pub(crate) fn action(action: &str, attempt: u32) -> Span {
    debug_span!("action", action, attempt)
}

/// How the execution of a run has ended, within its span. An error is told to the caller.
pub(crate) fn run_left<State>(result: &Result<RunResult<State>, RuntimeError>) {
    match result {
        Ok(RunResult::Finished { .. }) => info!("the run has finished"),
        Ok(RunResult::Cancelled { .. }) => info!("the run was cancelled"),
        Ok(RunResult::NeedsResume { pending, .. }) => {
            let next_timer = pending.iter().filter_map(|wait| wait.resume_after()).min();
            info!(waits = pending.len(), next_timer, "the run waits");
        }
        Ok(RunResult::Failed { error, .. }) => {
            let error = error_chain::in_one_line(error);
            warn!(error, "the run has failed");
        }
        Err(_) => {}
    }
}

pub(crate) fn action_completed(action: &str) {
    debug!(action, "the action has completed");
}

/// An attempt failed, and so did the action if no attempt is left.
pub(crate) fn attempt_failed(action: &str, attempt: u32, attempts_left: u32, error: &str) {
    warn!(
        action,
        attempt, attempts_left, error, "the attempt has failed"
    );
}

/// Another attempt will be made, at a time in milliseconds since 1970.
pub(crate) fn retry_set(action: &str, at_ms: i64) {
    info!(action, at_ms, "the action will be tried again");
}

/// A wait began, for a `time` or an `event`.
pub(crate) fn wait_begun(step: &str, kind: &str, resume_id: &str) {
    info!(step, kind, resume_id, "a wait has begun");
}

pub(crate) fn wait_ended(step: &str, resume_id: &str) {
    info!(step, resume_id, "a wait has ended");
}

/// Two tasks changed the same field at the same time.
pub(crate) fn merge_conflict(step: &str, field: &str) {
    warn!(step, field, "two tasks changed the same field");
}

pub(crate) fn answer_refused(resume_id: &str, error: &str) {
    warn!(resume_id, error, "an answer was refused");
}

pub(crate) fn event_unused(step: &str) {
    warn!(step, "an event came for which the run never waited");
}

pub(crate) fn version_changed(from: &str, to: &str) {
    info!(from, to, "another version of the flow goes on with the run");
}

pub(crate) fn checkpoint_stored(revision: u64) {
    debug!(revision, "a checkpoint is stored");
}

pub(crate) fn checkpoint_refused(revision: u64, cause: &(dyn Error + 'static)) {
    let error = error_chain::in_one_line(cause);
    error!(revision, error, "a checkpoint could not be stored");
}

/// A worker could not ask its context for due runs.
pub(crate) fn nothing_claimed(cause: &(dyn Error + 'static)) {
    let error = error_chain::in_one_line(cause);
    error!(error, "no run can be taken");
}

/// What a worker executed panicked outside of a step.
pub(crate) fn worker_panicked(cause: &(dyn Error + 'static)) {
    let error = error_chain::in_one_line(cause);
    error!(error, "executing a run panicked");
}

/// A worker was not fast enough to keep the lock of a run.
pub(crate) fn run_lost(run_id: &str) {
    warn!(run = run_id, "the lock of the run was lost");
}

/// A worker could not even begin to execute a run, or had to give it up.
pub(crate) fn run_rests(run_id: &str, error: &str, rest_ms: i64) {
    error!(run = run_id, error, rest_ms, "the run cannot be executed");
}

/// Nobody else will see why a run cannot be executed.
pub(crate) fn not_set_aside(run_id: &str, cause: &(dyn Error + 'static)) {
    let error = error_chain::in_one_line(cause);
    error!(run = run_id, error, "the run cannot be set aside");
}

/// A run that cannot be executed cannot be stopped for good, either.
pub(crate) fn not_cancelled(run_id: &str, cause: &(dyn Error + 'static)) {
    let error = error_chain::in_one_line(cause);
    error!(run = run_id, error, "the run cannot be cancelled");
}
