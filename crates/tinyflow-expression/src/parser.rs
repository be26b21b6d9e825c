//! From tokens to the tree.
//!
//! A Pratt parser: operators are joined by how tightly they bind, everything
//! else by recursive descent. Here lives what all parts share, which is the
//! place among the tokens, the limit on nesting, and the making of errors.

mod arguments;
mod chain;
mod operators;
mod primary;
mod refused;

use crate::{
    error::{Construct, Expected, ParseError, ParseErrorKind},
    lexer,
    span::Span,
    syntax::{Expression, ExpressionKind, MAX_DEPTH},
    token::{Token, TokenKind},
};

/// Parses the text of one condition.
///
/// # Errors
///
/// The first fault in the text, with its place and where possible with help:
/// text that is no JavaScript, JavaScript that conditions do without, nothing
/// at all, or nesting deeper than [`MAX_DEPTH`]. The time it takes grows with
/// the length of the text and no faster.
pub fn parse(source: &str) -> Result<Expression, ParseError> {
    let mut parser = Parser {
        tokens: lexer::tokens(source),
        position: 0,
        nesting: 0,
    };
    if matches!(parser.peek().kind, TokenKind::End) {
        let all = Span::new(0, source.len());
        return Err(ParseError::new(all, ParseErrorKind::Empty));
    }
    let expression = parser.expression().map_err(|error| *error)?;
    match parser.peek().kind {
        TokenKind::End => Ok(*expression),
        _ => Err(*parser.unexpected(Expected::Operator)),
    }
}

/// What the parts of the parser give back, boxed on both sides: a debug build
/// keeps a copy of each result in the frame, and frames pile up in deep nesting.
type Parsed<T> = Result<T, Box<ParseError>>;

struct Parser<'s> {
    tokens: Vec<Token<'s>>,
    position: usize,
    nesting: usize,
}

impl<'s> Parser<'s> {
    fn peek(&self) -> &Token<'s> {
        self.peek_after(0)
    }

    /// The token `count` places after the next; past the end it is the last one.
    fn peek_after(&self, count: usize) -> &Token<'s> {
        let last = self.tokens.len() - 1;
        &self.tokens[last.min(self.position + count)]
    }

    /// Whether the next tokens are these words or marks.
    ///
    /// Literals cannot be mistaken for them, their text has quotes or digits.
    fn next_are(&self, texts: &[&str]) -> bool {
        texts
            .iter()
            .enumerate()
            .all(|(count, text)| self.peek_after(count).text == *text)
    }

    fn next_is(&self, text: &str) -> bool {
        self.next_are(&[text])
    }

    fn advance(&mut self) {
        self.position = (self.position + 1).min(self.tokens.len() - 1);
    }

    fn eat(&mut self, text: &str) -> bool {
        let found = self.next_is(text);
        if found {
            self.advance();
        }
        found
    }

    fn require(&mut self, mark: &'static str) -> Parsed<()> {
        if self.eat(mark) {
            return Ok(());
        }
        Err(self.unexpected(Expected::Mark(mark)))
    }

    fn start(&self) -> usize {
        self.peek().span.start
    }

    /// From `start` to the end of the last token that was read.
    fn span_since(&self, start: usize) -> Span {
        let read = self.tokens[..self.position].last();
        Span::new(start, read.map_or(start, |token| token.span.end))
    }

    /// Makes an expression that reaches from `start` to the last token that was read.
    fn node(&self, start: usize, kind: ExpressionKind) -> Parsed<Box<Expression>> {
        let span = self.span_since(start);
        let expression = Box::new(Expression::new(span, kind));
        if expression.depth() > MAX_DEPTH {
            // The whole span would underline nearly everything: point at its end.
            let read = self.tokens[..self.position].last();
            let end = read.map_or(span, |token| token.span);
            return Err(refuse(end, ParseErrorKind::TooDeep));
        }
        Ok(expression)
    }

    /// Reads something inside of something: each recursion of the parser goes through here.
    fn nested<T>(&mut self, read: impl FnOnce(&mut Self) -> Parsed<T>) -> Parsed<T> {
        if self.nesting == MAX_DEPTH {
            return Err(refuse(self.peek().span, ParseErrorKind::TooDeep));
        }
        self.nesting += 1;
        let read = read(self)?;
        self.nesting -= 1;
        Ok(read)
    }

    /// Refuses the next token, by name if it is JavaScript that conditions do without.
    fn unexpected(&self, expected: Expected) -> Box<ParseError> {
        let token = self.peek();
        let found = match &token.kind {
            TokenKind::Refused(error) => return Box::new(error.clone()),
            TokenKind::End => {
                let kind = ParseErrorKind::UnexpectedEnd { expected };
                return refuse(token.span, kind);
            }
            TokenKind::Word | TokenKind::Mark => {
                if let Some(construct) = refused::construct(token.text, expected) {
                    return self.unsupported(construct);
                }
                format!("`{}`", token.text)
            }
            TokenKind::Number(_) => "a number".to_owned(),
            TokenKind::String(_) => "a string".to_owned(),
            TokenKind::TemplateWhole(_) | TokenKind::TemplateHead(_) => "a template".to_owned(),
            TokenKind::TemplateMiddle(_) | TokenKind::TemplateTail(_) => "`}`".to_owned(),
        };
        let kind = ParseErrorKind::Unexpected { found, expected };
        refuse(token.span, kind)
    }

    /// Refuses the next token as a part of `construct`.
    fn unsupported(&self, construct: Construct) -> Box<ParseError> {
        refuse(self.peek().span, ParseErrorKind::Unsupported(construct))
    }
}

fn refuse(span: Span, kind: ParseErrorKind) -> Box<ParseError> {
    Box::new(ParseError::new(span, kind))
}
