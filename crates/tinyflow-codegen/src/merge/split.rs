//! Finds the two markers and cuts a file into its parts.
//!
//! A marker is a line comment at column 1, found among tokens, so the same words in a string, a
//! block comment or a doc comment are not one. The text comes in without its byte order mark;
//! what the parts hold is looked at elsewhere.

use std::ops::Range;

use memchr::memmem;

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
        Self::among(text, &scan(text))
    }

    /// The same, where the section may well be one that was just made: it is then not looked into.
    pub(super) fn around(text: &'a str, made: &str) -> Result<Self, MergeError> {
        match tokens_around(text, made) {
            Some(tokens) => Self::among(text, &tokens),
            None => Self::of(text),
        }
    }

    fn among(text: &'a str, tokens: &[Token]) -> Result<Self, MergeError> {
        let headers = markers(text, tokens, |line| line.starts_with(HEADER_START));
        let borders = markers(text, tokens, |line| line.trim_end() == IMPLEMENTATION);
        let (Some(header), Some(border)) = (headers.first(), borders.first()) else {
            return Err(missing(text, tokens, headers.first(), borders.first()));
        };
        known_format(text, &headers)?;
        let conflicts = Conflicts::above(text, tokens, border.start)?;
        only_one(text, &borders, Marker::Implementation)?;
        reject_conflict_below(text, tokens, border.start)?;
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

/// The tokens of a text but for those of a section that stands right below the header; none where
/// anything is out of the ordinary.
fn tokens_around(text: &str, made: &str) -> Option<Vec<Token>> {
    /// With this git begins what it could not merge.
    const CONFLICT: &str = "<<<<<<<";
    let header = text.find(HEADER_START)?;
    let start = header + text[header..].find('\n')?;
    let user = text[start..].strip_prefix(made)?;
    let mut tokens = scan(&text[..start]);
    let is_plain = user.starts_with(IMPLEMENTATION)
        && [HEADER_START, IMPLEMENTATION, CONFLICT]
            .iter()
            .all(|marker| memmem::find(made.as_bytes(), marker.as_bytes()).is_none())
        && tokens
            .last()
            .is_some_and(|last| last.range == (header..start))
        && tokens.iter().all(|token| token.kind != TokenKind::Conflict);
    let at = start + made.len();
    tokens.extend(scan(user).into_iter().map(|Token { kind, range }| Token {
        kind,
        range: at + range.start..at + range.end,
    }));
    is_plain.then_some(tokens)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_section_that_is_not_looked_into_changes_nothing() {
        let header = "// @generated by tinyflow v1 from a.json sha256=0000000000000000 \
            (edit below the IMPLEMENTATION line only)";
        let made = "\n\nfn a() { \"// x\" }\n\n";
        for made in [
            made,
            "\n\n<<<<<<< a\n\n",
            "\n\n// --- IMPLEMENTATION ---\n\n",
        ] {
            for above in [
                "",
                "//! Ours.\n\n",
                "/*\n",
                "\"",
                "<<<<<<< a\n",
                " ",
                header,
                "\r\n",
            ] {
                for below in [
                    "// --- IMPLEMENTATION ---\nfn b() {}\n",
                    "// --- IMPLEMENTATION ---",
                    "// --- IMPLEMENTATION --- x\n// --- IMPLEMENTATION ---\n",
                    "// --- IMPLEMENTATION ---\n<<<<<<< a\n=======\n>>>>>>> b\n",
                    "// --- IMPLEMENTATION ---\n\"",
                    "#!/bin/sh\n// --- IMPLEMENTATION ---\n",
                    "",
                ] {
                    let text = [above, header, made, below, "\n", header].concat();
                    for text in [&text, text.trim_end_matches(header)] {
                        let expected = format!("{:?}", Parts::of(text));
                        assert_eq!(
                            format!("{:?}", Parts::around(text, made)),
                            expected,
                            "{text}"
                        );
                    }
                }
            }
        }
    }
}
