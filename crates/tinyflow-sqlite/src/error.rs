//! Why a database cannot be used at all. What fails for one run is a
//! [`ContextError`](tinyflow::ContextError).

use std::path::PathBuf;

/// Why a database file could not be opened.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SqliteError {
    /// The file cannot be opened, or is no database.
    #[error("cannot open the database `{}`", path.display())]
    #[non_exhaustive]
    Open {
        /// The file.
        path: PathBuf,
        /// What SQLite says.
        source: rusqlite::Error,
    },
    /// Only a file that is there was to be opened, and it is not.
    #[error("there is no database `{}`", path.display())]
    #[non_exhaustive]
    Missing {
        /// The file.
        path: PathBuf,
    },
    /// Only a database of runs was to be opened, and the file is another one, or empty.
    #[error("the database `{}` holds no runs of tinyflow", path.display())]
    #[non_exhaustive]
    NoRuns {
        /// The file.
        path: PathBuf,
    },
    /// The file was written by a later version of this crate.
    #[error("the database `{}` has form {found}; this version knows forms up to {known}", path.display())]
    #[non_exhaustive]
    Newer {
        /// The file.
        path: PathBuf,
        /// The form of the file.
        found: i64,
        /// The latest form that is known here.
        known: i64,
    },
    /// The thread that writes could not be started.
    #[error("cannot start the thread that writes to `{}`", path.display())]
    #[non_exhaustive]
    Thread {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
}
