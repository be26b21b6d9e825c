//! Numbers: whole as long as nothing is calculated with them, `f64` from there on.

use tinyflow_check::condition::{Arithmetic, Computed};
use tinyflow_check::shape::Shape;

use super::Reached;
use super::or_else::{maybe, maybe_truthy};
use super::text::Text;
use crate::plan::code::{Code, Link};
use crate::plan::condition::value::binary;
use crate::plan::literal;

/// The code of a number, by its Rust type.
pub(super) enum Number {
    /// `i64`.
    Integer(Code),
    /// `u64`.
    Unsigned(Code),
    /// `usize`: the length of an array or a map.
    Size(Code),
    /// `usize`: the length of this string.
    Length(Text),
    /// `f64`.
    Float(Code),
}

impl Number {
    pub(super) fn code(&self) -> Code {
        match self {
            Self::Integer(code) | Self::Unsigned(code) | Self::Size(code) | Self::Float(code) => {
                code.clone()
            }
            Self::Length(text) => text.linked([".encode_utf16()", ".count()"].map(Link::text)),
        }
    }

    pub(super) fn is_whole(&self) -> bool {
        !matches!(self, Self::Float(_))
    }

    /// The number as `f64`.
    fn float(self) -> Code {
        match self {
            Self::Float(code) => code,
            whole => Code::call("js::number", whole.code()),
        }
    }

    /// A literal of the same type, if it has this number.
    pub(super) fn literal(&self, number: f64) -> Option<Code> {
        const LIMIT: f64 = 9_007_199_254_740_992.0;
        let least = match self {
            Self::Integer(_) => -LIMIT,
            Self::Unsigned(_) | Self::Size(_) | Self::Length(_) => 0.0,
            Self::Float(_) => return None,
        };
        let is_whole = number.fract() == 0.0 && (least..=LIMIT).contains(&number);
        is_whole.then(|| Code::Text(literal::grouped(&format!("{:.0}", number + 0.0))))
    }

    pub(super) fn is_like(&self, other: &Self) -> bool {
        let is_size = |number: &Self| matches!(number, Self::Size(_) | Self::Length(_));
        is_size(self) && is_size(other)
            || std::mem::discriminant(self) == std::mem::discriminant(other)
    }
}

impl Reached<'_> {
    /// Two numbers in one type.
    pub(super) fn numbers(&self, left: &Computed, right: &Computed) -> (Number, Number) {
        let one = self.number(left);
        // In a type without a sign nothing is less than zero, which lints find.
        if let Computed::Number(number) = right
            && (*number != 0.0 || matches!(one, Number::Integer(_)))
            && let Some(literal) = one.literal(*number)
        {
            return (one, Number::Integer(literal));
        }
        let other = self.number(right);
        if one.is_like(&other) {
            return (one, other);
        }
        (Number::Float(one.float()), Number::Float(other.float()))
    }

    pub(super) fn number(&self, value: &Computed) -> Number {
        match value {
            Computed::Place(place) => {
                let value = self.at(place);
                match &place.shape {
                    Shape::Text if place.length => Number::Length(Text::of(&value)),
                    _ if place.length => Number::Size(value.measured()),
                    Shape::Integer => Number::Integer(value.measured()),
                    Shape::Unsigned => Number::Unsigned(value.measured()),
                    _ => Number::Float(value.measured()),
                }
            }
            Computed::OrElse(place, other) => self.number_or_else(maybe(place), place, other),
            Computed::Or(place, other) => self.number_or_else(maybe_truthy(place), place, other),
            Computed::Length(text) => Number::Length(self.text(text)),
            Computed::Negated(inner) => {
                let inner = operand(&self.float(inner), true);
                Number::Float(Code::Text(format!("-{}", inner.one_line())))
            }
            Computed::Arithmetic(arithmetic, left, right) => {
                let binds = |value: &Computed| match value {
                    Computed::Arithmetic(Arithmetic::Add | Arithmetic::Subtract, ..) => 1,
                    Computed::Arithmetic(..) => 2,
                    _ => 3,
                };
                let own = binds(value);
                let (one, other) = (self.float(left), self.float(right));
                Number::Float(binary(
                    operand(&one, binds(left) < own),
                    symbol(*arithmetic),
                    operand(&other, binds(right) <= own),
                ))
            }
            Computed::Number(number) => Number::Float(Code::Text(literal::float(*number))),
            // No other value is a number.
            _ => Number::Float(Code::text("f64::NAN")),
        }
    }

    pub(super) fn float(&self, value: &Computed) -> Code {
        self.number(value).float()
    }
}

/// The code as an operand, in parentheses where it needs them.
pub(super) fn operand(code: &Code, is_looser: bool) -> Code {
    match code {
        Code::Compare { .. } if is_looser => Code::call("", code.clone()),
        code => code.clone(),
    }
}

fn symbol(arithmetic: Arithmetic) -> &'static str {
    match arithmetic {
        Arithmetic::Add => "+",
        Arithmetic::Subtract => "-",
        Arithmetic::Multiply => "*",
        Arithmetic::Divide => "/",
        Arithmetic::Remainder => "%",
    }
}
