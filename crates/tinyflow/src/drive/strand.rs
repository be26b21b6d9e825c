//! Going from step to step: along the run itself, or along one of its branches.

use std::pin::Pin;

use tracing::Instrument;

use super::Run;
use super::forked::run_fork;
use crate::catch_panic::catch_panic;
use crate::durable_state::DurableState;
use crate::visit::Visit;
use crate::{
    RuntimeError, StepError, Transition, Workflow, WorkflowState, WorkflowStep, telemetry,
};

/// How a line of execution came to its end, or to a stop.
pub(super) enum StrandEnd {
    /// It has come to the end of the run, or to the step where its branch meets the others.
    Arrived,
    /// It waits.
    Suspended,
    /// It has been told to stop after its step, which is stored.
    Stopped,
    Failed(StepError),
}

pub(super) type Strand<'a> =
    Pin<Box<dyn Future<Output = Result<StrandEnd, RuntimeError>> + Send + 'a>>;

/// Executes steps until there is none to execute. A branch ends at `meet`.
///
/// Boxed, because a fork within a branch executes branches in turn.
pub(super) fn run_strand<W: Workflow>(
    workflow: &W,
    run: Run<W>,
    meet: Option<W::Step>,
) -> Strand<'_> {
    Box::pin(async move {
        loop {
            let transition = execute(workflow, &run).await?;
            if let Ok(Transition::Next(_) | Transition::Repeat | Transition::End) = transition {
                run.progress().expect_no_fork(run.branch())?;
            }
            let next = match transition {
                Ok(Transition::Next(next)) if Some(next) == meet => return Ok(StrandEnd::Arrived),
                Ok(Transition::Next(next)) => Some(next),
                Ok(Transition::Repeat) => None,
                Ok(Transition::End) => return Ok(StrandEnd::Arrived),
                Ok(Transition::Pause) | Err(StepError::Suspended { .. }) => {
                    if run.progress().ask_again(run.branch(), run.log()) {
                        continue;
                    }
                    return Ok(StrandEnd::Suspended);
                }
                Ok(Transition::Fork(fork)) => {
                    let joined_at = fork.meet;
                    match run_fork(workflow, &run, fork).await? {
                        StrandEnd::Arrived if Some(joined_at) == meet => {
                            return Ok(StrandEnd::Arrived);
                        }
                        StrandEnd::Arrived => Some(joined_at),
                        stopped => return Ok(stopped),
                    }
                }
                Err(error) => return Ok(StrandEnd::Failed(error.locate(&run.visit()))),
            };
            go_to(&run, next)?;
            run.checkpoint().await?;
            if run.is_stopping() {
                return Ok(StrandEnd::Stopped);
            }
        }
    })
}

/// Executes one pass of the current step.
async fn execute<W: Workflow>(
    workflow: &W,
    run: &Run<W>,
) -> Result<Result<Transition<W::Step>, StepError>, RuntimeError> {
    let step = run.progress().begin_pass(run.branch());
    let span = telemetry::step(&run.visit());
    let outcome = catch_panic(|| workflow.execute(step, run))
        .instrument(span)
        .await;
    if let Some(error) = run.take_breakage() {
        return Err(error);
    }
    let visit = || run.visit();
    Ok(match outcome {
        // A step that overlooks that it waits does not go on.
        Ok(Ok(_)) if run.progress().pass(run.branch()).is_suspended() => {
            Err(StepError::Suspended { visit: visit() })
        }
        Ok(outcome) => outcome,
        Err(message) => Err(StepError::Panicked {
            visit: visit(),
            action: None,
            message,
        }),
    })
}

/// Goes to a step, or visits the same one anew.
fn go_to<S: WorkflowStep, T: WorkflowState>(
    run: &DurableState<S, T>,
    next: Option<S>,
) -> Result<(), RuntimeError> {
    let left: Option<Visit> = match next {
        Some(next) => run.progress().move_to(run.branch(), next, run.log())?,
        None => Some(run.progress().repeat(run.branch(), run.log())),
    };
    if let Some(left) = left {
        run.log().moved(&left, &run.visit());
    }
    Ok(())
}
