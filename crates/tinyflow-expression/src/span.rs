//! Where something stands in the text of a condition.
//!
//! Spans count bytes of the text that was given to the parser. Line and column,
//! or the place in a surrounding document, are the caller's to work out.

use std::ops::Range;

/// A range of bytes in the text of a condition; both ends are char boundaries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    /// Offset of the first byte.
    pub start: usize,
    /// Offset after the last byte; equal to `start` where nothing is covered.
    pub end: usize,
}

impl Span {
    pub(crate) fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// The bytes as a range, for slicing.
    pub fn range(self) -> Range<usize> {
        self.start..self.end
    }

    /// The text that the span covers, or `None` if `source` is not the text it was made from.
    ///
    /// It gives a literal as it was written, such as all digits of a long number.
    ///
    /// ```
    /// let source = "total > 1_000";
    /// let tree = tinyflow_expression::parse(source).unwrap();
    /// assert_eq!(tree.children()[1].span.text(source), Some("1_000"));
    /// ```
    pub fn text(self, source: &str) -> Option<&str> {
        source.get(self.range())
    }
}
