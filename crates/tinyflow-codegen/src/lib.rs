//! Writes the Rust file of a checked flow, and merges it into the file that the
//! user owns.
//!
//! Data goes one way: a checked flow becomes a [`plan`](mod@plan), the plan is
//! [rendered](mod@render) to text, the text is [merged](merge::merge) with what
//! the user wrote, and the result is [written](write). Only the last step
//! touches the disk; nothing here looks at JSON Schema or judges a flow.

pub mod plan;

pub mod render;

pub mod merge;

pub mod write;

use tinyflow_check::CheckedFlow;

use merge::NewFile;
use render::RenderError;

/// Makes the pieces of a flow's file, ready to be merged.
///
/// # Errors
/// If a template is at fault.
pub fn generate(flow: &CheckedFlow) -> Result<NewFile, RenderError> {
    render::render(&plan::plan(flow))
}
