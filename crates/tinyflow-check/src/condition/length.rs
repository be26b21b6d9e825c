//! How long an array is at least, from the outcome of a test on its length.

use tinyflow_expression::{BinaryOperator, Quantifier};

use super::measured::whole;
use super::term::{Constant, Term};
use super::{Comparison, Operand, Part, Test};
use crate::shape::{Literal, Shape};

/// The path of the array, and how many elements it has at least where the test
/// has this outcome.
pub(super) fn least_length(test: &Test, outcome: bool) -> Option<(String, usize)> {
    match test {
        Test::Not(test) => least_length(test, !outcome),
        Test::Truthy(place) if place.length && outcome => Some((place.path(), 1)),
        Test::Equal(place, Operand::Literal(Literal::Integer(length))) if place.length => {
            let least = match outcome {
                true => *length,
                false => i128::from(*length == 0 && !place.may_be_missing()),
            };
            Some((place.path(), usize::try_from(least).ok()?))
        }
        Test::Compare(place, comparison, Operand::Literal(Literal::Integer(bound)))
            if place.length =>
        {
            // Without the array, no comparison holds.
            let comparison = match outcome {
                true => *comparison,
                false if place.may_be_missing() => return None,
                false => comparison.negated(),
            };
            Some((place.path(), at_least(comparison, *bound)?))
        }
        Test::Quantified(place, Quantifier::Some, ..) if outcome => Some((place.path(), 1)),
        Test::Has(place, Part::Anywhere, _) if outcome => {
            matches!(place.shape, Shape::List(_)).then(|| (place.path(), 1))
        }
        _ => None,
    }
}

pub(super) fn least_length_of(term: &Term, outcome: bool) -> Option<(String, usize)> {
    match term {
        Term::Not(term) => least_length_of(term, !outcome),
        Term::Binary {
            operator,
            left,
            right,
        } => {
            let (array, operator, bound) = match (counted(left), &**right) {
                (Some(array), Term::Constant(Constant::Number(bound))) => {
                    (array, *operator, *bound)
                }
                _ => match (&**left, counted(right)) {
                    (Term::Constant(Constant::Number(bound)), Some(array)) => {
                        (array, operator.mirrored()?, *bound)
                    }
                    _ => return None,
                },
            };
            let bound = whole(bound)?;
            let least = match (operator, outcome) {
                (BinaryOperator::Equal | BinaryOperator::StrictEqual, true)
                | (BinaryOperator::NotEqual | BinaryOperator::StrictNotEqual, false) => {
                    usize::try_from(bound).ok()?
                }
                (BinaryOperator::Greater, true) => at_least(Comparison::Greater, bound)?,
                (BinaryOperator::GreaterOrEqual, true) => {
                    at_least(Comparison::GreaterOrEqual, bound)?
                }
                _ => return None,
            };
            Some((array, least))
        }
        Term::Quantified {
            object,
            quantifier: Quantifier::Some,
            ..
        } if outcome => Some((object.path()?, 1)),
        term if outcome => Some((counted(term)?, 1)),
        _ => None,
    }
}

/// The path of the array of which the term is the length.
fn counted(term: &Term) -> Option<String> {
    match term {
        Term::Chain(inner) => counted(inner),
        Term::Get { object, key } => {
            let is_length =
                matches!(&**key, Term::Constant(Constant::Text(key)) if key == "length");
            is_length.then(|| object.path())?
        }
        Term::Place(place) if place.length => Some(place.path()),
        _ => None,
    }
}

fn at_least(comparison: Comparison, bound: i128) -> Option<usize> {
    let least = match comparison {
        Comparison::Greater => bound.checked_add(1)?,
        Comparison::GreaterOrEqual => bound,
        Comparison::Less | Comparison::LessOrEqual => return None,
    };
    usize::try_from(least).ok()
}
