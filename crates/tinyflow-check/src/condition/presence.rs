//! Which places are known to be there, from the outcome of tests before.

use std::collections::BTreeSet;

use tinyflow_expression::{BinaryOperator, LogicalOperator, Quantifier};

use super::term::{Constant, Term};
use super::{Operand, Place, Test};

/// The paths of places that are there.
#[derive(Clone, Debug, Default)]
pub(super) struct Present {
    there: BTreeSet<String>,
    /// Those that are strings, though their schema leaves it open.
    strings: BTreeSet<String>,
}

impl Present {
    pub(super) fn contains(&self, path: &str) -> bool {
        self.there.contains(path)
    }

    pub(super) fn is_string(&self, path: &str) -> bool {
        self.strings.contains(path)
    }

    /// What remains known where a name stands for something else.
    pub(super) fn without(&self, name: &str) -> Self {
        let is_of_name = |path: &&String| {
            let rest = path.strip_prefix(name);
            !rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
        };
        Self {
            there: self.there.iter().filter(is_of_name).cloned().collect(),
            strings: self.strings.iter().filter(is_of_name).cloned().collect(),
        }
    }

    /// Adds what follows from the test having this outcome.
    pub(super) fn assume(&mut self, test: &Test, outcome: bool) {
        match (test, outcome) {
            (Test::Not(test), _) => self.assume(test, !outcome),
            (Test::All(tests), true) | (Test::Any(tests), false) => {
                for test in tests {
                    self.assume(test, outcome);
                }
            }
            // Two missing values are equal, too.
            (Test::Equal(place, Operand::Place(other)), true)
                if place.may_be_missing() && other.may_be_missing() => {}
            (Test::Equal(place, Operand::Place(other)), true) => {
                self.insert(place);
                self.insert(other);
            }
            (
                Test::Truthy(place)
                | Test::Equal(place, _)
                | Test::Compare(place, ..)
                | Test::Has(place, ..)
                | Test::Quantified(place, Quantifier::Some, ..),
                true,
            )
            | (Test::Missing(place), false) => self.insert(place),
            (Test::Holds(term), _) => self.assume_term(term, outcome),
            _ => {}
        }
    }

    fn assume_term(&mut self, term: &Term, outcome: bool) {
        match (term, outcome) {
            (Term::Not(term), _) => self.assume_term(term, !outcome),
            (
                Term::Logical {
                    operator: LogicalOperator::And,
                    operands,
                },
                true,
            )
            | (
                Term::Logical {
                    operator: LogicalOperator::Or,
                    operands,
                },
                false,
            ) => {
                for operand in operands {
                    self.assume_term(operand, outcome);
                }
            }
            (
                Term::Binary {
                    operator,
                    left,
                    right,
                },
                _,
            ) => {
                self.assume_type(*operator, left, right, outcome);
                if !holds_for_nothing(*operator, right, outcome) {
                    self.insert_term(left);
                }
                if !holds_for_nothing(*operator, left, outcome) {
                    self.insert_term(right);
                }
            }
            (Term::Call { object, .. } | Term::Quantified { object, .. }, true) => {
                self.insert_term(object);
            }
            (term, true) => self.insert_term(term),
            _ => {}
        }
    }

    /// What follows from `typeof x === 'string'`: `x` is there, and is a string.
    fn assume_type(&mut self, operator: BinaryOperator, left: &Term, right: &Term, outcome: bool) {
        let equal = match operator {
            BinaryOperator::Equal | BinaryOperator::StrictEqual => outcome,
            BinaryOperator::NotEqual | BinaryOperator::StrictNotEqual => !outcome,
            _ => return,
        };
        let (Term::TypeOf(term), Term::Constant(Constant::Text(name))) = (left, right) else {
            return;
        };
        match (name.as_str(), equal) {
            ("undefined", false) | ("string" | "number" | "boolean", true) => {
                self.insert_term(term);
            }
            _ => {}
        }
        if name == "string" && equal {
            self.strings.extend(term.path());
        }
    }

    /// A place that is there, and with it all that it was read through.
    fn insert(&mut self, place: &Place) {
        let paths = (0..place.links.len()).map(|index| place.path_to(index));
        self.there.extend(paths);
    }

    fn insert_term(&mut self, term: &Term) {
        self.there.extend(term.path());
        match term {
            Term::Place(place) => self.insert(place),
            Term::Get { object, .. } => self.insert_term(object),
            Term::Optional(inner) | Term::Chain(inner) => self.insert_term(inner),
            _ => {}
        }
    }
}

/// Whether a comparison with `other` may have this outcome for `undefined` or
/// `null`.
fn holds_for_nothing(operator: BinaryOperator, other: &Term, outcome: bool) -> bool {
    let Term::Constant(other) = other else {
        return true;
    };
    let is_nothing = matches!(other, Constant::Null | Constant::Undefined);
    match (operator, outcome) {
        (BinaryOperator::Equal, true) | (BinaryOperator::NotEqual, false) => is_nothing,
        (BinaryOperator::Equal, false) | (BinaryOperator::NotEqual, true) => !is_nothing,
        (BinaryOperator::StrictEqual, true) | (BinaryOperator::StrictNotEqual, false) => is_nothing,
        _ => true,
    }
}
