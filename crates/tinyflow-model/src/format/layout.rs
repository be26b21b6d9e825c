//! Which values stand on one line, and which on several.

use super::order::Role;
use crate::{Node, Span, Value};

/// How wide a value may be that stands on one line, with what is before it.
const WIDTH: usize = 100;

/// How many values deep a value may be that stands on one line.
const MOST_NESTED: usize = 2;

/// Writes the values of one text anew.
pub(super) struct Layout<'a> {
    text: &'a str,
    written: String,
}

impl<'a> Layout<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self {
            text,
            written: String::with_capacity(text.len()),
        }
    }

    pub(super) fn document(mut self, root: &Node) -> String {
        self.value(root, Role::Flow, 0, 0);
        self.written.push('\n');
        self.written
    }

    /// Writes a value behind `before` characters of its line.
    fn value(&mut self, node: &Node, role: Role, indent: usize, before: usize) {
        // A comma may follow.
        let room = WIDTH.saturating_sub(before + 1);
        if let Some(line) = self.on_one_line(node, role, room) {
            self.written.push_str(&line);
            return;
        }
        match &node.value {
            Value::Array(elements) => {
                self.open('[');
                for (index, element) in elements.iter().enumerate() {
                    self.line(index, indent + 2);
                    self.value(element, role.of_element(), indent + 2, indent + 2);
                }
                self.close(']', indent);
            }
            Value::Object(object) => {
                self.open('{');
                for (index, member) in role.ordered(object).into_iter().enumerate() {
                    self.line(index, indent + 2);
                    let key = self.token(member.name_span);
                    self.written.push_str(key);
                    self.written.push_str(": ");
                    let before = indent + 2 + key.chars().count() + 2;
                    let role = role.of_member(&member.name);
                    self.value(&member.value, role, indent + 2, before);
                }
                self.close('}', indent);
            }
            _ => self.written.push_str(self.token(node.span)),
        }
    }

    fn open(&mut self, bracket: char) {
        self.written.push(bracket);
    }

    fn close(&mut self, bracket: char, indent: usize) {
        self.written.push('\n');
        self.written.extend(std::iter::repeat_n(' ', indent));
        self.written.push(bracket);
    }

    /// Begins the line of one more element or member.
    fn line(&mut self, index: usize, indent: usize) {
        if index > 0 {
            self.written.push(',');
        }
        self.written.push('\n');
        self.written.extend(std::iter::repeat_n(' ', indent));
    }

    fn on_one_line(&self, node: &Node, role: Role, room: usize) -> Option<String> {
        let mut line = Line {
            text: self.text,
            written: String::new(),
            room,
        };
        line.value(node, role, 0)?;
        Some(line.written)
    }

    fn token(&self, span: Span) -> &'a str {
        &self.text[span.range()]
    }
}

/// A value on one line; given up as soon as it must not be.
struct Line<'a> {
    text: &'a str,
    written: String,
    /// How many characters there is still room for.
    room: usize,
}

impl Line<'_> {
    fn value(&mut self, node: &Node, role: Role, depth: usize) -> Option<()> {
        match &node.value {
            Value::Array(elements) if elements.is_empty() => self.push("[]"),
            Value::Object(object) if object.members.is_empty() => self.push("{}"),
            _ if matches!(role, Role::Flow | Role::Steps | Role::Connections) => None,
            Value::Array(_) | Value::Object(_) if depth == MOST_NESTED => None,
            Value::Array(elements) => {
                self.push("[")?;
                for (index, element) in elements.iter().enumerate() {
                    if is_filled(element) {
                        return None;
                    }
                    self.push(if index > 0 { ", " } else { "" })?;
                    self.value(element, role.of_element(), depth + 1)?;
                }
                self.push("]")
            }
            Value::Object(object) => {
                let is_named = role == Role::Named;
                if is_named && object.members.iter().any(|member| is_filled(&member.value)) {
                    return None;
                }
                let mut between = "{ ";
                for member in role.ordered(object) {
                    self.push(between)?;
                    self.push(&self.text[member.name_span.range()])?;
                    self.push(": ")?;
                    self.value(&member.value, role.of_member(&member.name), depth + 1)?;
                    between = ", ";
                }
                self.push(" }")
            }
            _ => self.push(&self.text[node.span.range()]),
        }
    }

    fn push(&mut self, text: &str) -> Option<()> {
        // Characters are at most as many as bytes; only counted where it matters.
        if text.len() > 4 * self.room {
            return None;
        }
        self.room = self.room.checked_sub(text.chars().count())?;
        self.written.push_str(text);
        Some(())
    }
}

fn is_filled(node: &Node) -> bool {
    match &node.value {
        Value::Array(elements) => !elements.is_empty(),
        Value::Object(object) => !object.members.is_empty(),
        _ => false,
    }
}
