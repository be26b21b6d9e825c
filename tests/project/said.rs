//! What a program said and how it ended.

use std::fmt;
use std::process::{Command, Output};

/// Exit status and output of a program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// The exit status; none where a signal ended it.
    pub status: Option<i32>,
    /// Standard output.
    pub stdout: String,
    /// Standard error.
    pub stderr: String,
}

impl Said {
    /// Runs a command to its end.
    pub fn of(command: &mut Command) -> Self {
        match command.output() {
            Ok(output) => Self::from(output),
            Err(error) => panic!("{command:?} does not start: {error}"),
        }
    }

    /// The same, if the program ended with this status; else the test fails with all it said.
    #[track_caller]
    #[must_use]
    pub fn with_status(self, status: i32) -> Self {
        assert_eq!(self.status, Some(status), "{self}");
        self
    }

    /// Fails the test, with all that the program said, unless it ended well.
    #[track_caller]
    pub fn expect_success(&self) {
        assert_eq!(self.status, Some(0), "{self}");
    }
}

impl From<Output> for Said {
    fn from(output: Output) -> Self {
        Self {
            status: output.status.code(),
            stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
            stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }
}

impl fmt::Display for Said {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.status {
            Some(status) => writeln!(f, "exit status: {status}")?,
            None => writeln!(f, "exit status: none")?,
        }
        writeln!(f, "--- stdout ---\n{}", self.stdout)?;
        write!(f, "--- stderr ---\n{}", self.stderr)
    }
}
