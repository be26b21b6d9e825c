//! Conditions over every place of a state.

use proptest::option;
use proptest::prelude::{Strategy, any};

use crate::shape::{Presence, Property, Shape, Spelling};

/// A condition, once it is known over which state.
#[derive(Clone, Debug)]
pub(crate) struct Condition {
    first: Test,
    /// Whether both must hold, and the second test.
    second: Option<(bool, Test)>,
    is_negated: bool,
}

/// One test: which place, and in which way it is tested.
#[derive(Clone, Debug)]
struct Test {
    place: usize,
    way: usize,
}

pub(crate) fn condition() -> impl Strategy<Value = Condition> {
    let test = || (any::<usize>(), any::<usize>()).prop_map(|(place, way)| Test { place, way });
    (
        test(),
        option::weighted(0.3, (any::<bool>(), test())),
        any::<bool>(),
    )
        .prop_map(|(first, second, is_negated)| Condition {
            first,
            second,
            is_negated,
        })
}

impl Condition {
    /// The condition as JavaScript; none where the state has nothing to test.
    pub(crate) fn text(&self, state: &[Property], spell: Spelling<'_>) -> Option<String> {
        let mut places = Vec::new();
        collect("", false, state, spell, &mut places);
        let mut text = self.first.text(&places, spell)?;
        if let Some((both, second)) = &self.second {
            let operator = if *both { "&&" } else { "||" };
            text = format!("{text} {operator} {}", second.text(&places, spell)?);
        }
        Some(if self.is_negated {
            format!("!({text})")
        } else {
            text
        })
    }
}

struct Place<'s> {
    path: String,
    shape: &'s Shape,
    is_optional: bool,
}

fn collect<'s>(
    parent: &str,
    parent_is_optional: bool,
    properties: &'s [Property],
    spell: Spelling<'_>,
    places: &mut Vec<Place<'s>>,
) {
    for property in properties {
        let link = if parent_is_optional { "?." } else { "" };
        let name = serde_json::Value::from(spell(&property.name));
        let path = format!("{parent}{link}[{name}]");
        let is_optional = matches!(property.presence, Presence::Given | Presence::LeftOut);
        let mut shape = &property.shape;
        while let Shape::Reference(_, inner) = shape {
            shape = inner;
        }
        let inner: &[&[Property]] = match shape {
            Shape::Object(_, inner)
            | Shape::Recursive {
                properties: inner, ..
            } => &[inner],
            Shape::AllOf(left, right) => &[left, right],
            _ => &[],
        };
        for properties in inner {
            collect(&path, is_optional, properties, spell, places);
        }
        places.push(Place {
            path,
            shape,
            is_optional,
        });
    }
}

impl Test {
    fn text(&self, places: &[Place<'_>], spell: Spelling<'_>) -> Option<String> {
        let place = places.get(self.place.checked_rem(places.len())?)?;
        let roots = ["state", "context", "this.state"];
        let path = format!("{}{}", roots[self.way % roots.len()], place.path);
        let length = if place.is_optional {
            "?.length"
        } else {
            ".length"
        };
        let literal = |text: &str| serde_json::Value::from(spell(text)).to_string();
        let mut ways = match place.shape {
            Shape::Text(text) => vec![
                format!("{path} === {}", literal(text)),
                format!("{path} !== {}", literal(text)),
                format!("{path} >= \"m\""),
                format!("{path}{length} < 3"),
                path.clone(),
            ],
            Shape::Integer(number) => {
                let number = number % 1_000_000;
                vec![
                    format!("{path} === {number}"),
                    format!("{path} > {number}.5"),
                    path.clone(),
                ]
            }
            Shape::Unsigned(number) => {
                let number = number % 1_000_000;
                vec![
                    format!("{path} !== {number}"),
                    format!("{path} <= {number}"),
                    path.clone(),
                ]
            }
            Shape::Number(number) => vec![format!("{path} < {number}"), path.clone()],
            Shape::Boolean(value) => vec![format!("{path} === {value}"), path.clone()],
            Shape::Enum(values) => {
                let equals = values
                    .iter()
                    .map(|value| format!("{path} === {}", literal(value)));
                equals
                    .chain([format!("{path} !== {}", literal(&values[0]))])
                    .collect()
            }
            Shape::List(..) => vec![
                format!("{path}{length} > 0"),
                format!("{path}{length} === 2"),
            ],
            Shape::Constant(_, value) => vec![format!("{path} === {}", literal(value))],
            Shape::Nullable(..) | Shape::TypeOrNull(..) => {
                vec![format!("{path} === null"), format!("{path} != null")]
            }
            Shape::Tagged(tag, forms) => {
                let link = if place.is_optional { "?." } else { "" };
                let tag = literal(tag);
                let values = forms.iter().map(|(value, _)| literal(value));
                values
                    .map(|value| format!("{path}{link}[{tag}] === {value}"))
                    .collect()
            }
            Shape::Recursive { .. }
            | Shape::Reference(..)
            | Shape::AllOf(..)
            | Shape::OneOf(..)
            | Shape::Dictionary(..)
            | Shape::Tuple(_)
            | Shape::Object(..)
            | Shape::Map(_)
            | Shape::Any(_) => Vec::new(),
        };
        if place.is_optional {
            ways.push(format!("{path} === undefined"));
            ways.push(format!("{path} != null"));
        }
        let way = (self.way / roots.len()).checked_rem(ways.len())?;
        Some(ways.swap_remove(way))
    }
}
