//! `tinyflow schema`: the JSON Schema of FlowJSON.

use anyhow::Result;

use crate::exit_status::ExitStatus;
use crate::printer::{Channel, Printer};

pub(crate) fn run(printer: &mut Printer) -> Result<ExitStatus> {
    let schema = tinyflow_model::flow_schema();
    let text = serde_json::to_string_pretty(&schema)?;
    printer.line(Channel::Output, &text);
    Ok(ExitStatus::Success)
}
