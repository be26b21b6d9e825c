//! Does one job: reads the flow, makes its file, and writes, compares or prints it.
//!
//! What there is to say is collected and told by the caller, so that jobs may be done side by side.

use std::path::Path;

use anyhow::{Context, Result, anyhow};
use tinyflow_check::check_source;
use tinyflow_codegen::generate_with;
use tinyflow_codegen::merge::{MergeError, MergeOptions, Merged, NewFile, merge};
use tinyflow_codegen::render::Templates;
use tinyflow_codegen::write::{Written, back_up, read_existing, write_if_changed};
use tinyflow_model::diagnostic::escape;
use tinyflow_model::{Diagnostic, Source};

use super::jobs::Job;
use super::known_fresh::KnownFresh;
use crate::difference::unified;
use crate::exit_status::ExitStatus;
use crate::flow_file;
use crate::inputs::Input;
use crate::printer::Channel;

/// What is done with each file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    /// It is written where it is not fresh.
    Write,
    /// It is compared, and a stale one is a finding.
    Check,
    /// What would change is shown.
    Diff,
    /// It is printed.
    Print,
}

/// What every job has to know.
#[derive(Clone, Debug)]
pub(super) struct Manner {
    pub(super) mode: Mode,
    pub(super) options: MergeOptions,
    pub(super) templates: Templates,
    pub(super) known: KnownFresh,
    pub(super) stdin_filename: String,
    /// What a user has to run where a file is stale; each job has its own where this is none.
    pub(super) mend: Option<String>,
}

/// What became of a job, and what is to be said about it, in this order.
#[derive(Debug)]
pub(super) struct Outcome {
    pub(super) source: Option<Source>,
    pub(super) findings: Vec<Diagnostic>,
    pub(super) lines: Vec<(Channel, String)>,
    pub(super) error: Option<anyhow::Error>,
    pub(super) fate: Fate,
    /// The last line, which may be left out where the fate is plain from a summary.
    pub(super) conclusion: Option<String>,
}

/// What became of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fate {
    Fresh,
    Updated,
    Written,
    Printed,
    /// It is not what it should be, and was not to be written.
    Stale,
    /// The flow has errors, or the user's part of the file has.
    AtFault,
    /// The work could not be done.
    Failed,
}

impl Outcome {
    pub(super) fn status(&self, mode: Mode) -> ExitStatus {
        match self.fate {
            Fate::Fresh | Fate::Updated | Fate::Written | Fate::Printed => ExitStatus::Success,
            Fate::Stale if mode == Mode::Diff => ExitStatus::Success,
            Fate::Stale | Fate::AtFault => ExitStatus::Findings,
            Fate::Failed => ExitStatus::Failed,
        }
    }
}

/// Does a job.
pub(super) fn work(job: &Job, manner: &Manner) -> Outcome {
    let mut outcome = Outcome {
        source: None,
        findings: Vec::new(),
        lines: Vec::new(),
        error: None,
        fate: Fate::AtFault,
        conclusion: None,
    };
    let done = read(job, manner).and_then(|source| {
        let fate = outcome.work(&source, job, manner);
        outcome.source = Some(source);
        fate
    });
    match done {
        Ok(fate) => outcome.fate = fate,
        Err(error) => {
            outcome.fate = Fate::Failed;
            outcome.error = Some(error);
        }
    }
    outcome
}

fn read(job: &Job, manner: &Manner) -> Result<Source> {
    match &job.input {
        Input::File(path) => flow_file::read(path),
        Input::StandardInput => flow_file::read_standard_input(&manner.stdin_filename),
    }
}

impl Outcome {
    fn work(&mut self, source: &Source, job: &Job, manner: &Manner) -> Result<Fate> {
        let checked = check_source(source);
        self.findings = checked.findings;
        let Some(flow) = checked.flow else {
            return Ok(Fate::AtFault);
        };
        let existing = match &job.output {
            Some(output) => read_existing(output)?,
            None => None,
        };
        let existing = existing.as_deref();
        let output = job.output.as_deref().unwrap_or(Path::new(""));
        let shown = escape(&output.display().to_string()).to_string();
        let note = |bytes: &[u8]| manner.known.note(source, output, bytes);
        if manner.mode == Mode::Write && existing.and_then(note).is_some_and(|note| note.is_known())
        {
            self.conclusion = Some(format!("{shown} is fresh"));
            return Ok(Fate::Fresh);
        }
        let new = generate_with(&flow, &manner.templates)?;
        // The merge takes memory of its own.
        drop(flow);
        let merged = self.merged(existing, &new, source.name(), &shown, manner)?;
        match manner.mode {
            Mode::Write => {
                let fate = self.write(output, &shown, existing, &merged)?;
                if merged.notes.is_empty()
                    && let Some(note) = note(&merged.bytes)
                {
                    note.keep();
                }
                Ok(fate)
            }
            Mode::Check | Mode::Diff => {
                let flow = escape(source.name());
                let mend = || format!("tinyflow gen {flow} -o {shown}");
                let mend = manner.mend.clone().unwrap_or_else(mend);
                Ok(self.compare(&shown, existing, &merged, manner.mode, &mend))
            }
            Mode::Print => {
                let text = String::from_utf8(merged.bytes).context("the file is not UTF-8")?;
                let text = text.strip_suffix('\n').unwrap_or(&text);
                self.lines.push((Channel::Output, text.to_owned()));
                Ok(Fate::Printed)
            }
        }
    }

    /// The file as it should be. A hand edit in our section is shown as the difference that it
    /// makes.
    fn merged(
        &mut self,
        existing: Option<&[u8]>,
        new: &NewFile,
        flow: &str,
        output: &str,
        manner: &Manner,
    ) -> Result<Merged> {
        let flow = file_name(flow);
        let Some(existing) = existing else {
            return Ok(Merged::new_file(new, flow));
        };
        merge(existing, new, flow, manner.options).map_err(|error| {
            if let MergeError::HandEdit(edit) = &error {
                let names = ("as it is", "as generated");
                self.say(unified(&edit.existing, &edit.wanted, names));
            }
            anyhow!(error).context(format!("{output} was left as it is"))
        })
    }

    fn write(
        &mut self,
        output: &Path,
        shown: &str,
        existing: Option<&[u8]>,
        merged: &Merged,
    ) -> Result<Fate> {
        if let Some(existing) = existing.filter(|_| merged.loses_text) {
            let backup = back_up(output, existing)?;
            let backup = escape(&backup.display().to_string()).to_string();
            self.say(format!("{shown}: the old file is kept as {backup}"));
        }
        let written = write_if_changed(output, existing, &merged.bytes)?;
        self.say_notes(merged, shown);
        let (fate, said) = match written {
            Written::Created => (Fate::Written, format!("wrote {shown}")),
            Written::Replaced => (Fate::Updated, format!("updated {shown}")),
            _ => (Fate::Fresh, format!("{shown} is fresh")),
        };
        Ok(self.conclude(merged, fate, said))
    }

    fn compare(
        &mut self,
        shown: &str,
        existing: Option<&[u8]>,
        merged: &Merged,
        mode: Mode,
        mend: &str,
    ) -> Fate {
        if existing.is_some() && !merged.stale {
            self.say_notes(merged, shown);
            return self.conclude(merged, Fate::Fresh, format!("{shown} is fresh"));
        }
        if mode == Mode::Check {
            let what = match existing {
                Some(_) => "is stale",
                None => "does not exist",
            };
            self.say(format!("{shown} {what}; run: {mend}"));
        }
        if existing.is_some() || mode == Mode::Diff {
            let old = String::from_utf8_lossy(existing.unwrap_or_default());
            let new = String::from_utf8_lossy(&merged.bytes);
            let names = match mode {
                Mode::Diff => (shown, shown),
                _ => ("as it is", "as generated"),
            };
            let difference = unified(&old, &new, names);
            self.lines
                .push((Channel::Output, difference.trim_end().to_owned()));
        }
        Fate::Stale
    }

    fn say_notes(&mut self, merged: &Merged, output: &str) {
        for note in &merged.notes {
            self.say(format!("{output}: {note}"));
            for code in note.code() {
                self.say(format!("\n{code}"));
            }
        }
    }

    /// Says why the job did not succeed where it did not.
    fn conclude(&mut self, merged: &Merged, fate: Fate, said: String) -> Fate {
        if merged.has_findings() {
            self.conclusion = Some(format!("{said}, but your part of it needs mending first"));
            return Fate::AtFault;
        }
        self.conclusion = Some(said);
        fate
    }

    fn say(&mut self, line: String) {
        self.lines.push((Channel::Messages, line));
    }
}

/// The name of the flow's file, without its folder.
fn file_name(flow: &str) -> &str {
    let name = Path::new(flow).file_name().and_then(|name| name.to_str());
    name.unwrap_or(flow)
}
