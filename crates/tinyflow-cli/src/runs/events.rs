//! `tinyflow runs events`: what a run has done, from its audit log.

use anyhow::Result;
use tinyflow::LogEntry;

use super::arguments::RunArguments;
use super::table::table;
use super::{Database, moment, print_json};
use crate::exit_status::ExitStatus;
use crate::printer::{Channel, Printer};

pub(super) async fn run(
    arguments: &RunArguments,
    database: &Database,
    printer: &mut Printer,
) -> Result<ExitStatus> {
    database.summary(&arguments.run).await?;
    let log = database.runs.logs(&arguments.run).await?;
    if arguments.database.json {
        print_json(&serde_json::to_value(&log)?, printer)?;
    } else if log.is_empty() {
        printer.line(Channel::Messages, "the audit log of this run is empty");
    } else {
        let headings = ["TIME", "STEP", "EVENT", "PARTICULARS"];
        let rows: Vec<_> = log.iter().map(row).collect();
        printer.line(Channel::Output, &table(headings, &rows));
    }
    Ok(ExitStatus::Success)
}

fn row(entry: &LogEntry) -> [String; 4] {
    let time = entry.at.map(moment::at).unwrap_or_default();
    let step = entry.step.clone().unwrap_or_default();
    let particulars = match entry.values.as_object() {
        Some(values) => {
            let values = values.iter().map(|(name, value)| format!("{name}={value}"));
            values.collect::<Vec<_>>().join(" ")
        }
        None => entry.values.to_string(),
    };
    [time, step, entry.kind.clone(), particulars]
}
