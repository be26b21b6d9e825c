//! Expressions that are joined by operators, from the loosest to the tightest.
//!
//! This is the Pratt part: how tightly an operator binds is one table, and the
//! loop below reads as much as binds at least as tightly as it is asked to.

use super::{Parsed, Parser};
use crate::{
    error::Construct,
    syntax::{BinaryOperator, Expression, ExpressionKind, LogicalOperator, UnaryOperator},
};

#[derive(Clone, Copy, PartialEq)]
enum Infix {
    Logical(LogicalOperator),
    Binary(BinaryOperator),
}

impl Parser<'_> {
    /// Reads a whole expression, the conditional operator included.
    pub(super) fn expression(&mut self) -> Parsed<Box<Expression>> {
        self.nested(|parser| {
            let start = parser.start();
            let test = parser.binary(LOOSEST)?;
            if !parser.eat("?") {
                return Ok(test);
            }
            let consequent = parser.expression()?;
            parser.require(":")?;
            let alternate = parser.expression()?;
            let kind = ExpressionKind::Conditional {
                test,
                consequent,
                alternate,
            };
            parser.node(start, kind)
        })
    }

    /// Reads operands and operators for as long as they bind at least as tightly as `tightness`.
    fn binary(&mut self, tightness: u8) -> Parsed<Box<Expression>> {
        let start = self.start();
        let mut left = self.unary()?;
        let mut last_logical = None;
        while let Some(infix) = infix(self.peek().text).filter(|next| next.tightness() >= tightness)
        {
            left = match infix {
                Infix::Logical(operator) => {
                    if last_logical.is_some_and(|last| mixed(last, operator)) {
                        return Err(self.unsupported(Construct::MixedCoalescing));
                    }
                    last_logical = Some(operator);
                    self.logical(start, operator, *left)?
                }
                Infix::Binary(operator) => {
                    let operator_span = self.peek().span;
                    let right = self.right_operand(infix)?;
                    let kind = ExpressionKind::Binary {
                        operator,
                        operator_span,
                        left,
                        right,
                    };
                    self.node(start, kind)?
                }
            };
        }
        Ok(left)
    }

    /// Reads all operands that the same operator joins, so that a long row stays flat.
    fn logical(
        &mut self,
        start: usize,
        operator: LogicalOperator,
        first: Expression,
    ) -> Parsed<Box<Expression>> {
        let mut operands = vec![first];
        while self.next_is(operator.symbol()) {
            operands.push(*self.right_operand(Infix::Logical(operator))?);
        }
        self.node(start, ExpressionKind::Logical { operator, operands })
    }

    /// Steps over the operator and reads what binds more tightly than it does.
    fn right_operand(&mut self, infix: Infix) -> Parsed<Box<Expression>> {
        self.advance();
        let tightness = match infix {
            // `&&` must not slip into the right side of a `??`.
            Infix::Logical(LogicalOperator::Coalesce) => {
                Infix::Logical(LogicalOperator::And).tightness()
            }
            _ => infix.tightness(),
        };
        self.nested(|parser| parser.binary(tightness + 1))
    }

    fn unary(&mut self) -> Parsed<Box<Expression>> {
        let operator = match self.peek().text {
            "!" => UnaryOperator::Not,
            "-" => UnaryOperator::Negate,
            "typeof" => UnaryOperator::Typeof,
            "+" => return Err(self.unsupported(Construct::UnaryPlus)),
            _ => return self.chain(),
        };
        let start = self.start();
        self.advance();
        let operand = self.nested(Self::unary)?;
        self.node(start, ExpressionKind::Unary { operator, operand })
    }
}

impl Infix {
    fn tightness(self) -> u8 {
        match self {
            Self::Logical(LogicalOperator::Coalesce | LogicalOperator::Or) => LOOSEST,
            Self::Logical(LogicalOperator::And) => 1,
            Self::Binary(operator) => match operator {
                BinaryOperator::StrictEqual
                | BinaryOperator::StrictNotEqual
                | BinaryOperator::Equal
                | BinaryOperator::NotEqual => 2,
                BinaryOperator::Less
                | BinaryOperator::LessOrEqual
                | BinaryOperator::Greater
                | BinaryOperator::GreaterOrEqual
                | BinaryOperator::In => 3,
                BinaryOperator::Add | BinaryOperator::Subtract => 4,
                BinaryOperator::Multiply | BinaryOperator::Divide | BinaryOperator::Remainder => 5,
            },
        }
    }
}

const LOOSEST: u8 = 0;

/// Whether JavaScript wants parentheses between the two operators.
fn mixed(one: LogicalOperator, other: LogicalOperator) -> bool {
    one != other && (one == LogicalOperator::Coalesce || other == LogicalOperator::Coalesce)
}

fn infix(text: &str) -> Option<Infix> {
    let infix = match text {
        "&&" => Infix::Logical(LogicalOperator::And),
        "||" => Infix::Logical(LogicalOperator::Or),
        "??" => Infix::Logical(LogicalOperator::Coalesce),
        "===" => Infix::Binary(BinaryOperator::StrictEqual),
        "!==" => Infix::Binary(BinaryOperator::StrictNotEqual),
        "==" => Infix::Binary(BinaryOperator::Equal),
        "!=" => Infix::Binary(BinaryOperator::NotEqual),
        "<" => Infix::Binary(BinaryOperator::Less),
        "<=" => Infix::Binary(BinaryOperator::LessOrEqual),
        ">" => Infix::Binary(BinaryOperator::Greater),
        ">=" => Infix::Binary(BinaryOperator::GreaterOrEqual),
        "in" => Infix::Binary(BinaryOperator::In),
        "+" => Infix::Binary(BinaryOperator::Add),
        "-" => Infix::Binary(BinaryOperator::Subtract),
        "*" => Infix::Binary(BinaryOperator::Multiply),
        "/" => Infix::Binary(BinaryOperator::Divide),
        "%" => Infix::Binary(BinaryOperator::Remainder),
        _ => return None,
    };
    Some(infix)
}
