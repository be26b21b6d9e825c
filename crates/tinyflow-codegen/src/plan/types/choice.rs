//! Enums of strings.

use tinyflow_check::shape::Enum;

use super::{EnumType, EnumVariant, are_repetitive};
use crate::plan::literal::string_literal;
use crate::plan::{doc, serde_names};

pub(super) fn define(shape: &Enum) -> EnumType {
    let names: Vec<(&str, &str)> = shape
        .variants
        .iter()
        .map(|variant| (variant.name.as_str(), variant.wire_name.as_str()))
        .collect();
    let renaming = serde_names::of_variants(&names);
    let serde = renaming.rule.map(|rule| format!("rename_all = \"{rule}\""));
    let variants = shape.variants.iter().zip(renaming.renamed);
    EnumType {
        doc: doc::text(shape.description.as_ref()),
        derives: vec![
            "Clone",
            "Copy",
            "Debug",
            "PartialEq",
            "Eq",
            "Hash",
            "Serialize",
            "Deserialize",
        ],
        serde: serde.into_iter().collect(),
        name: shape.name.clone(),
        strings: Vec::new(),
        repetitive: are_repetitive(&shape.name, names.iter().map(|(name, _)| *name)),
        large: false,
        variants: variants
            .map(|(variant, renamed)| EnumVariant {
                serde: renamed
                    .then(|| format!("rename = {}", string_literal(&variant.wire_name)))
                    .into_iter()
                    .collect(),
                name: variant.name.clone(),
                value: None,
            })
            .collect(),
    }
}
