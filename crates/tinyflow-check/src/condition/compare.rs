//! Equality and order, as JavaScript sees them, between a place and a literal
//! or another place.

use tinyflow_expression::{Expression, ExpressionKind, UnaryOperator};
use tinyflow_model::nearest::nearest;

use super::kinds::Kinds;
use super::measured::{Bound, Measured, measured, whole, whole_bound};
use super::presence::Present;
use super::translate::Translator;
use super::{Comparison, Link, Nothing, Operand, Place, Test, mend, never_equal};
use crate::shape::{Literal, Shape};

/// A literal as the expression has it.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Constant<'e> {
    Number(f64),
    String(&'e str),
    Boolean(bool),
    Null,
    Undefined,
}

impl Constant<'_> {
    /// The string that it becomes where one is wanted.
    pub(super) fn written(self) -> String {
        match self {
            Self::Number(number) => tinyflow_javascript::text(number),
            Self::String(text) => text.to_owned(),
            Self::Boolean(value) => value.to_string(),
            Self::Null => "null".to_owned(),
            Self::Undefined => "undefined".to_owned(),
        }
    }

    fn describe(self) -> &'static str {
        match self {
            Self::Number(_) => "a number",
            Self::String(_) => "a string",
            Self::Boolean(_) => "a boolean",
            Self::Null => "`null`",
            Self::Undefined => "`undefined`",
        }
    }
}

pub(super) fn constant(expression: &Expression) -> Option<Constant<'_>> {
    Some(match &expression.kind {
        ExpressionKind::Number(number) => Constant::Number(*number),
        ExpressionKind::String(text) => Constant::String(text),
        ExpressionKind::Boolean(value) => Constant::Boolean(*value),
        ExpressionKind::Null => Constant::Null,
        ExpressionKind::Undefined => Constant::Undefined,
        ExpressionKind::Unary {
            operator: UnaryOperator::Negate,
            operand,
        } => match operand.kind {
            ExpressionKind::Number(number) => Constant::Number(-number),
            _ => return None,
        },
        _ => return None,
    })
}

impl Translator<'_> {
    /// `left === right`, or `left == right` where not `strict`.
    pub(super) fn equal(
        &mut self,
        expression: &Expression,
        left: &Expression,
        right: &Expression,
        strict: bool,
        present: &Present,
    ) -> Option<Test> {
        if let Some(test) = self.form(left, right, present) {
            return Some(test);
        }
        let (place, other) = match (constant(left), constant(right)) {
            (None, None) => {
                let left = self.place(left, present);
                let right = self.place(right, present)?;
                return self.equal_places(left?, right);
            }
            (None, Some(constant)) => (self.place(left, present)?, constant),
            (Some(constant), None) => (self.place(right, present)?, constant),
            (Some(_), Some(_)) => return self.leave(),
        };
        self.equal_constant(expression, place, other, strict, present)
    }

    /// `place === other`, or `place == other` where not `strict`.
    pub(super) fn equal_constant(
        &mut self,
        expression: &Expression,
        place: Place,
        other: Constant<'_>,
        strict: bool,
        present: &Present,
    ) -> Option<Test> {
        let is_asked_for = match other {
            Constant::Undefined if strict => true,
            Constant::Undefined | Constant::Null => {
                !Kinds::of_shape(&place.shape).meets(Kinds::NULL)
            }
            _ => false,
        };
        if !(place.is_typed() || is_asked_for) {
            return self.leave();
        }
        let (is_null, may_skip) = (place.may_be_null(), place.may_skip());
        let missing = match other {
            // What is not there may be either.
            Constant::Undefined | Constant::Null if strict && is_null && may_skip => {
                return self.leave();
            }
            Constant::Undefined if strict && place.is_nested() => {
                return Some(Test::Nothing(place, Nothing::Undefined));
            }
            Constant::Null if strict && place.is_nested() => {
                return Some(Test::Nothing(place, Nothing::Null));
            }
            Constant::Undefined if strict && is_null => return self.decided(place, false, present),
            Constant::Undefined => true,
            Constant::Null => !strict || is_null,
            _ => false,
        };
        if missing {
            if place.may_be_missing() {
                return Some(Test::Missing(place));
            }
            return self.decided(place, false, present);
        }
        let literal = self.equal_literal(expression, &place, other, strict)?;
        Some(Test::Equal(place, Operand::Literal(literal)))
    }

    /// The constant as a literal of the place's shape.
    pub(super) fn equal_literal(
        &mut self,
        expression: &Expression,
        place: &Place,
        constant: Constant<'_>,
        strict: bool,
    ) -> Option<Literal> {
        let literal = match (measured(place), constant) {
            (Measured::Value(Shape::Text), Constant::String(text)) => Literal::Text(text.into()),
            (Measured::Value(Shape::Boolean), Constant::Boolean(value)) => Literal::Boolean(value),
            (Measured::Value(Shape::Number), Constant::Number(number)) if number.is_finite() => {
                Literal::Number(number)
            }
            (measured, Constant::Number(number)) if measured.is_whole() => {
                match whole(number).filter(|integer| measured.holds(*integer)) {
                    Some(integer) => Literal::Integer(integer),
                    None => return self.never_equal(expression, place, &number.to_string()),
                }
            }
            (Measured::Value(Shape::Enum(shape)), Constant::String(text)) => {
                match shape.variant(text) {
                    Some(variant) => Literal::Variant(shape.name.clone(), variant.name.clone()),
                    None => {
                        let span = self.span(mend::operand(expression, text).span);
                        let known = shape.variants.iter().map(|known| known.wire_name.as_str());
                        let near = nearest(text, known.clone());
                        let fix = mend::string(text, known.clone(), self.spelt(span), span);
                        let mut finding = never_equal::not_in_enum(text, known, near, span);
                        finding.fix = fix;
                        self.report(finding);
                        return None;
                    }
                }
            }
            (Measured::Value(Shape::Any), _) => {
                return self.leave();
            }
            (_, other) if strict || other == Constant::Null => {
                return self.never_equal(expression, place, other.describe());
            }
            _ => return self.leave(),
        };
        Some(literal)
    }

    fn equal_places(&mut self, left: Place, right: Place) -> Option<Test> {
        let same = match (measured(&left), measured(&right)) {
            (Measured::Length, Measured::Length) => true,
            (Measured::Value(left), Measured::Value(right)) => left.is_scalar() && left == right,
            _ => false,
        };
        // Two missing values are equal, if both are `undefined` or both `null`.
        let both = left.may_be_missing() && right.may_be_missing();
        let is_opened = left.is_chained() || right.is_chained();
        let is_element = |place: &Place| {
            let last = place.links.last();
            !place.is_read_from() && last.is_some_and(Link::is_lent)
        };
        let differ = left.may_be_null() != right.may_be_null();
        let is_nested = left.is_nested() || right.is_nested();
        if is_nested || both && (is_opened || differ || is_element(&left) || is_element(&right)) {
            return self.leave();
        }
        self.places(left, right, same, |left, right| {
            Test::Equal(left, Operand::Place(right))
        })
    }

    /// `left < right` and its like.
    pub(super) fn compare(
        &mut self,
        left: &Expression,
        comparison: Comparison,
        right: &Expression,
        present: &Present,
    ) -> Option<Test> {
        let (place, comparison, constant) = match (constant(left), constant(right)) {
            (None, None) => {
                let left = self.place(left, present);
                let right = self.place(right, present)?;
                return self.compare_places(left?, comparison, right);
            }
            (None, Some(constant)) => (self.place(left, present)?, comparison, constant),
            (Some(constant), None) => {
                (self.place(right, present)?, comparison.mirrored(), constant)
            }
            (Some(_), Some(_)) => return self.leave(),
        };
        // `null` is 0 there.
        if place.may_be_null() && place.may_lack_value() && zero_may_pass(comparison, constant) {
            return self.leave();
        }
        match (measured(&place), constant) {
            (Measured::Value(Shape::Number), Constant::Number(number)) if number.is_finite() => {
                let operand = Operand::Literal(Literal::Number(number));
                Some(Test::Compare(place, comparison, operand))
            }
            (measured, Constant::Number(number)) if measured.is_whole() && number.is_finite() => {
                match whole_bound(&place, comparison, number) {
                    Bound::Decided(answer) => self.decided(place, answer, present),
                    Bound::At(comparison, bound) => {
                        let operand = Operand::Literal(Literal::Integer(bound));
                        Some(Test::Compare(place, comparison, operand))
                    }
                }
            }
            (Measured::Value(Shape::Text), Constant::String("")) => {
                self.compare_with_empty(place, comparison, present)
            }
            // Among strings of which one is ASCII, the order by bytes is the
            // order by UTF-16 units, which is JavaScript's.
            (Measured::Value(Shape::Text), Constant::String(text)) if text.is_ascii() => {
                let operand = Operand::Literal(Literal::Text(text.to_owned()));
                Some(Test::Compare(place, comparison, operand))
            }
            (Measured::Value(Shape::Text), Constant::String(_)) => self.leave(),
            (Measured::Value(Shape::Any), _) => self.leave(),
            _ => self.leave(),
        }
    }

    /// No string comes before the empty one.
    fn compare_with_empty(
        &mut self,
        place: Place,
        comparison: Comparison,
        present: &Present,
    ) -> Option<Test> {
        match comparison {
            Comparison::Less => self.decided(place, false, present),
            Comparison::GreaterOrEqual => self.decided(place, true, present),
            Comparison::Greater => Some(Test::Truthy(place)),
            Comparison::LessOrEqual => {
                let empty = Operand::Literal(Literal::Text(String::new()));
                Some(Test::Equal(place, empty))
            }
        }
    }

    fn compare_places(
        &mut self,
        left: Place,
        comparison: Comparison,
        right: Place,
    ) -> Option<Test> {
        let same = match (measured(&left), measured(&right)) {
            (Measured::Length, Measured::Length) => true,
            (Measured::Value(left), Measured::Value(right)) => {
                let number = matches!(left, Shape::Integer | Shape::Unsigned | Shape::Number);
                number && left == right
            }
            _ => false,
        };
        // `null` is 0 there.
        let is_null = |place: &Place| place.may_be_null() && place.may_lack_value();
        if is_null(&left) || is_null(&right) {
            return self.leave();
        }
        self.places(left, right, same, |left, right| {
            Test::Compare(left, comparison, Operand::Place(right))
        })
    }

    fn places(
        &mut self,
        left: Place,
        right: Place,
        same: bool,
        test: impl FnOnce(Place, Place) -> Test,
    ) -> Option<Test> {
        if !same || left == right {
            return self.leave();
        }
        self.openable(&[&left, &right])?;
        Some(test(left, right))
    }

    fn never_equal<T>(&mut self, at: &Expression, place: &Place, other: &str) -> Option<T> {
        let span = self.span(at.span);
        self.report(never_equal::finding(
            measured(place).describe(),
            other,
            span,
        ));
        None
    }
}

/// Whether 0 compares so with a constant, as far as that is known to be a number.
fn zero_may_pass(comparison: Comparison, constant: Constant<'_>) -> bool {
    match (constant, comparison) {
        (Constant::Number(number), Comparison::Less) => 0.0 < number,
        (Constant::Number(number), Comparison::LessOrEqual) => 0.0 <= number,
        (Constant::Number(number), Comparison::Greater) => 0.0 > number,
        (Constant::Number(number), Comparison::GreaterOrEqual) => 0.0 >= number,
        _ => true,
    }
}
