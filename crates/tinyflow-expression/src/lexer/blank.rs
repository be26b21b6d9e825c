//! What stands between tokens: white space, line breaks and comments.

use super::cursor::Cursor;
use crate::error::{ParseError, ParseErrorKind};

/// Steps over everything that separates tokens.
pub(super) fn skip(cursor: &mut Cursor<'_>) -> Result<(), ParseError> {
    loop {
        let start = cursor.position();
        cursor.eat_while(is_blank);
        if cursor.eat("//") {
            cursor.eat_while(|c| !is_line_break(c));
        } else if cursor.eat("/*") {
            while !cursor.eat("*/") {
                if cursor.bump().is_none() {
                    return Err(ParseError::new(
                        cursor.span_since(start),
                        ParseErrorKind::UnterminatedComment,
                    ));
                }
            }
        }
        if cursor.position() == start {
            return Ok(());
        }
    }
}

/// The line terminators of JavaScript.
pub(super) fn is_line_break(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{2028}' | '\u{2029}')
}

/// The white space of JavaScript, which has U+FEFF beside Unicode's and lacks U+0085.
fn is_blank(c: char) -> bool {
    c == '\u{FEFF}' || (c.is_whitespace() && c != '\u{85}')
}
