//! Tokens with their delimiters paired, walked at one level: what is inside a group is stepped over.
//!
//! Comments are left out of every walk. The tree only answers questions; what counts as layout is
//! decided one level up.

use std::iter;
use std::num::NonZero;
use std::ops::Range;

use crate::syntax::{Token, TokenKind};

pub(super) struct Tree<'a> {
    text: &'a str,
    tokens: &'a [Token],
    /// Of each delimiter the number of its partner, from one. There are very many tokens, so the
    /// list is kept small.
    partners: Vec<Option<NonZero<u32>>>,
}

impl<'a> Tree<'a> {
    pub(super) fn new(text: &'a str, tokens: &'a [Token]) -> Self {
        let mut partners = vec![None; tokens.len()];
        let mut open = Vec::new();
        for (at, token) in tokens.iter().enumerate() {
            match token.kind {
                TokenKind::Open => open.push(at),
                TokenKind::Close => {
                    if let Some(start) = open.pop() {
                        partners[start] = number(at);
                        partners[at] = number(start);
                    }
                }
                _ => {}
            }
        }
        Self {
            text,
            tokens,
            partners,
        }
    }

    pub(super) fn token(&self, at: usize) -> &'a Token {
        &self.tokens[at]
    }

    pub(super) fn text(&self, at: usize) -> &'a str {
        &self.text[self.tokens[at].range.clone()]
    }

    /// Where some of the tokens stand in the text.
    pub(super) fn bytes(&self, some: &Range<usize>) -> Range<usize> {
        match &self.tokens[some.clone()] {
            [first, .., last] => first.range.start..last.range.end,
            [only] => only.range.clone(),
            [] => 0..0,
        }
    }

    pub(super) fn is_word(&self, at: usize) -> bool {
        self.tokens[at].kind == TokenKind::Word
    }

    pub(super) fn is_close(&self, at: usize) -> bool {
        self.tokens[at].kind == TokenKind::Close
    }

    pub(super) fn partner(&self, at: usize) -> Option<usize> {
        self.partners[at].map(|number| number.get() as usize - 1)
    }

    /// The next token that is no comment.
    pub(super) fn next(&self, at: usize) -> Option<usize> {
        (at + 1..self.tokens.len()).find(|next| !self.tokens[*next].is_comment())
    }

    /// The previous token that is no comment.
    pub(super) fn previous(&self, at: usize) -> Option<usize> {
        (0..at)
            .rev()
            .find(|before| !self.tokens[*before].is_comment())
    }

    /// The texts of the tokens before `at` in its group, nearest first; groups show their closing
    /// delimiter.
    pub(super) fn before(&self, at: usize) -> impl Iterator<Item = &'a str> {
        let step = |at: &usize| {
            let from = if self.is_close(*at) {
                self.partner(*at)?
            } else {
                *at
            };
            self.previous(from).filter(|before| !self.is_open(*before))
        };
        let first = self.previous(at).filter(|before| !self.is_open(*before));
        iter::successors(first, step).map(|at| self.text(at))
    }

    /// The tokens after `at` in its group; groups show their opening delimiter.
    pub(super) fn after(&self, at: usize) -> impl Iterator<Item = usize> {
        let step = |at: &usize| {
            let from = if self.is_open(*at) {
                self.partner(*at)?
            } else {
                *at
            };
            self.next(from).filter(|next| !self.is_close(*next))
        };
        iter::successors(self.next(at).filter(|next| !self.is_close(*next)), step)
    }

    /// The tokens right inside the group that opens at `open`.
    pub(super) fn children(&self, open: usize) -> impl Iterator<Item = usize> {
        self.after(open)
    }

    /// Whether the group that opens here follows a `=>`.
    pub(super) fn opens_arm(&self, open: usize) -> bool {
        self.text(open) == "{"
            && self
                .previous(open)
                .is_some_and(|before| self.is_fat_arrow(before))
    }

    /// Whether the group that closes here follows a `=>`.
    pub(super) fn closes_arm(&self, close: usize) -> bool {
        self.is_close(close) && self.partner(close).is_some_and(|open| self.opens_arm(open))
    }

    /// Whether a `>` is the end of `->` or `=>`.
    pub(super) fn is_arrow(&self, at: usize) -> bool {
        self.is_fat_arrow(at) || self.follows(at, "-")
    }

    /// Whether a `>` is the end of `=>`.
    pub(super) fn is_fat_arrow(&self, at: usize) -> bool {
        self.text(at) == ">" && self.follows(at, "=")
    }

    fn follows(&self, at: usize, first: &str) -> bool {
        at > 0
            && self.text(at - 1) == first
            && self.tokens[at - 1].range.end == self.tokens[at].range.start
    }

    fn is_open(&self, at: usize) -> bool {
        self.tokens[at].kind == TokenKind::Open
    }
}

fn number(at: usize) -> Option<NonZero<u32>> {
    u32::try_from(at + 1).ok().and_then(NonZero::new)
}
