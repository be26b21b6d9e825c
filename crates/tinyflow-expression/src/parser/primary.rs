//! Values that stand on their own: literals, names and what brackets hold.

use super::{Parsed, Parser, refused};
use crate::{
    error::{Construct, Expected},
    syntax::{Expression, ExpressionKind, TemplatePart},
    token::TokenKind,
};

impl Parser<'_> {
    /// Reads one value, without what is read from it.
    pub(super) fn primary(&mut self) -> Parsed<Box<Expression>> {
        let token = self.peek();
        let start = token.span.start;
        let kind = match &token.kind {
            TokenKind::Number(value) => ExpressionKind::Number(*value),
            TokenKind::String(value) => ExpressionKind::String(value.clone()),
            TokenKind::TemplateWhole(_) | TokenKind::TemplateHead(_) => {
                return self.template(start);
            }
            TokenKind::Word => self.word(token.text)?,
            TokenKind::Mark if token.text == "(" => return self.parenthesised(),
            TokenKind::Mark if token.text == "[" => return self.array(start),
            _ => return Err(self.unexpected(Expected::Value)),
        };
        self.advance();
        self.node(start, kind)
    }

    fn word(&self, word: &str) -> Parsed<ExpressionKind> {
        let kind = match word {
            "true" => ExpressionKind::Boolean(true),
            "false" => ExpressionKind::Boolean(false),
            "null" => ExpressionKind::Null,
            "undefined" => ExpressionKind::Undefined,
            "NaN" => ExpressionKind::Number(f64::NAN),
            "Infinity" => ExpressionKind::Number(f64::INFINITY),
            "this" if matches!(self.peek_after(1).text, "." | "?." | "[") => ExpressionKind::This,
            "this" => return Err(self.unsupported(Construct::BareThis)),
            _ if refused::is_reserved(word) => return Err(self.unexpected(Expected::Value)),
            _ => ExpressionKind::Name(word.to_owned()),
        };
        Ok(kind)
    }

    fn parenthesised(&mut self) -> Parsed<Box<Expression>> {
        self.require("(")?;
        if self.next_are(&[")", "=>"]) {
            self.advance();
        }
        let inner = self.expression()?;
        if self.next_is(",") && self.closes_parameters() {
            return Err(self.unsupported(Construct::ArrowFunction));
        }
        self.require(")")?;
        Ok(inner)
    }

    /// Whether `, b) =>` comes next, so that the comma is not an operator.
    fn closes_parameters(&self) -> bool {
        let list = (0..).find(|count| {
            let token = self.peek_after(*count);
            !matches!(token.kind, TokenKind::Word) && token.text != ","
        });
        list.is_some_and(|end| {
            self.peek_after(end).text == ")" && self.peek_after(end + 1).text == "=>"
        })
    }

    fn array(&mut self, start: usize) -> Parsed<Box<Expression>> {
        self.require("[")?;
        let mut items = Vec::new();
        while !self.eat("]") {
            if self.next_is(",") {
                return Err(self.unsupported(Construct::ArrayHole));
            }
            items.push(*self.expression()?);
            if !self.eat(",") {
                self.require("]")?;
                break;
            }
        }
        self.node(start, ExpressionKind::Array(items))
    }

    fn template(&mut self, start: usize) -> Parsed<Box<Expression>> {
        let mut parts = Vec::new();
        loop {
            let (text, more) = match &self.peek().kind {
                TokenKind::TemplateHead(text) | TokenKind::TemplateMiddle(text) => (text, true),
                TokenKind::TemplateWhole(text) | TokenKind::TemplateTail(text) => (text, false),
                _ => return Err(self.unexpected(Expected::Mark("}"))),
            };
            if !text.is_empty() {
                parts.push(TemplatePart::Text(text.clone()));
            }
            self.advance();
            if !more {
                return self.node(start, ExpressionKind::Template(parts));
            }
            parts.push(TemplatePart::Expression(*self.expression()?));
        }
    }
}
