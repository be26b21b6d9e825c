//! `tinyflow validate`: everything that is wrong with flows.

use anyhow::Result;
use tinyflow_check::check_source;
use tinyflow_model::Diagnostic;

use crate::arguments::ValidateArguments;
use crate::exit_status::ExitStatus;
use crate::flow_file;
use crate::inputs::{Input, inputs};
use crate::levels;
use crate::printer::{Channel, Printer};
use crate::report::{Manner, Report};

pub(crate) fn run(arguments: &ValidateArguments, printer: &mut Printer) -> Result<ExitStatus> {
    let mut report = Report::new(Manner {
        format: arguments.format,
        channel: Channel::Output,
        most: arguments.max_diagnostics.unwrap_or(usize::MAX),
        quiet: arguments.quiet,
    });
    let (mut sound, mut whole) = (true, true);
    for input in inputs(&arguments.flows) {
        let source = input.and_then(|input| match &input {
            Input::File(path) => flow_file::read(path),
            Input::StandardInput => flow_file::read_standard_input(&arguments.stdin_filename),
        });
        let source = match source {
            Ok(source) => source,
            Err(error) => {
                printer.error(&error);
                whole = false;
                continue;
            }
        };
        let mut findings = check_source(&source).findings;
        levels::apply(&mut findings, &arguments.deny, &arguments.allow);
        sound &= !findings.iter().any(Diagnostic::is_error);
        report.flow(&source, &findings, printer)?;
    }
    report.finish(whole, printer)?;
    Ok(match (whole, sound) {
        (false, _) => ExitStatus::Failed,
        (true, false) => ExitStatus::Findings,
        (true, true) => ExitStatus::Success,
    })
}
