//! The loop that executes the steps of a run until it ends, pauses or fails.
//!
//! Every way out of a step is stored before the next one is taken.

use crate::durable_state::DurableState;
use crate::snapshot::RunStatus;
use crate::{
    RunResult, RuntimeError, StepError, Transition, Workflow, WorkflowState, WorkflowStep,
    error_chain,
};

/// Executes a run from its current step on. A run that is over is not touched.
pub(crate) async fn drive<W: Workflow>(
    workflow: &W,
    run: &DurableState<W::Step, W::State>,
) -> Result<RunResult<W::State>, RuntimeError> {
    if run.progress().status() == Some(RunStatus::Finished) {
        return Ok(finished(run));
    }
    loop {
        let step = run.progress().begin_pass();
        let outcome = workflow.execute(step, run).await;
        if let Some(error) = run.take_breakage() {
            return Err(error);
        }
        match outcome {
            Ok(Transition::Next(next)) => {
                move_to(run, next)?;
                run.checkpoint().await?;
            }
            Ok(Transition::Pause) => {
                run.checkpoint().await?;
                return Ok(RunResult::NeedsResume {
                    run_id: run.run_id().to_owned(),
                    state: run.state(),
                });
            }
            Ok(Transition::End) => {
                run.progress().finish();
                run.checkpoint().await?;
                return Ok(finished(run));
            }
            Err(error) => {
                let error = error.locate(run.progress().visit());
                run.progress().fail(error_chain::in_one_line(&error));
                run.checkpoint().await?;
                return Ok(failed(run, error));
            }
        }
    }
}

fn move_to<S: WorkflowStep, T: WorkflowState>(
    run: &DurableState<S, T>,
    next: S,
) -> Result<(), RuntimeError> {
    let mut progress = run.progress();
    if let Some(left) = progress.move_to(next)? {
        let visit = progress.visit();
        run.log().moved(left.step(), visit.step(), visit.seq());
    }
    Ok(())
}

fn finished<S: WorkflowStep, T: WorkflowState>(run: &DurableState<S, T>) -> RunResult<T> {
    RunResult::Finished {
        run_id: run.run_id().to_owned(),
        state: run.state(),
    }
}

fn failed<S: WorkflowStep, T: WorkflowState>(
    run: &DurableState<S, T>,
    error: StepError,
) -> RunResult<T> {
    RunResult::Failed {
        run_id: run.run_id().to_owned(),
        state: run.state(),
        error,
    }
}
