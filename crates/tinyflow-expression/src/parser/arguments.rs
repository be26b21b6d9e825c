//! What stands between the parentheses of a call, arrow functions included.

use super::{Parsed, Parser, refuse, refused};
use crate::{
    error::{Construct, ParseError, ParseErrorKind},
    syntax::{Expression, Identifier, Method},
    token::TokenKind,
};

impl Parser<'_> {
    /// Reads the arguments of a method, as many as it takes.
    pub(super) fn method_arguments(&mut self, method: Method) -> Parsed<Vec<Expression>> {
        let start = self.start();
        let arguments = self.arguments()?;
        let found = arguments.len();
        if found != method.arity() {
            let kind = ParseErrorKind::ArgumentCount { method, found };
            return Err(refuse(self.span_since(start), kind));
        }
        Ok(arguments)
    }

    /// Reads the one argument of `Object.keys`.
    pub(super) fn object_keys_argument(&mut self) -> Parsed<Box<Expression>> {
        let start = self.start();
        let mut arguments = self.arguments()?;
        match (arguments.pop(), arguments.len()) {
            (Some(argument), 0) => Ok(Box::new(argument)),
            (last, others) => {
                let found = others + usize::from(last.is_some());
                let kind = ParseErrorKind::ObjectKeysArgumentCount { found };
                Err(refuse(self.span_since(start), kind))
            }
        }
    }

    fn arguments(&mut self) -> Parsed<Vec<Expression>> {
        self.require("(")?;
        let mut arguments = Vec::new();
        while !self.eat(")") {
            arguments.push(*self.expression()?);
            if !self.eat(",") {
                self.require(")")?;
                break;
            }
        }
        Ok(arguments)
    }

    /// Reads `(x => body)` or `((x) => body)`.
    pub(super) fn arrow_argument(&mut self) -> Parsed<(Identifier, Box<Expression>)> {
        self.require("(")?;
        let parameter = self.parameter()?;
        self.require("=>")?;
        if self.next_is("{") {
            return Err(self.unsupported(Construct::ArrowBlock));
        }
        let body = self.expression()?;
        self.eat(",");
        self.require(")")?;
        Ok((parameter, body))
    }

    /// Reads `x` or `(x)`, if an arrow follows.
    fn parameter(&mut self) -> Parsed<Identifier> {
        let parenthesised = self.next_is("(");
        let (name, arrow) = if parenthesised {
            let closed = self.peek_after(2).text == ")";
            (
                self.peek_after(1),
                closed && self.peek_after(3).text == "=>",
            )
        } else {
            (self.peek(), self.peek_after(1).text == "=>")
        };
        if !arrow || !matches!(name.kind, TokenKind::Word) {
            return Err(self.no_arrow());
        }
        if let Some(construct) = refused::parameter(name.text) {
            return Err(refuse(name.span, ParseErrorKind::Unsupported(construct)));
        }
        let parameter = Identifier {
            name: name.text.to_owned(),
            span: name.span,
        };
        let tokens = if parenthesised { 3 } else { 1 };
        for _ in 0..tokens {
            self.advance();
        }
        Ok(parameter)
    }

    /// Says what stands in the place of `x =>`, by the first words of it.
    fn no_arrow(&self) -> Box<ParseError> {
        let token = self.peek();
        let first = self.peek_after(1).text;
        let second = self.peek_after(2).text;
        let kind = match &token.kind {
            TokenKind::Refused(error) => return Box::new(error.clone()),
            _ if token.text == "function" => ParseErrorKind::Unsupported(Construct::Function),
            _ if token.text == "("
                && (matches!(first, ")" | "{" | "[" | "...") || matches!(second, "," | "=")) =>
            {
                ParseErrorKind::Unsupported(Construct::ArrowParameters)
            }
            _ => ParseErrorKind::ArrowExpected,
        };
        refuse(token.span, kind)
    }
}
