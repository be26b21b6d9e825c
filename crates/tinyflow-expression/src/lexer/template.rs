//! The text of template literals, up to the next expression in it.

use super::{cursor::Cursor, escape};
use crate::error::{ParseError, ParseErrorKind};

/// What ends a piece of template text.
pub(super) enum End {
    /// The closing backquote.
    Backquote,
    /// The `${` of an expression.
    Expression,
}

/// Reads on from a backquote, or from the `}` after an expression.
pub(super) fn read(cursor: &mut Cursor<'_>) -> Result<(String, End), ParseError> {
    let start = cursor.position();
    cursor.bump();
    let mut text = String::new();
    loop {
        if cursor.eat("`") {
            return Ok((text, End::Backquote));
        }
        if cursor.eat("${") {
            return Ok((text, End::Expression));
        }
        // JavaScript reads every line break in a template as a line feed.
        if cursor.eat("\r\n") || cursor.eat("\r") {
            text.push('\n');
        } else if cursor.peek() == Some('\\') {
            text.push(escape::read(cursor)?);
        } else if let Some(next) = cursor.bump() {
            text.push(next);
        } else {
            return Err(ParseError::new(
                cursor.span_since(start),
                ParseErrorKind::UnterminatedTemplate,
            ));
        }
    }
}
