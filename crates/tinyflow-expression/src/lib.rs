#![doc = include_str!("../README.md")]
//!
//! # What it reads
//!
//! Literals and templates, names, property, index and optional access, the
//! comparison, arithmetic and logical operators, `in`, `typeof`, `a ? b : c`,
//! array literals, a few string and array methods, and `Object.keys(x)`.
//! The rest of JavaScript is recognised and refused by name, see [`Construct`].
//!
//! The crate knows syntax alone: no types, no state, no evaluation. Text goes
//! through the lexer to tokens, and through the parser to an [`Expression`].

mod span;
mod syntax;

mod error;

mod lexer;
mod parser;
mod token;

pub use error::{Construct, Expected, ParseError, ParseErrorKind};
pub use parser::parse;
pub use span::Span;
pub use syntax::{
    BinaryOperator, Expression, ExpressionKind, Identifier, LogicalOperator, MAX_DEPTH, Method,
    Quantifier, TemplatePart, UnaryOperator,
};
