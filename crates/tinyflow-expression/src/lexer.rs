//! From text to tokens.
//!
//! The lexer follows JavaScript beyond what conditions allow, so that the
//! parser can name what it refuses. Here lives the choice of what a token is;
//! how numbers, strings and templates are read is in the modules below.

mod blank;
mod cursor;
mod escape;
mod mark;
mod name;
mod number;
mod string;
mod template;

use crate::{
    error::{Construct, ParseError, ParseErrorKind},
    span::Span,
    token::{Token, TokenKind},
};
use cursor::Cursor;

/// Splits the text into tokens; the last one, and no other, is `End` or `Refused`.
pub(crate) fn tokens(source: &str) -> Vec<Token<'_>> {
    let mut lexer = Lexer {
        cursor: Cursor::new(source),
        tokens: Vec::new(),
        open_templates: 0,
    };
    loop {
        let token = lexer.token().unwrap_or_else(|error| Token {
            span: error.span,
            kind: TokenKind::Refused(error),
            text: "",
        });
        let last = matches!(token.kind, TokenKind::End | TokenKind::Refused(_));
        lexer.tokens.push(token);
        if last {
            return lexer.tokens;
        }
    }
}

struct Lexer<'s> {
    cursor: Cursor<'s>,
    tokens: Vec<Token<'s>>,
    /// How many templates wait for the `}` that ends their expression. An inner
    /// `{` is never balanced against it: the parser stops at every `{`.
    open_templates: usize,
}

impl<'s> Lexer<'s> {
    fn token(&mut self) -> Result<Token<'s>, ParseError> {
        blank::skip(&mut self.cursor)?;
        let start = self.cursor.position();
        let kind = self.kind()?;
        Ok(Token {
            kind,
            span: Span::new(start, self.cursor.position()),
            text: self.cursor.text_since(start),
        })
    }

    fn kind(&mut self) -> Result<TokenKind, ParseError> {
        let Some(next) = self.cursor.peek() else {
            return Ok(TokenKind::End);
        };
        match next {
            '\'' | '"' => string::read(&mut self.cursor).map(TokenKind::String),
            '`' => self.template(TokenKind::TemplateWhole, TokenKind::TemplateHead),
            '}' if self.open_templates > 0 => {
                self.open_templates -= 1;
                self.template(TokenKind::TemplateTail, TokenKind::TemplateMiddle)
            }
            _ if number::starts(self.cursor.rest()) => {
                number::read(&mut self.cursor).map(TokenKind::Number)
            }
            _ if name::starts(next) => {
                self.cursor.eat_while(name::continues);
                self.escaped_name()?;
                Ok(TokenKind::Word)
            }
            '/' if !self.follows_operand() => {
                Err(self.unsupported(1, Construct::RegularExpression))
            }
            _ => self.mark(next),
        }
    }

    fn template(
        &mut self,
        closed: fn(String) -> TokenKind,
        opened: fn(String) -> TokenKind,
    ) -> Result<TokenKind, ParseError> {
        let (text, end) = template::read(&mut self.cursor)?;
        Ok(match end {
            template::End::Backquote => closed(text),
            template::End::Expression => {
                self.open_templates += 1;
                opened(text)
            }
        })
    }

    fn mark(&mut self, next: char) -> Result<TokenKind, ParseError> {
        if let Some(mark) = mark::longest(self.cursor.rest()) {
            self.cursor.eat(mark);
            return Ok(TokenKind::Mark);
        }
        self.escaped_name()?;
        if next == '#' {
            return Err(self.unsupported(1, Construct::PrivateName));
        }
        Err(ParseError::new(
            self.ahead(next.len_utf8()),
            ParseErrorKind::UnexpectedCharacter(next),
        ))
    }

    /// Refuses a `\u` that continues or begins a name.
    fn escaped_name(&self) -> Result<(), ParseError> {
        if self.cursor.rest().starts_with("\\u") {
            return Err(self.unsupported(2, Construct::NameEscape));
        }
        Ok(())
    }

    /// Whether the last token ends an operand, so that a `/` is a division.
    fn follows_operand(&self) -> bool {
        let [before @ .., last] = self.tokens.as_slice() else {
            return false;
        };
        match last.kind {
            TokenKind::Number(_)
            | TokenKind::String(_)
            | TokenKind::TemplateWhole(_)
            | TokenKind::TemplateTail(_) => true,
            TokenKind::Mark => matches!(last.text, ")" | "]" | "}"),
            TokenKind::Word => {
                let property = before
                    .last()
                    .is_some_and(|token| matches!(token.text, "." | "?."));
                property || !name::awaits_operand(last.text)
            }
            TokenKind::TemplateHead(_)
            | TokenKind::TemplateMiddle(_)
            | TokenKind::End
            | TokenKind::Refused(_) => false,
        }
    }

    fn ahead(&self, length: usize) -> Span {
        let start = self.cursor.position();
        Span::new(start, start + length)
    }

    fn unsupported(&self, length: usize, construct: Construct) -> ParseError {
        ParseError::unsupported(self.ahead(length), construct)
    }
}
