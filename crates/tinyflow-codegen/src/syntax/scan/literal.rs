//! The literals in which code is only text: strings of every kind, characters, and the lifetimes
//! that look like them.
//!
//! Each function looks at the start of the text it is given and says what it found and how long
//! that is. The value of a literal is not read.

use super::{TokenKind, is_word, word_length};

/// The literal or lifetime that a text begins with.
pub(super) fn literal(rest: &str) -> Option<(TokenKind, usize)> {
    quoted(rest).or_else(|| character_or_lifetime(rest))
}

/// A string of any kind: `"…"`, `b"…"`, `c"…"`, `r"…"`, `br#"…"#`, `cr##"…"##`.
fn quoted(rest: &str) -> Option<(TokenKind, usize)> {
    let prefix = rest
        .bytes()
        .take(3)
        .take_while(|byte| b"bcr".contains(byte))
        .count();
    let after = &rest[prefix..];
    // Most of what begins with these letters is a word.
    if !after.starts_with(['"', '#']) {
        return None;
    }
    let raw = match &rest[..prefix] {
        "" | "b" | "c" => false,
        "r" | "br" | "cr" => true,
        _ => return None,
    };
    if !raw {
        return after
            .strip_prefix('"')
            .map(|body| closed(escaped(body, b'"'), prefix + 1, rest));
    }
    let hashes = after.len() - after.trim_start_matches('#').len();
    let body = after[hashes..].strip_prefix('"')?;
    let end = format!("\"{}", "#".repeat(hashes));
    let length = body.find(&end).map(|at| at + end.len());
    Some(closed(length, prefix + hashes + 1, rest))
}

/// `'x'`, `b'x'`, `'\u{1F600}'`, or a lifetime such as `'a` and `'r#type`.
fn character_or_lifetime(rest: &str) -> Option<(TokenKind, usize)> {
    let (prefix, body) = match rest.strip_prefix('\'') {
        Some(body) => (1, body),
        None => (2, rest.strip_prefix("b'")?),
    };
    if body.starts_with('\\') {
        // An escape never spans lines, so a stray quote cannot swallow the text after it.
        let line = body.split('\n').next().unwrap_or(body);
        return escaped(line, b'\'').map(|length| (TokenKind::Quoted, prefix + length));
    }
    let first = body
        .chars()
        .next()
        .filter(|c| !matches!(c, '\'' | '\n' | '\r'))?;
    if body[first.len_utf8()..].starts_with('\'') {
        return Some((TokenKind::Quoted, prefix + first.len_utf8() + 1));
    }
    (prefix == 1 && is_word(first)).then(|| (TokenKind::Lifetime, 1 + word_length(body)))
}

/// The length up to and with the closing quote, which a backslash can hide.
fn escaped(body: &str, quote: u8) -> Option<usize> {
    let mut bytes = body.bytes().enumerate();
    while let Some((at, byte)) = bytes.next() {
        if byte == b'\\' {
            bytes.next();
        } else if byte == quote {
            return Some(at + 1);
        }
    }
    None
}

fn closed(length: Option<usize>, before: usize, rest: &str) -> (TokenKind, usize) {
    match length {
        Some(length) => (TokenKind::Quoted, before + length),
        None => (TokenKind::Unclosed, rest.len()),
    }
}
