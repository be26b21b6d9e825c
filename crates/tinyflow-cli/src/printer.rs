//! The one place that prints.
//!
//! A reader that has gone away (`tinyflow schema | head`) is no error; what
//! was to be said to it is dropped.

use std::env;
use std::io::{IsTerminal, Write, stderr, stdout};

use tinyflow_model::diagnostic::{Excerpts, Style, escape};
use tinyflow_model::{Diagnostic, Severity, Source};

/// Where a text goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Channel {
    /// What was asked for.
    Output,
    /// What is said beside it.
    Messages,
}

/// Prints to the standard channels.
pub(crate) struct Printer {
    output: Style,
    messages: Style,
}

impl Printer {
    /// Colours go to terminals alone, and not where `NO_COLOR` is set.
    pub(crate) fn new() -> Self {
        let wanted = env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
        let style = |is_terminal: bool| match wanted && is_terminal {
            true => Style::Coloured,
            false => Style::Plain,
        };
        Self {
            output: style(stdout().is_terminal()),
            messages: style(stderr().is_terminal()),
        }
    }

    pub(crate) fn line(&mut self, channel: Channel, line: &str) {
        let _reader_is_gone = match channel {
            Channel::Output => writeln!(stdout(), "{line}"),
            Channel::Messages => writeln!(stderr(), "{line}"),
        };
    }

    /// Everything that was found in a flow, and a summary where it was anything.
    pub(crate) fn findings(&mut self, channel: Channel, source: &Source, findings: &[Diagnostic]) {
        if findings.is_empty() {
            return;
        }
        let style = match channel {
            Channel::Output => self.output,
            Channel::Messages => self.messages,
        };
        let excerpts = Excerpts::new(source, style);
        for finding in findings {
            self.line(channel, &excerpts.render(finding));
            self.line(channel, "");
        }
        let name = escape(source.name());
        self.line(channel, &format!("Found {} in {name}", counts(findings)));
    }

    /// An error with the chain of its causes.
    pub(crate) fn error(&mut self, error: &anyhow::Error) {
        self.line(Channel::Messages, &format!("error: {error:#}"));
    }
}

/// "2 errors, 1 warning".
fn counts(findings: &[Diagnostic]) -> String {
    let kinds = [(Severity::Error, "error"), (Severity::Warning, "warning")];
    let counted = kinds.map(|(severity, name)| {
        let of_kind = findings
            .iter()
            .filter(|finding| finding.rule.severity == severity);
        match of_kind.count() {
            0 => None,
            1 => Some(format!("1 {name}")),
            many => Some(format!("{many} {name}s")),
        }
    });
    counted.into_iter().flatten().collect::<Vec<_>>().join(", ")
}
