//! Which enums a condition reads as the strings that they are in JSON.

use std::collections::HashMap;

use tinyflow_check::condition::{Computed, Relation, Test};
use tinyflow_check::shape::{Enum, Shape};

use super::computed::as_variants;

/// The enums whose strings the code of the conditions asks for, by their names.
pub(in crate::plan) fn written_enums<'t>(
    conditions: impl Iterator<Item = &'t Test>,
) -> HashMap<&'t str, &'t Enum> {
    let mut enums = HashMap::new();
    for condition in conditions {
        collect(condition, &mut enums);
    }
    enums
}

fn collect<'t>(test: &'t Test, enums: &mut HashMap<&'t str, &'t Enum>) {
    match test {
        Test::Not(test) | Test::Quantified(.., test) => collect(test, enums),
        Test::All(tests) | Test::Any(tests) => {
            for test in tests {
                collect(test, enums);
            }
        }
        Test::Related(left, Relation::Equal, right) if as_variants(left, right).is_some() => {}
        Test::Related(left, _, right) | Test::Contains(left, _, right) => {
            enums.extend([left, right].into_iter().flat_map(enums_in));
        }
        Test::Counts(value) => enums.extend(enums_in(value)),
        _ => {}
    }
}

fn enums_in(value: &Computed) -> impl Iterator<Item = (&str, &Enum)> {
    let places = value.places().into_iter();
    places.filter_map(|place| match &place.shape {
        Shape::Enum(shape) => Some((shape.name.as_str(), shape)),
        _ => None,
    })
}
