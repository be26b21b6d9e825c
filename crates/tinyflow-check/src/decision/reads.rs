//! What conditions ask about the state: which of its values they read, and what these are
//! compared with.

mod found;

mod terms;

use std::collections::BTreeMap;

use crate::condition::{Computed, Operand, Place, Relation, Root, Test};
use crate::shape::Literal;
use found::Found;

/// The names that lead to a value of the state.
pub(super) type Path<'t> = Vec<&'t str>;

/// What conditions ask about the state.
#[derive(Clone, Default)]
pub(super) struct Reads<'t> {
    /// What is asked about each value.
    pub(super) places: BTreeMap<Path<'t>, Asked<'t>>,
    /// Whether a condition looks at the state as a whole: then these places are not all.
    pub(super) is_whole_read: bool,
}

/// What is asked about a value. Two values that are the same in all of it, and are both there or
/// both missing, have the same answers.
#[derive(Clone, Default)]
pub(super) struct Asked<'t> {
    /// Whether it counts as true.
    pub(super) truth: bool,
    /// How it compares with these whole numbers.
    pub(super) wholes: Vec<i128>,
    /// How it compares with these numbers.
    pub(super) numbers: Vec<f64>,
    /// How its length compares with these.
    pub(super) lengths: Vec<i128>,
    /// Whether it is one of these strings.
    pub(super) texts: Vec<&'t str>,
    /// Whether it comes before or behind one of the strings.
    pub(super) order: bool,
    /// Something else.
    pub(super) anything: bool,
}

impl<'t> Reads<'t> {
    pub(super) fn of(test: &'t Test) -> Self {
        let mut reads = Self::default();
        reads.test(test);
        reads
    }

    /// With what others ask.
    pub(super) fn extend(&mut self, others: &Self) {
        self.is_whole_read |= others.is_whole_read;
        for (path, other) in &others.places {
            let asked = self.places.entry(path.clone()).or_default();
            asked.truth |= other.truth;
            asked.wholes.extend(&other.wholes);
            asked.numbers.extend(&other.numbers);
            asked.lengths.extend(&other.lengths);
            asked.texts.extend(&other.texts);
            asked.order |= other.order;
            asked.anything |= other.anything;
        }
    }

    fn test(&mut self, test: &'t Test) {
        match test {
            Test::Always(_) => {}
            Test::Not(test) => self.test(test),
            Test::All(tests) | Test::Any(tests) => {
                for test in tests {
                    self.test(test);
                }
            }
            // What is in a string or a list, and elements, are not told apart.
            Test::Has(..) | Test::Quantified(..) | Test::Form(..) => self.all_in(test),
            test if test.places().iter().any(|place| place.is_in_collection()) => self.all_in(test),
            Test::Truthy(place) => self.truth(&Found::at(place)),
            Test::Missing(place) | Test::Nothing(place, _) => {
                self.asked(&Found::at(place));
            }
            Test::Equal(place, operand) => self.typed(place, operand, false),
            Test::Compare(place, _, operand) => self.typed(place, operand, true),
            Test::Related(left, relation, right) => self.related(test, left, *relation, right),
            Test::Contains(..) | Test::Counts(_) => self.all_in(test),
            Test::Holds(term) => self.condition(term),
        }
    }

    fn typed(&mut self, place: &'t Place, operand: &'t Operand, order: bool) {
        let found = Found::at(place);
        let asked = self.asked(&found);
        asked.anything |= found.counts_properties();
        match operand {
            Operand::Literal(Literal::Text(text)) => {
                asked.texts.push(text);
                asked.order |= order;
            }
            Operand::Literal(Literal::Integer(whole)) if found.is_length => {
                asked.lengths.push(*whole);
            }
            Operand::Literal(Literal::Integer(whole)) => asked.wholes.push(*whole),
            Operand::Literal(Literal::Number(number)) => asked.numbers.push(*number),
            Operand::Literal(Literal::Boolean(_) | Literal::Variant(..)) => {}
            Operand::Literal(_) => asked.anything = true,
            Operand::Place(other) => {
                asked.anything = true;
                self.asked(&Found::at(other)).anything = true;
            }
        }
    }

    /// What is asked where a value, or another in its place, is compared with a literal.
    fn related(
        &mut self,
        test: &'t Test,
        left: &'t Computed,
        relation: Relation,
        right: &'t Computed,
    ) {
        let mut sources = Vec::new();
        if !right.is_constant() || !choices(left, &mut sources) {
            return self.all_in(test);
        }
        for (place, truth) in sources {
            let found = Found::at(place);
            if truth {
                self.truth(&found);
            }
            let asked = self.asked(&found);
            match right {
                Computed::Text(text) => {
                    asked.texts.push(text);
                    asked.order |= relation != Relation::Equal;
                }
                Computed::Number(number) if found.is_length => {
                    #[expect(clippy::cast_possible_truncation, reason = "saturates")]
                    let around = [number.floor(), number.ceil()].map(|bound| bound as i128);
                    asked.lengths.extend(around);
                }
                Computed::Number(number) => asked.numbers.push(*number),
                _ => asked.anything = true,
            }
        }
    }

    /// A test that may depend on all that it reads.
    fn all_in(&mut self, test: &'t Test) {
        let places = test.places().into_iter();
        for place in places.filter(|place| place.root == Root::State) {
            self.asked(&Found::at(place)).anything = true;
        }
    }

    fn truth(&mut self, found: &Found<'t>) {
        let asked = self.asked(found);
        asked.anything |= found.counts_properties();
        if found.is_length {
            asked.lengths.push(0);
        } else {
            asked.truth = true;
        }
    }

    fn asked(&mut self, found: &Found<'t>) -> &mut Asked<'t> {
        self.places.entry(found.path.clone()).or_default()
    }
}

/// The places of the state that the value may be that of, where it is but one of them or a literal.
/// With each, whether it is asked if it counts as true.
fn choices<'t>(value: &'t Computed, places: &mut Vec<(&'t Place, bool)>) -> bool {
    match value {
        Computed::Place(place) | Computed::OrElse(place, _) | Computed::Or(place, _)
            if place.root != Root::State =>
        {
            false
        }
        Computed::Place(place) => {
            places.push((place, false));
            true
        }
        Computed::OrElse(place, other) | Computed::Or(place, other) => {
            places.push((place, matches!(value, Computed::Or(..))));
            other.is_constant() || choices(other, places)
        }
        _ => false,
    }
}
