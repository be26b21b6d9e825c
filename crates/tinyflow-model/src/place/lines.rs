//! The lines of a text, by the bytes that they start at.

use memchr::memchr2_iter;

use super::LineColumn;

/// Where each line of a text starts.
#[derive(Clone, Debug)]
pub(crate) struct Lines<'a> {
    text: &'a str,
    starts: Vec<usize>,
}

impl<'a> Lines<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        let bytes = text.as_bytes();
        let breaks = memchr2_iter(b'\n', b'\r', bytes);
        let ends = breaks.filter(|at| bytes[*at] == b'\n' || bytes.get(at + 1) != Some(&b'\n'));
        Self {
            text,
            starts: std::iter::once(0).chain(ends.map(|at| at + 1)).collect(),
        }
    }

    /// The line with the byte `offset`: its number, from 1, its start, and its
    /// text without the line break.
    pub(crate) fn line_of(&self, offset: usize) -> (usize, usize, &'a str) {
        let number = self.starts.partition_point(|start| *start <= offset);
        let start = self.starts[number - 1];
        let end = self.starts.get(number).copied().unwrap_or(self.text.len());
        let line = self.text[start..end].trim_end_matches(['\n', '\r']);
        (number, start, line)
    }

    pub(super) fn line_column(&self, offset: usize) -> LineColumn {
        let (line, start, _) = self.line_of(offset);
        let before = &self.text[start..self.text.floor_char_boundary(offset)];
        LineColumn {
            line,
            column: before.chars().count() + 1,
        }
    }
}
