//! Backslash escapes in strings and templates.
//!
//! JavaScript strings are UTF-16 and may hold half of a surrogate pair, which
//! text in UTF-8 cannot. A pair written as two escapes is one character here.

use super::{blank, cursor::Cursor};
use crate::{
    error::{Construct, ParseError, ParseErrorKind},
    span::Span,
};

/// Reads the escape at the cursor and gives the character that it stands for.
pub(super) fn read(cursor: &mut Cursor<'_>) -> Result<char, ParseError> {
    let start = cursor.position();
    cursor.eat("\\");
    let Some(next) = cursor.bump() else {
        return Err(malformed(cursor, start));
    };
    let digit_follows = cursor.peek().is_some_and(|c| c.is_ascii_digit());
    match next {
        'n' => Ok('\n'),
        't' => Ok('\t'),
        'r' => Ok('\r'),
        'b' => Ok('\u{8}'),
        'f' => Ok('\u{C}'),
        'v' => Ok('\u{B}'),
        '0' if !digit_follows => Ok('\0'),
        '0'..='9' => Err(unsupported(cursor, start, Construct::OctalEscape)),
        'x' => {
            let code = hexadecimal(cursor, 2).ok_or_else(|| malformed(cursor, start))?;
            char::from_u32(code).ok_or_else(|| malformed(cursor, start))
        }
        'u' => unicode(cursor, start),
        _ if blank::is_line_break(next) => {
            Err(unsupported(cursor, start, Construct::LineContinuation))
        }
        _ => Ok(next),
    }
}

/// Reads on after `\u`, and takes a second escape along if it completes a pair.
fn unicode(cursor: &mut Cursor<'_>, start: usize) -> Result<char, ParseError> {
    let first = code_point(cursor).ok_or_else(|| malformed(cursor, start))?;
    if let Some(character) = char::from_u32(first) {
        return Ok(character);
    }
    if first > 0x10_FFFF {
        return Err(malformed(cursor, start));
    }
    let end = cursor.position();
    let second = if cursor.eat("\\u") {
        code_point(cursor)
    } else {
        None
    };
    second
        .and_then(|second| pair(first, second))
        .ok_or_else(|| {
            let half = Span::new(start, end);
            ParseError::unsupported(half, Construct::LoneSurrogate)
        })
}

fn pair(high: u32, low: u32) -> Option<char> {
    let units = [u16::try_from(high).ok()?, u16::try_from(low).ok()?];
    let mut characters = char::decode_utf16(units);
    characters.next()?.ok()
}

/// Reads `0061` or `{61}`.
fn code_point(cursor: &mut Cursor<'_>) -> Option<u32> {
    if !cursor.eat("{") {
        return hexadecimal(cursor, 4);
    }
    let start = cursor.position();
    cursor.eat_while(|c| c.is_ascii_hexdigit());
    let code = u32::from_str_radix(cursor.text_since(start), 16).ok();
    if cursor.eat("}") { code } else { None }
}

/// Reads exactly `count` digits.
fn hexadecimal(cursor: &mut Cursor<'_>, count: usize) -> Option<u32> {
    (0..count).try_fold(0, |code, _| {
        let digit = cursor.peek()?.to_digit(16)?;
        cursor.bump();
        Some(code << 4 | digit)
    })
}

fn malformed(cursor: &Cursor<'_>, start: usize) -> ParseError {
    ParseError::new(cursor.span_since(start), ParseErrorKind::MalformedEscape)
}

fn unsupported(cursor: &Cursor<'_>, start: usize, construct: Construct) -> ParseError {
    ParseError::unsupported(cursor.span_since(start), construct)
}
