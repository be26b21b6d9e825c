//! A place in the text that moves forward, one character at a time.
//!
//! It knows nothing of tokens and always stands on a char boundary.

use crate::span::Span;

pub(super) struct Cursor<'s> {
    source: &'s str,
    position: usize,
}

impl<'s> Cursor<'s> {
    pub(super) fn new(source: &'s str) -> Self {
        Self {
            source,
            position: 0,
        }
    }

    pub(super) fn position(&self) -> usize {
        self.position
    }

    pub(super) fn rest(&self) -> &'s str {
        &self.source[self.position..]
    }

    pub(super) fn text_since(&self, start: usize) -> &'s str {
        &self.source[start..self.position]
    }

    pub(super) fn span_since(&self, start: usize) -> Span {
        Span::new(start, self.position)
    }

    pub(super) fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    pub(super) fn bump(&mut self) -> Option<char> {
        let next = self.peek()?;
        self.position += next.len_utf8();
        Some(next)
    }

    /// Steps over `text` if it comes next, and says whether it did.
    pub(super) fn eat(&mut self, text: &str) -> bool {
        let found = self.rest().starts_with(text);
        if found {
            self.position += text.len();
        }
        found
    }

    pub(super) fn eat_while(&mut self, accept: impl Fn(char) -> bool) {
        while self.peek().is_some_and(&accept) {
            self.bump();
        }
    }
}
