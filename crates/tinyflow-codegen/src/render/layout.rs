//! Lays out expressions as rustfmt does by default.
//!
//! The widths are those of rustfmt's `use_small_heuristics = "Default"`:
//! <https://rust-lang.github.io/rustfmt/#use_small_heuristics>. What is here is
//! what generated code needs, not all that Rust has.

mod document;

mod printer;

mod search;

use std::iter;

use crate::plan::Code;
pub(super) use document::Document;
pub(super) use printer::print;

pub(super) const MAX_WIDTH: usize = 100;
const INDENT: usize = 4;

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

    fn fits(self, width: usize) -> bool {
        self.column + width + self.behind <= MAX_WIDTH
    }

    /// At the start of a line, one level further in.
    fn below(self, behind: usize) -> Self {
        let indent = self.indent + INDENT;
        Self::new(indent, indent, behind)
    }

    /// Further on in the line, behind text of this width.
    fn after(self, width: usize, behind: usize) -> Self {
        Self {
            column: self.column + width,
            behind,
            ..self
        }
    }
}

/// The expression, over as many lines as it takes.
pub(super) fn lay_out(code: &Code, space: Space) -> String {
    print(&Document::new(code), space)
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

/// Items, each on a line of its own with a comma behind it, between an opening and a closing line.
pub(super) fn block(
    opening: &str,
    items: &[impl AsRef<str>],
    closing: &str,
    indent: usize,
) -> String {
    let mut text = opening.to_owned();
    for item in items {
        start_line(&mut text, indent + INDENT);
        text.push_str(item.as_ref());
        text.push(',');
    }
    start_line(&mut text, indent);
    text.push_str(closing);
    text
}

fn start_line(text: &mut String, indent: usize) {
    text.push('\n');
    text.extend(iter::repeat_n(' ', indent));
}
