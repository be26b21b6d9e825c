//! `tinyflow validate`: everything that is wrong with a flow.

use anyhow::Result;
use tinyflow_check::check_source;
use tinyflow_model::diagnostic::escape;

use crate::arguments::ValidateArguments;
use crate::exit_status::ExitStatus;
use crate::flow_file;
use crate::printer::{Channel, Printer};

pub(crate) fn run(arguments: &ValidateArguments, printer: &mut Printer) -> Result<ExitStatus> {
    let source = flow_file::read(&arguments.flow)?;
    let outcome = check_source(&source);
    printer.findings(Channel::Output, &source, &outcome.findings);
    if outcome.findings.is_empty() {
        let line = format!("{} is sound", escape(source.name()));
        printer.line(Channel::Output, &line);
    }
    Ok(match outcome.flow {
        Some(_) => ExitStatus::Success,
        None => ExitStatus::Findings,
    })
}
