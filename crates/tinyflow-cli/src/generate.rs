//! `tinyflow gen`: writes the Rust files of flows, or checks that they are fresh.

mod jobs;

mod known_fresh;

mod work;

mod team;

mod watch;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use tinyflow_codegen::render::Templates;

use crate::arguments::GenerateArguments;
use crate::config::Config;
use crate::exit_status::ExitStatus;
use crate::printer::{Channel, Printer};
use crate::report::{self, Report};
use jobs::{Job, jobs};
use known_fresh::KnownFresh;
use work::{Fate, Manner, Mode, Outcome, work};

pub(crate) fn run(arguments: &GenerateArguments, printer: &mut Printer) -> Result<ExitStatus> {
    if arguments.output.as_deref() == Some(Path::new("-")) {
        if arguments.check || arguments.diff || arguments.watch {
            bail!("standard output is no file to compare or watch");
        }
        let printed = GenerateArguments {
            output: None,
            stdout: true,
            ..arguments.clone()
        };
        return run(&printed, printer);
    }
    if arguments.watch {
        return watch::run(arguments, printer);
    }
    let config = config(arguments)?;
    let jobs = jobs(arguments, config.as_ref())?;
    let manner = manner(arguments, config.as_ref())?;
    do_jobs(&jobs, &manner, printer)
}

/// The `tinyflow.toml`, where the arguments leave anything to it.
fn config(arguments: &GenerateArguments) -> Result<Option<Config>> {
    let is_all_said = arguments.output.is_some() && arguments.config.is_none();
    if is_all_said {
        return Ok(None);
    }
    Config::find(arguments.config.as_deref())
}

fn manner(arguments: &GenerateArguments, config: Option<&Config>) -> Result<Manner> {
    let templates = match template_folder(arguments, config) {
        Some(folder) => Templates::read(&folder)?,
        None => Templates::default(),
    };
    let options = arguments.merge_options();
    Ok(Manner {
        mode: match arguments {
            GenerateArguments { check: true, .. } => Mode::Check,
            GenerateArguments { diff: true, .. } => Mode::Diff,
            GenerateArguments { stdout: true, .. } => Mode::Print,
            _ => Mode::Write,
        },
        options,
        stdin_filename: arguments.stdin_filename.clone(),
        mend: arguments
            .flows
            .is_empty()
            .then(|| "tinyflow gen".to_owned()),
        known: KnownFresh::new(&templates, options),
        templates,
    })
}

fn template_folder(arguments: &GenerateArguments, config: Option<&Config>) -> Option<PathBuf> {
    let asked_for = arguments.templates.clone();
    asked_for.or_else(|| config.and_then(Config::templates))
}

fn do_jobs(jobs: &[Job], manner: &Manner, printer: &mut Printer) -> Result<ExitStatus> {
    let mut fates = BTreeMap::new();
    let mut status = ExitStatus::Success;
    let mut told = Ok(());
    // One cause, a missing folder for example, may stop many flows.
    let mut errors = BTreeSet::new();
    let outcomes = team::do_all(
        jobs,
        |job| work(job, manner),
        |done| printer.progress(done, jobs.len()),
    );
    printer.end_progress();
    for outcome in outcomes {
        *fates.entry(outcome.fate).or_insert(0) += 1;
        status = status.max(outcome.status(manner.mode));
        told = told.and(tell(&outcome, jobs.len() == 1, printer));
        if let Some(error) = &outcome.error
            && errors.insert(format!("{error:#}"))
        {
            printer.error(error);
        }
    }
    told?;
    if jobs.len() > 1 && manner.mode != Mode::Print {
        printer.line(Channel::Messages, &summary(&fates, jobs.len()));
    }
    Ok(status)
}

/// Says what there is to say about a job, but for its error. What is fresh is only worth a line where it is alone.
fn tell(outcome: &Outcome, is_alone: bool, printer: &mut Printer) -> Result<()> {
    if let Some(source) = outcome
        .source
        .as_ref()
        .filter(|_| !outcome.findings.is_empty())
    {
        let mut report = Report::new(report::Manner::text(Channel::Messages));
        report.flow(source, &outcome.findings, printer)?;
        report.finish(true, printer)?;
    }
    for (channel, line) in &outcome.lines {
        printer.line(*channel, line);
    }
    if let Some(conclusion) = &outcome.conclusion
        && (is_alone || outcome.fate != Fate::Fresh)
    {
        printer.line(Channel::Messages, conclusion);
    }
    Ok(())
}

/// "3 flows: 1 updated, 2 fresh".
fn summary(fates: &BTreeMap<Fate, usize>, flows: usize) -> String {
    let counts: Vec<_> = fates
        .iter()
        .rev()
        .map(|(fate, count)| {
            let word = match fate {
                Fate::Fresh => "fresh",
                Fate::Updated => "updated",
                Fate::Written => "written",
                Fate::Printed => "printed",
                Fate::Stale => "stale",
                Fate::AtFault => "at fault",
                Fate::Failed => "failed",
            };
            format!("{count} {word}")
        })
        .collect();
    format!("{flows} flows: {}", counts.join(", "))
}
