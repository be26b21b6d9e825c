//! What serde must be told of properties that may be missing, `null`, or both.

use tinyflow_check::shape::{Field, Literal, Presence, Shape, Struct};

use super::{DefaultFunction, type_name};
use crate::plan::literal;

/// How a value is read that may be `null`, and must be there.
const NULLABLE: &str = "tinyflow::nullable";

/// What serde must know about a property that may be missing.
pub(super) fn serde(
    owner: &Struct,
    field: &Field,
    defaults: &mut Vec<DefaultFunction>,
) -> Vec<String> {
    let mut serde = match &field.presence {
        Presence::Required => Vec::new(),
        Presence::Optional => {
            // A `null` that is given is not a property that is missing.
            return vec![
                "default".to_owned(),
                "with = \"optional\"".to_owned(),
                "skip_serializing_if = \"Option::is_none\"".to_owned(),
            ];
        }
        Presence::Default(value) if is_rust_default(value) => vec!["default".to_owned()],
        Presence::Default(value) => {
            let name = default_name(&field.name);
            let path = format!("default = \"{}::{name}\"", owner.name);
            defaults.push(DefaultFunction {
                name,
                type_name: type_name(&field.shape),
                value: literal::code(value),
                wraps: matches!(value, Literal::Nullable(_)),
            });
            vec![path]
        }
    };
    if matches!(field.shape, Shape::Nullable(_)) {
        serde.push(format!("deserialize_with = \"{NULLABLE}\""));
    }
    serde
}

/// The name of the function that makes the default of a field.
pub(super) fn default_name(field: &str) -> String {
    format!("default_{}", field.trim_start_matches("r#"))
}

fn is_rust_default(literal: &Literal) -> bool {
    match literal {
        Literal::Text(text) => text.is_empty(),
        Literal::Integer(integer) => *integer == 0,
        Literal::Number(number) => *number == 0.0,
        Literal::Boolean(boolean) => !boolean,
        Literal::List(items) => items.is_empty(),
        Literal::Map(object) => object.members.is_empty(),
        Literal::Any(value) => *value == tinyflow_model::Value::Null,
        Literal::Dictionary(entries) => entries.is_empty(),
        Literal::Null | Literal::Nullable(None) => true,
        Literal::Variant(..)
        | Literal::Struct(..)
        | Literal::Nullable(Some(_))
        | Literal::Tuple(_)
        | Literal::Union(..)
        | Literal::Recursive(_) => false,
    }
}
