//! Values that become those of another type: what is asked is made from the state, and what is
//! answered goes into it.

use serde::Serialize;
use tinyflow_check::shape::{Conversion, ConvertedParts, Source, TypeConversion};

use super::code::{Code, Link};
use super::literal::{self, string_literal};

/// That a type is made from another one, by an `impl From`.
#[derive(Clone, Debug, Serialize)]
pub struct ConversionImpl {
    /// The type that it is made from.
    pub from: String,
    /// The type that is made.
    pub to: String,
    /// How it is made.
    pub body: ConversionBody,
}

/// How a type is made from another one.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ConversionBody {
    /// From this expression.
    Fields {
        /// The expression.
        made: Code,
        /// Whether it has anything of the `value`.
        is_used: bool,
    },
    /// By a match: patterns and their values.
    Variants {
        /// Pattern and value.
        arms: Vec<(String, String)>,
        /// Whether the values are strings that are not owned.
        are_strings: bool,
    },
}

pub(super) fn define(conversion: &TypeConversion) -> ConversionImpl {
    let TypeConversion {
        from, to, parts, ..
    } = conversion;
    let body = match parts {
        ConvertedParts::Fields(fields) => ConversionBody::Fields {
            is_used: fields
                .iter()
                .any(|(_, source)| matches!(source, Source::Field { .. })),
            made: Code::Struct {
                name: "Self".to_owned(),
                fields: fields
                    .iter()
                    .map(|(name, of)| (name.clone(), source(of, "value")))
                    .collect(),
            },
        },
        ConvertedParts::Variants(pairs) => ConversionBody::Variants {
            arms: pairs
                .iter()
                .map(|(there, here)| (format!("{from}::{there}"), format!("Self::{here}")))
                .collect(),
            are_strings: false,
        },
        ConvertedParts::Strings(pairs) => ConversionBody::Variants {
            arms: pairs
                .iter()
                .map(|(variant, text)| (format!("{from}::{variant}"), string_literal(text)))
                .collect(),
            are_strings: true,
        },
    };
    ConversionImpl {
        from: from.clone(),
        to: to.clone(),
        body,
    }
}

/// The value of a field that comes from the flow, or from a field of `owner`.
pub(super) fn source(source: &Source, owner: &str) -> Code {
    match source {
        Source::Value(value) => literal::field_value(value),
        Source::Field { name, conversion } => converted(owner, Some(name), conversion),
    }
}

/// What a variable holds, or a field of it, as a value of another type.
pub(super) fn converted(variable: &str, field: Option<&str>, conversion: &Conversion) -> Code {
    let of_variable = field.map(|field| format!(".{field}"));
    let chain = |links: Vec<Link>| Code::Chain {
        root: Box::new(Code::text(variable)),
        links: of_variable.iter().map(Link::text).chain(links).collect(),
    };
    let collected = |map| {
        chain(vec![
            Link::text(".into_iter()"),
            map,
            Link::text(".collect()"),
        ])
    };
    match conversion {
        Conversion::Same => Code::text(variable.to_owned() + of_variable.as_deref().unwrap_or("")),
        Conversion::Into => chain(vec![Link::text(".into()")]),
        Conversion::Some(inner) => Code::call("Some", converted(variable, field, inner)),
        Conversion::InOption(inner) => chain(vec![mapped("value", inner)]),
        Conversion::Items(inner) => collected(mapped("item", inner)),
        Conversion::Values(inner) => collected(Link::Closure {
            method: "map".to_owned(),
            parameter: "(name, value)".to_owned(),
            body: Box::new(Code::Tuple(vec![
                Code::text("name"),
                converted("value", None, inner),
            ])),
        }),
    }
}

/// The call of `map` that converts each value.
fn mapped(parameter: &str, conversion: &Conversion) -> Link {
    let method = "map".to_owned();
    match conversion {
        Conversion::Into => Link::Call {
            method,
            argument: Box::new(Code::text("Into::into")),
            is_tried: false,
        },
        Conversion::Some(inner) if **inner == Conversion::Same => Link::Call {
            method,
            argument: Box::new(Code::text("Some")),
            is_tried: false,
        },
        conversion => Link::Closure {
            method,
            parameter: parameter.to_owned(),
            body: Box::new(converted(parameter, None, conversion)),
        },
    }
}
