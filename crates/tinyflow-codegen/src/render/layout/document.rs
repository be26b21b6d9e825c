//! An expression as the printer is given it: written on one line, with every part measured.
//!
//! The line is written once; whatever of the expression stays in one piece is a part of it.

use super::MAX_WIDTH;
use crate::plan::{Code, Link, Part, Pen};
use crate::render::width::Width;

const STRUCT_LIT_WIDTH: usize = 18;
pub(super) const FN_CALL_WIDTH: usize = 60;
pub(super) const ARRAY_WIDTH: usize = 60;
pub(super) const CHAIN_WIDTH: usize = 60;

/// An expression, measured.
pub(in crate::render) struct Document<'c> {
    /// The whole expression on one line, however long.
    pub(super) line: String,
    pub(super) root: Node<'c>,
}

/// A part of the expression, and what it is made of.
pub(super) struct Node<'c> {
    pub(super) part: Part<'c>,
    pub(super) start: Mark,
    pub(super) end: Mark,
    /// What it has of parts in turn, from left to right.
    pub(super) inner: Vec<Node<'c>>,
    /// Whether each part of it is short enough to stand on one line.
    pub(super) is_compact: bool,
    /// Columns that it takes on a line beyond its width.
    pub(super) surplus: usize,
}

/// A place in the line.
#[derive(Clone, Copy, Default)]
pub(super) struct Mark {
    byte: usize,
    column: usize,
}

impl<'c> Document<'c> {
    pub(in crate::render) fn new(code: &'c Code) -> Self {
        let mut draft = Draft::default();
        let root = draft.node(Part::Code(code));
        Self {
            line: draft.line,
            root,
        }
    }

    pub(super) fn between(&self, start: Mark, end: Mark) -> &str {
        &self.line[start.byte..end.byte]
    }

    /// What stands on the first line where the items of brackets have lines of their own.
    pub(super) fn opening(&self, node: &Node<'_>) -> &str {
        let end = match node.inner.first() {
            Some(first) => first.start.byte,
            None => node.end.byte - 1,
        };
        self.line[node.start.byte..end].trim_end()
    }

    /// What stands on the last line then.
    pub(super) fn closing(&self, node: &Node<'_>) -> &str {
        let start = match node.inner.last() {
            Some(last) => last.end.byte,
            None => node.end.byte - 1,
        };
        self.line[start..node.end.byte].trim_start()
    }

    /// Whether the only item of brackets opens on their line, at this column, where that has room
    /// for its first line. It goes over several lines even where one would do for itself.
    pub(super) fn hugs(&self, only: &Node<'_>, column: usize) -> bool {
        only.can_hug() && column + self.opening(only).width() <= MAX_WIDTH
    }

    /// How much of a broken link, or of what it hugs, stands on its first line.
    pub(super) fn first_line_width(&self, node: &Node<'_>, column: usize) -> usize {
        match (node.part, node.inner.as_slice()) {
            (Part::Link(Link::Closure { .. }), [body]) => {
                node.start.width_to(body.start) + "{".len()
            }
            (_, [only]) => {
                let width = self.opening(node).width();
                match self.hugs(only, column + width) {
                    true => width + self.first_line_width(only, column + width),
                    false => width,
                }
            }
            _ => self.opening(node).width(),
        }
    }
}

impl Node<'_> {
    pub(super) fn width(&self) -> usize {
        self.start.width_to(self.end)
    }

    /// The width of what stands between the brackets.
    fn inner_width(&self) -> usize {
        match (self.inner.first(), self.inner.last()) {
            (Some(first), Some(last)) => first.start.width_to(last.end),
            _ => 0,
        }
    }

    /// Whether it has brackets that may open behind what it is the only argument of.
    pub(super) fn can_hug(&self) -> bool {
        let Part::Code(code) = self.part else {
            return false;
        };
        matches!(
            code,
            Code::Struct { .. }
                | Code::List { .. }
                | Code::Tuple(_)
                | Code::Call { .. }
                | Code::Arguments { .. }
        )
    }

    fn surplus(&self, line: &str) -> usize {
        match (self.part, self.inner.as_slice()) {
            (Part::Code(Code::Chain { .. }), _) => surplus_of_chain(line),
            (Part::Field(..) | Part::Reference(_), [value]) => value.surplus,
            _ => 0,
        }
    }

    /// Whether it is short enough to stand on one line, where its parts are.
    fn is_short(&self) -> bool {
        match self.part {
            Part::Code(code) => self.is_short_code(code),
            Part::Link(Link::MapOr { .. }) => self.inner_width() <= FN_CALL_WIDTH,
            Part::Link(Link::Call { argument, .. }) => match **argument {
                Code::Call { .. } | Code::Arguments { .. } => self.inner_width() <= FN_CALL_WIDTH,
                _ => true,
            },
            _ => true,
        }
    }

    fn is_short_code(&self, code: &Code) -> bool {
        match code {
            Code::Struct { .. } => self.inner_width() <= STRUCT_LIT_WIDTH,
            Code::List { .. } => self.inner_width() <= ARRAY_WIDTH,
            Code::Call { function, .. } if function.is_empty() => true,
            Code::Call { argument, .. } => match &**argument {
                // A path alone cannot be broken, so its width does not count. Of an array, a tuple
                // or a chain that is all there is, what is inside counts.
                Code::Text(_) | Code::Tuple(_) => true,
                Code::List { opening, .. } if opening == "[" => true,
                Code::Chain { root, .. } if !matches!(**root, Code::String(_)) => true,
                _ => self.inner_width() <= FN_CALL_WIDTH,
            },
            Code::Tuple(_) | Code::Arguments { .. } | Code::Present { .. } => {
                self.inner_width() <= FN_CALL_WIDTH
            }
            Code::Chain { links, .. } => {
                links.len() < 2 || self.width() + self.surplus <= CHAIN_WIDTH
            }
            Code::Text(_)
            | Code::String(_)
            | Code::Lambda(_)
            | Code::Not(_)
            | Code::Index { .. }
            | Code::Compare { .. }
            | Code::Logic { .. } => true,
        }
    }
}

impl Mark {
    pub(super) fn byte(self) -> usize {
        self.byte
    }

    pub(super) fn width_to(self, end: Self) -> usize {
        end.column - self.column
    }
}

/// What rustfmt counts twice: a `?` at the end of a chain.
pub(super) fn surplus_of_chain(line: &str) -> usize {
    usize::from(line.ends_with('?'))
}

/// The line as far as it is written, and the parts that the innermost unfinished one has so far.
#[derive(Default)]
struct Draft<'c> {
    line: String,
    end: Mark,
    parts: Vec<Node<'c>>,
}

impl<'c> Draft<'c> {
    fn node(&mut self, part: Part<'c>) -> Node<'c> {
        let start = self.end;
        let outer = std::mem::take(&mut self.parts);
        part.spell(self);
        let mut node = Node {
            part,
            start,
            end: self.end,
            inner: std::mem::replace(&mut self.parts, outer),
            is_compact: false,
            surplus: 0,
        };
        node.surplus = node.surplus(&self.line);
        node.is_compact = node.is_short() && node.inner.iter().all(|inner| inner.is_compact);
        node
    }

    fn measure(&mut self) {
        self.end = Mark {
            column: self.end.column + self.line[self.end.byte..].width(),
            byte: self.line.len(),
        };
    }
}

impl<'c> Pen<'c> for Draft<'c> {
    fn text(&mut self, text: &str) {
        self.line.text(text);
        self.measure();
    }

    fn literal(&mut self, value: &str) {
        self.line.literal(value);
        self.measure();
    }

    fn part(&mut self, part: Part<'c>) {
        let node = self.node(part);
        self.parts.push(node);
    }
}
