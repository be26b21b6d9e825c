//! Which places are known to be there, from the outcome of tests before.

use std::collections::{BTreeMap, BTreeSet};

use tinyflow_expression::{BinaryOperator, LogicalOperator, Quantifier};

use super::kinds::Kinds;
use super::length::{least_length, least_length_of};
use super::term::{Constant, Term};
use super::{Nothing, Operand, Place, Test};

/// The paths of places that are there.
#[derive(Clone, Debug, Default)]
pub(super) struct Present {
    there: BTreeSet<String>,
    /// What others may be, of all that their schema allows.
    kinds: BTreeMap<String, Kinds>,
    /// How many elements arrays have at least.
    lengths: BTreeMap<String, usize>,
}

impl Present {
    pub(super) fn contains(&self, path: &str) -> bool {
        self.there.contains(path) || self.has_element(path)
    }

    /// Whether the path is that of an element which an array is long enough for.
    fn has_element(&self, path: &str) -> bool {
        let element = path
            .strip_suffix(']')
            .and_then(|path| path.rsplit_once('['));
        element.is_some_and(|(array, index)| {
            let length = self.lengths.get(array).copied().unwrap_or_default();
            index.parse().is_ok_and(|index: usize| index < length)
        })
    }

    /// What a value may be here, of what it may be by its schema.
    pub(super) fn narrowed(&self, path: Option<&str>, kinds: Kinds) -> Kinds {
        let Some(path) = path else {
            return kinds;
        };
        let kinds = match self.kinds.get(path) {
            Some(known) => kinds.and(*known),
            None => kinds,
        };
        match self.contains(path) {
            true => kinds.without(Kinds::NULLISH),
            false => kinds,
        }
    }

    /// What remains known where a name stands for something else.
    pub(super) fn without(&self, name: &str) -> Self {
        let is_of_name = |path: &&String| {
            let rest = path.strip_prefix(name);
            !rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
        };
        Self {
            there: self.there.iter().filter(is_of_name).cloned().collect(),
            kinds: retained(&self.kinds, is_of_name),
            lengths: retained(&self.lengths, is_of_name),
        }
    }

    /// Adds what follows from the test having this outcome.
    pub(super) fn assume(&mut self, test: &Test, outcome: bool) {
        if let Some((path, length)) = least_length(test, outcome) {
            self.lengthen(path, length);
        }
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
                | Test::Form(place, _)
                | Test::Compare(place, ..)
                | Test::Has(place, ..)
                | Test::Quantified(place, Quantifier::Some, ..),
                true,
            )
            | (Test::Missing(place), false) => self.insert(place),
            (Test::Related(left, _, right) | Test::Contains(left, _, right), true) => {
                for place in left.needed().into_iter().chain(right.needed()) {
                    self.insert(place);
                }
            }
            (Test::Counts(value), true) => {
                for place in value.needed() {
                    self.insert(place);
                }
            }
            (Test::Nothing(place, nothing), _) => {
                let asked = match nothing {
                    Nothing::Null => Kinds::NULL,
                    Nothing::Undefined => Kinds::UNDEFINED,
                };
                if self.narrow(place.path(), asked, outcome) {
                    self.insert(place);
                }
            }
            (Test::Holds(term), _) => self.assume_term(term, outcome),
            _ => {}
        }
    }

    fn assume_term(&mut self, term: &Term, outcome: bool) {
        if let Some((path, length)) = least_length_of(term, outcome) {
            self.lengthen(path, length);
        }
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
                self.assume_kind(*operator, left, right, outcome);
                if !holds_for_nothing(*operator, right, outcome) {
                    self.insert_term(left);
                }
                let mirrored = operator.mirrored().unwrap_or(*operator);
                if !holds_for_nothing(mirrored, left, outcome) {
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

    fn lengthen(&mut self, path: String, length: usize) {
        let known = self.lengths.entry(path).or_default();
        *known = length.max(*known);
    }

    /// What follows from `typeof x === 'string'` and `x !== null`: what `x` may
    /// be, and that it is there.
    fn assume_kind(&mut self, operator: BinaryOperator, left: &Term, right: &Term, outcome: bool) {
        let equal = match operator {
            BinaryOperator::Equal | BinaryOperator::StrictEqual => outcome,
            BinaryOperator::NotEqual | BinaryOperator::StrictNotEqual => !outcome,
            _ => return,
        };
        let is_strict = matches!(
            operator,
            BinaryOperator::StrictEqual | BinaryOperator::StrictNotEqual
        );
        let (term, asked) = match (left, right) {
            (Term::TypeOf(term), Term::Constant(Constant::Text(name))) => match name.as_str() {
                "string" => (&**term, Kinds::TEXT),
                "number" => (&**term, Kinds::NUMBER),
                "boolean" => (&**term, Kinds::BOOLEAN),
                "object" => (&**term, Kinds::OBJECT.or(Kinds::NULL)),
                "undefined" => (&**term, Kinds::UNDEFINED),
                _ => return,
            },
            (term, Term::Constant(Constant::Null)) if is_strict => (term, Kinds::NULL),
            (term, Term::Constant(Constant::Undefined)) if is_strict => (term, Kinds::UNDEFINED),
            _ => return,
        };
        if let Some(path) = term.path()
            && self.narrow(path, asked, equal)
        {
            self.insert_term(term);
        }
    }

    /// Adds that a value is one of these kinds, or none of them; whether it is
    /// there now.
    fn narrow(&mut self, path: String, asked: Kinds, is_one: bool) -> bool {
        let found = match is_one {
            true => asked,
            false => Kinds::ANY.without(asked),
        };
        let known = self.kinds.entry(path).or_insert(Kinds::ANY);
        *known = known.and(found);
        !known.meets(Kinds::NULLISH)
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

/// The entries of paths that still mean the same.
fn retained<T: Copy>(
    known: &BTreeMap<String, T>,
    is_kept: impl Fn(&&String) -> bool,
) -> BTreeMap<String, T> {
    let kept = known.iter().filter(|(path, _)| is_kept(path));
    kept.map(|(path, found)| (path.clone(), *found)).collect()
}

/// Whether a comparison with `other`, the right operand, may have this outcome for `undefined` or
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
        (operator, true) => match (operator, other) {
            // `undefined` compares with no number, and `null` as 0 does.
            (BinaryOperator::Less, Constant::Number(number)) => 0.0 < *number,
            (BinaryOperator::LessOrEqual, Constant::Number(number)) => 0.0 <= *number,
            (BinaryOperator::Greater, Constant::Number(number)) => 0.0 > *number,
            (BinaryOperator::GreaterOrEqual, Constant::Number(number)) => 0.0 >= *number,
            _ => true,
        },
        _ => true,
    }
}
