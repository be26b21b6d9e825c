//! Where something stands in a flow's text: as bytes, as line and column, and
//! as a JSON pointer.
//!
//! The tree carries byte spans alone; lines, columns and pointers are worked
//! out only for what is reported.

use std::borrow::Cow;
use std::ops::Range;

use schemars::{JsonSchema, Schema, SchemaGenerator};

use crate::{Node, Source, Value, parse};

/// A range of bytes in the text of a flow.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    /// The first byte.
    pub start: usize,
    /// Behind the last byte.
    pub end: usize,
}

impl Span {
    /// From `start` to before `end`.
    pub const fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// The span as a range, to slice the text with.
    pub const fn range(self) -> Range<usize> {
        self.start..self.end
    }

    const fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }
}

/// A value that was read from the text, and its span.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Where it stands, quotes included.
    pub span: Span,
}

/// A string and its span.
pub type Text = Spanned<String>;

impl<T: JsonSchema> JsonSchema for Spanned<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        T::schema_name()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        T::json_schema(generator)
    }
}

/// A place as an editor names it. Both count from 1, columns in characters
/// (Unicode scalar values).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LineColumn {
    /// The line.
    pub line: usize,
    /// The column.
    pub column: usize,
}

/// All that can be said of where something stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Of the first character.
    pub start: LineColumn,
    /// Behind the last character.
    pub end: LineColumn,
    /// The JSON pointer of the innermost value around it; empty for the root
    /// and for text that is not JSON.
    pub pointer: String,
}

/// Where each line of a text starts.
#[derive(Clone, Debug)]
pub(crate) struct Lines<'a> {
    text: &'a str,
    starts: Vec<usize>,
}

impl<'a> Lines<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        let after_breaks = text.match_indices('\n').map(|(at, _)| at + 1);
        Self {
            text,
            starts: std::iter::once(0).chain(after_breaks).collect(),
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

    fn line_column(&self, offset: usize) -> LineColumn {
        let (line, start, _) = self.line_of(offset);
        let before = &self.text[start..self.text.floor_char_boundary(offset)];
        LineColumn {
            line,
            column: before.chars().count() + 1,
        }
    }
}

/// Turns spans into places.
#[derive(Debug)]
pub struct Places<'a> {
    lines: Lines<'a>,
    root: Option<Node>,
}

impl<'a> Places<'a> {
    /// Prepares the look-up: costs one reading of the text.
    pub fn new(source: &'a Source) -> Self {
        Self {
            lines: Lines::new(source.text()),
            root: parse(source).0,
        }
    }

    /// The place of `span`.
    pub fn place(&self, span: Span) -> Place {
        Place {
            start: self.lines.line_column(span.start),
            end: self.lines.line_column(span.end),
            pointer: self.pointer(span),
        }
    }

    fn pointer(&self, span: Span) -> String {
        let mut pointer = String::new();
        let mut node = self.root.as_ref();
        while let Some(around) = node {
            node = match &around.value {
                Value::Array(elements) => {
                    let index = elements.partition_point(|element| element.span.end < span.end);
                    let inner = elements
                        .get(index)
                        .filter(|element| element.span.contains(span));
                    if inner.is_some() {
                        pointer.push_str(&format!("/{index}"));
                    }
                    inner
                }
                Value::Object(object) => {
                    let members = &object.members;
                    let index = members.partition_point(|member| member.value.span.end < span.end);
                    let inner = members.get(index).filter(|member| {
                        Span::new(member.name_span.start, member.value.span.end).contains(span)
                    });
                    if let Some(member) = inner {
                        let escaped = member.name.replace('~', "~0").replace('/', "~1");
                        pointer.push_str(&format!("/{escaped}"));
                    }
                    inner.map(|member| &member.value)
                }
                _ => None,
            };
        }
        pointer
    }
}

/// The span in the document of a part of a decoded string.
///
/// `token` is the text of the JSON string, quotes included, that stands at
/// `span`; `part` is a range of bytes of the string's decoded value.
pub fn span_in_string(text: &str, span: Span, part: Range<usize>) -> Span {
    let token = &text[span.range()];
    let inside = token.trim_start_matches('"');
    let mut decoded = 0;
    let mut start = None;
    let mut offset = span.start + (token.len() - inside.len());
    let mut rest = inside;
    while let Some(unit) = Unit::first(rest) {
        if decoded >= part.start && start.is_none() {
            start = Some(offset);
        }
        if decoded >= part.end && start.is_some() {
            break;
        }
        decoded += unit.decoded;
        offset += unit.raw;
        rest = &rest[unit.raw..];
    }
    Span::new(start.unwrap_or(offset), offset)
}

/// One character of a JSON string: how many bytes it takes there, and how many
/// its decoded form takes.
struct Unit {
    raw: usize,
    decoded: usize,
}

impl Unit {
    /// The first unit of what follows the opening quote, if it is not the end.
    fn first(rest: &str) -> Option<Self> {
        let mut characters = rest.chars();
        match characters.next()? {
            '"' => None,
            '\\' if characters.next() == Some('u') => {
                let high = rest
                    .get(2..6)
                    .and_then(|hex| u32::from_str_radix(hex, 16).ok())?;
                let pair = (0xD800..0xDC00).contains(&high);
                Some(Self {
                    raw: if pair { 12 } else { 6 },
                    decoded: if pair {
                        4
                    } else {
                        char::from_u32(high).map_or(3, char::len_utf8)
                    },
                })
            }
            '\\' => Some(Self { raw: 2, decoded: 1 }),
            plain => Some(Self {
                raw: plain.len_utf8(),
                decoded: plain.len_utf8(),
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(text: &str) -> Source {
        Source::new("flow.json", text.as_bytes().to_vec())
    }

    #[test]
    fn columns_count_characters() {
        let source = source("{\r\n  \"größe\": 1\r\n}");
        let places = Places::new(&source);
        let at = source.text().find('1').unwrap();
        let place = places.place(Span::new(at, at + 1));
        assert_eq!((place.start.line, place.start.column), (2, 12));
        assert_eq!(place.pointer, "/größe");
    }

    #[test]
    fn pointers_escape_and_count() {
        let source = source(r#"{"a/b": [10, {"~": true}]}"#);
        let places = Places::new(&source);
        let at = source.text().find("true").unwrap();
        assert_eq!(places.place(Span::new(at, at + 4)).pointer, "/a~1b/1/~0");
    }

    #[test]
    fn parts_of_a_string_are_found_through_escapes() {
        let text = r#"["a\n\u00e9\ud83d\ude00 z"]"#;
        let decoded = "a\né😀 z";
        let at = decoded.find('z').unwrap();
        let span = span_in_string(text, Span::new(1, text.len() - 1), at..at + 1);
        assert_eq!(&text[span.range()], "z");
        let at = decoded.find('é').unwrap();
        let span = span_in_string(text, Span::new(1, text.len() - 1), at..at + 2);
        assert_eq!(&text[span.range()], r"\u00e9");
    }
}
