//! `tinyflow gen`: writes the Rust file of a flow, or checks that it is fresh.

use std::path::Path;

use anyhow::{Result, anyhow};
use tinyflow_check::check_source;
use tinyflow_codegen::generate;
use tinyflow_codegen::merge::{
    InDoubt, MergeError, MergeOptions, Merged, NewFile, StubMode, merge,
};
use tinyflow_codegen::write::{Written, back_up, read_existing, write_if_changed};
use tinyflow_model::Source;
use tinyflow_model::diagnostic::escape;

use crate::arguments::{GenerateArguments, Stubs};
use crate::difference::unified;
use crate::exit_status::ExitStatus;
use crate::flow_file;
use crate::printer::{Channel, Printer};
use crate::report::{Manner, Report};

pub(crate) fn run(arguments: &GenerateArguments, printer: &mut Printer) -> Result<ExitStatus> {
    let source = flow_file::read(&arguments.flow)?;
    let outcome = check_source(&source);
    if !outcome.findings.is_empty() {
        let mut report = Report::new(Manner::text(Channel::Messages));
        report.flow(&source, &outcome.findings, printer)?;
        report.finish(true, printer)?;
    }
    let Some(flow) = outcome.flow else {
        return Ok(ExitStatus::Findings);
    };
    let new = generate(&flow)?;
    let existing = read_existing(&arguments.output)?;
    let merged = merged(existing.as_deref(), &new, arguments, printer)?;
    if arguments.check {
        return Ok(check(
            existing.as_deref(),
            &merged,
            arguments,
            &source,
            printer,
        ));
    }
    let output = escape(&arguments.output.display().to_string());
    if let Some(existing) = existing.as_deref().filter(|_| merged.loses_text) {
        let backup = back_up(&arguments.output, existing)?;
        let backup = escape(&backup.display().to_string()).to_string();
        printer.line(
            Channel::Messages,
            &format!("{output}: the old file is kept as {backup}"),
        );
    }
    let written = write_if_changed(&arguments.output, existing.as_deref(), &merged.bytes)?;
    report(&merged, &output, printer);
    let said = match written {
        Written::Created => format!("wrote {output}"),
        Written::Replaced => format!("updated {output}"),
        _ => format!("{output} is fresh"),
    };
    Ok(conclude(&merged, &said, printer))
}

/// The file as it should be. A hand edit in our section is shown as the
/// difference that it makes.
fn merged(
    existing: Option<&[u8]>,
    new: &NewFile,
    arguments: &GenerateArguments,
    printer: &mut Printer,
) -> Result<Merged> {
    let flow = file_name(&arguments.flow);
    let Some(existing) = existing else {
        return Ok(Merged::new_file(new, &flow));
    };
    let output = escape(&arguments.output.display().to_string());
    merge(existing, new, &flow, options(arguments)).map_err(|error| {
        if let MergeError::HandEdit(edit) = &error {
            let diff = unified(&edit.existing, &edit.wanted, ("as it is", "as generated"));
            printer.line(Channel::Messages, &diff);
        }
        anyhow!(error).context(format!("{output} was left as it is"))
    })
}

fn options(arguments: &GenerateArguments) -> MergeOptions {
    MergeOptions {
        in_doubt: match arguments {
            GenerateArguments { adopt: true, .. } => InDoubt::Adopt,
            GenerateArguments { force: true, .. } => InDoubt::Replace,
            _ => InDoubt::Refuse,
        },
        stubs: match arguments.stubs {
            Stubs::Auto => StubMode::Auto,
            Stubs::Print => StubMode::Print,
            Stubs::Never => StubMode::Never,
        },
    }
}

fn check(
    existing: Option<&[u8]>,
    merged: &Merged,
    arguments: &GenerateArguments,
    source: &Source,
    printer: &mut Printer,
) -> ExitStatus {
    let output = escape(&arguments.output.display().to_string());
    let mend = format!("run: tinyflow gen {} -o {output}", escape(source.name()));
    let Some(existing) = existing else {
        let line = format!("{output} does not exist; {mend}");
        printer.line(Channel::Messages, &line);
        return ExitStatus::Findings;
    };
    if !merged.stale {
        report(merged, &output, printer);
        return conclude(merged, &format!("{output} is fresh"), printer);
    }
    let (old, new) = (
        String::from_utf8_lossy(existing),
        String::from_utf8_lossy(&merged.bytes),
    );
    let difference = unified(&old, &new, ("as it is", "as generated"));
    printer.line(Channel::Messages, &format!("{output} is stale; {mend}"));
    printer.line(Channel::Output, difference.trim_end());
    ExitStatus::Findings
}

fn report(merged: &Merged, output: &str, printer: &mut Printer) {
    for note in &merged.notes {
        printer.line(Channel::Messages, &format!("{output}: {note}"));
        for code in note.code() {
            printer.line(Channel::Messages, &format!("\n{code}"));
        }
    }
}

/// The last line, which says why the command did not succeed where it did not.
fn conclude(merged: &Merged, said: &str, printer: &mut Printer) -> ExitStatus {
    if merged.has_findings() {
        let line = format!("{said}, but your part of it needs mending first");
        printer.line(Channel::Messages, &line);
        return ExitStatus::Findings;
    }
    printer.line(Channel::Messages, said);
    ExitStatus::Success
}

/// The name of the flow's file, without its folder.
fn file_name(path: &Path) -> String {
    path.file_name().map_or_else(
        || path.display().to_string(),
        |name| name.display().to_string(),
    )
}
