//! Bytes of a text, and positions as the protocol counts them.
//!
//! Lines end at `\n`, `\r\n` or a `\r` alone. Columns count what was agreed on
//! with the client: UTF-16 units, unless it offers bytes.

use lsp_types::{Position, PositionEncodingKind, Range};
use tinyflow_model::Span;

/// What columns count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Encoding {
    /// Bytes.
    Utf8,
    /// UTF-16 units.
    Utf16,
}

impl Encoding {
    /// Bytes where the client offers them, else what every client speaks.
    pub(crate) fn agreed(offered: Option<&[PositionEncodingKind]>) -> Self {
        match offered.is_some_and(|offered| offered.contains(&PositionEncodingKind::UTF8)) {
            true => Self::Utf8,
            false => Self::Utf16,
        }
    }

    /// What the client is told.
    pub(crate) fn kind(self) -> PositionEncodingKind {
        match self {
            Self::Utf8 => PositionEncodingKind::UTF8,
            Self::Utf16 => PositionEncodingKind::UTF16,
        }
    }

    fn units(self, text: &str) -> usize {
        match self {
            Self::Utf8 => text.len(),
            Self::Utf16 => text.encode_utf16().count(),
        }
    }

    /// The byte of `line` at which so many units stand before, or its end.
    fn byte(self, line: &str, units: usize) -> usize {
        let mut passed = 0;
        for (at, character) in line.char_indices() {
            if passed >= units {
                return at;
            }
            passed += match self {
                Self::Utf8 => character.len_utf8(),
                Self::Utf16 => character.len_utf16(),
            };
        }
        line.len()
    }
}

/// Where each line of a text starts.
#[derive(Clone, Debug)]
pub(crate) struct Positions {
    encoding: Encoding,
    starts: Vec<usize>,
}

impl Positions {
    pub(crate) fn new(text: &str, encoding: Encoding) -> Self {
        let bytes = text.as_bytes();
        let breaks = text.match_indices(['\n', '\r']).map(|(at, _)| at);
        let ends = breaks.filter(|at| bytes[*at] == b'\n' || bytes.get(at + 1) != Some(&b'\n'));
        Self {
            encoding,
            starts: std::iter::once(0).chain(ends.map(|at| at + 1)).collect(),
        }
    }

    /// The position of a byte of `text`, which these are the positions of.
    pub(crate) fn position(&self, text: &str, byte: usize) -> Position {
        let byte = text.floor_char_boundary(byte);
        let line = self.starts.partition_point(|start| *start <= byte) - 1;
        let column = self.encoding.units(&text[self.starts[line]..byte]);
        Position {
            line: u32::try_from(line).unwrap_or(u32::MAX),
            character: u32::try_from(column).unwrap_or(u32::MAX),
        }
    }

    pub(crate) fn range(&self, text: &str, span: Span) -> Range {
        Range {
            start: self.position(text, span.start),
            end: self.position(text, span.end),
        }
    }

    /// The byte at a position. Behind the end of a line is its end, behind the
    /// last line the end of the text.
    pub(crate) fn byte(&self, text: &str, position: Position) -> usize {
        let line = usize::try_from(position.line).unwrap_or(usize::MAX);
        let Some(start) = self.starts.get(line).copied() else {
            return text.len();
        };
        let end = line.checked_add(1).and_then(|next| self.starts.get(next));
        let end = end.copied().unwrap_or(text.len());
        let line = text[start..end].trim_end_matches(['\n', '\r']);
        let column = usize::try_from(position.character).unwrap_or(usize::MAX);
        start + self.encoding.byte(line, column)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn columns_count_what_was_agreed_on() {
        let text = "a😀b\r\nü\rx";
        let at = |encoding, byte| {
            let position = Positions::new(text, encoding).position(text, byte);
            (position.line, position.character)
        };
        let b = text.find('b').unwrap();
        assert_eq!(at(Encoding::Utf16, b), (0, 3));
        assert_eq!(at(Encoding::Utf8, b), (0, 5));
        let x = text.find('x').unwrap();
        assert_eq!(at(Encoding::Utf16, x), (2, 0));
    }

    #[test]
    fn what_is_behind_the_end_is_the_end() {
        let text = "ab\r\ncd";
        let positions = Positions::new(text, Encoding::Utf16);
        let byte = |line, character| positions.byte(text, Position { line, character });
        assert_eq!(byte(0, 9), 2);
        assert_eq!(byte(1, u32::MAX), 6);
        assert_eq!(byte(7, 0), 6);
        assert_eq!(byte(u32::MAX, 0), 6);
    }

    proptest! {
        #[test]
        fn positions_and_bytes_are_inverse(text in "[a\n\r😀ü\"]{0,30}", utf8: bool) {
            let encoding = if utf8 { Encoding::Utf8 } else { Encoding::Utf16 };
            let positions = Positions::new(&text, encoding);
            for (byte, character) in text.char_indices() {
                let is_break = matches!(character, '\r' | '\n');
                if !(is_break && text[..byte].ends_with('\r')) {
                    let position = positions.position(&text, byte);
                    prop_assert_eq!(positions.byte(&text, position), byte);
                }
            }
        }
    }
}
