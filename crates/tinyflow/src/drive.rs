//! The loop that executes a run until it ends, stops at a wait or fails.
//!
//! `strand` goes from step to step, `forked` executes branches side by side. Here the ways out
//! of them are stored, and letters from outside are read.

mod forked;
mod strand;

use tracing::Instrument;

use self::strand::{Strand, StrandEnd, run_strand};
use crate::durable_state::{DurableState, MailRead};
use crate::own_run::executing;
use crate::snapshot::RunStatus;
use crate::{
    Changes, Mail, RunResult, RuntimeError, StepError, Wake, Workflow, WorkflowState, WorkflowStep,
    Yield, error_chain, telemetry,
};

type Run<W> = DurableState<<W as Workflow>::Step, <W as Workflow>::State>;
type Driven<W> = Result<RunResult<<W as Workflow>::State>, RuntimeError>;

/// Executes a run from its current step on. A run that is over is not touched.
pub(crate) async fn drive<W: Workflow>(workflow: &W, run: &Run<W>) -> Driven<W> {
    let driven = async {
        let result = go_on(workflow, run).await;
        telemetry::run_left(&result);
        result
    };
    let span = telemetry::run(run.run_id(), run.progress().record().flow.as_ref());
    driven.instrument(span).await
}

async fn go_on<W: Workflow>(workflow: &W, run: &Run<W>) -> Driven<W> {
    let end = run.progress().end().map(|end| end.status);
    match end {
        Some(RunStatus::Finished) => return Ok(finished(run)),
        Some(RunStatus::Cancelled) => return Ok(cancelled(run)),
        Some(RunStatus::Failed) | None => {}
    }
    // Followed before the first look, so that no letter falls in between.
    let mut changes = run.recorder().changes();
    look_around(run).await?;
    loop {
        if run.progress().is_cancelled() {
            return finish(run, RunStatus::Cancelled).await;
        }
        let end = tokio::select! {
            biased;
            end = hold_while(run, run_strand(workflow, run.clone(), None)) => end?,
            asked = cancel_letter(run, &mut changes) => {
                asked?;
                look_around(run).await?;
                continue;
            }
        };
        match end {
            StrandEnd::Arrived => {
                return finish(run, RunStatus::Finished).await;
            }
            StrandEnd::Failed(error) => {
                look_around(run).await?;
                if run.progress().is_cancelled() {
                    return finish(run, RunStatus::Cancelled).await;
                }
                let message = error_chain::in_one_line(&error);
                run.progress().set_end(RunStatus::Failed, Some(message));
                run.checkpoint_to_wake(Wake::Never).await?;
                // From now on whoever wants the run to stop finds nobody executing it, but the wish
                // may have come meanwhile.
                look_around(run).await?;
                if run.progress().is_cancelled() {
                    return finish(run, RunStatus::Cancelled).await;
                }
                return Ok(failed(run, error));
            }
            // Its last checkpoint has left it to be executed at once, by somebody else.
            StrandEnd::Stopped => return Ok(needs_resume(run)),
            StrandEnd::Suspended => {
                // A fork that reads the wish to stop comes back as one that waits.
                if look_around(run).await? || run.progress().is_cancelled() {
                    continue;
                }
                let wake = run.progress().next_deadline().map_or(Wake::Never, Wake::At);
                run.checkpoint_to_wake(wake).await?;
                if !stop_at_wait(run).await {
                    return Ok(needs_resume(run));
                }
                look_around(run).await?;
            }
        }
    }
}

/// Executes steps as one who has the run in hand, so that none of them waits for it.
async fn hold_while<S: WorkflowStep, T: WorkflowState>(
    run: &DurableState<S, T>,
    strand: Strand<'_>,
) -> Result<StrandEnd, RuntimeError> {
    match run.recorder().store() {
        Some(store) => executing(run.run_id(), store, strand).await,
        None => strand.await,
    }
}

/// Reads the letters and ends the timers that are due. Tells whether a step may notice.
async fn look_around<S: WorkflowStep, T: WorkflowState>(
    run: &DurableState<S, T>,
) -> Result<bool, RuntimeError> {
    let mail = run.recorder().mail(run.run_id()).await?;
    let mut progress = run.progress();
    let read = progress.read_mail(mail, run.log());
    let fired = progress.fire_due(run.log());
    let any = fired || read != MailRead::Nothing;
    if any {
        progress.count_news();
    }
    Ok(any)
}

/// Waits until somebody asks that the run stop for good.
async fn cancel_letter<S: WorkflowStep, T: WorkflowState>(
    run: &DurableState<S, T>,
    changes: &mut Option<Changes>,
) -> Result<(), RuntimeError> {
    let Some(changes) = changes else {
        return std::future::pending().await;
    };
    loop {
        changes.next_letter().await;
        let mail = run.recorder().mail(run.run_id()).await?;
        if mail.iter().any(|mail| mail.letter.is_cancel()) {
            return Ok(());
        }
    }
}

/// Lets a driver that looks on see that the run waits. Without one there is nobody to ask for
/// more.
async fn stop_at_wait<S: WorkflowStep, T: WorkflowState>(run: &DurableState<S, T>) -> bool {
    let Some(yields) = run.yields() else {
        return false;
    };
    let pending = run.list_pending_resume();
    yields
        .stop(Yield::at_wait(run.current_step(), pending.first()))
        .await;
    true
}

/// Stores the end of a run that is over, unless it comes to light that it is to be stopped.
async fn finish<S: WorkflowStep, T: WorkflowState>(
    run: &DurableState<S, T>,
    status: RunStatus,
) -> Result<RunResult<T>, RuntimeError> {
    run.progress().set_end(status, None);
    let mail = run.recorder().mail(run.run_id()).await?;
    log_late(run, mail);
    let is_cancelled = run.progress().is_cancelled();
    if is_cancelled {
        run.progress().set_end(RunStatus::Cancelled, None);
    }
    run.checkpoint_to_wake(Wake::Never).await?;
    // From now on the context keeps no letter for it, but it may have kept some meanwhile.
    let mail = run.recorder().mail(run.run_id()).await?;
    if !mail.is_empty() {
        log_late(run, mail);
        run.checkpoint_to_wake(Wake::Never).await?;
    }
    Ok(match is_cancelled {
        true => cancelled(run),
        false => finished(run),
    })
}

/// Logs the letters that came too late for the run, and the events that it never needed.
fn log_late<S: WorkflowStep, T: WorkflowState>(run: &DurableState<S, T>, mail: Vec<Mail>) {
    let mut progress = run.progress();
    for letter in mail {
        progress.read_mail(vec![letter], run.log());
    }
    progress.log_unread(run.log());
}

fn finished<S: WorkflowStep, T: WorkflowState>(run: &DurableState<S, T>) -> RunResult<T> {
    RunResult::Finished {
        run_id: run.run_id().to_owned(),
        state: run.state(),
    }
}

fn cancelled<S: WorkflowStep, T: WorkflowState>(run: &DurableState<S, T>) -> RunResult<T> {
    RunResult::Cancelled {
        run_id: run.run_id().to_owned(),
        state: run.state(),
    }
}

fn needs_resume<S: WorkflowStep, T: WorkflowState>(run: &DurableState<S, T>) -> RunResult<T> {
    let refused = run.progress().take_refused();
    RunResult::NeedsResume {
        run_id: run.run_id().to_owned(),
        state: run.state(),
        pending: run.list_pending_resume(),
        refused,
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
