//! Files that a chore makes, and that are checked in.

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use tinyflow_codegen::write::{Written, read_existing, write_if_changed};

use crate::project::shown;

/// A file as it is and as it should be.
#[derive(Debug)]
pub struct MadeFile {
    path: PathBuf,
    existing: Option<Vec<u8>>,
    wanted: Vec<u8>,
    notes: Vec<String>,
}

/// What to do about stale files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Make them anew.
    Write,
    /// Fail, and change nothing.
    Check,
}

impl MadeFile {
    /// A file that depends on nothing that is in it.
    ///
    /// # Errors
    /// If what is at the path cannot be read as a file.
    pub fn new(path: PathBuf, wanted: impl Into<Vec<u8>>) -> Result<Self> {
        let existing = read_existing(&path)?;
        Ok(Self::over(path, existing, wanted))
    }

    /// A file that was made with a look at what is in it already.
    pub fn over(path: PathBuf, existing: Option<Vec<u8>>, wanted: impl Into<Vec<u8>>) -> Self {
        Self {
            path,
            existing,
            wanted: wanted.into(),
            notes: Vec::new(),
        }
    }

    /// With what to say where the file is written.
    #[must_use]
    pub fn notes(mut self, notes: Vec<String>) -> Self {
        self.notes = notes;
        self
    }

    /// Where the file belongs.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Whether the file differs from what it should be, or is not there.
    pub fn is_stale(&self) -> bool {
        self.existing.as_ref() != Some(&self.wanted)
    }
}

/// The paths of the files that are stale, as messages show them.
pub fn stale(files: &[MadeFile]) -> Vec<String> {
    let stale = files.iter().filter(|file| file.is_stale());
    stale.map(|file| shown(file.path())).collect()
}

/// Writes the stale files, or fails because of them; says which they are.
/// `mend` is the command that writes them.
///
/// # Errors
/// If a file cannot be written, or is stale where that is only checked.
pub fn settle(files: &[MadeFile], mode: Mode, mend: &str, output: &mut impl Write) -> Result<()> {
    let stale_paths = stale(files);
    if mode == Mode::Check && !stale_paths.is_empty() {
        bail!("stale: {}; run: {mend}", stale_paths.join(", "));
    }
    for file in files {
        let written = write_if_changed(&file.path, file.existing.as_deref(), &file.wanted)?;
        let said = match written {
            Written::Created => "wrote",
            Written::Replaced => "updated",
            _ => "fresh",
        };
        writeln!(output, "{said:<7} {}", shown(&file.path))?;
        for note in &file.notes {
            writeln!(output, "        {note}")?;
        }
    }
    Ok(())
}
