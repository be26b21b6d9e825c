//! Whether every value of one shape is one of another, too.

use super::difference::difference;
use super::{Enum, Field, Presence, Shape, Struct};

/// Whether each value of the first shape is also one of the second. Bounds and the like are not
/// looked at.
pub(crate) fn is_subset(narrow: &Shape, wide: &Shape) -> bool {
    match (narrow, wide) {
        (_, Shape::Any)
        | (Shape::Unsigned, Shape::Integer | Shape::Number)
        | (Shape::Integer, Shape::Number)
        | (Shape::Enum(_), Shape::Text)
        | (Shape::Null, Shape::Nullable(_)) => true,
        (Shape::Enum(narrow), Shape::Enum(wide)) => has_all_values(wide, narrow),
        (Shape::Nullable(narrow), Shape::Nullable(wide))
        | (Shape::List(narrow), Shape::List(wide))
        | (Shape::Dictionary(narrow), Shape::Dictionary(wide)) => is_subset(narrow, wide),
        (narrow, Shape::Nullable(wide)) => is_subset(narrow, wide),
        (Shape::Struct(narrow), Shape::Struct(wide)) => is_struct_subset(narrow, wide),
        _ => difference(narrow, wide).is_none(),
    }
}

fn has_all_values(wide: &Enum, narrow: &Enum) -> bool {
    let is_there = |value: &str| wide.variants.iter().any(|known| known.wire_name == value);
    let mut variants = narrow.variants.iter();
    variants.all(|variant| is_there(&variant.wire_name))
}

/// Of structs with the same properties: whoever is shown a value is shown no more than is
/// described.
fn is_struct_subset(narrow: &Struct, wide: &Struct) -> bool {
    let of = |name: &str| wide.fields.iter().find(|field| field.wire_name == name);
    let mut fields = narrow.fields.iter();
    let are_alike = narrow.rest.is_none() && wide.rest.is_none();
    let is_as_closed = narrow.is_closed || !wide.is_closed;
    are_alike
        && is_as_closed
        && narrow.fields.len() == wide.fields.len()
        && fields.all(|field| of(&field.wire_name).is_some_and(|wide| is_field_subset(field, wide)))
}

fn is_field_subset(narrow: &Field, wide: &Field) -> bool {
    let may_miss = |field: &Field| field.presence == Presence::Optional;
    (may_miss(wide) || !may_miss(narrow)) && is_subset(&narrow.shape, &wide.shape)
}
