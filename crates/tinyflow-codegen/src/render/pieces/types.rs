//! The types of a file, laid out.

use std::borrow::Cow;

use serde::Serialize;

use super::field_lints::field_lints;
use super::tasks::signature;
use crate::plan::literal::string_literal;
use crate::plan::{
    ConversionBody, ConversionImpl, DefaultFunction, EnumVariant, Field, TypeDefinition, Variant,
};
use crate::render::attribute;
use crate::render::constants::has_lookalike;
use crate::render::doc;
use crate::render::layout::{MAX_WIDTH, Space, lay_out};
use crate::render::lines;
use crate::render::type_layout;
use crate::render::width::Width;

#[derive(Serialize)]
pub(super) struct VariantPieces<'p> {
    attributes: String,
    name: Cow<'p, str>,
}

#[derive(Default, Serialize)]
pub(super) struct TypePieces<'p> {
    kind: &'static str,
    doc: String,
    derives: String,
    attributes: String,
    name: &'p str,
    fields: Vec<String>,
    variants: Vec<VariantPieces<'p>>,
    repetitive: bool,
    large: bool,
    strings: Vec<String>,
    definition: String,
    defaults: Vec<DefaultPieces>,
    conversion: Option<ConversionPieces>,
}

#[derive(Default, Serialize)]
pub(super) struct ConversionPieces {
    signature: String,
    has_lookalike: bool,
    is_long: bool,
    value: String,
    arms: Vec<String>,
    are_strings: bool,
}

#[derive(Serialize)]
pub(super) struct DefaultPieces {
    signature: String,
    wraps: bool,
    has_lookalike: bool,
    is_long: bool,
    value: String,
}

/// A variant of `Step`.
pub(super) fn step_variant(variant: &Variant) -> VariantPieces<'_> {
    let rename = variant.rename.iter();
    let serde: Vec<String> = rename
        .map(|name| format!("rename = {}", string_literal(name)))
        .collect();
    VariantPieces {
        attributes: attribute::serde(&serde, 4),
        name: Cow::Borrowed(&variant.name),
    }
}

/// A type with all that belongs to it.
pub(super) fn definition(definition: &TypeDefinition) -> TypePieces<'_> {
    match definition {
        TypeDefinition::Struct(shape) => TypePieces {
            kind: "struct",
            doc: doc::comment(&shape.doc, 0),
            derives: shape.derives.join(", "),
            attributes: attribute::serde(&shape.serde, 0)
                + &attribute::allow(&field_lints(shape), 0),
            name: &shape.name,
            fields: shape.fields.iter().map(field).collect(),
            defaults: shape.defaults.iter().map(default).collect(),
            ..TypePieces::default()
        },
        TypeDefinition::Enum(shape) => TypePieces {
            kind: "enum",
            doc: doc::comment(&shape.doc, 0),
            derives: shape.derives.join(", "),
            attributes: attribute::serde(&shape.serde, 0),
            name: &shape.name,
            variants: shape.variants.iter().map(variant).collect(),
            repetitive: shape.repetitive,
            large: shape.large,
            strings: shape
                .strings
                .iter()
                .zip(&shape.variants)
                .map(written)
                .collect(),
            ..TypePieces::default()
        },
        TypeDefinition::Alias(shape) => TypePieces {
            kind: "alias",
            name: &shape.name,
            definition: type_layout::alias(&shape.name, &shape.type_name),
            ..TypePieces::default()
        },
        TypeDefinition::Conversion(conversion) => TypePieces {
            kind: "conversion",
            definition: head_of_conversion(conversion),
            conversion: Some(conversion_pieces(conversion)),
            ..TypePieces::default()
        },
    }
}

/// The line that says which type is made from which.
fn head_of_conversion(conversion: &ConversionImpl) -> String {
    let ConversionImpl { from, to, .. } = conversion;
    let line = format!("impl From<{from}> for {to} {{");
    if line.width() <= MAX_WIDTH {
        return line;
    }
    format!("impl From<{from}>\n    for {to}\n{{")
}

fn conversion_pieces(conversion: &ConversionImpl) -> ConversionPieces {
    let parameter = |name: &str| {
        let parameter = format!("{name}: {}", conversion.from);
        signature("fn from", &[parameter.into()], " -> Self {")
    };
    match &conversion.body {
        ConversionBody::Fields { made, is_used } => {
            let value = lay_out(made, Space::line(8));
            ConversionPieces {
                signature: parameter(if *is_used { "value" } else { "_" }),
                has_lookalike: has_lookalike(&value),
                is_long: lines::are_many(value.lines()),
                value,
                ..ConversionPieces::default()
            }
        }
        ConversionBody::Variants { arms, are_strings } => {
            let arms: Vec<String> = arms
                .iter()
                .map(|(pattern, value)| arm(pattern, value))
                .collect();
            ConversionPieces {
                signature: parameter("value"),
                is_long: lines::are_many(arms.iter().flat_map(|arm| arm.lines())),
                arms,
                are_strings: *are_strings,
                ..ConversionPieces::default()
            }
        }
    }
}

fn variant(variant: &EnumVariant) -> VariantPieces<'_> {
    VariantPieces {
        attributes: attribute::serde(&variant.serde, 4),
        name: match &variant.value {
            Some(value) => Cow::Owned(type_layout::variant(&variant.name, value, 4)),
            None => Cow::Borrowed(&variant.name),
        },
    }
}

/// The arm of a `match` that gives a variant's string.
fn written((string, variant): (&String, &EnumVariant)) -> String {
    arm(&format!("Self::{}", variant.name), string)
}

/// The arm of a `match` in a function.
fn arm(pattern: &str, value: &str) -> String {
    let line = format!("            {pattern} => {value},");
    if line.width() <= MAX_WIDTH {
        return line;
    }
    format!("            {pattern} => {{\n                {value}\n            }}")
}

fn field(field: &Field) -> String {
    let doc = doc::comment(&field.doc, 4);
    let attributes = attribute::serde_of_field(&field.serde, 4);
    // Missing and `null` are not the same, and are told apart.
    let is_nested = field.type_name.starts_with("Option<Option<");
    let lints = is_nested.then_some("option_option");
    let allowances = attribute::allow(lints.as_slice(), 4);
    let line = type_layout::field(&field.name, &field.type_name, 4);
    format!("{doc}{attributes}{allowances}{line}\n")
}

fn default(function: &DefaultFunction) -> DefaultPieces {
    let head = format!("    fn {}()", function.name);
    let returns = format!("-> {} {{", function.type_name);
    let fits = head.width() + 1 + returns.width() <= MAX_WIDTH;
    let value = lay_out(&function.value, Space::line(8));
    DefaultPieces {
        signature: format!("{head}{}{returns}", if fits { " " } else { "\n    " }),
        wraps: function.wraps,
        has_lookalike: has_lookalike(&value),
        is_long: lines::are_many(value.lines()),
        value,
    }
}
