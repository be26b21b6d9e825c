//! What is ever added to the user's section: stubs before a closing brace, and at the top the
//! imports that an editor put into the wrong part.
//!
//! Stubs take the block's indentation and the file's line ends, and one blank line stands before
//! each; imports are copied as they stand. The text around them is not touched, so taking the
//! insertion out gives the old text back.

use super::Stub;
use super::line_end::LineEnd;
use super::note::Note;
use super::user_section::TasksImpl;
use crate::syntax::line_of;

/// The unit in which stubs come indented.
const STUB_INDENT: &str = "    ";

/// A text and the byte of the user's section before which it goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Insertion {
    pub(super) at: usize,
    pub(super) text: String,
    /// How many lines of `text` stand before each stub or import.
    lines_before: Vec<usize>,
}

impl Insertion {
    /// Stubs at the end of a block.
    pub(super) fn of_stubs(
        user: &str,
        block: &TasksImpl,
        stubs: &[Stub],
        line_end: LineEnd,
    ) -> Self {
        let close = block.body.end;
        let line_start = line_start(user, close);
        let own_line = line_start >= block.body.start && is_blank(&user[line_start..close]);
        let at = if own_line { line_start } else { close };
        let body = &user[block.body.start..at];
        let outer = indent(user, if own_line { close } else { block.start });
        let inner = member_indent(user, block, outer);

        let mut lines = Vec::new();
        let mut lines_before = Vec::new();
        if !own_line {
            lines.push(String::new());
        }
        if !is_blank(body) && !ends_in_blank_line(body, own_line) {
            lines.push(String::new());
        }
        for (number, stub) in stubs.iter().enumerate() {
            if number > 0 {
                lines.push(String::new());
            }
            lines_before.push(lines.len());
            lines.extend(stub.text.lines().map(|line| indented(line, outer, &inner)));
        }
        // The last line's end, or the indentation of a brace that had no line of its own.
        lines.push(if own_line {
            String::new()
        } else {
            outer.to_owned()
        });
        Self {
            at,
            text: lines.join(line_end.as_str()),
            lines_before,
        }
    }

    /// Imports below the IMPLEMENTATION line, with which the section begins.
    pub(super) fn of_imports(user: &str, items: &[&str], line_end: LineEnd) -> Self {
        let border = user.split_inclusive('\n').next().unwrap_or(user);
        let mut lines = vec![String::new()];
        if !border.ends_with('\n') {
            lines.push(String::new());
        }
        let mut lines_before = Vec::new();
        let mut before = lines.len();
        for item in items {
            lines_before.push(before);
            before += item.split('\n').count();
            lines.push((*item).to_owned());
        }
        lines.push(String::new());
        Self {
            at: border.len(),
            text: lines.join(line_end.as_str()),
            lines_before,
        }
    }

    /// The user's section with the insertion in it.
    pub(super) fn apply(&self, user: &str) -> String {
        [&user[..self.at], &self.text, &user[self.at..]].concat()
    }

    /// The section without the insertion, if it is there.
    pub(super) fn take_out(&self, merged: &str) -> Option<String> {
        let (head, rest) = merged.split_at_checked(self.at)?;
        let tail = rest.strip_prefix(&self.text)?;
        Some([head, tail].concat())
    }

    /// A note for each stub, with its line in the section after the insertion.
    pub(super) fn stub_notes(&self, user: &str, stubs: &[Stub]) -> Vec<Note> {
        let first = line_of(user, self.at);
        let note = |(stub, before): (&Stub, &usize)| Note::StubAdded {
            function: stub.function.clone(),
            task: stub.task.clone(),
            line: first + before,
        };
        stubs.iter().zip(&self.lines_before).map(note).collect()
    }

    /// A note for each import, with its line in the section after the insertion.
    pub(super) fn import_notes(&self, user: &str, items: &[&str]) -> Vec<Note> {
        let first = line_of(user, self.at);
        let note = |(item, before): (&&str, &usize)| Note::ImportMoved {
            item: item.split_whitespace().collect::<Vec<_>>().join(" "),
            line: first + before,
        };
        items.iter().zip(&self.lines_before).map(note).collect()
    }
}

/// Whether the text before the insertion already has the blank line that sets a stub apart.
fn ends_in_blank_line(body: &str, own_line: bool) -> bool {
    own_line && body.lines().next_back().is_some_and(is_blank)
}

/// The indentation of what is in the block: that of its first item, or one step more than its own.
fn member_indent(user: &str, block: &TasksImpl, outer: &str) -> String {
    let first_item = block
        .first_item
        .filter(|at| is_blank(&user[line_start(user, *at)..*at]));
    match first_item.map(|at| indent(user, at)) {
        Some(inner) if inner.len() > outer.len() && inner.starts_with(outer) => inner.to_owned(),
        _ if outer.starts_with('\t') => format!("{outer}\t"),
        _ => format!("{outer}{}", step(user)),
    }
}

/// What the section's first indented line begins with, or four spaces.
fn step(user: &str) -> &str {
    let first = user
        .lines()
        .find(|line| !is_blank(line) && line.starts_with([' ', '\t']));
    match first.map(leading_blanks) {
        Some(blanks) if blanks.starts_with('\t') => "\t",
        Some("  ") => "  ",
        _ => STUB_INDENT,
    }
}

/// Moves a stub's line from the depth at which it came to the depth of the block.
fn indented(line: &str, outer: &str, inner: &str) -> String {
    let unit = inner.strip_prefix(outer).unwrap_or(STUB_INDENT);
    let blanks = line.len() - line.trim_start_matches(' ').len();
    let depth = blanks / STUB_INDENT.len();
    let rest = &line[depth * STUB_INDENT.len()..];
    if rest.is_empty() {
        String::new()
    } else {
        format!("{outer}{}{rest}", unit.repeat(depth))
    }
}

fn indent(user: &str, at: usize) -> &str {
    leading_blanks(&user[line_start(user, at)..])
}

fn leading_blanks(line: &str) -> &str {
    &line[..line.len() - line.trim_start_matches([' ', '\t']).len()]
}

fn line_start(user: &str, at: usize) -> usize {
    user[..at].rfind('\n').map_or(0, |line_end| line_end + 1)
}

fn is_blank(text: &str) -> bool {
    text.trim().is_empty()
}
