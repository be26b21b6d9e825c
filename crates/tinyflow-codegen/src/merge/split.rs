//! Finds the two markers and cuts a file into its parts.
//!
//! A marker is a line comment at column 1, found among tokens, so the same words in a string, a
//! block comment or a doc comment are not one. The text comes in without its byte order mark;
//! what the parts hold is looked at elsewhere.

use std::ops::Range;

use super::conflict::{Conflicts, reject_conflict_below};
use super::error::{Marker, MergeError};
use super::header::{Claims, FORMAT, HEADER_START};
use crate::syntax::{Token, TokenKind, at_column_one, line_of, scan};

/// The line that ends the GENERATED section; the user's part begins with it.
pub(super) const IMPLEMENTATION: &str = "// --- IMPLEMENTATION ---";

/// An existing file in its parts, which together are the whole text.
#[derive(Debug)]
pub(super) struct Parts<'a> {
    /// What stands above the header: a licence, `//!`, `#![…]`.
    pub(super) above: &'a str,
    /// The header without its line end.
    pub(super) header: &'a str,
    /// From the header's line end to the IMPLEMENTATION line.
    pub(super) section: &'a str,
    /// The IMPLEMENTATION line and everything below it.
    pub(super) user: &'a str,
    /// What the header says about the section; none where git left the section in conflict.
    pub(super) claims: Option<Claims>,
}

impl<'a> Parts<'a> {
    pub(super) fn of(text: &'a str) -> Result<Self, MergeError> {
        let tokens = scan(text);
        let headers = markers(text, &tokens, |line| line.starts_with(HEADER_START));
        let borders = markers(text, &tokens, |line| line.trim_end() == IMPLEMENTATION);
        let (Some(header), Some(border)) = (headers.first(), borders.first()) else {
            return Err(missing(text, &tokens, headers.first(), borders.first()));
        };
        known_format(text, &headers)?;
        let conflicts = Conflicts::above(text, &tokens, border.start)?;
        only_one(text, &borders, Marker::Implementation)?;
        reject_conflict_below(text, &tokens, border.start)?;
        match conflicts.section_start(text, header, &headers)? {
            Some(start) => {
                // Each side of a conflict may have a header, but none may stand among the user's lines.
                let below = headers.iter().filter(|header| header.start > border.start);
                only_one(
                    text,
                    &[header]
                        .into_iter()
                        .chain(below)
                        .cloned()
                        .collect::<Vec<_>>(),
                    Marker::Header,
                )?;
                Ok(Self::cut(text, start..start, border.start, None))
            }
            None => {
                only_one(text, &headers, Marker::Header)?;
                if border.start < header.start {
                    return Err(MergeError::Reversed {
                        header: line_of(text, header.start),
                        implementation: line_of(text, border.start),
                    });
                }
                let claims = Claims::read(&text[header.clone()]);
                Ok(Self::cut(text, header.clone(), border.start, Some(claims)))
            }
        }
    }

    fn cut(text: &'a str, header: Range<usize>, border: usize, claims: Option<Claims>) -> Self {
        Self {
            above: &text[..header.start],
            header: &text[header.clone()],
            section: &text[header.end..border],
            user: &text[border..],
            claims,
        }
    }
}

fn markers(text: &str, tokens: &[Token], is_marker: impl Fn(&str) -> bool) -> Vec<Range<usize>> {
    tokens
        .iter()
        .filter(|token| token.kind == TokenKind::LineComment)
        .filter(|token| at_column_one(text, token.range.start))
        .filter(|token| is_marker(&text[token.range.clone()]))
        .map(|token| token.range.clone())
        .collect()
}

fn only_one(text: &str, found: &[Range<usize>], marker: Marker) -> Result<(), MergeError> {
    match found {
        [first, second, ..] => Err(MergeError::Duplicate {
            marker,
            first: line_of(text, first.start),
            second: line_of(text, second.start),
        }),
        _ => Ok(()),
    }
}

fn known_format(text: &str, headers: &[Range<usize>]) -> Result<(), MergeError> {
    for header in headers {
        let format = Claims::read(&text[header.clone()]).format;
        if format != FORMAT {
            return Err(MergeError::UnknownFormat {
                line: line_of(text, header.start),
                format,
            });
        }
    }
    Ok(())
}

/// The error for a file without one marker or both, with the likeliest reason.
fn missing(
    text: &str,
    tokens: &[Token],
    header: Option<&Range<usize>>,
    border: Option<&Range<usize>>,
) -> MergeError {
    let marker = match (header, border) {
        (None, None) => return MergeError::NotGenerated,
        (None, Some(_)) => Marker::Header,
        (Some(_), _) => Marker::Implementation,
    };
    let unclosed = tokens
        .iter()
        .find(|token| token.kind == TokenKind::Unclosed);
    if let Some(token) = unclosed {
        return MergeError::Unclosed {
            marker,
            line: line_of(text, token.range.start),
        };
    }
    let near = tokens
        .iter()
        .filter(|token| token.kind == TokenKind::LineComment)
        .find(|token| marker.resembles(&text[token.range.clone()]))
        .map(|token| line_of(text, token.range.start));
    match near {
        Some(line) => MergeError::Displaced { marker, line },
        None => MergeError::Missing { marker },
    }
}
