//! Lays out expressions as rustfmt does by default.
//!
//! The widths are those of rustfmt's `use_small_heuristics = "Default"`:
//! <https://rust-lang.github.io/rustfmt/#use_small_heuristics>. What is here is
//! what generated code needs, not all that Rust has.

use unicode_width::UnicodeWidthStr;

use crate::plan::Code;

pub(super) const MAX_WIDTH: usize = 100;
const INDENT: usize = 4;
const STRUCT_LIT_WIDTH: usize = 18;
const FN_CALL_WIDTH: usize = 60;
const ARRAY_WIDTH: usize = 60;
const CHAIN_WIDTH: usize = 60;
const SHORT_ARRAY_ELEMENT_WIDTH: usize = 10;

/// Where an expression is laid out.
#[derive(Clone, Copy)]
pub(super) struct Space {
    /// The indentation of the line that the expression starts on.
    pub(super) indent: usize,
    /// The column at which it starts.
    pub(super) column: usize,
    /// How much must fit behind it on its last line.
    pub(super) behind: usize,
}

impl Space {
    fn fits(self, text: &str) -> bool {
        self.column + text.width() + self.behind <= MAX_WIDTH
    }

    /// At the start of a line, one level further in.
    fn below(self, behind: usize) -> Self {
        let indent = self.indent + INDENT;
        Self {
            indent,
            column: indent,
            behind,
        }
    }

    fn after(self, text: &str, behind: usize) -> Self {
        Self {
            column: self.column + text.width(),
            behind,
            ..self
        }
    }
}

/// The expression, over as many lines as it takes.
pub(super) fn lay_out(code: &Code, space: Space) -> String {
    if is_compact(code) {
        let line = code.one_line();
        if space.fits(&line) {
            return line;
        }
    }
    broken(code, space)
}

/// Whether every part of the expression is short enough to stand on one line.
fn is_compact(code: &Code) -> bool {
    match code {
        Code::Struct { name, fields } if !fields.is_empty() => {
            code.one_line().width() - name.width() - " {  }".len() <= STRUCT_LIT_WIDTH
                && fields.iter().all(|(_, value)| is_compact(value))
        }
        Code::Text(_) | Code::String(_) | Code::Struct { .. } => true,
        Code::List { opening, items, .. } => {
            let brackets = opening.width() + 1;
            code.one_line().width() - brackets <= ARRAY_WIDTH && items.iter().all(is_compact)
        }
        Code::Tuple(items) => {
            code.one_line().width() - 2 <= FN_CALL_WIDTH && items.iter().all(is_compact)
        }
        Code::Call { argument, .. } => {
            argument.one_line().width() <= FN_CALL_WIDTH && is_compact(argument)
        }
        Code::Chain { root, links } => {
            let short = links.len() < 2 || code.one_line().width() <= CHAIN_WIDTH;
            short && is_compact(root)
        }
        Code::Compare { left, right, .. } => is_compact(left) && is_compact(right),
        Code::Logic { operands, .. } => operands.iter().all(is_compact),
    }
}

fn broken(code: &Code, space: Space) -> String {
    match code {
        Code::Text(_) | Code::String(_) => code.one_line(),
        Code::Struct { name, fields } => {
            let lines = fields.iter().map(|(field, value)| {
                let name = format!("{field}: ");
                let value = lay_out(value, space.below(1).after(&name, 1));
                format!("{name}{value},")
            });
            block(&format!("{name} {{"), lines, "}", space.indent)
        }
        Code::List {
            opening,
            items,
            in_macro,
        } => list(opening, items, *in_macro, space),
        Code::Tuple(items) => {
            let lines = items.iter().map(|item| lay_out(item, space.below(1)) + ",");
            block("(", lines, ")", space.indent)
        }
        Code::Call { function, argument } => call(function, argument, space),
        Code::Chain { root, links } => chain(root, links, space),
        Code::Compare {
            left,
            operator,
            right,
        } => {
            let left = lay_out(left, Space { behind: 0, ..space });
            let operator = format!("{operator} ");
            let right = lay_out(right, space.below(0).after(&operator, space.behind));
            let indent = " ".repeat(space.indent + INDENT);
            format!("{left}\n{indent}{operator}{right}")
        }
        Code::Logic { operator, operands } => {
            let mut text = String::new();
            for (index, operand) in operands.iter().enumerate() {
                if index == 0 {
                    text.push_str(&lay_out_operand(operand, Space { behind: 0, ..space }));
                    continue;
                }
                let below = space.below(0);
                let start = format!("{operator} ");
                text.push_str(&format!("\n{}{start}", " ".repeat(below.indent)));
                text.push_str(&lay_out_operand(operand, below.after(&start, 0)));
            }
            text
        }
    }
}

fn lay_out_operand(operand: &Code, space: Space) -> String {
    match operand {
        Code::Logic { .. } => {
            let inner = lay_out(operand, space.after("(", space.behind + 1));
            format!("({inner})")
        }
        _ => lay_out(operand, space),
    }
}

fn list(opening: &str, items: &[Code], in_macro: bool, space: Space) -> String {
    if let [item] = items
        && can_hug(item)
    {
        let item = lay_out(item, space.after(opening, space.behind + 1));
        return format!("{opening}{item}]");
    }
    let is_short = |item: &Code| item.one_line().width() <= SHORT_ARRAY_ELEMENT_WIDTH;
    if items.iter().all(is_short) {
        return filled(opening, items, in_macro, space);
    }
    let last = items.len() - 1;
    let lines = items.iter().enumerate().map(|(index, item)| {
        let comma = if index == last && in_macro { "" } else { "," };
        lay_out(item, space.below(1)) + comma
    });
    block(opening, lines, "]", space.indent)
}

/// As many short items on a line as fit.
fn filled(opening: &str, items: &[Code], in_macro: bool, space: Space) -> String {
    let indent = space.indent + INDENT;
    let mut lines: Vec<String> = Vec::new();
    for (index, item) in items.iter().enumerate() {
        let is_last = index == items.len() - 1;
        let item = item.one_line() + if is_last && in_macro { "" } else { "," };
        match lines.last_mut() {
            Some(line) if indent + line.width() + 1 + item.width() <= MAX_WIDTH => {
                line.push(' ');
                line.push_str(&item);
            }
            _ => lines.push(item),
        }
    }
    block(opening, lines.into_iter(), "]", space.indent)
}

fn call(function: &str, argument: &Code, space: Space) -> String {
    let opening = format!("{function}(");
    if can_hug(argument) {
        let argument = lay_out(argument, space.after(&opening, space.behind + 1));
        return format!("{opening}{argument})");
    }
    let comma = if function.ends_with('!') { "" } else { "," };
    let line = lay_out(argument, space.below(1)) + comma;
    block(&opening, std::iter::once(line), ")", space.indent)
}

/// Whether an only argument opens on the line of the call.
fn can_hug(argument: &Code) -> bool {
    matches!(
        argument,
        Code::Struct { .. } | Code::List { .. } | Code::Tuple(_) | Code::Call { .. }
    )
}

fn chain(root: &Code, links: &[String], space: Space) -> String {
    let mut text = lay_out(root, Space { behind: 0, ..space });
    let mut links = links.iter();
    // A root that is no wider than an indentation takes the first link along.
    if text.width() <= INDENT {
        text.extend(links.next().map(String::as_str));
    }
    let indent = " ".repeat(space.indent + INDENT);
    for link in links {
        text.push_str(&format!("\n{indent}{link}"));
    }
    text
}

/// Lines between an opening and a closing one.
pub(super) fn block(
    opening: &str,
    lines: impl Iterator<Item = String>,
    closing: &str,
    indent: usize,
) -> String {
    let inner = " ".repeat(indent + INDENT);
    let mut text = opening.to_owned();
    for line in lines {
        text.push_str(&format!("\n{inner}{line}"));
    }
    text.push_str(&format!("\n{}{closing}", " ".repeat(indent)));
    text
}
