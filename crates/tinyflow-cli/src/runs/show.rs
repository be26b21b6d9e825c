//! `tinyflow runs show`: where a run is, why it waits, for what, and until when.

use anyhow::Result;
use serde_json::{Value, json};
use tinyflow::{
    Clock, Context, OpenWait, RunPhase, RunSummary, Snapshot, SystemClock, SystemEntry, WaitReason,
};
use tinyflow_model::diagnostic::escape;

use super::arguments::RunArguments;
use super::list::summary_json;
use super::table::table;
use super::{Database, moment, print_json};
use crate::exit_status::ExitStatus;
use crate::printer::{Channel, Printer};

/// What to do about a run that workers cannot execute.
const HELP_WITH_STUCK: &str = "nothing of it is lost: start a program whose workflow fits it, or \
    stop the run with `tinyflow runs cancel`; workers try it again within a minute, after \
    `tinyflow runs retry` at once";

/// A run as it is shown.
struct Shown {
    summary: RunSummary,
    snapshot: Snapshot,
    waits: Vec<OpenWait>,
    /// How many letters no worker has read yet.
    letters: usize,
}

pub(super) async fn run(
    arguments: &RunArguments,
    database: &Database,
    printer: &mut Printer,
) -> Result<ExitStatus> {
    let summary = database.summary(&arguments.run).await?;
    let snapshot = database.runs.snapshot(&arguments.run).await?;
    let shown = Shown {
        waits: snapshot.open_waits(),
        letters: database.context.mail(&arguments.run).await?.len(),
        summary,
        snapshot,
    };
    if arguments.database.json {
        print_json(&shown.to_json(), printer)?;
        return Ok(ExitStatus::Success);
    }
    let now_ms = SystemClock.now_ms();
    for (name, value) in shown.facts() {
        printer.line(Channel::Output, &format!("{name:<9}{}", escape(&value)));
    }
    if shown.is_open() && !shown.waits.is_empty() {
        let rows = shown.waits.iter().map(|wait| shown.row(wait, now_ms));
        let rows: Vec<_> = rows.collect();
        let headings = ["WAIT", "STEP", "FOR", "UNTIL"];
        let waits = table(headings, &rows);
        printer.line(Channel::Output, &format!("\n{waits}"));
    }
    let state = serde_json::to_string_pretty(&shown.snapshot.state)?;
    let state: Vec<_> = state.lines().map(escape).collect();
    printer.line(Channel::Output, &format!("\nSTATE\n{}", state.join("\n")));
    Ok(ExitStatus::Success)
}

impl Shown {
    /// Whether the run may still go on by itself or by an answer.
    fn is_open(&self) -> bool {
        let phase = self.summary.phase;
        matches!(
            phase,
            RunPhase::Waiting | RunPhase::Due | RunPhase::Stuck | RunPhase::Executing
        )
    }

    /// What is told of the run in a line each, under a name.
    fn facts(&self) -> Vec<(&'static str, String)> {
        let RunSummary {
            run_id,
            flow,
            step,
            error,
            ..
        } = &self.summary;
        let mut facts = vec![("run", run_id.clone())];
        facts.extend(flow.as_ref().map(|flow| ("flow", flow.to_string())));
        facts.push(("step", step.clone()));
        facts.push(("phase", self.phase()));
        facts.extend(error.clone().map(|error| ("error", error)));
        if self.summary.phase == RunPhase::Stuck {
            facts.push(("help", HELP_WITH_STUCK.to_owned()));
        }
        if self.letters > 0 {
            let letters = format!("{}, which no worker has read yet", self.letters);
            facts.push(("letters", letters));
        }
        facts
    }

    /// The phase, and why the run is in it.
    fn phase(&self) -> String {
        let why = match self.summary.phase {
            RunPhase::Waiting if self.waits.is_empty() => {
                "it has paused without a timer, until somebody resumes it"
            }
            RunPhase::Waiting if self.waits.len() == 1 => "for what stands below",
            RunPhase::Waiting => "for any of what stands below",
            RunPhase::Due => "it goes on as soon as a worker takes it",
            RunPhase::Stuck => "a worker took it and could not go on with it",
            RunPhase::Executing => "a worker has it in hand",
            RunPhase::Failed => "until somebody has it tried again",
            _ => return self.summary.phase.name().to_owned(),
        };
        format!("{}: {why}", self.summary.phase.name())
    }

    fn row(&self, wait: &OpenWait, now_ms: i64) -> [String; 4] {
        let step = match &wait.branch {
            Some(branch) => format!("{} in branch {branch}", wait.step),
            None => wait.step.clone(),
        };
        let until = match wait.entry.resume_after() {
            Some(at) => moment::until(at, now_ms),
            None => "somebody answers".to_owned(),
        };
        [
            wait.entry.resume_id().to_owned(),
            step,
            self.reason(wait),
            until,
        ]
    }

    fn reason(&self, wait: &OpenWait) -> String {
        match &wait.reason {
            WaitReason::Answer { .. } => match request(wait) {
                Some(request) if !request.is_null() => format!("an answer to {request}"),
                _ => "an answer".to_owned(),
            },
            WaitReason::Retry {
                action,
                attempts_left,
            } => {
                let attempts = match attempts_left {
                    1 => "1 attempt left".to_owned(),
                    many => format!("{many} attempts left"),
                };
                let error = self.last_error(action).unwrap_or("an unknown error");
                format!("another attempt at {action} ({attempts}): {error}")
            }
            WaitReason::Look { action } => format!("another look at {action}"),
            WaitReason::Limit { answer } => format!("the time limit of the answer {answer}"),
            _ => "a time".to_owned(),
        }
    }

    /// Why an action failed last.
    fn last_error(&self, action: &str) -> Option<&str> {
        let entries = self.snapshot.logs.iter().rev();
        let mut errors = entries.filter(|entry| entry.kind == "action_error");
        let error = errors.find(|entry| entry.values["key"] == action)?;
        error.values["errorMessage"].as_str()
    }

    fn to_json(&self) -> Value {
        let mut shown = summary_json(&self.summary);
        let waits = self.waits.iter().filter(|_| self.is_open());
        shown["waits"] = waits.map(wait_json).collect();
        shown["letters"] = self.letters.into();
        shown["state"] = self.snapshot.state.clone();
        shown
    }
}

fn wait_json(wait: &OpenWait) -> Value {
    let mut shown = json!({
        "resumeId": wait.entry.resume_id(),
        "step": wait.step,
        "branch": wait.branch,
        "until": wait.entry.resume_after(),
    });
    match &wait.reason {
        WaitReason::Answer { key } => {
            shown["for"] = "answer".into();
            shown["key"] = key.as_str().into();
            shown["request"] = request(wait).cloned().unwrap_or_default();
        }
        WaitReason::Retry {
            action,
            attempts_left,
        } => {
            shown["for"] = "retry".into();
            shown["action"] = action.as_str().into();
            shown["attemptsLeft"] = (*attempts_left).into();
        }
        WaitReason::Look { action } => {
            shown["for"] = "look".into();
            shown["action"] = action.as_str().into();
        }
        WaitReason::Limit { answer } => {
            shown["for"] = "limit".into();
            shown["key"] = answer.as_str().into();
        }
        WaitReason::Time { key } => {
            shown["for"] = "time".into();
            shown["key"] = key.as_str().into();
        }
        _ => {}
    }
    shown
}

/// What the party that answers is shown.
fn request(wait: &OpenWait) -> Option<&Value> {
    match &wait.entry {
        SystemEntry::Event(event) => event.request_payload.as_ref(),
        SystemEntry::Timer(_) => None,
    }
}
