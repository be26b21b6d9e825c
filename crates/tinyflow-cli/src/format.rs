//! `tinyflow fmt`: lays out flows in the one canonical way.

use std::path::Path;

use anyhow::Result;
use tinyflow_codegen::write::{Written, write_if_changed};
use tinyflow_model::Source;
use tinyflow_model::diagnostic::escape;

use crate::arguments::FormatArguments;
use crate::difference::unified;
use crate::exit_status::ExitStatus;
use crate::flow_file;
use crate::inputs::{Input, inputs};
use crate::printer::{Channel, Printer};
use crate::report::{Manner, Report};

pub(crate) fn run(arguments: &FormatArguments, printer: &mut Printer) -> Result<ExitStatus> {
    let mut status = ExitStatus::Success;
    for input in inputs(&arguments.flows) {
        let outcome = input.and_then(|input| match &input {
            Input::File(path) => file(path, arguments, printer),
            Input::StandardInput => standard_input(arguments, printer),
        });
        let one = outcome.unwrap_or_else(|error| {
            printer.error(&error);
            ExitStatus::Failed
        });
        status = status.max(one);
    }
    Ok(status)
}

fn file(path: &Path, arguments: &FormatArguments, printer: &mut Printer) -> Result<ExitStatus> {
    let bytes = flow_file::read_bytes(path)?;
    let source = Source::new(path.display().to_string(), bytes.clone());
    let Some(text) = formatted(&source, printer)? else {
        return Ok(ExitStatus::Findings);
    };
    if arguments.check {
        return Ok(check(&source, &bytes, &text, printer));
    }
    let written = write_if_changed(path, Some(&bytes), text.as_bytes())?;
    if written != Written::Unchanged {
        let line = format!("formatted {}", escape(source.name()));
        printer.line(Channel::Messages, &line);
    }
    Ok(ExitStatus::Success)
}

fn standard_input(arguments: &FormatArguments, printer: &mut Printer) -> Result<ExitStatus> {
    let source = flow_file::read_standard_input(&arguments.stdin_filename)?;
    let Some(text) = formatted(&source, printer)? else {
        return Ok(ExitStatus::Findings);
    };
    if arguments.check {
        let bytes = [
            &"\u{FEFF}".as_bytes()[..source.start()],
            source.text().as_bytes(),
        ];
        return Ok(check(&source, &bytes.concat(), &text, printer));
    }
    printer.text(Channel::Output, &text);
    Ok(ExitStatus::Success)
}

/// The canonical text; none where the flow's text has faults, which are said.
fn formatted(source: &Source, printer: &mut Printer) -> Result<Option<String>> {
    match tinyflow_model::format(source) {
        Ok(text) => Ok(Some(text)),
        Err(findings) => {
            let mut report = Report::new(Manner::text(Channel::Messages));
            report.flow(source, &findings, printer)?;
            report.finish(true, printer)?;
            Ok(None)
        }
    }
}

fn check(source: &Source, bytes: &[u8], text: &str, printer: &mut Printer) -> ExitStatus {
    if bytes == text.as_bytes() {
        return ExitStatus::Success;
    }
    let name = escape(source.name());
    let line = format!("{name} is not in canonical layout; run: tinyflow fmt {name}");
    printer.line(Channel::Messages, &line);
    let existing = String::from_utf8_lossy(bytes);
    let difference = unified(&existing, text, ("as it is", "as formatted"));
    printer.line(Channel::Output, difference.trim_end());
    ExitStatus::Findings
}
