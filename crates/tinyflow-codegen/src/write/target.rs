//! Finds the file that a path means, behind links that may lead to nothing yet.
//!
//! Links within the folders of a path are left to the operating system; only the last name matters,
//! since a rename would replace the link in place of the file.

use std::fs;
use std::path::{Path, PathBuf};

use super::WriteError;

/// As many links as Linux follows before it gives up.
const MOST_LINKS: usize = 40;

/// Follows the links at the end of a path; the result is no link but need not exist.
pub(super) fn behind_links(path: &Path) -> Result<PathBuf, WriteError> {
    let mut current = path.to_owned();
    for _ in 0..MOST_LINKS {
        // Any failure means that this is no link; a path that cannot be read fails in the next step.
        match fs::read_link(&current) {
            Ok(next) => current = folder_of(&current).join(next),
            Err(_) => return Ok(current),
        }
    }
    Err(WriteError::LinkCircle {
        path: path.to_owned(),
    })
}

/// The path of a copy of a file: `flow.rs.bak`, `flow.rs.bak1`, …
pub(super) fn backup_of(path: &Path, number: usize) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".bak");
    if number > 0 {
        name.push(number.to_string());
    }
    PathBuf::from(name)
}

/// The folder that a file is in: `.` for a bare name.
pub(super) fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}
