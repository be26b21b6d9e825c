//! What git leaves in a file that it could not merge.
//!
//! Two branches that regenerate always conflict in the GENERATED section, at its header if nowhere
//! else. That section is made anew in any case, so such a conflict is solved by tinyflow. One that
//! reaches into the user's parts is the user's to solve, and an error here.

use std::ops::Range;

use super::error::MergeError;
use crate::syntax::{Token, TokenKind, line_of};

/// The conflicts that begin above the IMPLEMENTATION line.
pub(super) struct Conflicts {
    /// The lines of each: the opening one, the dividing ones, the closing one.
    hunks: Vec<Vec<Range<usize>>>,
}

impl Conflicts {
    /// Collects them; one that goes on below the IMPLEMENTATION line is an error.
    pub(super) fn above(text: &str, tokens: &[Token], border: usize) -> Result<Self, MergeError> {
        let mut hunks: Vec<Vec<Range<usize>>> = Vec::new();
        let lines = tokens
            .iter()
            .filter(|token| token.kind == TokenKind::Conflict);
        for line in lines.take_while(|line| line.range.start < border) {
            match hunks.last_mut() {
                Some(hunk) if !text[line.range.clone()].starts_with('<') => {
                    hunk.push(line.range.clone());
                }
                _ => hunks.push(vec![line.range.clone()]),
            }
        }
        for hunk in &hunks {
            let closed = hunk
                .last()
                .is_some_and(|line| text[line.clone()].starts_with('>'));
            if !closed {
                return Err(conflict(text, hunk));
            }
        }
        Ok(Self { hunks })
    }

    /// Where the section begins that is to be made anew; none where nothing is in conflict.
    ///
    /// A conflict may begin above the header only if each of its sides begins with one: then no
    /// text of the user's is in it.
    pub(super) fn section_start(
        &self,
        text: &str,
        header: &Range<usize>,
        headers: &[Range<usize>],
    ) -> Result<Option<usize>, MergeError> {
        let Some(first) = self.hunks.first() else {
            return Ok(None);
        };
        if first[0].start > header.start {
            return Ok(Some(header.start));
        }
        let sides = &first[..first.len() - 1];
        let begins_with_header = |line: &Range<usize>| {
            let after = text[line.end..].len() - text[line.end..].trim_start().len();
            headers
                .iter()
                .any(|header| header.start == line.end + after)
        };
        if sides.iter().all(begins_with_header) {
            return Ok(Some(first[0].start));
        }
        Err(conflict(text, first))
    }
}

/// Refuses a conflict in the user's section.
pub(super) fn reject_conflict_below(
    text: &str,
    tokens: &[Token],
    border: usize,
) -> Result<(), MergeError> {
    match tokens
        .iter()
        .find(|token| token.kind == TokenKind::Conflict && token.range.start > border)
    {
        Some(token) => Err(MergeError::Conflict {
            line: line_of(text, token.range.start),
        }),
        None => Ok(()),
    }
}

fn conflict(text: &str, hunk: &[Range<usize>]) -> MergeError {
    let line = hunk.first().map_or(1, |line| line_of(text, line.start));
    MergeError::Conflict { line }
}
