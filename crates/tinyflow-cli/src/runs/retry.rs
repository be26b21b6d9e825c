//! `tinyflow runs retry`: has a run tried again that failed or is stuck.

use anyhow::{Result, ensure};
use serde_json::json;
use tinyflow::RunPhase;
use tinyflow_model::diagnostic::quote;

use super::arguments::RunArguments;
use super::{Database, print_json};
use crate::exit_status::ExitStatus;
use crate::printer::{Channel, Printer};

pub(super) async fn run(
    arguments: &RunArguments,
    database: &Database,
    printer: &mut Printer,
) -> Result<ExitStatus> {
    let run = quote(&arguments.run);
    let before = database.summary(&arguments.run).await?.phase;
    ensure!(
        matches!(before, RunPhase::Failed | RunPhase::Stuck),
        "run {run} has not failed, it is {}",
        before.name()
    );
    database.runs.retry(&arguments.run).await?;
    let phase = database.summary(&arguments.run).await?.phase;
    if arguments.database.json {
        let told = json!({ "runId": arguments.run, "phase": phase.name() });
        print_json(&told, printer)?;
    } else {
        let line = format!("run {run} goes on as soon as a worker takes it");
        printer.line(Channel::Output, &line);
    }
    Ok(ExitStatus::Success)
}
