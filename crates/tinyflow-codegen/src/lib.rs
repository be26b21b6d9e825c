//! Writes the Rust file of a checked flow, and merges it into the file that the
//! user owns.
//!
//! Data goes one way: a checked flow becomes a [`plan`](mod@plan), the plan is
//! [rendered](mod@render) to text, the text is merged with what
//! the user wrote, and the result is written. Only the last step
//! touches the disk, and whoever reads templates; nothing here looks at JSON Schema or judges a flow.

pub mod plan;

pub mod render;

pub mod new_file;

mod syntax;

#[cfg(feature = "merge")]
pub mod merge;

#[cfg(feature = "merge")]
pub mod write;

mod module_name;

mod team;

use tinyflow_check::CheckedFlow;

pub use module_name::module_name;

use new_file::NewFile;
use render::{RenderError, Templates};

/// Makes the pieces of a flow's file, ready to be merged.
///
/// # Errors
/// If a template is at fault.
pub fn generate(flow: &CheckedFlow) -> Result<NewFile, RenderError> {
    generate_with(flow, &Templates::default())
}

/// Makes the pieces of a flow's file with templates of a user's own.
///
/// # Errors
/// If a template is at fault, or what it makes is no Rust.
pub fn generate_with(flow: &CheckedFlow, templates: &Templates) -> Result<NewFile, RenderError> {
    render::render(&plan::plan(flow), templates)
}
