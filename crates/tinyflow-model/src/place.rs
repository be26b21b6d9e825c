//! Where something stands in a flow's text: as bytes, as line and column, and
//! as a JSON pointer.
//!
//! The tree carries byte spans alone; lines, columns and pointers are worked
//! out only for what is reported.

mod lines;

mod string_part;

use std::borrow::Cow;
use std::ops::Range;

use schemars::{JsonSchema, Schema, SchemaGenerator};

use crate::{Node, Source, Value, parse};

pub(crate) use lines::Lines;
pub use string_part::span_in_string;

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
/// (Unicode scalar values): a tab, an emoji and a combining accent are one each.
/// A line ends at `\n`, `\r\n` or a `\r` alone.
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
