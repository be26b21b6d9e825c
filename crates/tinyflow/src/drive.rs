//! The loop that executes the steps of a run until it ends, pauses or fails.
//!
//! Every way out of a step is stored before the next one is taken.

use crate::durable_state::DurableState;
use crate::snapshot::RunStatus;
use crate::{
    RunResult, RuntimeError, StepError, Transition, Visit, Workflow, WorkflowState, WorkflowStep,
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
                let left = run.progress().move_to(next)?;
                moved(run, left);
                run.checkpoint().await?;
            }
            Ok(Transition::Repeat) => {
                let left = run.progress().repeat();
                moved(run, Some(left));
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

/// Logs that the run has left a visit, if it has.
fn moved<S: WorkflowStep, T: WorkflowState>(run: &DurableState<S, T>, left: Option<Visit>) {
    if let Some(left) = left {
        let visit = run.progress().visit().clone();
        run.log().moved(left.step(), visit.step(), visit.seq());
    }
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
