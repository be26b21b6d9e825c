//! Executing the branches of a fork side by side, until they meet.

use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use tokio::sync::watch;

use super::strand::{StrandEnd, run_strand};
use super::{Run, look_around};
use crate::durable_state::{DurableState, OpenBranch};
use crate::fork::{Fork, Join};
use crate::{Changes, RuntimeError, StepError, Workflow, WorkflowState, WorkflowStep};

/// Executes the branches of a fork. `Arrived` means that they have met.
///
/// While some branch executes, one that waits goes on as soon as its wait is over. When all
/// that have not arrived wait, the fork does.
pub(super) async fn run_fork<W: Workflow>(
    workflow: &W,
    run: &Run<W>,
    fork: Fork<W::Step>,
) -> Result<StrandEnd, RuntimeError> {
    let branches = match open(run, &fork)? {
        Ok(branches) => branches,
        Err(error) => return Ok(StrandEnd::Failed(error)),
    };
    run.checkpoint().await?;
    let mut changes = run.recorder().changes();
    // A letter may have come before these were followed.
    look_around(run).await?;
    if run.progress().is_cancelled() {
        return Ok(StrandEnd::Suspended);
    }
    let execute = |number: usize| {
        let branch = run.in_branch(&branches[number].path);
        let began = branch.progress().news();
        let strand = run_strand(workflow, branch, Some(fork.meet));
        async move { ((number, began), strand.await) }
    };
    let mut executing = FuturesUnordered::new();
    for (number, branch) in branches.iter().enumerate() {
        if !branch.done {
            executing.push(execute(number));
        }
    }
    let met = fork.join == Join::Any && executing.len() < branches.len();
    let mut waiting = Vec::new();
    let mut stopped = false;
    let mut news = run.progress().follow_news();
    while !met && !executing.is_empty() {
        tokio::select! {
            biased;
            Some(((number, began), end)) = executing.next() => match end? {
                StrandEnd::Arrived => {
                    if fork.join == Join::Any {
                        (waiting, stopped) = (Vec::new(), false);
                        break;
                    }
                    run.progress().arrive(&branches[number].path, run.log());
                    run.checkpoint().await?;
                }
                StrandEnd::Suspended => {
                    waiting.push((number, began));
                    // Whoever looks at the run sees what it waits for, however long the others take.
                    if !executing.is_empty() && run.progress().has_changed() {
                        run.checkpoint().await?;
                    }
                }
                StrandEnd::Stopped => stopped = true,
                failed @ StrandEnd::Failed(_) => return Ok(failed),
            },
            woken = next_wake(run, &mut changes, &mut news), if !waiting.is_empty() => {
                woken?;
                if run.progress().is_cancelled() {
                    return Ok(StrandEnd::Suspended);
                }
            }
        }
        // A branch may have read what was for another one, or have left it to that.
        let seen = *news.borrow_and_update();
        let overtaken = waiting.extract_if(.., |(_, began)| *began < seen);
        executing.extend(overtaken.map(|(number, _)| execute(number)));
    }
    if stopped {
        return Ok(StrandEnd::Stopped);
    }
    if !waiting.is_empty() {
        return Ok(StrandEnd::Suspended);
    }
    drop(executing);
    run.progress().close_branches(run.branch(), run.log());
    Ok(StrandEnd::Arrived)
}

type Opened = Result<Vec<OpenBranch>, StepError>;

fn open<S: WorkflowStep, T: WorkflowState>(
    run: &DurableState<S, T>,
    fork: &Fork<S>,
) -> Result<Opened, RuntimeError> {
    let mut progress = run.progress();
    progress.open_fork(run.branch(), fork)?;
    let mut opened: Vec<OpenBranch> = Vec::new();
    for (name, first) in &fork.branches {
        let mut branch = progress.open_branch(run.branch(), name, *first)?;
        // One that starts where all meet has arrived.
        branch.done |= *first == fork.meet;
        let same = |other: &OpenBranch| other.path == branch.path;
        if opened.iter().any(same) {
            let visit = progress.visit_of_strand(run.branch());
            let branch = name.clone();
            return Ok(Err(StepError::BranchNamedTwice { visit, branch }));
        }
        opened.push(branch);
    }
    Ok(Ok(opened))
}

/// Waits until the wait of some branch may be over, by more than the news that was seen. It looks
/// first, since it may have been dropped between the notice of a letter and the reading.
async fn next_wake<S: WorkflowStep, T: WorkflowState>(
    run: &DurableState<S, T>,
    changes: &mut Option<Changes>,
    news: &mut watch::Receiver<u64>,
) -> Result<(), RuntimeError> {
    loop {
        look_around(run).await?;
        let deadline = run.progress().next_deadline();
        let clock = run.log().clock();
        let time = async {
            match deadline {
                Some(at) => clock.sleep_until(at).await,
                None => std::future::pending().await,
            }
        };
        let letter = async {
            match changes {
                Some(changes) => changes.next_letter().await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            biased;
            // Not an error while there is the run, which counts them.
            _ = news.changed() => return Ok(()),
            () = time => {}
            () = letter => {}
        }
    }
}
