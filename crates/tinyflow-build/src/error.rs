//! What keeps a flow from being compiled, other than the flow itself.

use std::io;
use std::path::PathBuf;

use thiserror::Error;
use tinyflow_codegen::render::{RenderError, TemplatesError};

/// Why the code of a flow could not be made. Faults in a flow are findings and not errors.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum BuildError {
    /// The flow cannot be read.
    #[error("{}: the flow could not be read", path.display())]
    Read {
        /// The file of the flow.
        path: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
    /// Two flows would become one file.
    #[error("{}: the code of {} has the name `{name}` already", path.display(), other.display())]
    SameName {
        /// The file of the flow.
        path: PathBuf,
        /// The file of the other flow.
        other: PathBuf,
        /// The name of both.
        name: String,
    },
    /// It is not known where the code goes: this is no build script.
    #[error("OUT_DIR is not set; call this in a build script, or set the folder")]
    NoFolder,
    /// The code cannot be written.
    #[error("{}: the code could not be written", path.display())]
    Write {
        /// The file for the code.
        path: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
    /// The templates cannot be used.
    #[error("the templates cannot be used")]
    Templates(#[from] TemplatesError),
    /// A template is at fault.
    #[error("{}: no code could be made", path.display())]
    Render {
        /// The file of the flow.
        path: PathBuf,
        /// What is wrong.
        source: RenderError,
    },
}
