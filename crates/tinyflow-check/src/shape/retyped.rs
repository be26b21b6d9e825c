//! A value of one shape as a value of another one that does not differ from it but in the names
//! of its types.

use super::{FieldValue, Literal, Shape, Struct};

/// The value with the types of the shape.
pub(crate) fn retyped(value: Literal, shape: &Shape) -> Literal {
    let all = |values: Vec<Literal>, shape: &Shape| {
        let values = values.into_iter();
        values.map(|value| retyped(value, shape)).collect()
    };
    match (value, shape) {
        (Literal::Variant(_, variant), Shape::Enum(shape)) => {
            Literal::Variant(shape.name.clone(), variant)
        }
        (Literal::List(items), Shape::List(shape)) => Literal::List(all(items, shape)),
        (Literal::Tuple(items), Shape::Tuple(shapes)) => {
            let pairs = items.into_iter().zip(shapes);
            Literal::Tuple(pairs.map(|(item, shape)| retyped(item, shape)).collect())
        }
        (Literal::Nullable(Some(value)), Shape::Nullable(shape)) => {
            Literal::Nullable(Some(Box::new(retyped(*value, shape))))
        }
        (Literal::Dictionary(members), Shape::Dictionary(shape)) => {
            let members = members.into_iter();
            Literal::Dictionary(
                members
                    .map(|(name, value)| (name, retyped(value, shape)))
                    .collect(),
            )
        }
        (Literal::Union(_, variant, value), Shape::Union(shape)) => {
            let mut cases = shape.cases.iter();
            let value = match cases.find(|case| case.name == variant) {
                Some(case) => Box::new(retyped(*value, &case.shape)),
                None => value,
            };
            Literal::Union(shape.name.clone(), variant, value)
        }
        (Literal::Struct(_, values), Shape::Struct(shape)) => {
            let values = values.into_iter();
            let values = values.map(|(name, value)| {
                let value = member_retyped(&name, value, shape);
                (name, value)
            });
            Literal::Struct(shape.name.clone(), values.collect())
        }
        (other, _) => other,
    }
}

/// The value of a field of the struct, or of what holds its other properties.
fn member_retyped(name: &str, value: FieldValue, shape: &Struct) -> FieldValue {
    let field = shape.fields.iter().find(|field| field.name == name);
    match (field, value) {
        (Some(field), FieldValue::Plain(value)) => FieldValue::Plain(retyped(value, &field.shape)),
        (Some(field), FieldValue::Some(value)) => FieldValue::Some(retyped(value, &field.shape)),
        (None, FieldValue::Plain(rest)) => FieldValue::Plain(match &shape.rest {
            Some(of) => retyped(rest, &Shape::Dictionary(Box::new(of.shape.clone()))),
            None => rest,
        }),
        (_, other) => other,
    }
}
