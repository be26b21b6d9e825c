//! `tinyflow validate`: everything that is wrong with flows.

use anyhow::{Result, bail};
use tinyflow_check::check_source;
use tinyflow_model::{Diagnostic, Source};

use crate::arguments::ValidateArguments;
use crate::exit_status::ExitStatus;
use crate::fix;
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
        let source = input.and_then(|input| source(&input, arguments, printer));
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

/// The flow as it is to be checked: mended, where that is wanted.
fn source(input: &Input, arguments: &ValidateArguments, printer: &mut Printer) -> Result<Source> {
    match input {
        Input::File(path) if arguments.fix => {
            let mended = fix::file(path, &arguments.allow)?;
            for line in mended.said.iter().filter(|_| !arguments.quiet) {
                printer.line(Channel::Messages, line);
            }
            Ok(mended.source)
        }
        Input::File(path) => flow_file::read(path),
        Input::StandardInput if arguments.fix => {
            bail!("what comes through standard input cannot be fixed; name a file")
        }
        Input::StandardInput => flow_file::read_standard_input(&arguments.stdin_filename),
    }
}
