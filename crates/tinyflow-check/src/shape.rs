//! The Rust type that a JSON Schema, or a value, stands for.
//!
//! Shapes carry the Rust names of their types, fields and variants: names can
//! collide, and that is a finding.

pub(crate) mod fit;

pub(crate) mod infer;

pub(crate) mod read;

pub(crate) mod type_names;

pub(crate) mod unsupported_schema;

pub(crate) mod invalid_schema;

pub(crate) mod unchecked_keyword;

pub(crate) mod value_mismatch;

pub(crate) mod default_mismatch;

pub(crate) mod colliding_names;

pub(crate) mod missing_params_schema;

pub(crate) mod input_without_source;

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
}

impl Shape {
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
            Self::Struct(_) | Self::Map => "an object",
            Self::Any => "any value",
        }
    }
}

/// A struct made from an object schema.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Struct {
    /// Its Rust name.
    pub name: String,
    /// What the schema says about it.
    pub description: Option<String>,
    /// Its fields, in the order of the schema.
    pub fields: Vec<Field>,
}

/// A field of a struct.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Field {
    /// The property's name.
    pub wire_name: String,
    /// Its Rust name, a raw identifier where needed.
    pub name: String,
    /// What the schema says about it.
    pub description: Option<String>,
    /// The type of its value.
    pub shape: Shape,
    /// What a missing property means.
    pub presence: Presence,
    /// The default of a required property: it stands in where the flow itself
    /// leaves the property out.
    pub default: Option<Literal>,
}

/// What a missing property means.
#[derive(Clone, Debug, PartialEq)]
pub enum Presence {
    /// It must not be missing.
    Required,
    /// It may be missing: an `Option` that is left out of the wire.
    Optional,
    /// It then has this value.
    Default(Literal),
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

/// A variant of an enum.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Variant {
    /// The string on the wire.
    pub wire_name: String,
    /// Its Rust name.
    pub name: String,
}

/// A value that was found to fit a shape, in the shape's terms.
#[derive(Clone, Debug, PartialEq)]
pub enum Literal {
    /// For [`Shape::Text`].
    Text(String),
    /// For [`Shape::Integer`] and [`Shape::Unsigned`], within their range.
    Integer(i128),
    /// For [`Shape::Number`], finite.
    Number(f64),
    /// For [`Shape::Boolean`].
    Boolean(bool),
    /// For [`Shape::Enum`]: the Rust names of type and variant.
    Variant(String, String),
    /// For [`Shape::List`].
    List(Vec<Literal>),
    /// For [`Shape::Struct`]: its Rust name, and for each field the Rust name
    /// and the value, none where it is left out.
    Struct(String, Vec<(String, FieldValue)>),
    /// For [`Shape::Map`]: JSON as it stands.
    Map(tinyflow_model::Object),
    /// For [`Shape::Any`]: JSON as it stands.
    Any(tinyflow_model::Value),
}

/// The value of a field in a literal.
#[derive(Clone, Debug, PartialEq)]
pub enum FieldValue {
    /// A value of the field's shape.
    Plain(Literal),
    /// A value of an optional field.
    Some(Literal),
    /// An optional field that is left out.
    None,
}
