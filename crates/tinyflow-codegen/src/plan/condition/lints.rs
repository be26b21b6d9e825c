//! What clippy would object to in a condition: JavaScript means it as it stands.

use std::cmp::Ordering;

use tinyflow_check::condition::{Comparison, Operand, Place, Test};
use tinyflow_check::shape::{Literal, Shape};

const FLOATS: &str = "float_cmp";
const RANGE: &str = "manual_range_contains";
const BOUNDS: [&str; 2] = ["impossible_comparisons", "redundant_comparisons"];

/// Those that look at several tests of one place, whatever the tests are.
const REPETITIVE: [&str; 7] = [
    "double_comparisons",
    "impossible_comparisons",
    "manual_is_variant_and",
    "manual_range_contains",
    "nonminimal_bool",
    "overly_complex_bool_expr",
    "redundant_comparisons",
];

/// The lints of clippy that may object to one of the conditions, by the alphabet.
pub(in crate::plan) fn lints<'t>(conditions: impl Iterator<Item = &'t Test>) -> Vec<&'static str> {
    let mut lints = Vec::new();
    for condition in conditions {
        lints.extend(of_repetition(condition));
        lints.extend(compares_floats(condition).then_some(FLOATS));
    }
    lints.sort_unstable();
    lints.dedup();
    lints
}

/// Those that ask for fewer tests: one place is tested more than once, and not just against one
/// literal after another.
fn of_repetition(test: &Test) -> Vec<&'static str> {
    let (tests, are_all) = match test {
        Test::Quantified(.., test) => return of_repetition(test),
        Test::Not(test) if of_repetition(test).is_empty() => return Vec::new(),
        // The opposite test has other forms of comparisons.
        Test::Not(_) => return REPETITIVE.to_vec(),
        Test::All(tests) => (tests, true),
        Test::Any(tests) => (tests, false),
        _ => return Vec::new(),
    };
    // A boolean that is compared is spelt as a bare test, like any other.
    let only_equal = tests.iter().all(|test| {
        let boolean = matches!(test, Test::Equal(place, _) if place.shape == Shape::Boolean);
        matches!(test, Test::Equal(..)) && !boolean
    });
    // Clippy does not look through the calls that terms become.
    let places = test.places();
    let repeated = (1..places.len()).filter(|index| places[..*index].contains(&places[*index]));
    let repeated: Vec<&Place> = repeated.map(|index| places[index]).collect();
    if repeated.is_empty() || only_equal {
        return Vec::new();
    }
    let mut lints = Vec::new();
    for place in repeated {
        match bounds(tests, place) {
            Some(bounds) => lints.extend(of_bounds(&bounds, are_all)),
            None => return REPETITIVE.to_vec(),
        }
    }
    lints
}

/// The bounds that a place is held against, where it is held against nothing else and no two of
/// them are the same.
fn bounds(tests: &[Test], place: &Place) -> Option<Vec<(Comparison, f64)>> {
    let mut bounds: Vec<(Comparison, f64)> = Vec::new();
    for test in tests {
        if !test.places().contains(&place) {
            continue;
        }
        let Test::Compare(_, comparison, Operand::Literal(literal)) = test else {
            return None;
        };
        let bound = match literal {
            Literal::Integer(integer) => *integer as f64,
            Literal::Number(number) => *number,
            _ => return None,
        };
        let is_known = |(_, known): &(_, f64)| known.partial_cmp(&bound) == Some(Ordering::Equal);
        if bounds.iter().any(is_known) {
            return None;
        }
        bounds.push((*comparison, bound));
    }
    Some(bounds)
}

fn of_bounds(bounds: &[(Comparison, f64)], are_all: bool) -> Vec<&'static str> {
    let is_lower =
        |comparison| matches!(comparison, Comparison::Greater | Comparison::GreaterOrEqual);
    let (lower, upper): (Vec<_>, Vec<_>) = bounds
        .iter()
        .partition(|(comparison, _)| is_lower(*comparison));
    let is_range = !lower.is_empty() && !upper.is_empty();
    // A range has its lower bound in it.
    let begins_with_bound = lower
        .iter()
        .any(|(comparison, _)| *comparison == Comparison::GreaterOrEqual);
    let mut lints = Vec::new();
    if is_range && (begins_with_bound || !are_all) {
        lints.push(RANGE);
    }
    let is_empty = lower
        .iter()
        .any(|(_, low)| upper.iter().any(|(_, high)| low > high));
    if are_all && (lower.len() > 1 || upper.len() > 1 || is_empty) {
        lints.extend(BOUNDS);
    }
    lints
}

/// Whether floats are compared for equality, zero excepted.
fn compares_floats(test: &Test) -> bool {
    match test {
        Test::Not(test) | Test::Quantified(.., test) => compares_floats(test),
        Test::All(tests) | Test::Any(tests) => tests.iter().any(compares_floats),
        Test::Related(left, relation, right) => {
            super::computed::compares_floats(left, *relation, right)
        }
        Test::Equal(place, operand) => {
            let is_zero = matches!(operand, Operand::Literal(Literal::Number(0.0)));
            let is_sure = place.links.last().is_none_or(|link| !link.optional);
            place.shape == Shape::Number && !place.length && is_sure && !is_zero
        }
        _ => false,
    }
}
