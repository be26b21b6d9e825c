//! Properties and their shapes, made at random.

use proptest::collection::{btree_map, vec};
use proptest::option;
use proptest::prelude::{BoxedStrategy, Just, Strategy, any, prop_oneof};
use proptest::sample::subsequence;

use crate::alphabet::text;
use crate::shape::{Presence, Property, Shape};

pub(crate) fn properties() -> impl Strategy<Value = Vec<Property>> {
    vec(property(shape()), 0..5).prop_map(distinct)
}

fn shape() -> BoxedStrategy<Shape> {
    let leaf = prop_oneof![
        text().prop_map(Shape::Text),
        any::<i64>().prop_map(Shape::Integer),
        any::<u64>().prop_map(Shape::Unsigned),
        any::<i32>().prop_map(|number| Shape::Number(f64::from(number) + 0.5)),
        any::<bool>().prop_map(Shape::Boolean),
        vec(text(), 1..5).prop_map(|values| Shape::Enum(distinct_texts(values))),
        btree_map(text(), text(), 0..3)
            .prop_map(|entries| Shape::Map(entries.into_iter().collect())),
        text().prop_map(Shape::Any),
        colliding().prop_map(Shape::Enum),
        (option::weighted(0.3, text()), text())
            .prop_map(|(title, value)| Shape::Constant(title, value)),
    ];
    let nested = leaf.prop_recursive(2, 8, 3, |inner| {
        prop_oneof![
            (inner.clone(), 0..3_usize)
                .prop_map(|(item, count)| Shape::List(Box::new(item), count)),
            (option::weighted(0.3, text()), members(&inner))
                .prop_map(|(title, properties)| Shape::Object(title, properties)),
            (inner.clone(), any::<bool>())
                .prop_map(|(shape, is_there)| Shape::Nullable(Box::new(shape), is_there)),
            (inner.clone(), any::<bool>())
                .prop_map(|(shape, is_there)| or_null_by_type(shape, is_there)),
            vec(inner.clone(), 2..4).prop_map(Shape::Tuple),
            (inner.clone(), vec(text(), 0..3), any::<bool>()).prop_map(
                |(shape, names, has_pattern)| {
                    Shape::Dictionary(Box::new(shape), distinct_texts(names), has_pattern)
                }
            ),
            (option::weighted(0.3, text()), vec(inner.clone(), 2..4))
                .prop_map(|(title, shapes)| Shape::OneOf(title, of_different_kinds(shapes))),
            (text(), vec((text(), members(&inner)), 1..4))
                .prop_map(|(tag, forms)| tagged(tag, forms)),
            (members(&inner), members(&inner)).prop_map(|(left, mut right)| {
                right.retain(|one| left.iter().all(|other| other.name != one.name));
                Shape::AllOf(left, right)
            }),
            (definition(), inner.clone())
                .prop_map(|(name, shape)| Shape::Reference(name, Box::new(shape))),
            (definition(), text(), any::<bool>(), members(&inner)).prop_map(
                |(name, inner, is_list, mut properties)| {
                    properties.retain(|property| property.name != inner);
                    Shape::Recursive {
                        name,
                        inner,
                        is_list,
                        properties,
                    }
                }
            ),
        ]
    });
    nested.boxed()
}

/// With `null` beside its type, where that is all that says which values there are.
fn or_null_by_type(shape: Shape, is_there: bool) -> Shape {
    match shape {
        Shape::Text(_)
        | Shape::Integer(_)
        | Shape::Unsigned(_)
        | Shape::Number(_)
        | Shape::Boolean(_)
        | Shape::List(..)
        | Shape::Object(..)
        | Shape::Map(_)
        | Shape::Tuple(_)
        | Shape::Dictionary(..) => Shape::TypeOrNull(Box::new(shape), is_there),
        other => Shape::Nullable(Box::new(other), is_there),
    }
}

fn property(shape: impl Strategy<Value = Shape> + 'static) -> impl Strategy<Value = Property> {
    let presence = prop_oneof![
        2 => Just(Presence::Required),
        1 => Just(Presence::Given),
        1 => Just(Presence::LeftOut),
        1 => Just(Presence::Default),
    ];
    (text(), option::weighted(0.4, text()), shape, presence).prop_map(
        |(name, description, shape, presence)| Property {
            name,
            description,
            shape,
            presence,
        },
    )
}

fn members(shape: &BoxedStrategy<Shape>) -> impl Strategy<Value = Vec<Property>> + use<> {
    vec(property(shape.clone()), 0..4).prop_map(distinct)
}

/// The name of a definition. No two of a flow are the same.
fn definition() -> impl Strategy<Value = String> {
    (text(), "[a-z]{5}").prop_map(|(name, more)| name + &more)
}

/// Values that would have one name, or none, in Rust.
fn colliding() -> impl Strategy<Value = Vec<String>> {
    const VALUES: &[&str] = &[
        "<", "<=", ">", ">=", "=", "==", "!=", "!", "+", "-", "*", "/", "%", "&", "&&", "|", "^",
        "~", "?", ".", ",", "", " ", "a-b", "a_b", "aB", "a.b", "A b", "1", "1.0", "-1", "١",
        "self", "Self", "SELF", "self_", "🚀", "🎉",
    ];
    subsequence(VALUES, 1..8).prop_map(|values| values.into_iter().map(str::to_owned).collect())
}

/// The shapes with at most one that serde would read from a value of one kind.
fn of_different_kinds(mut shapes: Vec<Shape>) -> Vec<Shape> {
    let mut kinds = Vec::new();
    shapes.retain(|shape| {
        let kind = match shape {
            Shape::Text(_) => "a text",
            Shape::Boolean(_) => "a boolean",
            Shape::Integer(_) => "a number",
            Shape::List(..) => "an array",
            Shape::Object(..) | Shape::Tagged(..) => "an object",
            _ => return false,
        };
        let is_new = !kinds.contains(&kind);
        kinds.push(kind);
        is_new
    });
    if shapes.is_empty() {
        shapes.push(Shape::Boolean(true));
    }
    shapes
}

fn tagged(tag: String, mut forms: Vec<(String, Vec<Property>)>) -> Shape {
    let mut values = Vec::new();
    forms.retain_mut(|(value, properties)| {
        properties.retain(|property| property.name != tag);
        let is_new = !values.contains(value);
        values.push(value.clone());
        is_new
    });
    Shape::Tagged(tag, forms)
}

fn distinct(mut properties: Vec<Property>) -> Vec<Property> {
    let mut names = Vec::new();
    properties.retain(|property| {
        let is_new = !names.contains(&property.name);
        names.push(property.name.clone());
        is_new
    });
    properties
}

fn distinct_texts(mut texts: Vec<String>) -> Vec<String> {
    let mut seen = Vec::new();
    texts.retain(|text| {
        let is_new = !seen.contains(text);
        seen.push(text.clone());
        is_new
    });
    texts
}
