//! What of a place is compared, and how whole numbers compare with literals.

use super::{Comparison, Place};
use crate::shape::Shape;

/// What of a place is compared.
#[derive(Clone, Copy)]
pub(super) enum Measured<'p> {
    Value(&'p Shape),
    Length,
}

/// Which of its value and its length a place means.
pub(super) fn measured(place: &Place) -> Measured<'_> {
    if place.length {
        Measured::Length
    } else {
        Measured::Value(&place.shape)
    }
}

impl Measured<'_> {
    pub(super) fn describe(self) -> &'static str {
        match self {
            Self::Value(shape) => shape.describe(),
            Self::Length => "a length",
        }
    }

    pub(super) fn is_whole(self) -> bool {
        match self {
            Self::Value(shape) => matches!(shape, Shape::Integer | Shape::Unsigned),
            Self::Length => true,
        }
    }

    /// Whether the Rust type has this number.
    pub(super) fn holds(self, integer: i128) -> bool {
        match self {
            Self::Value(Shape::Integer) => i64::try_from(integer).is_ok(),
            _ => u64::try_from(integer).is_ok(),
        }
    }
}

/// Above the numbers of every integer type.
const OUT_OF_RANGE: f64 = 1.9e19;

/// The number, if it is whole.
pub(super) fn whole(number: f64) -> Option<i128> {
    #[expect(clippy::cast_possible_truncation, reason = "a whole number below 2^65")]
    (number.fract() == 0.0 && number.abs() < OUT_OF_RANGE).then_some(number as i128)
}

/// How a whole number compares with a literal that may have a fraction or be
/// out of the type's range: `n > 2.5` is `n > 2`, and a length is never below 0.
pub(super) fn whole_bound(place: &Place, comparison: Comparison, number: f64) -> Bound {
    let above = matches!(comparison, Comparison::Greater | Comparison::GreaterOrEqual);
    let (comparison, bound) = match whole(number) {
        Some(integer) => (comparison, integer),
        None if number.abs() >= OUT_OF_RANGE => return Bound::Decided(above != (number > 0.0)),
        None if above => (
            Comparison::Greater,
            whole(number.floor()).unwrap_or_default(),
        ),
        None => (Comparison::Less, whole(number.ceil()).unwrap_or_default()),
    };
    let (least, greatest) = match measured(place) {
        Measured::Value(Shape::Integer) => (i128::from(i64::MIN), i128::from(i64::MAX)),
        _ => (0, i128::from(u64::MAX)),
    };
    let holds_for = |value: i128| match comparison {
        Comparison::Less => value < bound,
        Comparison::LessOrEqual => value <= bound,
        Comparison::Greater => value > bound,
        Comparison::GreaterOrEqual => value >= bound,
    };
    if holds_for(least) == holds_for(greatest) {
        return Bound::Decided(holds_for(least));
    }
    Bound::At(comparison, bound)
}

/// What remains of a comparison with a literal.
pub(super) enum Bound {
    /// The answer is the same for every number of the type.
    Decided(bool),
    /// The comparison that remains, with a bound of the type.
    At(Comparison, i128),
}
