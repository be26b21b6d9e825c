//! Lays out expressions as rustfmt does by default.
//!
//! The widths are those of rustfmt's `use_small_heuristics = "Default"`:
//! <https://rust-lang.github.io/rustfmt/#use_small_heuristics>. What is here is
//! what generated code needs, not all that Rust has.

mod operators;

use self::operators::{compare, logic};
use crate::plan::literal::string_literal;
use crate::plan::{Code, Link};
use crate::render::width::Width;

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
    pub(super) fn new(indent: usize, column: usize, behind: usize) -> Self {
        Self {
            indent,
            column,
            behind,
        }
    }

    /// A line of its own.
    pub(super) fn line(indent: usize) -> Self {
        Self::new(indent, indent, 0)
    }

    fn fits(self, text: &str) -> bool {
        self.column + text.width() + self.behind <= MAX_WIDTH
    }

    /// At the start of a line, one level further in.
    fn below(self, behind: usize) -> Self {
        let indent = self.indent + INDENT;
        Self::new(indent, indent, behind)
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
        let behind = space.behind + counted_twice(code, &line);
        if (Space { behind, ..space }).fits(&line) {
            return line;
        }
    }
    broken(code, space)
}

/// Whether an expression that breaks behind what it belongs to stands on the next line instead.
pub(super) fn is_better_below(behind: &str, below: &str) -> bool {
    let breaks = |text: &str| text.matches('\n').count();
    let opens = |text: &str, bracket| {
        text.lines()
            .next()
            .is_some_and(|line| line.ends_with(bracket))
    };
    breaks(below) == 0
        || breaks(behind) > breaks(below) + 1
        || ['(', '{', '[']
            .into_iter()
            .any(|bracket| opens(behind, bracket) && !opens(below, bracket))
}

/// What rustfmt counts twice: a `?` at the end of a chain.
fn counted_twice(code: &Code, line: &str) -> usize {
    let is_tried = matches!(code, Code::Chain { .. }) && line.ends_with('?');
    usize::from(is_tried)
}

/// Whether every part of the expression is short enough to stand on one line.
fn is_compact(code: &Code) -> bool {
    match code {
        Code::Struct { name, fields } if !fields.is_empty() => {
            code.one_line().width() - name.width() - " {  }".len() <= STRUCT_LIT_WIDTH
                && fields.iter().all(|(_, value)| is_compact(value))
        }
        Code::Text(_) | Code::String(_) | Code::Struct { .. } => true,
        Code::List { opening, items } => {
            let brackets = opening.width() + 1;
            code.one_line().width() - brackets <= ARRAY_WIDTH && items.iter().all(is_compact)
        }
        Code::Tuple(items) => {
            code.one_line().width() - 2 <= FN_CALL_WIDTH && items.iter().all(is_compact)
        }
        // A path alone cannot be broken, so its width does not count.
        Code::Call { argument, .. } => match &**argument {
            Code::Text(_) => true,
            // Of an array or a tuple that is all there is, what is inside counts.
            Code::Tuple(_) => is_compact(argument),
            Code::List { opening, .. } if opening == "[" => is_compact(argument),
            chain @ Code::Chain { root, .. } if !matches!(**root, Code::String(_)) => {
                is_compact(chain)
            }
            argument => argument.one_line().width() <= FN_CALL_WIDTH && is_compact(argument),
        },
        Code::Arguments { arguments, .. } => {
            let width: usize = arguments.iter().map(|one| one.one_line().width()).sum();
            width + 2 * (arguments.len() - 1) <= FN_CALL_WIDTH && arguments.iter().all(is_compact)
        }
        Code::Lambda(body) => is_compact(body),
        Code::Present { value, path } => {
            let arguments = value.one_line().width() + string_literal(path).width();
            arguments + "&, ".len() <= FN_CALL_WIDTH && is_compact(value)
        }
        Code::Not(value) => is_compact(value),
        Code::Chain { root, links } => {
            let line = code.one_line();
            let width = line.width() + counted_twice(code, &line);
            let short = links.len() < 2 || width <= CHAIN_WIDTH;
            short && is_compact(root) && links.iter().all(is_compact_link)
        }
        Code::Compare { left, right, .. } => is_compact(left) && is_compact(right),
        Code::Logic { operands, .. } => operands.iter().all(is_compact),
    }
}

fn is_compact_link(link: &Link) -> bool {
    match link {
        Link::Text(_) => true,
        Link::Call { argument, .. } => match &**argument {
            call @ (Code::Call { .. } | Code::Arguments { .. }) => {
                call.one_line().width() <= FN_CALL_WIDTH && is_compact(call)
            }
            argument => is_compact(argument),
        },
        Link::Closure { body, .. } => is_compact(body),
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
        Code::List { opening, items } => list(opening, items, space),
        Code::Tuple(items) => {
            let lines = items.iter().map(|item| lay_out(item, space.below(1)) + ",");
            block("(", lines, ")", space.indent)
        }
        Code::Call { function, argument } => call(function, argument, space),
        Code::Arguments {
            function,
            arguments,
        } => {
            let lines = arguments
                .iter()
                .map(|one| lay_out(one, space.below(1)) + ",");
            block(&format!("{function}("), lines, ")", space.indent)
        }
        Code::Lambda(body) => {
            let line = lay_out(body, Space::line(space.indent + INDENT));
            block("|| {", std::iter::once(line), "}", space.indent)
        }
        Code::Present { value, path } => {
            let value = lay_out(value, space.below(1).after("&", 1));
            let lines = [format!("&{value},"), format!("{},", string_literal(path))];
            block("present(", lines.into_iter(), ")?", space.indent)
        }
        Code::Not(value) => format!("!{}", lay_out(value, space.after("!", space.behind))),
        Code::Chain { root, links } => chain(root, links, space),
        Code::Compare {
            left,
            operator,
            right,
        } => compare(left, operator, right, space),
        Code::Logic { operator, operands } => logic(operator, operands, space),
    }
}

fn list(opening: &str, items: &[Code], space: Space) -> String {
    if let [item] = items
        && let Some(item) = hugged(item, space.after(opening, space.behind + 1))
    {
        return format!("{opening}{item}]");
    }
    let is_short = |item: &Code| item.one_line().width() <= SHORT_ARRAY_ELEMENT_WIDTH;
    if items.iter().all(is_short) {
        return filled(opening, items, space);
    }
    let lines = items.iter().map(|item| lay_out(item, space.below(1)) + ",");
    block(opening, lines, "]", space.indent)
}

/// As many short items on a line as fit.
fn filled(opening: &str, items: &[Code], space: Space) -> String {
    let indent = space.indent + INDENT;
    let mut lines: Vec<String> = Vec::new();
    for item in items {
        let item = item.one_line() + ",";
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
    if let Some(argument) = hugged(argument, space.after(&opening, space.behind + 1)) {
        return format!("{opening}{argument})");
    }
    let line = lay_out(argument, space.below(1)) + ",";
    block(&opening, std::iter::once(line), ")", space.indent)
}

/// An only argument that opens on the line of the call, where that has room
/// for its first line. It goes over several lines even where one would do for
/// itself.
fn hugged(argument: &Code, space: Space) -> Option<String> {
    let can_hug = matches!(
        argument,
        Code::Struct { .. }
            | Code::List { .. }
            | Code::Tuple(_)
            | Code::Call { .. }
            | Code::Arguments { .. }
    );
    let text = can_hug.then(|| broken(argument, space))?;
    let first = text.lines().next().unwrap_or_default();
    (space.column + first.width() <= MAX_WIDTH).then_some(text)
}

fn chain(root: &Code, links: &[Link], space: Space) -> String {
    let below = space.below(space.behind);
    // A last link that would be broken anyway opens on the first line.
    if let Some((last @ (Link::Closure { .. } | Link::Call { .. }), before)) = links.split_last()
        && !fits_in_line(last, below)
    {
        let head = Code::Chain {
            root: Box::new(root.clone()),
            links: before.to_vec(),
        };
        let line = head.one_line();
        let last = broken_link(last, space.indent);
        let opened = format!("{line}{}", last.lines().next().unwrap_or_default());
        let is_short = before.is_empty() || opened.width() <= CHAIN_WIDTH;
        if is_compact(&head) && is_short && space.fits(&opened) {
            return line + &last;
        }
    }
    let mut text = lay_out(root, Space { behind: 0, ..space });
    let mut links = links.iter();
    // A root that is no wider than an indentation takes links along.
    while text.width() <= INDENT
        && let Some(link) = links.next()
    {
        text.push_str(&link.one_line());
    }
    // What follows a root of several lines stands where its last line does.
    let below = match text.contains('\n') {
        true => Space::new(space.indent, space.indent, space.behind),
        false => below,
    };
    let indent = " ".repeat(below.indent);
    for link in links {
        let link = match link {
            link if fits_in_line(link, below) => link.one_line(),
            link => broken_link(link, below.indent),
        };
        text.push_str(&format!("\n{indent}{link}"));
    }
    text
}

fn fits_in_line(link: &Link, space: Space) -> bool {
    is_compact_link(link) && space.fits(&link.one_line())
}

/// What stands of a closure on its first line when its body is in a block.
fn opening(link: &Link) -> String {
    match link {
        Link::Text(_) | Link::Call { .. } => link.one_line(),
        Link::Closure {
            method, parameter, ..
        } => format!(".{method}(|{parameter}| {{"),
    }
}

/// A closure with its body in a block, a call with its argument on a line of
/// its own; any other link as it is.
fn broken_link(link: &Link, indent: usize) -> String {
    let inner = indent + INDENT;
    let space = Space::line(inner);
    let body = match link {
        Link::Text(_) => return link.one_line(),
        Link::Call { argument, .. } => {
            let (opening, closing) = link.around();
            let column = indent + opening.width();
            if let Some(argument) = hugged(argument, Space::new(indent, column, closing.len())) {
                return format!("{opening}{argument}{closing}");
            }
            let line = lay_out(argument, Space::new(inner, inner, 1)) + ",";
            return block(&opening, std::iter::once(line), closing, indent);
        }
        Link::Closure { body, .. } => body,
    };
    block(
        &opening(link),
        std::iter::once(lay_out(body, space)),
        "})",
        indent,
    )
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
