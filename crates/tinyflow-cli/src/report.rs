//! What is found in flows, in the form that was asked for.
//!
//! A report is told of one flow after the other. Text, `json` and `github` are
//! said at once; a SARIF document is one for all flows, and said in the end.

mod github;

mod sarif;

mod tally;

use anyhow::Result;
use tinyflow_model::diagnostic::{Excerpts, Record};
use tinyflow_model::{Diagnostic, Places, Source};

use crate::arguments::Format;
use crate::printer::{Channel, Printer};

pub(crate) use tally::Tally;

/// How findings are shown.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Manner {
    /// The form.
    pub(crate) format: Format,
    /// Where they go.
    pub(crate) channel: Channel,
    /// So many are shown, the rest is counted.
    pub(crate) most: usize,
    /// Whether nothing else is said.
    pub(crate) quiet: bool,
}

impl Manner {
    /// All findings, for people.
    pub(crate) const fn text(channel: Channel) -> Self {
        Self {
            format: Format::Text,
            channel,
            most: usize::MAX,
            quiet: false,
        }
    }
}

/// Tells of what is found.
pub(crate) struct Report {
    manner: Manner,
    tally: Tally,
    /// What is kept for the end.
    records: Vec<Record>,
}

impl Report {
    pub(crate) fn new(manner: Manner) -> Self {
        Self {
            manner,
            tally: Tally::default(),
            records: Vec::new(),
        }
    }

    /// Everything that was found in one flow.
    pub(crate) fn flow(
        &mut self,
        source: &Source,
        findings: &[Diagnostic],
        printer: &mut Printer,
    ) -> Result<()> {
        let left = self.manner.most.saturating_sub(self.tally.shown());
        let shown = &findings[..findings.len().min(left)];
        self.tally.count(source.name(), findings, shown.len());
        if shown.is_empty() {
            return Ok(());
        }
        let channel = self.manner.channel;
        if self.manner.format == Format::Text {
            let excerpts = Excerpts::new(source, printer.style(channel));
            for finding in shown {
                printer.line(channel, &(excerpts.render(finding) + "\n"));
            }
            return Ok(());
        }
        let places = Places::new(source);
        for finding in shown {
            let record = Record::new(finding, source, &places);
            match self.manner.format {
                Format::Json => printer.line(channel, &serde_json::to_string(&record)?),
                Format::Github => printer.line(channel, &github::command(&record)),
                Format::Text | Format::Sarif => self.records.push(record),
            }
        }
        Ok(())
    }

    /// What is said in the end. `whole` says that every flow could be read.
    pub(crate) fn finish(self, whole: bool, printer: &mut Printer) -> Result<()> {
        let Manner {
            format,
            channel,
            quiet,
            ..
        } = self.manner;
        if format == Format::Sarif {
            printer.line(channel, &sarif::document(&self.records, whole)?);
        }
        // A summary is for people, and must not stand between records.
        let channel = match format {
            Format::Text => channel,
            _ => Channel::Messages,
        };
        if let Some(summary) = self.tally.summary().filter(|_| !quiet) {
            printer.line(channel, &summary);
        }
        Ok(())
    }
}
