//! Conditions as Rust expressions.
//!
//! Negations are pushed down to the single tests, each of which knows its own
//! opposite: so the code never says `!(a == b)`.

mod reach;

mod value;

mod term;

use tinyflow_check::condition::{Operand, Place, Test};
use tinyflow_check::shape::Shape;

use super::code::Code;
use reach::{missing, reach};

/// The condition as an expression of type `bool`, in which `state` is the
/// state and `?` may stand.
pub(super) fn code(test: &Test) -> Code {
    expression(test, true)
}

/// Whether clippy might find the condition too complicated: one place is
/// tested more than once, and not just against one literal after another.
pub(super) fn is_repetitive(test: &Test) -> bool {
    let tests = match test {
        Test::Not(test) => return is_repetitive(test),
        Test::All(tests) | Test::Any(tests) => tests,
        _ => return false,
    };
    // A boolean that is compared is spelt as a bare test, like any other.
    let only_equal = tests.iter().all(|test| {
        let boolean = matches!(test, Test::Equal(place, _) if place.shape == Shape::Boolean);
        matches!(test, Test::Equal(..)) && !boolean
    });
    let mut places = Vec::new();
    collect(test, &mut places);
    let repeated = (1..places.len()).any(|index| places[..index].contains(&places[index]));
    repeated && !only_equal
}

fn collect<'t>(test: &'t Test, places: &mut Vec<&'t Place>) {
    match test {
        Test::Always(_) => {}
        Test::Not(test) => collect(test, places),
        Test::All(tests) | Test::Any(tests) => {
            for test in tests {
                collect(test, places);
            }
        }
        Test::Truthy(place) | Test::Missing(place) => places.push(place),
        // Clippy does not look through calls.
        Test::Holds(_) => {}
        Test::Equal(place, operand) | Test::Compare(place, _, operand) => {
            places.push(place);
            if let Operand::Place(other) = operand {
                places.push(other);
            }
        }
    }
}

/// The test where `wanted`, its opposite where not.
fn expression(test: &Test, wanted: bool) -> Code {
    match test {
        Test::Always(answer) => Code::text((*answer == wanted).to_string()),
        Test::Not(test) => expression(test, !wanted),
        Test::All(tests) => logic(tests, wanted, wanted),
        Test::Any(tests) => logic(tests, wanted, !wanted),
        Test::Missing(place) => missing(place, wanted),
        Test::Holds(term) => term::holds(term, wanted),
        Test::Truthy(place) => reach(place, wanted, |value| value.truthy(wanted)),
        Test::Equal(place, Operand::Literal(literal)) => {
            reach(place, wanted, |value| value.equals(literal, wanted))
        }
        Test::Compare(place, comparison, Operand::Literal(literal)) => {
            reach(place, wanted, |value| {
                value.compares(*comparison, literal, wanted)
            })
        }
        Test::Equal(left, Operand::Place(right)) => reach(left, wanted, |left| {
            reach(right, wanted, |right| left.equals_value(&right, wanted))
        }),
        Test::Compare(left, comparison, Operand::Place(right)) => reach(left, wanted, |left| {
            reach(right, wanted, |right| {
                left.compares_value(*comparison, &right, wanted)
            })
        }),
    }
}

fn logic(tests: &[Test], wanted: bool, all: bool) -> Code {
    let operator = if all { "&&" } else { "||" };
    let operands = tests.iter().map(|test| expression(test, wanted));
    // What a negation turned into the same operator needs no parentheses.
    let flat = operands.flat_map(|operand| match operand {
        Code::Logic {
            operator: inner,
            operands,
        } if inner == operator => operands,
        operand => vec![operand],
    });
    Code::Logic {
        operator: operator.to_owned(),
        operands: flat.collect(),
    }
}
