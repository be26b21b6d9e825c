//! The values that the flow gives fields of what is asked or answered.

use tinyflow_model::Node;

use crate::shape::checks::Checks;
use crate::shape::conversion::Source;
use crate::shape::given::{Extent, given_value};
use crate::shape::read::SchemaReader;
use crate::shape::{FieldValue, Literal, Presence, Struct};

/// For each field the value that the flow gives it, where it does; and the properties that it
/// gives beside the fields, where the shape has a place for them.
pub(super) fn given(
    value: Option<&Node>,
    shape: &Struct,
    checks: &Checks<'_>,
    name: &str,
    reader: &mut SchemaReader<'_>,
) -> (Vec<Option<Source>>, Option<Literal>) {
    let none = || (vec![None; shape.fields.len()], None);
    let Some(value) = value else {
        return none();
    };
    let mut partial = shape.clone();
    for field in &mut partial.fields {
        field.presence = Presence::Optional;
    }
    match given_value(name, value, &partial, checks, Extent::Part, reader) {
        Some(Literal::Struct(_, mut values)) => {
            let rest = match shape.rest {
                Some(_) => values.pop(),
                None => None,
            };
            let rest = rest.and_then(|(_, value)| match value {
                FieldValue::Plain(rest) => Some(rest),
                _ => None,
            });
            let values = values.into_iter().zip(&shape.fields);
            let values = values
                .map(|((_, value), field)| match (value, &field.presence) {
                    (FieldValue::Some(value), Presence::Optional) => {
                        Some(Source::Value(FieldValue::Some(value)))
                    }
                    (FieldValue::Some(value) | FieldValue::Plain(value), _) => {
                        Some(Source::Value(FieldValue::Plain(value)))
                    }
                    (FieldValue::None, _) => None,
                })
                .collect();
            (values, rest)
        }
        _ => none(),
    }
}
