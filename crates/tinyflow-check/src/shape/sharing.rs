//! One type for two schemas that describe the same property: what is asked or answered has the
//! type of the state where that fits, and needs no type of its own.

use super::retyped::retyped;
use super::{Definitions, Field, Presence, Shape, Struct};

/// Gives each field the type of the field of the same name in `of`, where that `fits`, and what is
/// in the others likewise.
pub(crate) fn use_types_of(
    of: &Struct,
    shape: &mut Struct,
    definitions: &Definitions,
    fits: &impl Fn(&Shape, &Field) -> bool,
) {
    for field in &mut shape.fields {
        let mut fields = of.fields.iter();
        let Some(same) = fields.find(|of| of.wire_name == field.wire_name) else {
            continue;
        };
        if fits(&same.shape, field) {
            field.shape = same.shape.clone();
        } else {
            use_types_within(&same.shape, &mut field.shape, definitions, fits);
        }
        if let Presence::Default(value) = &mut field.presence {
            *value = retyped(value.clone(), &field.shape);
        }
    }
}

fn use_types_within(
    of: &Shape,
    shape: &mut Shape,
    definitions: &Definitions,
    fits: &impl Fn(&Shape, &Field) -> bool,
) {
    match (of, shape) {
        // What others refer to is the same wherever it stands.
        (_, Shape::Struct(shape)) if definitions.contains_key(&shape.name) => {}
        (Shape::Struct(of), Shape::Struct(shape)) => use_types_of(of, shape, definitions, fits),
        (Shape::Nullable(of), Shape::Nullable(shape))
        | (Shape::List(of), Shape::List(shape))
        | (Shape::Dictionary(of), Shape::Dictionary(shape)) => {
            use_types_within(of, shape, definitions, fits);
        }
        (of, Shape::Nullable(shape)) => use_types_within(of, shape, definitions, fits),
        _ => {}
    }
}
