//! A place where a value of a flow does not fit.

use tinyflow_model::Span;

/// A place where a value does not fit its shape, or its schema.
#[derive(Debug)]
pub(crate) struct Violation {
    /// The part of the value that does not fit.
    pub(crate) span: Span,
    /// What it is and what it should be.
    pub(crate) message: String,
    /// What was likely meant.
    pub(crate) meant: Option<String>,
    /// Whether it is the value as a whole that does not fit, and not a part of it.
    pub(crate) is_whole: bool,
}
