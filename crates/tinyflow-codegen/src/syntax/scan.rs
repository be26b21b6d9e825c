//! Cuts Rust text into tokens and comments, each with its byte range.
//!
//! It knows just enough of the language to never take the inside of a string or comment for code,
//! and it accepts any text: what is not Rust comes out as single characters. The markers, the
//! fingerprint and the nesting limit are read from it. What tokens mean is not its business.

use std::ops::Range;

use literal::literal;

use crate::team::Team;

mod literal;
#[cfg(test)]
mod tests;

/// What a token is, as far as merging has to know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TokenKind {
    /// `// …`, `/// …` or `//! …`, without its line end; also a `#!` line at the very start.
    LineComment,
    /// `/* … */`, however nested.
    BlockComment,
    /// A string, byte string, C string, their raw forms, or a character literal.
    Quoted,
    /// `'a`
    Lifetime,
    /// An identifier, keyword or number.
    Word,
    /// `(`, `[` or `{`
    Open,
    /// `)`, `]` or `}`
    Close,
    /// Any other single character.
    Punct,
    /// A whole line that git wrote to mark a conflict.
    Conflict,
    /// A string or comment that has no end; it takes the rest of the text.
    Unclosed,
}

/// A token and where it stands in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Token {
    pub(crate) kind: TokenKind,
    pub(crate) range: Range<usize>,
}

impl Token {
    pub(crate) fn is_comment(&self) -> bool {
        matches!(self.kind, TokenKind::LineComment | TokenKind::BlockComment)
    }
}

/// Cuts a text, which must not begin with a byte order mark, into tokens; white space is left out.
pub(crate) fn scan(text: &str) -> Vec<Token> {
    scan_halves(text, middle(text))
}

/// The start of a line behind the middle; after an empty line, few tokens are unfinished.
fn middle(text: &str) -> usize {
    let half = text.ceil_char_boundary(text.len() / 2);
    let empty = text[half..].find("\n\n");
    empty.map_or(text.len(), |at| half + at + 2)
}

/// Cuts what is before and behind the start of a line, at once where that is much.
fn scan_halves(text: &str, middle: usize) -> Vec<Token> {
    let (first, second) = Team::of_text(text).both(
        || Scanner::new(text, 0).until(middle),
        || Scanner::new(text, middle).until(text.len()),
    );
    if first.at > middle || first.in_conflict {
        // What goes on over the middle makes void what was cut behind it.
        return first.until(text.len()).tokens;
    }
    let mut tokens = first.tokens;
    tokens.extend(second.tokens);
    tokens
}

/// How far a text has been cut, and what has come of it.
struct Scanner<'t> {
    text: &'t str,
    at: usize,
    in_conflict: bool,
    tokens: Vec<Token>,
}

impl<'t> Scanner<'t> {
    fn new(text: &'t str, at: usize) -> Self {
        /// In generated code a token takes more bytes than this, with the white space around it.
        const FEWEST_BYTES: usize = 3;
        Self {
            text,
            at,
            in_conflict: false,
            tokens: Vec::with_capacity((text.len() - at) / FEWEST_BYTES),
        }
    }

    /// Cuts the tokens that begin before `end`.
    fn until(mut self, end: usize) -> Self {
        while let Some(first) = self.text.as_bytes()[..end].get(self.at) {
            let (kind, length) = self.token(*first);
            if let Some(kind) = kind {
                let range = self.at..self.at + length;
                self.tokens.push(Token { kind, range });
            }
            self.at += length;
        }
        self
    }

    /// What begins here, and its length; white space is no token.
    fn token(&mut self, first: u8) -> (Option<TokenKind>, usize) {
        if matches!(first, b'<' | b'|' | b'=' | b'>')
            && let Some((opens, length)) = conflict_line(self.text, self.at, self.in_conflict)
        {
            self.in_conflict = opens;
            return (Some(TokenKind::Conflict), length);
        }
        let rest = &self.text[self.at..];
        let (kind, length) = match first {
            b' ' | b'\t'..=b'\r' => return (None, 1),
            b'(' | b'[' | b'{' => (TokenKind::Open, 1),
            b')' | b']' | b'}' => (TokenKind::Close, 1),
            b'/' if rest.starts_with("//") => (TokenKind::LineComment, line_length(rest)),
            b'/' if rest.starts_with("/*") => block_comment(rest),
            b'#' if self.at == 0 && is_shebang(rest) => (TokenKind::LineComment, line_length(rest)),
            b'"' | b'\'' | b'b' | b'c' | b'r' => match literal(rest) {
                Some(literal) => literal,
                None => return word_or_sign(rest),
            },
            _ => return word_or_sign(rest),
        };
        (Some(kind), length)
    }
}

fn word_or_sign(rest: &str) -> (Option<TokenKind>, usize) {
    match rest.chars().next() {
        Some(first) if is_word(first) => (Some(TokenKind::Word), word_length(rest)),
        Some(first) if first.is_whitespace() => (None, first.len_utf8()),
        first => (Some(TokenKind::Punct), first.map_or(0, char::len_utf8)),
    }
}

/// The line, from one, on which a byte stands.
pub(crate) fn line_of(text: &str, at: usize) -> usize {
    1 + text.as_bytes()[..at]
        .iter()
        .filter(|byte| **byte == b'\n')
        .count()
}

/// Whether a byte is the first of its line.
pub(crate) fn at_column_one(text: &str, at: usize) -> bool {
    at == 0 || text.as_bytes()[at - 1] == b'\n'
}

fn block_comment(rest: &str) -> (TokenKind, usize) {
    let mut depth = 0;
    let mut at = 0;
    while let Some(step) = rest[at..].find(['/', '*']) {
        at += step;
        let pair = rest.as_bytes().get(at..at + 2);
        match pair {
            Some(b"/*") => depth += 1,
            Some(b"*/") => depth -= 1,
            _ => {
                at += 1;
                continue;
            }
        }
        at += 2;
        if depth == 0 {
            return (TokenKind::BlockComment, at);
        }
    }
    (TokenKind::Unclosed, rest.len())
}

/// A conflict line at `at`: whether the conflict is open after it, and its length.
///
/// Only the line that opens a conflict counts on its own; the others could be code that happens to
/// break there, so they count inside a conflict alone.
fn conflict_line(text: &str, at: usize, in_conflict: bool) -> Option<(bool, usize)> {
    if !at_column_one(text, at) {
        return None;
    }
    let rest = &text[at..];
    let opens = match rest.get(..7)? {
        "<<<<<<<" => true,
        "|||||||" | "=======" if in_conflict => true,
        ">>>>>>>" if in_conflict => false,
        _ => return None,
    };
    let ends = rest[7..].chars().next().is_none_or(char::is_whitespace);
    ends.then(|| (opens, line_length(rest)))
}

/// `#!` and a program, rather than the start of an inner attribute.
fn is_shebang(rest: &str) -> bool {
    rest.strip_prefix("#!")
        .is_some_and(|after| !after.trim_start().starts_with('['))
}

fn line_length(rest: &str) -> usize {
    let line = &rest[..rest.find('\n').unwrap_or(rest.len())];
    line.strip_suffix('\r').unwrap_or(line).len()
}

fn is_word(c: char) -> bool {
    c == '_' || c.is_alphanumeric()
}

/// The length of the word that `rest` begins with; `r#type` is one word.
fn word_length(rest: &str) -> usize {
    let prefix = match rest.strip_prefix("r#") {
        Some(name) if name.starts_with(is_word) => 2,
        _ => 0,
    };
    let name = &rest[prefix..];
    let is_ascii = |byte: u8| byte == b'_' || byte.is_ascii_alphanumeric();
    let ascii = name.bytes().take_while(|byte| is_ascii(*byte)).count();
    let other = &name[ascii..];
    prefix + ascii + other.find(|c| !is_word(c)).unwrap_or(other.len())
}
