//! Reads the file that is there and puts the new one in its place, safely.
//!
//! This is the only part of the crate that touches the disk. It knows paths and bytes and nothing
//! of what is in them: the bytes come from [`crate::merge`]. At any moment, a crash included, the
//! path holds the old file or the new one, never a part.

mod read;
mod target;

use std::fs::{self, Permissions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tempfile::{Builder, NamedTempFile};

pub use read::{ReadError, read_existing};

/// What became of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Written {
    /// It holds these bytes already and was not touched, its modification time included.
    Unchanged,
    /// It is new.
    Created,
    /// It took the place of the old one.
    Replaced,
}

/// Why a file was not written; what was at the path is still there.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum WriteError {
    /// The folder for the file does not exist.
    #[error("the folder {} does not exist; create it first", folder.display())]
    MissingFolder {
        /// The folder.
        folder: PathBuf,
    },
    /// The file is marked as read-only.
    #[error("{} is read-only; allow writing to it, or choose another output file", path.display())]
    ReadOnly {
        /// The file, behind all links.
        path: PathBuf,
    },
    /// The file is not the one that was read before: somebody else wrote it in the meantime.
    #[error("{} was changed by somebody else just now, so it was not written; run the command again", path.display())]
    ChangedMeanwhile {
        /// The file, behind all links.
        path: PathBuf,
    },
    /// The path leads through a chain of links without an end.
    #[error("{} is a link that leads in a circle", path.display())]
    LinkCircle {
        /// The path as it was given.
        path: PathBuf,
    },
    /// What is at the path cannot be read as a file.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// The operating system refused a step of writing.
    #[error("{} could not be written", path.display())]
    Io {
        /// The file, behind all links.
        path: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
}

/// Puts bytes into a file, if they differ from what is there.
///
/// `expected_existing` is what [`read_existing`] gave before the merge; where the file is no longer
/// that, nothing is written. The bytes go to a temporary file in the same folder, which then takes
/// the place of the old one in one step. The file's mode is kept; a link stays and what it leads to
/// is replaced, or created where nothing is there.
///
/// # Errors
///
/// Any [`WriteError`] leaves what was at the path as it was.
///
/// ```
/// use tinyflow_codegen::write::{Written, read_existing, write_if_changed};
///
/// let folder = tempfile::tempdir()?;
/// let path = folder.path().join("flow.rs");
/// assert_eq!(read_existing(&path)?, None);
/// assert_eq!(write_if_changed(&path, None, b"// new\n")?, Written::Created);
/// assert_eq!(write_if_changed(&path, Some(b"// new\n"), b"// new\n")?, Written::Unchanged);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn write_if_changed(
    path: &Path,
    expected_existing: Option<&[u8]>,
    bytes: &[u8],
) -> Result<Written, WriteError> {
    let path = target::behind_links(path)?;
    let folder = target::folder_of(&path);
    if !folder.is_dir() {
        return Err(WriteError::MissingFolder {
            folder: folder.to_owned(),
        });
    }
    let existing = read_existing(&path)?;
    if existing.as_deref() == Some(bytes) {
        return Ok(Written::Unchanged);
    }
    if existing.as_deref() != expected_existing {
        return Err(WriteError::ChangedMeanwhile { path });
    }
    let permissions = match &existing {
        Some(_) => Some(writable(&path)?),
        None => None,
    };
    let file = temporary(folder, permissions, bytes).map_err(|source| failed(&path, source))?;
    // Writing and syncing took a while, so this is the look that counts.
    if read_existing(&path)?.as_deref() != expected_existing {
        return overtaken(path, bytes);
    }
    match put_in_place(file, &path, existing.is_some()) {
        Err(refused) if refused.kind() == io::ErrorKind::AlreadyExists => overtaken(path, bytes),
        outcome => outcome.map_err(|source| failed(&path, source)),
    }
}

/// Keeps the bytes of a file beside it, and gives the path of the copy.
///
/// The copy is called like the file with `.bak` behind, or `.bak1` and so on where that holds other
/// bytes already. It has the file's mode.
///
/// # Errors
///
/// Any [`WriteError`] means that there is no copy.
pub fn back_up(path: &Path, bytes: &[u8]) -> Result<PathBuf, WriteError> {
    let path = target::behind_links(path)?;
    let permissions = fs::metadata(&path).map_err(|source| failed(&path, source))?;
    let mut number = 0_usize;
    loop {
        let copy = target::backup_of(&path, number);
        let file = temporary(
            target::folder_of(&path),
            Some(permissions.permissions()),
            bytes,
        )
        .map_err(|source| failed(&copy, source))?;
        match put_in_place(file, &copy, false) {
            Ok(_) => return Ok(copy),
            Err(refused) if refused.kind() == io::ErrorKind::AlreadyExists => {
                if fs::read(&copy).is_ok_and(|kept| kept == bytes) {
                    return Ok(copy);
                }
                number += 1;
            }
            Err(source) => return Err(failed(&copy, source)),
        }
    }
}

/// Somebody else wrote the file meanwhile, which is no harm where they wrote the same.
fn overtaken(path: PathBuf, bytes: &[u8]) -> Result<Written, WriteError> {
    if read_existing(&path)?.as_deref() == Some(bytes) {
        return Ok(Written::Unchanged);
    }
    Err(WriteError::ChangedMeanwhile { path })
}

/// The permissions of an existing file, which must allow somebody to write it: a rename would get
/// round a file that is read-only, and whoever made it so meant it.
fn writable(path: &Path) -> Result<Permissions, WriteError> {
    let permissions = fs::metadata(path)
        .map_err(|source| failed(path, source))?
        .permissions();
    if permissions.readonly() {
        return Err(WriteError::ReadOnly {
            path: path.to_owned(),
        });
    }
    Ok(permissions)
}

/// A synced file beside the target. It removes itself unless it is put in place.
fn temporary(
    folder: &Path,
    permissions: Option<Permissions>,
    bytes: &[u8],
) -> io::Result<NamedTempFile> {
    let mut builder = Builder::new();
    builder.prefix(".tinyflow-").suffix(".tmp");
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let mut file = builder.tempfile_in(folder)?;
    // The file itself says what is wrong without the name of the temporary file.
    file.as_file_mut().write_all(bytes)?;
    if let Some(permissions) = permissions {
        file.as_file().set_permissions(permissions)?;
    }
    file.as_file().sync_all()?;
    Ok(file)
}

fn put_in_place(file: NamedTempFile, path: &Path, replace: bool) -> io::Result<Written> {
    let (done, written) = if replace {
        (file.persist(path), Written::Replaced)
    } else {
        (file.persist_noclobber(path), Written::Created)
    };
    done.map(|_| written).map_err(|refused| refused.error)
}

fn failed(path: &Path, source: io::Error) -> WriteError {
    WriteError::Io {
        path: path.to_owned(),
        source,
    }
}
