//! Terms of which is asked whether they count as true.

use tinyflow_check::condition::{BinaryOperator, Constant, Term};

use super::{call, operand, value};
use crate::plan::code::{Code, Link};
use crate::plan::condition::chained::{linked, tried};

/// The code of a test whether the value counts as true, or as false where that
/// is not `wanted`.
pub(in crate::plan::condition) fn holds(term: &Term, wanted: bool) -> Code {
    let (test, negated) = as_test(term);
    let test = tried(test);
    if negated == wanted {
        return Code::Not(Box::new(test));
    }
    test
}

/// The code of a test, of type `Result<bool, _>`, and whether its opposite is
/// meant.
pub(super) fn as_test(term: &Term) -> (Code, bool) {
    match term {
        Term::Not(inner) => {
            let (test, negated) = as_test(inner);
            (test, !negated)
        }
        Term::Binary {
            operator,
            left,
            right,
        } => match comparison(*operator, left, right) {
            Some(test) => test,
            None => (truthy(term), false),
        },
        _ => (truthy(term), false),
    }
}

pub(super) fn truthy(term: &Term) -> Code {
    linked(value(term), Link::text(".truthy()"))
}

/// A comparison, and whether its opposite is meant.
pub(super) fn comparison(
    operator: BinaryOperator,
    left: &Term,
    right: &Term,
) -> Option<(Code, bool)> {
    let negated = matches!(
        operator,
        BinaryOperator::NotEqual | BinaryOperator::StrictNotEqual
    );
    let strict = matches!(
        operator,
        BinaryOperator::StrictEqual | BinaryOperator::StrictNotEqual
    );
    // A literal reads better behind what it is compared with.
    let (left, right, operator) = match (left, operator.mirrored()) {
        (Term::Constant(_), Some(mirrored)) => (right, left, mirrored),
        _ => (left, right, operator),
    };
    let method = match operator {
        BinaryOperator::In => {
            return Some((linked(value(right), call("has", operand(left))), false));
        }
        BinaryOperator::StrictEqual
        | BinaryOperator::StrictNotEqual
        | BinaryOperator::Equal
        | BinaryOperator::NotEqual => {
            let asked = match (right, strict) {
                (Term::Constant(Constant::Null | Constant::Undefined), false) => ".is_nullish()",
                (Term::Constant(Constant::Null), true) => ".is_null()",
                (Term::Constant(Constant::Undefined), true) => ".is_undefined()",
                _ => "",
            };
            if !asked.is_empty() {
                return Some((linked(value(left), Link::text(asked)), negated));
            }
            if strict {
                "strictly_equals"
            } else {
                "loosely_equals"
            }
        }
        BinaryOperator::Less => "less_than",
        BinaryOperator::LessOrEqual => "at_most",
        BinaryOperator::Greater => "greater_than",
        BinaryOperator::GreaterOrEqual => "at_least",
        _ => return None,
    };
    Some((linked(value(left), call(method, operand(right))), negated))
}

pub(super) fn negatable((test, negated): (Code, bool)) -> Code {
    if negated {
        return Code::call("js::not", test);
    }
    test
}
