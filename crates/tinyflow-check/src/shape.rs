//! The Rust type that a JSON Schema, or a value, stands for.
//!
//! Shapes carry the Rust names of their types, fields and variants: names can
//! collide, and that is a finding.

mod literal;

mod object;

pub(crate) mod fit;

mod fit_union;

mod violation;

pub(crate) mod json;

pub(crate) mod checks;

mod schema_text;

pub(crate) mod given;

pub(crate) mod infer;

pub(crate) mod difference;

pub(crate) mod subset;

pub(crate) mod sharing;

pub(crate) mod conversion;

mod renamed;

pub(crate) mod retyped;

pub(crate) mod read;

pub(crate) mod type_names;

pub(crate) mod unsupported_schema;

pub(crate) mod invalid_schema;

pub(crate) mod unchecked_keyword;

pub(crate) mod value_mismatch;

pub(crate) mod default_mismatch;

pub(crate) mod colliding_names;

pub(crate) mod guessed_schema;

pub(crate) mod missing_params_schema;

pub(crate) mod missing_state_schema;

pub(crate) mod unresolved_reference;

pub(crate) mod unnamed_property;

pub(crate) mod misspelt_keyword;

pub(crate) mod property_without_field;

pub(crate) mod default_without_field;

pub(crate) mod default_not_taken;

pub(crate) mod schema_without_keywords;

pub(crate) mod forms_alike;

pub(crate) mod input_without_source;

use std::collections::HashMap;

pub use conversion::{Conversion, ConvertedParts, Source, TypeConversion};
pub use literal::{FieldValue, Literal};
pub use object::{Field, Presence, Rest, Struct};

/// Structs and unions by their Rust names.
pub type Definitions = HashMap<String, Shape>;

/// The Rust type of a value.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// `String`.
    Text,
    /// `i64`.
    Integer,
    /// `u64`: a whole number that cannot be negative.
    Unsigned,
    /// `f64`.
    Number,
    /// `bool`.
    Boolean,
    /// An enum of strings.
    Enum(Enum),
    /// `Vec<T>`.
    List(Box<Shape>),
    /// A struct.
    Struct(Struct),
    /// `serde_json::Map`: an object whose properties are not known.
    Map,
    /// `serde_json::Value`: any value at all.
    Any,
    /// `()`: `null` and nothing else.
    Null,
    /// `Option<T>`: `null`, or a value of a shape that has no `null` itself.
    Nullable(Box<Shape>),
    /// `BTreeMap<String, T>`: an object whose properties all have one shape.
    Dictionary(Box<Shape>),
    /// `(A, B)`: an array of so many items, each of a shape of its own.
    Tuple(Vec<Shape>),
    /// An enum with a value in each variant.
    Union(Union),
    /// A struct or a union that is described elsewhere in the file.
    Named {
        /// Its Rust name.
        name: String,
        /// Whether this stands within that type itself.
        is_recursive: bool,
    },
}

impl Shape {
    /// The same with what is described elsewhere in its place, but within structs.
    pub(crate) fn unfolded(&self, definitions: &Definitions) -> Self {
        let unfolded = |inner: &Self| Box::new(inner.unfolded(definitions));
        match self {
            Self::Named { name, .. } => definitions.get(name).unwrap_or(self).clone(),
            Self::List(item) => Self::List(unfolded(item)),
            Self::Nullable(value) => Self::Nullable(unfolded(value)),
            Self::Dictionary(value) => Self::Dictionary(unfolded(value)),
            other => other.clone(),
        }
    }

    /// Whether it is a string, a number or a boolean.
    pub(crate) fn is_scalar(&self) -> bool {
        matches!(
            self,
            Self::Text
                | Self::Integer
                | Self::Unsigned
                | Self::Number
                | Self::Boolean
                | Self::Enum(_)
        )
    }

    /// What a value of this shape is, for messages: "a string".
    pub(crate) fn describe(&self) -> &'static str {
        match self {
            Self::Text => "a string",
            Self::Integer => "a whole number",
            Self::Unsigned => "a whole number that is not negative",
            Self::Number => "a number",
            Self::Boolean => "a boolean",
            Self::Enum(_) => "one of the enum's strings",
            Self::List(_) => "an array",
            Self::Tuple(_) => "an array of fixed length",
            Self::Struct(_) | Self::Map | Self::Dictionary(_) => "an object",
            Self::Any => "any value",
            Self::Null => "null",
            Self::Nullable(_) => "a value or null",
            Self::Union(_) => "one of several forms",
            Self::Named { .. } => "a value of a form described elsewhere",
        }
    }

    /// The names of the types that the shape leaves to be described elsewhere.
    pub(crate) fn names_in<'s>(&'s self, names: &mut Vec<&'s str>) {
        match self {
            Self::Named { name, .. } => names.push(name),
            Self::List(inner) | Self::Nullable(inner) | Self::Dictionary(inner) => {
                inner.names_in(names);
            }
            Self::Tuple(items) => items.iter().for_each(|item| item.names_in(names)),
            Self::Struct(shape) => {
                let fields = shape.fields.iter();
                fields.for_each(|field| field.shape.names_in(names));
                if let Some(rest) = &shape.rest {
                    rest.shape.names_in(names);
                }
            }
            Self::Union(shape) => {
                let cases = shape.cases.iter();
                cases.for_each(|case| case.shape.names_in(names));
            }
            _ => {}
        }
    }

    /// Roughly how many types and fields the shape holds.
    pub(crate) fn weight(&self) -> usize {
        match self {
            Self::List(inner) | Self::Nullable(inner) | Self::Dictionary(inner) => {
                1 + inner.weight()
            }
            Self::Tuple(items) => 1 + items.iter().map(Self::weight).sum::<usize>(),
            Self::Struct(shape) => {
                let fields = shape.fields.iter().map(|field| 1 + field.shape.weight());
                let rest = shape.rest.iter().map(|rest| 1 + rest.shape.weight());
                1 + fields.chain(rest).sum::<usize>()
            }
            Self::Union(shape) => {
                let cases = shape.cases.iter().map(|case| 1 + case.shape.weight());
                1 + cases.sum::<usize>()
            }
            Self::Enum(shape) => 1 + shape.variants.len(),
            _ => 1,
        }
    }
}

/// An enum made from a schema's strings.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Enum {
    /// Its Rust name.
    pub name: String,
    /// What the schema says about it.
    pub description: Option<String>,
    /// Its variants, in the order of the schema.
    pub variants: Vec<Variant>,
}

impl Enum {
    /// The variant that is this string on the wire.
    pub fn variant(&self, wire_name: &str) -> Option<&Variant> {
        let mut variants = self.variants.iter();
        variants.find(|variant| variant.wire_name == wire_name)
    }
}

/// A variant of an enum.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Variant {
    /// The string on the wire.
    pub wire_name: String,
    /// Its Rust name.
    pub name: String,
}

/// An enum made from the forms that a value may have.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Union {
    /// Its Rust name.
    pub name: String,
    /// What the schema says about it.
    pub description: Option<String>,
    /// The property that tells the forms apart; none where the value alone must.
    pub tag: Option<String>,
    /// Its forms, in the order in which they are tried.
    pub cases: Vec<Case>,
}

/// A form that a value may have.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Case {
    /// The Rust name of the variant.
    pub name: String,
    /// The value of the tag; the variant's name where there is no tag.
    pub wire_name: String,
    /// The shape of its value, without the tag.
    pub shape: Shape,
}
