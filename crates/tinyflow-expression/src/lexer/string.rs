//! String literals, in single or double quotes.

use super::{cursor::Cursor, escape};
use crate::error::{ParseError, ParseErrorKind};

/// Reads the literal at the cursor and gives its value.
pub(super) fn read(cursor: &mut Cursor<'_>) -> Result<String, ParseError> {
    let start = cursor.position();
    let quote = cursor.bump();
    let mut value = String::new();
    loop {
        match cursor.peek() {
            // The separators U+2028 and U+2029 may stand in a string, other line breaks not.
            None | Some('\n' | '\r') => {
                return Err(ParseError::new(
                    cursor.span_since(start),
                    ParseErrorKind::UnterminatedString,
                ));
            }
            Some('\\') => value.push(escape::read(cursor)?),
            next => {
                cursor.bump();
                if next == quote {
                    return Ok(value);
                }
                value.extend(next);
            }
        }
    }
}
