//! The one place that prints.
//!
//! A reader that has gone away (`tinyflow schema | head`) is no error; what
//! was to be said to it is dropped. What cannot be written for another reason
//! (a full disk) fails the command in the end.

use std::io::{self, ErrorKind, IsTerminal, Write, stderr, stdout};
use std::mem;

use anstream::{AutoStream, ColorChoice};
use tinyflow_model::diagnostic::Style;

use crate::arguments::Colours;
use crate::exit_status::ExitStatus;

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
    failure: Option<io::Error>,
    is_in_progress: bool,
}

impl Printer {
    /// Left to itself, colours go to terminals alone; `NO_COLOR` and
    /// `CLICOLOR_FORCE` are heeded.
    pub(crate) fn new(colours: Colours) -> Self {
        ColorChoice::from(colours).write_global();
        let style = |choice: ColorChoice| match choice {
            ColorChoice::Never => Style::Plain,
            _ => Style::Coloured,
        };
        Self {
            output: style(AutoStream::choice(&stdout())),
            messages: style(AutoStream::choice(&stderr())),
            failure: None,
            is_in_progress: false,
        }
    }

    /// Whether what goes there may carry colours.
    pub(crate) fn style(&self, channel: Channel) -> Style {
        match channel {
            Channel::Output => self.output,
            Channel::Messages => self.messages,
        }
    }

    pub(crate) fn line(&mut self, channel: Channel, line: &str) {
        self.text(channel, line);
        self.text(channel, "\n");
    }

    /// A text as it stands, without a line break of ours.
    pub(crate) fn text(&mut self, channel: Channel, text: &str) {
        let written = match channel {
            Channel::Output => stdout().write_all(text.as_bytes()),
            Channel::Messages => stderr().write_all(text.as_bytes()),
        };
        if let Err(error) = written
            && error.kind() != ErrorKind::BrokenPipe
        {
            self.failure.get_or_insert(error);
        }
    }

    /// How far the work has come, on a line that is written over; on a terminal alone.
    pub(crate) fn progress(&mut self, done: usize, of: usize) {
        if stderr().is_terminal() {
            self.text(Channel::Messages, &format!("\r{done} of {of} flows"));
            self.is_in_progress = true;
        }
    }

    /// Takes that line away again.
    pub(crate) fn end_progress(&mut self) {
        if mem::take(&mut self.is_in_progress) {
            self.text(Channel::Messages, "\r\u{1b}[K");
        }
    }

    /// An error with the chain of its causes. One that only says again what was said before
    /// it is left out: the errors of SQLite have their own message as their cause's.
    pub(crate) fn error(&mut self, error: &anyhow::Error) {
        let mut messages: Vec<String> = error.chain().map(ToString::to_string).collect();
        messages.dedup_by(|cause, message| cause.ends_with(message.as_str()));
        let line = format!("error: {}", messages.join(": "));
        self.line(Channel::Messages, &line);
    }

    /// The status in the end, which is a failure where something could not be
    /// written.
    pub(crate) fn finish(mut self, status: ExitStatus) -> ExitStatus {
        if let Err(error) = stdout().flush()
            && error.kind() != ErrorKind::BrokenPipe
        {
            self.failure.get_or_insert(error);
        }
        match self.failure.take() {
            None => status,
            Some(error) => {
                let error = anyhow::Error::new(error).context("the output could not be written");
                self.error(&error);
                ExitStatus::Failed
            }
        }
    }
}
