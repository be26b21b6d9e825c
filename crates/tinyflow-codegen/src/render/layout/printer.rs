//! Writes a document down as rustfmt does: what does not fit on a line is broken, from the outside
//! in.

use super::document::{CHAIN_WIDTH, Document, Mark, Node, surplus_of_chain};
use super::search::{is_searched, search};
use super::{INDENT, MAX_WIDTH, Space, start_line};
use crate::plan::{Code, Link, Part};
use crate::render::width::Width;

const SHORT_ARRAY_ELEMENT_WIDTH: usize = 10;

/// The document, over as many lines as it takes.
pub(in crate::render) fn print(document: &Document<'_>, space: Space) -> String {
    print_node(document, &document.root, space)
}

/// A part of the document, over as many lines as it takes.
pub(super) fn print_node(document: &Document<'_>, node: &Node<'_>, space: Space) -> String {
    let mut printer = Printer {
        document,
        text: String::with_capacity(2 * document.line.len()),
    };
    printer.lay_out(node, space);
    printer.text
}

struct Printer<'d> {
    document: &'d Document<'d>,
    /// What is written so far.
    text: String,
}

impl Printer<'_> {
    fn lay_out(&mut self, node: &Node<'_>, space: Space) {
        if matches!(
            node.part,
            Part::Code(Code::Chain { .. } | Code::Not(_) | Code::Logic { .. })
        ) && is_searched(node)
            && let Some(found) = search(self.document, node, space)
        {
            self.text.push_str(&found);
        } else if node.is_compact && space.fits(node.width() + node.surplus) {
            self.copy(node.start, node.end);
        } else {
            self.break_up(node, space);
        }
    }

    fn break_up(&mut self, node: &Node<'_>, space: Space) {
        match node.part {
            Part::Code(code) => match code {
                Code::Text(_) | Code::String(_) => self.copy(node.start, node.end),
                // Parentheses: a comma would make a tuple of what is in them.
                Code::Call { function, .. } if function.is_empty() => self.affixed(node, space),
                Code::Struct { .. }
                | Code::Tuple(_)
                | Code::List { .. }
                | Code::Call { .. }
                | Code::Arguments { .. }
                | Code::Present { .. } => self.bracketed(node, space),
                Code::Lambda(_) => self.with_block(node, space),
                Code::Not(_) | Code::Index { .. } => self.affixed(node, space),
                Code::Chain { .. } => self.chain(node, space),
                Code::Compare { operator, .. } | Code::Logic { operator, .. } => {
                    self.operation(node, operator, space);
                }
            },
            Part::Link(Link::Call { .. } | Link::MapOr { .. }) => self.bracketed(node, space),
            Part::Link(Link::Closure { .. }) => self.with_block(node, space),
            Part::Link(Link::Text(_)) | Part::Literal(_) => self.copy(node.start, node.end),
            Part::Field(..) | Part::Reference(_) | Part::Group(_) => self.affixed(node, space),
        }
    }

    /// What stands in brackets: an only item that opens behind them, or lines of their own.
    fn bracketed(&mut self, node: &Node<'_>, space: Space) {
        let opening = self.document.opening(node);
        self.text.push_str(opening);
        match node.inner.as_slice() {
            [only] if self.document.hugs(only, space.column + opening.width()) => {
                self.break_up(only, space.after(opening.width(), 0));
            }
            items => {
                if is_filled(node) {
                    let texts = items.iter();
                    let texts = texts.map(|item| self.document.between(item.start, item.end));
                    fill(&mut self.text, texts, space.indent + INDENT);
                } else {
                    for item in items {
                        self.start_line(space.indent + INDENT);
                        self.lay_out(item, space.below(1));
                        self.text.push(',');
                    }
                }
                self.start_line(space.indent);
            }
        }
        self.text.push_str(self.document.closing(node));
    }

    /// A closure with its body in a block.
    fn with_block(&mut self, node: &Node<'_>, space: Space) {
        for body in &node.inner {
            self.copy(node.start, body.start);
            self.text.push('{');
            self.start_line(space.indent + INDENT);
            self.lay_out(body, space.below(0));
            self.start_line(space.indent);
            self.text.push('}');
            self.copy(body.end, node.end);
        }
    }

    /// An expression with something before or behind it that belongs to its line.
    fn affixed(&mut self, node: &Node<'_>, space: Space) {
        for inner in &node.inner {
            self.copy(node.start, inner.start);
            let behind = space.behind + inner.end.width_to(node.end);
            let before = node.start.width_to(inner.start);
            self.lay_out(inner, space.after(before, behind));
            self.copy(inner.end, node.end);
        }
    }

    /// Operands, each behind its operator.
    fn operation(&mut self, node: &Node<'_>, operator: &str, space: Space) {
        let below = space.below(0);
        let start = self.text.len();
        let operands = operands(node, operator);
        for (index, operand) in operands.iter().enumerate() {
            let is_last = index == operands.len() - 1;
            let behind = if is_last { space.behind } else { 0 };
            if index == 0 {
                self.lay_out(operand, Space { behind, ..space });
                continue;
            }
            let operator_width = operator.width() + 1;
            // On the closing line of what is before it, where that reaches no further than the next
            // line would start.
            let space = match self.last_line(start).map(Width::width) {
                Some(width) if width <= below.indent => {
                    self.text.push(' ');
                    Space::new(space.indent, width + 1 + operator_width, behind)
                }
                _ => {
                    self.start_line(below.indent);
                    below.after(operator_width, behind)
                }
            };
            self.text.push_str(operator);
            self.text.push(' ');
            self.lay_out(operand, space);
        }
    }

    /// The last of several lines that were written from this byte on.
    fn last_line(&self, start: usize) -> Option<&str> {
        let (_, last) = self.text[start..].rsplit_once('\n')?;
        Some(last)
    }

    fn chain(&mut self, node: &Node<'_>, space: Space) {
        let Some((root, links)) = node.inner.split_first() else {
            return;
        };
        let below = space.below(space.behind);
        // A last link that would be broken anyway opens on the first line.
        if let Some((last, before)) = links.split_last()
            && !fits_in_line(last, below)
            && self.opens_on_first_line(root, before, last, space)
        {
            self.copy(node.start, last.start);
            return self.break_up(last, Space::line(space.indent));
        }
        let start = self.text.len();
        self.lay_out(root, Space { behind: 0, ..space });
        let mut links = links.iter();
        // What follows a root of several lines stands where its last line does.
        let below = match self.last_line(start) {
            Some(_) => Space::new(space.indent, space.indent, space.behind),
            None => {
                // A root that is no wider than an indentation takes links along.
                let mut end = root.end;
                while root.start.width_to(end) <= INDENT
                    && let Some(link) = links.next()
                {
                    self.copy(link.start, link.end);
                    end = link.end;
                }
                below
            }
        };
        for link in links {
            self.start_line(below.indent);
            if fits_in_line(link, below) {
                self.copy(link.start, link.end);
            } else {
                self.break_up(link, Space::line(below.indent));
            }
        }
    }

    /// Whether the last link of a chain is broken behind all others.
    fn opens_on_first_line(
        &self,
        root: &Node<'_>,
        before: &[Node<'_>],
        last: &Node<'_>,
        space: Space,
    ) -> bool {
        let head = root.start.width_to(last.start);
        let surplus = surplus_of_chain(self.document.between(root.start, last.start));
        let opened = head + self.document.first_line_width(last, space.indent);
        !matches!(last.part, Part::Link(Link::Text(_)))
            && root.is_compact
            && before.iter().all(|link| link.is_compact)
            && (before.len() < 2 || head + surplus <= CHAIN_WIDTH)
            && (before.is_empty() || opened <= CHAIN_WIDTH)
            && space.fits(opened)
    }

    fn copy(&mut self, start: Mark, end: Mark) {
        self.text.push_str(self.document.between(start, end));
    }

    fn start_line(&mut self, indent: usize) {
        start_line(&mut self.text, indent);
    }
}

/// The operands of an operator, those of the same operator before it among them.
fn operands<'n, 'c>(node: &'n Node<'c>, operator: &str) -> Vec<&'n Node<'c>> {
    match (node.part, node.inner.as_slice()) {
        (Part::Code(Code::Compare { operator: own, .. }), [left, right]) if own == operator => {
            let mut operands = operands(left, operator);
            operands.push(right);
            operands
        }
        (Part::Code(Code::Logic { operator: own, .. }), inner) if own == operator => {
            inner.iter().collect()
        }
        _ => vec![node],
    }
}

/// Adds items, as many on a line as fit.
pub(super) fn fill<'i>(text: &mut String, items: impl Iterator<Item = &'i str>, indent: usize) {
    let mut column = MAX_WIDTH;
    for item in items {
        let width = item.width() + ",".len();
        if column + 1 + width <= MAX_WIDTH {
            text.push(' ');
            column += 1 + width;
        } else {
            start_line(text, indent);
            column = indent + width;
        }
        text.push_str(item);
        text.push(',');
    }
}

/// Whether its items share lines.
pub(super) fn is_filled(node: &Node<'_>) -> bool {
    let is_short = |item: &Node<'_>| item.width() <= SHORT_ARRAY_ELEMENT_WIDTH;
    matches!(node.part, Part::Code(Code::List { .. })) && node.inner.iter().all(is_short)
}

fn fits_in_line(link: &Node<'_>, space: Space) -> bool {
    link.is_compact && space.fits(link.width())
}
