//! What the command tells the shell.

use std::process::ExitCode;

/// The exit statuses, the worst last; the documentation of the command promises
/// them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum ExitStatus {
    /// All is well, or there are warnings alone.
    Success,
    /// A flow or an answer has errors, or a file is stale.
    Findings,
    /// The command could not do its work: wrong use, or an unreadable file.
    Failed,
}

impl From<ExitStatus> for ExitCode {
    fn from(status: ExitStatus) -> Self {
        Self::from(match status {
            ExitStatus::Success => 0,
            ExitStatus::Findings => 1,
            ExitStatus::Failed => 2,
        })
    }
}
