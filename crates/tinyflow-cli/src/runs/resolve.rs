//! `tinyflow runs resolve`: answers what a run waits for, or ends a timer before its time.

use std::path::Path;

use anyhow::{Context, Error, Result, anyhow, bail};
use serde_json::{Value, json};
use tinyflow::{Delivery, LogEntry, OpenWait, ResolveError, RuntimeError, Snapshot};
use tinyflow_check::{CheckedFlow, CheckedKind, Event, check_answer, check_source};
use tinyflow_model::diagnostic::quote;
use tinyflow_model::nearest::nearest;
use tinyflow_model::{Diagnostic, Source};

use super::arguments::ResolveArguments;
use super::{Database, moment, print_json};
use crate::exit_status::ExitStatus;
use crate::flow_file;
use crate::printer::{Channel, Printer};
use crate::report::{Manner, Report};

/// What findings call the answer.
const ANSWER: &str = "answer";

pub(super) async fn run(
    arguments: &ResolveArguments,
    database: &Database,
    printer: &mut Printer,
) -> Result<ExitStatus> {
    let (runs, run, wait) = (&database.runs, &arguments.run, &arguments.wait);
    if arguments.skip {
        let delivery = runs.skip(run, wait).await?;
        return tell(arguments, delivery, printer);
    }
    let text = answer(arguments.answer.as_deref())?;
    let snapshot = runs.snapshot(run).await?;
    if let Some(flow) = &arguments.flow {
        let checked = check(flow, &snapshot, arguments, &text, printer)?;
        if checked == ExitStatus::Findings {
            return Ok(ExitStatus::Findings);
        }
    }
    let answer: Value = serde_json::from_str(text.text()).context("the answer is not JSON")?;
    let delivery = if arguments.step {
        let event_id = arguments.event_id.as_deref();
        runs.send_event(run, wait, answer, event_id).await?
    } else {
        runs.answer(run, wait, answer).await.map_err(readable)?
    };
    let is_known = arguments.flow.is_some() || has_asked(&snapshot, wait);
    if arguments.step && delivery == Delivery::Kept && !is_known && !arguments.database.json {
        let (run, step) = (quote(run), quote(wait));
        let line = format!(
            "run {run} keeps it for step {step}, which is not known to have waited for an answer; \
             `--flow FILE` checks the name"
        );
        printer.line(Channel::Output, &line);
        return Ok(ExitStatus::Success);
    }
    tell(arguments, delivery, printer)
}

/// Whether the step of this wire name is known to have waited for an answer.
fn has_asked(snapshot: &Snapshot, step: &str) -> bool {
    let waits = snapshot.open_waits();
    let is_open = |wait: &OpenWait| wait.step == step && wait.entry.resume_after().is_none();
    let has_begun = |entry: &LogEntry| {
        entry.kind == "interrupt_begin"
            && entry.step.as_deref() == Some(step)
            && entry.values["type"] == "event"
    };
    waits.iter().any(is_open) || snapshot.logs.iter().any(has_begun)
}

/// The error, with the time as a date.
fn readable(error: RuntimeError) -> Error {
    match error {
        RuntimeError::Resolve(ResolveError::TooEarly {
            run_id,
            resume_id,
            resume_after,
            ..
        }) => anyhow!(
            "timer {} of run {} ends at {}, not before; `--skip` ends it at once",
            quote(&resume_id),
            quote(&run_id),
            moment::at(resume_after)
        ),
        other => other.into(),
    }
}

fn answer(answer: Option<&str>) -> Result<Source> {
    match answer {
        Some("-") => flow_file::read_standard_input(ANSWER),
        _ => Ok(Source::new(ANSWER, answer.unwrap_or("null").into())),
    }
}

/// Checks an answer against the flow of the run.
fn check(
    path: &Path,
    snapshot: &Snapshot,
    arguments: &ResolveArguments,
    answer: &Source,
    printer: &mut Printer,
) -> Result<ExitStatus> {
    let source = flow_file::read(path)?;
    let outcome = check_source(&source);
    let Some(flow) = outcome.flow else {
        return report(&source, &outcome.findings, printer);
    };
    if let Some(of_run) = snapshot
        .flow
        .as_ref()
        .filter(|of_run| of_run.id() != flow.id)
    {
        let (of_run, flow) = (quote(of_run.id()), quote(&flow.id));
        bail!(
            "run {} is of flow {of_run}, not of {flow}",
            quote(&arguments.run)
        );
    }
    let Some(step) = waiting_step(snapshot, arguments) else {
        // The runtime says what is wrong with the wait.
        return Ok(ExitStatus::Success);
    };
    let Some(event) = event(&flow, &step)? else {
        return Ok(ExitStatus::Success);
    };
    report(answer, &check_answer(event, answer), printer)
}

fn report(source: &Source, findings: &[Diagnostic], printer: &mut Printer) -> Result<ExitStatus> {
    if findings.is_empty() {
        return Ok(ExitStatus::Success);
    }
    let mut report = Report::new(Manner::text(Channel::Messages));
    report.flow(source, findings, printer)?;
    report.finish(true, printer)?;
    Ok(match findings.iter().any(Diagnostic::is_error) {
        true => ExitStatus::Findings,
        false => ExitStatus::Success,
    })
}

/// The wire name of the step that is to be answered, if it is known.
fn waiting_step(snapshot: &Snapshot, arguments: &ResolveArguments) -> Option<String> {
    if arguments.step {
        return Some(arguments.wait.clone());
    }
    let mut waits = snapshot.open_waits().into_iter();
    let wait = waits.find(|wait| wait.entry.resume_id() == arguments.wait)?;
    wait.entry.resume_after().is_none().then_some(wait.step)
}

/// What a step of the flow waits for.
fn event<'f>(flow: &'f CheckedFlow, step: &str) -> Result<Option<&'f Event>> {
    let waiting = flow.steps.iter().filter_map(|step| match &step.kind {
        CheckedKind::Event(event) => Some((step.wire_name.as_str(), event)),
        _ => None,
    });
    if let Some((_, event)) = waiting.clone().find(|(name, _)| *name == step) {
        return Ok(Some(event));
    }
    let meant = nearest(step, waiting.map(|(name, _)| name));
    let meant = meant.map(|meant| format!("; did you mean {}?", quote(meant)));
    let meant = meant.unwrap_or_default();
    bail!(
        "the flow has no step {} that waits for an event{meant}",
        quote(step)
    );
}

fn tell(
    arguments: &ResolveArguments,
    delivery: Delivery,
    printer: &mut Printer,
) -> Result<ExitStatus> {
    let (name, said) = match delivery {
        Delivery::Delivered => (
            "delivered",
            "has it, and goes on as soon as a worker takes it",
        ),
        Delivery::Duplicate => (
            "duplicate",
            "was sent an event of this id before; this one is dropped",
        ),
        _ => ("kept", "reads it at its next stop, or when the step waits"),
    };
    if arguments.database.json {
        let told = json!({ "runId": arguments.run, "delivery": name });
        print_json(&told, printer)?;
    } else {
        let line = format!("run {} {said}", quote(&arguments.run));
        printer.line(Channel::Output, &line);
    }
    Ok(ExitStatus::Success)
}
