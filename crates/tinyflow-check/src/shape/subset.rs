//! Whether every value of one shape is one of another, too.

use super::difference::difference;
use super::{Definitions, Enum, Field, Presence, Shape, Struct};

/// Whether each value of the first shape is also one of the second. Bounds and the like are not
/// looked at.
pub(crate) fn is_subset(narrow: &Shape, wide: &Shape, definitions: &Definitions) -> bool {
    let is_subset = |narrow: &Shape, wide: &Shape| is_subset(narrow, wide, definitions);
    match (narrow, wide) {
        (_, Shape::Any)
        | (Shape::Unsigned, Shape::Integer | Shape::Number)
        | (Shape::Integer, Shape::Number)
        | (Shape::Enum(_), Shape::Text)
        | (Shape::Struct(_) | Shape::Dictionary(_), Shape::Map)
        | (Shape::Null, Shape::Nullable(_)) => true,
        (Shape::Enum(narrow), Shape::Enum(wide)) => has_all_values(wide, narrow),
        (Shape::Nullable(narrow), Shape::Nullable(wide))
        | (Shape::List(narrow), Shape::List(wide))
        | (Shape::Dictionary(narrow), Shape::Dictionary(wide)) => is_subset(narrow, wide),
        (narrow, Shape::Nullable(wide)) => is_subset(narrow, wide),
        (Shape::Struct(narrow), Shape::Struct(wide)) => is_struct_subset(narrow, wide, definitions),
        (Shape::Tuple(narrow), Shape::Tuple(wide)) if narrow.len() == wide.len() => {
            let mut pairs = narrow.iter().zip(wide);
            pairs.all(|(narrow, wide)| is_subset(narrow, wide))
        }
        (Shape::Tuple(items), Shape::List(wide)) => items.iter().all(|item| is_subset(item, wide)),
        (Shape::Union(_), Shape::Union(_)) => difference(narrow, wide, definitions).is_none(),
        (Shape::Union(narrow), wide) if narrow.tag.is_none() => {
            narrow.cases.iter().all(|case| is_subset(&case.shape, wide))
        }
        (narrow, Shape::Union(wide)) if wide.tag.is_none() => {
            wide.cases.iter().any(|case| is_subset(narrow, &case.shape))
        }
        _ => difference(narrow, wide, definitions).is_none(),
    }
}

pub(super) fn has_all_values(wide: &Enum, narrow: &Enum) -> bool {
    let is_there = |value: &str| wide.variants.iter().any(|known| known.wire_name == value);
    let mut variants = narrow.variants.iter();
    variants.all(|variant| is_there(&variant.wire_name))
}

/// Of structs with the same properties: whoever is shown a value is shown no more than is
/// described.
fn is_struct_subset(narrow: &Struct, wide: &Struct, definitions: &Definitions) -> bool {
    let of = |name: &str| wide.fields.iter().find(|field| field.wire_name == name);
    let mut fields = narrow.fields.iter();
    let are_alike = narrow.rest.is_none() && wide.rest.is_none();
    let is_as_closed = narrow.is_closed || !wide.is_closed;
    are_alike
        && is_as_closed
        && narrow.fields.len() == wide.fields.len()
        && fields.all(|field| {
            let wide = of(&field.wire_name);
            wide.is_some_and(|wide| is_field_subset(field, wide, definitions))
        })
}

fn is_field_subset(narrow: &Field, wide: &Field, definitions: &Definitions) -> bool {
    let may_miss = |field: &Field| field.presence == Presence::Optional;
    (may_miss(wide) || !may_miss(narrow)) && is_subset(&narrow.shape, &wide.shape, definitions)
}
