//! Writes a tree as nested lists, operator first: `a + b` becomes `(+ a b)`.
//!
//! The form is for people and tests. It shows how an expression was grouped
//! and is not JavaScript.

use std::fmt;

use super::{Expression, ExpressionKind, TemplatePart};

impl fmt::Display for Expression {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            ExpressionKind::Number(value) if value.is_infinite() => f.write_str("Infinity"),
            ExpressionKind::Number(value) => write!(f, "{value}"),
            ExpressionKind::String(value) => write!(f, "{value:?}"),
            ExpressionKind::Boolean(value) => write!(f, "{value}"),
            ExpressionKind::Null => f.write_str("null"),
            ExpressionKind::Undefined => f.write_str("undefined"),
            ExpressionKind::Template(parts) => list(f, "template", parts),
            ExpressionKind::Array(items) => list(f, "array", items),
            ExpressionKind::Name(name) => f.write_str(name),
            ExpressionKind::This => f.write_str("this"),
            ExpressionKind::Member {
                object,
                property,
                optional,
            } => write!(f, "({}. {object} {})", mark(*optional), property.name),
            ExpressionKind::Index {
                object,
                index,
                optional,
            } => write!(f, "({}[] {object} {index})", mark(*optional)),
            ExpressionKind::Call {
                object,
                method,
                arguments,
                optional,
                ..
            } => list(
                f,
                &format!("{}.{method}()", mark(*optional)),
                std::iter::once(&**object).chain(arguments),
            ),
            ExpressionKind::Quantified {
                object,
                quantifier,
                parameter,
                body,
                optional,
                ..
            } => write!(
                f,
                "({}.{quantifier}() {object} (=> {} {body}))",
                mark(*optional),
                parameter.name
            ),
            ExpressionKind::ObjectKeys(argument) => write!(f, "(Object.keys() {argument})"),
            ExpressionKind::Chain(inner) => write!(f, "(chain {inner})"),
            ExpressionKind::Unary { operator, operand } => write!(f, "({operator} {operand})"),
            ExpressionKind::Binary {
                operator,
                left,
                right,
                ..
            } => write!(f, "({operator} {left} {right})"),
            ExpressionKind::Logical { operator, operands } => list(f, operator.symbol(), operands),
            ExpressionKind::Conditional {
                test,
                consequent,
                alternate,
            } => write!(f, "(?: {test} {consequent} {alternate})"),
        }
    }
}

impl fmt::Display for TemplatePart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => write!(f, "{text:?}"),
            Self::Expression(expression) => write!(f, "{expression}"),
        }
    }
}

fn mark(optional: bool) -> &'static str {
    if optional { "?" } else { "" }
}

fn list(
    f: &mut fmt::Formatter<'_>,
    head: &str,
    items: impl IntoIterator<Item: fmt::Display>,
) -> fmt::Result {
    write!(f, "({head}")?;
    for item in items {
        write!(f, " {item}")?;
    }
    f.write_str(")")
}
