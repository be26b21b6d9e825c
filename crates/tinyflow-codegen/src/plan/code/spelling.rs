//! How an expression is spelt on one line, and which of its parts stand where in that.

use super::{Code, Link};
use crate::plan::literal::push_string_literal;

/// A part of an expression with what belongs to it alone.
#[derive(Clone, Copy)]
pub(crate) enum Part<'c> {
    /// An expression.
    Code(&'c Code),
    /// A link of a chain.
    Link(&'c Link),
    /// A field of a struct, and its value.
    Field(&'c str, &'c Code),
    /// A reference to an expression.
    Reference(&'c Code),
    /// An expression in parentheses.
    Group(&'c Code),
    /// A string literal with this value.
    Literal(&'c str),
}

/// Takes down how an expression is spelt, from left to right.
pub(crate) trait Pen<'c> {
    fn text(&mut self, text: &str);

    fn literal(&mut self, value: &str);

    /// Takes down a part, which [spells](Part::spell) itself.
    fn part(&mut self, part: Part<'c>);
}

/// Takes down the text alone.
impl<'c> Pen<'c> for String {
    fn text(&mut self, text: &str) {
        self.push_str(text);
    }

    fn literal(&mut self, value: &str) {
        push_string_literal(self, value);
    }

    fn part(&mut self, part: Part<'c>) {
        part.spell(self);
    }
}

impl<'c> Part<'c> {
    /// Spells the part on one line, however long.
    pub(crate) fn spell(self, pen: &mut impl Pen<'c>) {
        match self {
            Self::Code(code) => spell_code(code, pen),
            Self::Link(link) => spell_link(link, pen),
            Self::Field(name, value) => {
                pen.text(name);
                pen.text(": ");
                pen.part(Self::Code(value));
            }
            Self::Reference(value) => {
                pen.text("&");
                pen.part(Self::Code(value));
            }
            Self::Group(code) => {
                pen.text("(");
                pen.part(Self::Code(code));
                pen.text(")");
            }
            Self::Literal(value) => pen.literal(value),
        }
    }
}

fn spell_code<'c>(code: &'c Code, pen: &mut impl Pen<'c>) {
    match code {
        Code::Text(text) => pen.text(text),
        Code::String(value) => pen.literal(value),
        Code::Struct { name, fields } if fields.is_empty() => {
            pen.text(name);
            pen.text(" {}");
        }
        Code::Struct { name, fields } => {
            let fields = fields.iter().map(|(name, value)| Part::Field(name, value));
            pen.text(name);
            pen.text(" { ");
            joined(fields, ", ", pen);
            pen.text(" }");
        }
        Code::List { opening, items } => {
            pen.text(opening);
            joined(items.iter().map(Part::Code), ", ", pen);
            pen.text("]");
        }
        Code::Tuple(items) => {
            pen.text("(");
            joined(items.iter().map(Part::Code), ", ", pen);
            pen.text(")");
        }
        Code::Call { function, argument } => {
            pen.text(function);
            pen.text("(");
            pen.part(Part::Code(argument));
            pen.text(")");
        }
        Code::Arguments {
            function,
            arguments,
        } => {
            pen.text(function);
            pen.text("(");
            joined(arguments.iter().map(Part::Code), ", ", pen);
            pen.text(")");
        }
        Code::Lambda(body) => {
            pen.text("|| ");
            pen.part(Part::Code(body));
        }
        Code::Present { value, path } => {
            pen.text("present(");
            joined([Part::Reference(value), Part::Literal(path)], ", ", pen);
            pen.text(")?");
        }
        Code::Not(value) => {
            pen.text("!");
            pen.part(Part::Code(value));
        }
        Code::Index { value, index } => {
            pen.part(Part::Code(value));
            pen.text(&format!("[{index}]"));
        }
        Code::Chain { root, links } => {
            pen.part(Part::Code(root));
            joined(links.iter().map(Part::Link), "", pen);
        }
        Code::Compare {
            left,
            operator,
            right,
        } => {
            pen.part(Part::Code(left));
            operated(operator, pen);
            pen.part(Part::Code(right));
        }
        Code::Logic { operator, operands } => {
            for (index, operand) in operands.iter().enumerate() {
                if index > 0 {
                    operated(operator, pen);
                }
                pen.part(match operand {
                    Code::Logic { .. } => Part::Group(operand),
                    _ => Part::Code(operand),
                });
            }
        }
    }
}

fn spell_link<'c>(link: &'c Link, pen: &mut impl Pen<'c>) {
    match link {
        Link::Text(text) => pen.text(text),
        Link::Call {
            method,
            argument,
            is_tried,
        } => {
            pen.text(".");
            pen.text(method);
            pen.text("(");
            pen.part(Part::Code(argument));
            pen.text(if *is_tried { ")?" } else { ")" });
        }
        Link::MapOr {
            alternate,
            parameter,
            body,
        } => {
            pen.text(".map_or(");
            pen.part(Part::Code(alternate));
            pen.text(", |");
            pen.text(parameter);
            pen.text("| ");
            pen.part(Part::Code(body));
            pen.text(")");
        }
        Link::Closure {
            method,
            parameter,
            body,
        } => {
            pen.text(".");
            pen.text(method);
            pen.text("(|");
            pen.text(parameter);
            pen.text("| ");
            pen.part(Part::Code(body));
            pen.text(")");
        }
    }
}

fn operated<'c>(operator: &str, pen: &mut impl Pen<'c>) {
    pen.text(" ");
    pen.text(operator);
    pen.text(" ");
}

fn joined<'c>(parts: impl IntoIterator<Item = Part<'c>>, separator: &str, pen: &mut impl Pen<'c>) {
    for (index, part) in parts.into_iter().enumerate() {
        if index > 0 {
            pen.text(separator);
        }
        pen.part(part);
    }
}
