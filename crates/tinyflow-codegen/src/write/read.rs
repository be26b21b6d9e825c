//! Reads the file that a merge starts from.
//!
//! Only a file that is not there counts as none. Any other trouble is an error, since taking it for
//! an empty file would cost the user all that is in it.

use std::path::{Path, PathBuf};
use std::{fs, io};

/// Why what is at a path could not be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReadError {
    /// It is a folder.
    #[error("{} is a folder; name a file in it", path.display())]
    Folder {
        /// The path.
        path: PathBuf,
    },
    /// It is neither a file nor a folder: a pipe, a device, a socket.
    #[error("{} is not an ordinary file", path.display())]
    NotAFile {
        /// The path.
        path: PathBuf,
    },
    /// The operating system refused to read it.
    #[error("{} could not be read", path.display())]
    Io {
        /// The path.
        path: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
}

/// Reads a whole file; none where nothing is at the path, or a link leads to nothing.
///
/// # Errors
///
/// A [`ReadError`] for a folder, for what is no ordinary file, and for what cannot be read.
pub fn read_existing(path: &Path) -> Result<Option<Vec<u8>>, ReadError> {
    let failed = |source| ReadError::Io {
        path: path.to_owned(),
        source,
    };
    // Asked first, since reading a pipe would wait for ever.
    let kind = match fs::metadata(path) {
        Ok(metadata) => metadata.file_type(),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(failed(error)),
    };
    if kind.is_dir() {
        return Err(ReadError::Folder {
            path: path.to_owned(),
        });
    }
    if !kind.is_file() {
        return Err(ReadError::NotAFile {
            path: path.to_owned(),
        });
    }
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(failed(error)),
    }
}
