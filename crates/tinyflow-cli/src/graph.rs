//! `tinyflow graph`: the picture of a flow.

use std::path::Path;

use anyhow::Result;
use tinyflow_check::check_source;
use tinyflow_codegen::write::{read_existing, write_if_changed};
use tinyflow_graph::{Picture, Placement, dot, mermaid, svg};
use tinyflow_model::Diagnostic;
use tinyflow_model::diagnostic::escape;

use crate::arguments::{GraphArguments, GraphFormat};
use crate::exit_status::ExitStatus;
use crate::flow_file;
use crate::printer::{Channel, Printer};

pub(crate) fn run(arguments: &GraphArguments, printer: &mut Printer) -> Result<ExitStatus> {
    let source = if arguments.flow == Path::new("-") {
        flow_file::read_standard_input(&arguments.stdin_filename)?
    } else {
        flow_file::read(&arguments.flow)?
    };
    let findings = check_source(&source).findings;
    let picture = Picture::new(&source, &findings);
    let text = match arguments.format {
        GraphFormat::Svg if arguments.positions => svg(&picture, Placement::Positions),
        GraphFormat::Svg => svg(&picture, Placement::Layered),
        GraphFormat::Mermaid => mermaid(&picture),
        GraphFormat::Dot => dot(&picture),
    };
    match &arguments.output {
        None => printer.line(Channel::Output, text.trim_end()),
        Some(path) => {
            let existing = read_existing(path)?;
            write_if_changed(path, existing.as_deref(), text.as_bytes())?;
            let path = escape(&path.display().to_string());
            printer.line(Channel::Messages, &format!("drew {path}"));
        }
    }
    let has_errors = findings.iter().any(Diagnostic::is_error);
    if has_errors {
        let name = escape(source.name());
        let line = format!("{name} has errors, which the picture shows");
        printer.line(Channel::Messages, &line);
        return Ok(ExitStatus::Findings);
    }
    Ok(ExitStatus::Success)
}
