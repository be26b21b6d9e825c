//! What a place in a condition reads: a path of properties, or a string that is
//! compared with one.
//!
//! Conditions are looked at as text, so that one that is half written is no
//! worse than a whole one.

use std::ops::Range;

use tinyflow_model::{Span, span_in_string};

use crate::cursor::{Cursor, undecoded};
use crate::document::Look;

/// A condition, and a place in it.
pub(crate) struct ConditionAt {
    /// The condition; as it is spelt where its string has no end.
    pub(crate) text: String,
    /// The place, as a byte of that text.
    pub(crate) at: usize,
    /// Where the condition stands, quotes included.
    string: Span,
    is_whole: bool,
}

impl ConditionAt {
    /// Where a part of the condition stands in the document.
    pub(crate) fn span(&self, look: Look<'_>, part: Range<usize>) -> Span {
        let inside = self.string.start + 1;
        match self.is_whole {
            true => span_in_string(look.text(), self.string, part),
            false => Span::new(inside + part.start, inside + part.end),
        }
    }
}

/// The condition that a place is in.
pub(crate) fn condition_at(look: Look<'_>, cursor: &Cursor, at: usize) -> Option<ConditionAt> {
    let string = cursor.string?;
    let is_condition = cursor.words() == ["connections", "*", "condition"] && !cursor.is_key;
    if !is_condition || at <= string.start {
        return None;
    }
    let token = &look.text()[string.range()];
    let whole: Option<String> = serde_json::from_str(token).ok();
    let before = &token[1..(at - string.start).min(token.len())];
    Some(ConditionAt {
        at: match &whole {
            Some(whole) => length_decoded(before).min(whole.len()),
            None => before.len(),
        },
        is_whole: whole.is_some(),
        text: whole.unwrap_or_else(|| undecoded(token).to_owned()),
        string,
    })
}

/// How many bytes the beginning of a string has decoded; an escape that it ends
/// within counts for nothing.
fn length_decoded(beginning: &str) -> usize {
    let ends = (0..=beginning.len())
        .rev()
        .filter(|end| beginning.is_char_boundary(*end));
    let decoded =
        |end: usize| serde_json::from_str::<String>(&format!("\"{}\"", &beginning[..end]));
    ends.take(LONGEST_ESCAPE)
        .find_map(|end| decoded(end).ok())
        .map_or(0, |decoded| decoded.len())
}

/// The characters of a pair of surrogates, spelt as escapes.
const LONGEST_ESCAPE: usize = 12;

/// A path of properties up to a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Access<'c> {
    /// The names before the one at the place, without `state`, `context` or `this.state`.
    pub(crate) before: Vec<&'c str>,
    /// The name at the place, as far as it is written.
    pub(crate) name: &'c str,
    /// Where that name stands in the condition.
    pub(crate) range: Range<usize>,
    /// Whether nothing stands before the name, so that `state` could.
    pub(crate) is_bare: bool,
}

/// The path whose last name is at the byte `at`; none within a string literal.
pub(crate) fn access(condition: &str, at: usize) -> Option<Access<'_>> {
    if literal(condition, at).is_some() {
        return None;
    }
    let start = name_start(condition, at);
    let end = condition[at..].find(|next| !is_of_name(next));
    let end = end.map_or(condition.len(), |end| at + end);
    let mut names = path_before(condition, start);
    let is_bare = names.is_empty();
    let prefix = match names.as_slice() {
        ["this", "state", ..] => 2,
        ["state" | "context", ..] => 1,
        _ => 0,
    };
    names.drain(..prefix);
    Some(Access {
        before: names,
        name: &condition[start..end],
        range: start..end,
        is_bare,
    })
}

/// The path that the string literal at a place is compared with, and where the
/// text of the literal stands.
pub(crate) fn compared(condition: &str, at: usize) -> Option<(Access<'_>, Range<usize>)> {
    let (start, quote) = literal(condition, at)?;
    let before = condition[..start].trim_end();
    let operators = ["===", "!==", "==", "!="];
    let operator = operators
        .into_iter()
        .find(|operator| before.ends_with(operator))?;
    let left = before[..before.len() - operator.len()].trim_end();
    let inside = start + quote.len_utf8();
    let line = &condition[inside..];
    let end = line.find(quote).map_or(condition.len(), |end| inside + end);
    Some((access(left, left.len())?, inside..end))
}

/// The start and the quote of the string literal that a place is within.
fn literal(condition: &str, at: usize) -> Option<(usize, char)> {
    let mut open: Option<(usize, char)> = None;
    let mut is_escaped = false;
    for (place, character) in condition[..at].char_indices() {
        match (open, character) {
            _ if is_escaped => is_escaped = false,
            (Some(_), '\\') => is_escaped = true,
            (Some((_, quote)), _) if character == quote => open = None,
            (None, '"' | '\'' | '`') => open = Some((place, character)),
            _ => {}
        }
    }
    open
}

/// The names of the path that ends before `start`, the first one first.
fn path_before(condition: &str, start: usize) -> Vec<&str> {
    let mut names = Vec::new();
    let mut rest = &condition[..start];
    while let Some(before) = rest.strip_suffix('.') {
        let before = before.strip_suffix('?').unwrap_or(before);
        let start = name_start(before, before.len());
        if start == before.len() {
            // Behind a call or an index nobody knows what is read.
            return vec!["?"];
        }
        names.insert(0, &before[start..]);
        rest = &before[..start];
    }
    names
}

fn name_start(text: &str, end: usize) -> usize {
    let before = text[..end].rfind(|before| !is_of_name(before));
    before.map_or(0, |at| {
        at + text[at..].chars().next().map_or(0, char::len_utf8)
    })
}

fn is_of_name(character: char) -> bool {
    character.is_alphanumeric() || matches!(character, '_' | '$')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> (String, usize) {
        (text.replacen('|', "", 1), text.find('|').unwrap())
    }

    #[test]
    fn paths_are_found_without_their_prefix() {
        for (text, before, name) in [
            ("state.a.b|c", "a", "bc"),
            ("this.state.a?.|", "a", ""),
            ("context.x === 1 && sta|", "", "sta"),
            ("größe|", "", "größe"),
            ("a[0].|", "?", ""),
            ("|", "", ""),
        ] {
            let (condition, place) = at(text);
            let found = access(&condition, place).unwrap();
            assert_eq!(
                (found.before.join("."), found.name),
                (before.to_owned(), name),
                "{text}"
            );
        }
        let (condition, place) = at("state.a === 'sta|'");
        assert_eq!(access(&condition, place), None);
    }

    #[test]
    fn a_literal_knows_what_it_is_compared_with() {
        let (condition, place) = at("!x && state.kind === 'ap|p' || y");
        let (access, range) = compared(&condition, place).unwrap();
        assert_eq!((access.name, &condition[range]), ("kind", "app"));
        let (condition, place) = at("x + 'a|'");
        assert_eq!(compared(&condition, place), None);
    }
}
