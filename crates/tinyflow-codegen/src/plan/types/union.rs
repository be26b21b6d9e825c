//! Enums with a value in each variant.

use tinyflow_check::shape::{Presence, Shape, Struct, Union};

use super::{EnumType, EnumVariant, are_repetitive, type_name};
use crate::plan::literal::string_literal;
use crate::plan::{doc, serde_names};

/// From so many bytes on clippy asks whether the other variants should carry them, too.
const LARGE: usize = 200;

/// How a variant is read that an array, or an object, must not be taken for.
const EXACT: &str = "tinyflow::exact";

pub(super) fn define(shape: &Union) -> EnumType {
    let names = shape.cases.iter();
    let names: Vec<(&str, &str)> = names
        .map(|case| (case.name.as_str(), case.wire_name.as_str()))
        .collect();
    let renaming = serde_names::of_variants(&names);
    let mut serde = vec![match &shape.tag {
        Some(tag) => format!("tag = {}", string_literal(tag)),
        None => "untagged".to_owned(),
    }];
    serde.extend(renaming.rule.map(|rule| format!("rename_all = \"{rule}\"")));
    let variants = shape.cases.iter().zip(renaming.renamed);
    let variants = variants.map(|(case, renamed)| {
        let renamed = renamed.then(|| format!("rename = {}", string_literal(&case.wire_name)));
        let exact = is_read_loosely(&case.shape).then(|| format!("deserialize_with = \"{EXACT}\""));
        EnumVariant {
            serde: renamed.into_iter().chain(exact).collect(),
            name: case.name.clone(),
            value: Some(type_name(&case.shape)),
        }
    });
    EnumType {
        doc: doc::text(shape.description.as_ref()),
        derives: vec!["Clone", "Debug", "PartialEq", "Serialize", "Deserialize"],
        serde,
        name: shape.name.clone(),
        strings: Vec::new(),
        repetitive: are_repetitive(&shape.name, names.iter().map(|(name, _)| *name)),
        large: shape.cases.iter().any(|case| size(&case.shape) >= LARGE),
        variants: variants.collect(),
    }
}

/// Whether a union stands in the shape, at any depth.
pub(super) fn is_in(shape: &Shape) -> bool {
    match shape {
        Shape::Union(_) => true,
        Shape::List(inner) | Shape::Nullable(inner) | Shape::Dictionary(inner) => is_in(inner),
        Shape::Tuple(items) => items.iter().any(is_in),
        Shape::Struct(shape) => {
            let rest = shape.rest.iter().map(|rest| &rest.shape);
            shape
                .fields
                .iter()
                .map(|field| &field.shape)
                .chain(rest)
                .any(is_in)
        }
        // The type itself is met where it is described.
        _ => false,
    }
}

/// Whether serde would take an array for the fields of something in the shape, or `{"on": null}`
/// for the string `on` of an enum.
fn is_read_loosely(shape: &Shape) -> bool {
    match shape {
        Shape::Struct(_) | Shape::Enum(_) | Shape::Named { .. } => true,
        Shape::List(inner) | Shape::Nullable(inner) | Shape::Dictionary(inner) => {
            is_read_loosely(inner)
        }
        Shape::Tuple(items) => items.iter().any(is_read_loosely),
        // A union sees to that itself.
        _ => false,
    }
}

/// At most how many bytes a value takes.
fn size(shape: &Shape) -> usize {
    match shape {
        Shape::Boolean | Shape::Enum(_) => 1,
        Shape::Null => 0,
        Shape::Integer | Shape::Unsigned | Shape::Number => 8,
        Shape::Text | Shape::List(_) | Shape::Dictionary(_) => 24,
        Shape::Map | Shape::Any => 72,
        Shape::Nullable(shape) => size(shape) + 8,
        Shape::Tuple(items) => items.iter().map(size).sum(),
        Shape::Struct(shape) => size_of(shape),
        Shape::Union(shape) => {
            let sizes = shape.cases.iter().map(|case| size(&case.shape));
            sizes.max().unwrap_or_default() + 8
        }
        Shape::Named { is_recursive, .. } => {
            if *is_recursive {
                8
            } else {
                LARGE
            }
        }
    }
}

fn size_of(shape: &Struct) -> usize {
    let fields = shape.fields.iter().map(|field| {
        let option = usize::from(field.presence == Presence::Optional) * 8;
        size(&field.shape).next_multiple_of(8) + option
    });
    fields.sum::<usize>() + shape.rest.iter().len() * 24
}
