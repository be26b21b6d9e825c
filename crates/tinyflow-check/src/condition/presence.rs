//! Which places are known to be there, from the outcome of tests before.

use std::collections::BTreeSet;

use super::{Operand, Place, Test};

/// The paths of places that are there.
#[derive(Clone, Debug, Default)]
pub(super) struct Present(BTreeSet<String>);

impl Present {
    pub(super) fn contains(&self, path: &str) -> bool {
        self.0.contains(path)
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
            (Test::Truthy(place) | Test::Equal(place, _) | Test::Compare(place, ..), true)
            | (Test::Missing(place), false) => self.insert(place),
            _ => {}
        }
    }

    /// A place that is there, and with it all that it was read through.
    fn insert(&mut self, place: &Place) {
        let paths = (0..place.links.len()).map(|index| place.path_to(index));
        self.0.extend(paths);
    }
}
