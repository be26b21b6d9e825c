//! `tinyflow runs list`: the runs of a database, one a line.

use anyhow::Result;
use serde_json::{Value, json};
use tinyflow::{Clock, RunPhase, RunSummary, SystemClock};

use super::arguments::ListArguments;
use super::table::table;
use super::{Database, moment, print_json};
use crate::exit_status::ExitStatus;
use crate::printer::{Channel, Printer};

pub(super) async fn run(
    arguments: &ListArguments,
    database: &Database,
    printer: &mut Printer,
) -> Result<ExitStatus> {
    let phases = RunPhase::ALL.into_iter();
    let phases: Vec<_> = phases
        .filter(|phase| arguments.phase.iter().any(|name| name == phase.name()))
        .collect();
    let mut runs = database.list(&phases).await?;
    if let Some(wanted) = &arguments.flow {
        runs.retain(|run| run.flow.as_ref().is_some_and(|flow| flow.id() == wanted));
    }
    if arguments.database.json {
        print_json(&runs.iter().map(summary_json).collect(), printer)?;
    } else if runs.is_empty() {
        printer.line(Channel::Messages, "no runs");
    } else {
        let now_ms = SystemClock.now_ms();
        let rows: Vec<_> = runs.iter().map(|run| row(run, now_ms)).collect();
        let headings = ["RUN", "FLOW", "PHASE", "STEP", "GOES ON"];
        printer.line(Channel::Output, &table(headings, &rows));
    }
    Ok(ExitStatus::Success)
}

fn row(run: &RunSummary, now_ms: i64) -> [String; 5] {
    let goes_on = match (run.phase, wake_at(run), &run.error) {
        (RunPhase::Waiting, Some(at), _) => moment::until(at, now_ms),
        (RunPhase::Waiting, None, _) => "when it is answered or resumed".to_owned(),
        (RunPhase::Due, ..) => "as soon as a worker takes it".to_owned(),
        (RunPhase::Stuck, _, Some(error)) => format!("not as it is: {error}"),
        (RunPhase::Failed, _, Some(error)) => format!("never: {error}"),
        _ => String::new(),
    };
    let flow = run.flow.as_ref().map(ToString::to_string);
    let phase = run.phase.name().to_owned();
    let (run_id, flow) = (run.run_id.clone(), flow.unwrap_or_default());
    [run_id, flow, phase, run.step.clone(), goes_on]
}

/// What a program is told of a run without its snapshot.
pub(super) fn summary_json(run: &RunSummary) -> Value {
    json!({
        "runId": run.run_id,
        "flow": run.flow,
        "phase": run.phase.name(),
        "step": run.step,
        "wakeAt": wake_at(run),
        "error": run.error,
    })
}

/// When a waiting run goes on by itself. One that is due says so by its phase.
fn wake_at(run: &RunSummary) -> Option<i64> {
    run.wake_at.filter(|_| run.phase == RunPhase::Waiting)
}
