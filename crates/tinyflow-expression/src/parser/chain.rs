//! A value and what is read from it: properties, elements, method calls.
//!
//! It also marks where an optional chain ends. What stands between the
//! parentheses of a call is read elsewhere.

use super::{Parsed, Parser, refuse};
use crate::{
    error::{Construct, Expected, ParseError, ParseErrorKind},
    syntax::{Expression, ExpressionKind, Identifier, Method, Quantifier},
    token::TokenKind,
};

impl Parser<'_> {
    /// Reads a value with all accesses after it.
    pub(super) fn chain(&mut self) -> Parsed<Box<Expression>> {
        let start = self.start();
        let mut object = self.primary()?;
        let mut chained = false;
        loop {
            if self.peek().opens_template() {
                return Err(self.unsupported(Construct::TaggedTemplate));
            }
            if self.eat(".") {
                object = self.property(start, object, false)?;
                continue;
            }
            let optional = self.eat("?.");
            chained |= optional;
            object = match self.peek().text {
                "[" => self.index(start, object, optional)?,
                "(" if optional => return Err(self.unsupported(Construct::OptionalCall)),
                "(" => return Err(function_call(&object)),
                _ if optional => self.property(start, object, true)?,
                _ if chained => return self.node(start, ExpressionKind::Chain(object)),
                _ => return Ok(object),
            };
        }
    }

    fn index(
        &mut self,
        start: usize,
        object: Box<Expression>,
        optional: bool,
    ) -> Parsed<Box<Expression>> {
        self.require("[")?;
        let index = self.expression()?;
        self.require("]")?;
        let kind = ExpressionKind::Index {
            object,
            index,
            optional,
        };
        self.node(start, kind)
    }

    /// Reads the name after the dot, and the call if it is one.
    fn property(
        &mut self,
        start: usize,
        object: Box<Expression>,
        optional: bool,
    ) -> Parsed<Box<Expression>> {
        let TokenKind::Word = self.peek().kind else {
            return Err(self.unexpected(Expected::PropertyName));
        };
        let property = Identifier {
            name: self.peek().text.to_owned(),
            span: self.peek().span,
        };
        self.advance();
        if self.next_are(&["?.", "("]) {
            return Err(self.unsupported(Construct::OptionalCall));
        }
        let kind = if self.next_is("(") {
            self.call(object, property, optional)?
        } else {
            ExpressionKind::Member {
                object,
                property,
                optional,
            }
        };
        self.node(start, kind)
    }

    fn call(
        &mut self,
        object: Box<Expression>,
        property: Identifier,
        optional: bool,
    ) -> Parsed<ExpressionKind> {
        let name = property.name.as_str();
        let on_global_object =
            matches!(&object.kind, ExpressionKind::Name(name) if name == "Object");
        if on_global_object && name == "keys" && !optional {
            let argument = self.object_keys_argument()?;
            return Ok(ExpressionKind::ObjectKeys(argument));
        }
        if let Some(quantifier) = Quantifier::named(name) {
            let (parameter, body) = self.arrow_argument()?;
            return Ok(ExpressionKind::Quantified {
                object,
                quantifier,
                quantifier_span: property.span,
                parameter,
                body,
                optional,
            });
        }
        if let Some(method) = Method::named(name) {
            return Ok(ExpressionKind::Call {
                object,
                method,
                method_span: property.span,
                arguments: self.method_arguments(method)?,
                optional,
            });
        }
        let call = Construct::MethodCall {
            name: property.name,
        };
        Err(refuse(property.span, ParseErrorKind::Unsupported(call)))
    }
}

fn function_call(function: &Expression) -> Box<ParseError> {
    let name = match &function.kind {
        ExpressionKind::Name(name) => Some(name.clone()),
        _ => None,
    };
    let call = Construct::FunctionCall { name };
    refuse(function.span, ParseErrorKind::Unsupported(call))
}
