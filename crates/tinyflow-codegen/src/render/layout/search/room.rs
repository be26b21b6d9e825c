//! The room that an expression has.

use crate::render::layout::MAX_WIDTH;
use crate::render::width::Width;

/// The room that an expression has.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Room {
    /// How wide its first line may be.
    pub(super) width: usize,
    /// The indentation of the line that it starts on.
    pub(super) indent: usize,
    /// How far behind that it starts.
    pub(super) offset: usize,
    /// Whether a chain must stand on one line, but for what its last call holds.
    pub(super) one_line_chains: bool,
}

impl Room {
    /// The room that is left where so much stands behind the expression.
    pub(super) fn without(self, behind: usize) -> Option<Self> {
        let width = self.width.checked_sub(behind)?;
        Some(Self { width, ..self })
    }

    /// The room that is left where so much stands before the expression.
    pub(super) fn after(self, before: usize) -> Option<Self> {
        let offset = self.offset + before;
        self.without(before).map(|room| Self { offset, ..room })
    }

    /// A line of its own at this indentation.
    pub(super) fn line(self, indent: usize) -> Self {
        Self {
            width: MAX_WIDTH.saturating_sub(indent),
            indent,
            offset: 0,
            ..self
        }
    }

    /// The columns at the end of a line that are not for the expression.
    pub(super) fn kept_free(self) -> usize {
        MAX_WIDTH.saturating_sub(self.indent + self.offset + self.width)
    }

    pub(super) fn holds(self, text: &str) -> bool {
        let Some((first, rest)) = text.split_once('\n') else {
            return text.width() <= self.width;
        };
        first.width() <= self.width
            && rest.lines().all(|line| line.width() <= MAX_WIDTH)
            && last_line(rest).width() <= self.indent + self.offset + self.width
    }
}

pub(super) fn first_line(text: &str) -> &str {
    text.split('\n').next().unwrap_or_default()
}

pub(super) fn last_line(text: &str) -> &str {
    text.rsplit('\n').next().unwrap_or_default()
}
