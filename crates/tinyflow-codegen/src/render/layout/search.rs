//! Lays out calls that hold chains of calls as rustfmt does, which searches: each part is tried in
//! the room that it would have, and may have no layout there.
//!
//! The [printer](super::printer) decides from the outside in and tries nothing, which is enough for
//! other code. Where a chain is an argument within a chain, how it would break decides how what is
//! around it breaks. What a part becomes in a room is found once, however often it is tried.

mod brackets;

mod chain;

mod item;

mod operands;

mod room;

use std::collections::HashMap;

use super::document::{Document, Node};
use super::printer::print_node;
use super::{INDENT, MAX_WIDTH, Space};
use crate::plan::{Code, Link, Part};
use crate::render::width::Width;
use room::Room;

/// A closure has no layout in less.
const LEAST_OF_CLOSURE: usize = 6;

/// The expression laid out in this space; none where it has no layout there.
pub(super) fn search(document: &Document<'_>, node: &Node<'_>, space: Space) -> Option<String> {
    let room = Room {
        width: MAX_WIDTH.checked_sub(space.column + space.behind)?,
        indent: space.indent,
        offset: space.column - space.indent,
        one_line_chains: false,
    };
    let mut search = Search {
        document,
        known: HashMap::new(),
    };
    search.expression(node, room)
}

/// Whether calls may hold chains: those that make values of JavaScript, and are made on them.
pub(super) fn is_searched(node: &Node<'_>) -> bool {
    let is_own = match node.part {
        Part::Link(Link::Call { .. } | Link::MapOr { .. }) => true,
        Part::Code(Code::Call { function, .. } | Code::Arguments { function, .. }) => {
            function == "js" || function.starts_with("js::")
        }
        _ => false,
    };
    is_own || node.inner.iter().any(is_searched)
}

struct Search<'d, 'c> {
    document: &'d Document<'c>,
    /// What was found for the parts that start and end at these bytes, in their rooms.
    known: HashMap<(usize, usize, Room), Option<String>>,
}

impl<'d> Search<'d, '_> {
    fn expression(&mut self, node: &Node<'_>, room: Room) -> Option<String> {
        let key = (node.start.byte(), node.end.byte(), room);
        if let Some(known) = self.known.get(&key) {
            return known.clone();
        }
        let found = self.found(node, room);
        self.known.insert(key, found.clone());
        found
    }

    fn found(&mut self, node: &Node<'_>, room: Room) -> Option<String> {
        match node.part {
            Part::Code(Code::Chain { .. }) => self.chain(node, room),
            Part::Code(Code::Lambda(_)) => self.closure("||", node.inner.first()?, room),
            Part::Code(Code::Not(_)) => {
                let inner = self.expression(node.inner.first()?, room.after("!".len())?)?;
                Some(format!("!{inner}"))
            }
            Part::Code(Code::Logic { operator, .. }) => {
                let operands = self.operands(node, operator, room)?;
                self.operands_in_row(node, operator, &operands, room)
                    .or_else(|| self.operands_in_lines(node, operator, &operands, room))
            }
            Part::Group(_) => self.group(node, room),
            Part::Code(Code::Call { function, .. }) if function.is_empty() => {
                self.group(node, room)
            }
            Part::Code(Code::Call { .. } | Code::Arguments { .. } | Code::List { .. })
            | Part::Link(Link::Call { .. } | Link::MapOr { .. } | Link::Closure { .. }) => {
                let brackets = self.brackets(node)?;
                let tries = brackets.closing.len() - 1;
                self.bracketed(&brackets, room.without(tries)?)
            }
            Part::Link(Link::Text(_)) | Part::Code(Code::Text(_)) => {
                let text = self.document.between(node.start, node.end);
                Some(opened(text, room).unwrap_or_else(|| text.to_owned()))
            }
            _ => {
                let column = room.indent + room.offset;
                let space = Space::new(room.indent, column, room.kept_free());
                Some(print_node(self.document, node, space))
            }
        }
    }

    /// An expression in parentheses.
    fn group(&mut self, node: &Node<'_>, room: Room) -> Option<String> {
        let inner = room.after("(".len())?.without(")".len())?;
        let inner = self.expression(node.inner.first()?, inner)?;
        Some(format!("({inner})"))
    }

    /// A closure: on one line, or with its body in a block.
    fn closure(&mut self, parameters: &str, body: &Node<'_>, room: Room) -> Option<String> {
        room.without(LEAST_OF_CLOSURE)?;
        let behind = room.after(parameters.width() + 1)?;
        if let Some(text) = self.expression(body, behind)
            && !text.contains('\n')
            && behind.holds(&text)
        {
            return Some(format!("{parameters} {text}"));
        }
        let inner = Room {
            one_line_chains: false,
            ..room.line(room.indent + INDENT)
        };
        let body = self.expression(body, inner)?;
        let (deeper, own) = (" ".repeat(inner.indent), " ".repeat(room.indent));
        Some(format!("{parameters} {{\n{deeper}{body}\n{own}}}"))
    }
}

/// A call that is never broken on the whole, as it breaks where it finds no room.
fn opened(text: &str, room: Room) -> Option<String> {
    let call = text.trim_end_matches('?');
    let (name, arguments) = call.strip_suffix(')')?.split_once('(')?;
    if text.width() <= room.width {
        return None;
    }
    let arguments = match arguments {
        "" => String::new(),
        arguments => format!("{}{arguments},\n", " ".repeat(room.indent + INDENT)),
    };
    let (own, tries) = (" ".repeat(room.indent), &text[call.len()..]);
    Some(format!("{name}(\n{arguments}{own}){tries}"))
}
