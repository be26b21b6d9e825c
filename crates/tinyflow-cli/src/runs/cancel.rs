//! `tinyflow runs cancel`: stops a run for good.

use anyhow::{Result, bail};
use serde_json::json;
use tinyflow::{ResolveError, RunPhase, RuntimeError};
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
    let cancelled = database.runs.cancel(&arguments.run).await;
    let run = quote(&arguments.run);
    if let Err(RuntimeError::Resolve(ResolveError::Over { .. })) = cancelled {
        let phase = database.summary(&arguments.run).await?.phase;
        bail!("run {run} is over already: it is {}", phase.name());
    }
    cancelled?;
    let phase = database.summary(&arguments.run).await?.phase;
    if arguments.database.json {
        let told = json!({ "runId": arguments.run, "phase": phase.name() });
        print_json(&told, printer)?;
        return Ok(ExitStatus::Success);
    }
    let line = match phase {
        RunPhase::Cancelled => format!("run {run} is cancelled"),
        _ => format!("run {run} is being executed and stops at its next await"),
    };
    printer.line(Channel::Output, &line);
    Ok(ExitStatus::Success)
}
