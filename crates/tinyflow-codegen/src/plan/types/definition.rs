//! The types that a file defines, as data.

use serde::Serialize;

use crate::plan::code::Code;
use crate::plan::conversions::ConversionImpl;
use crate::plan::doc::Paragraph;

/// A type that the file defines.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum TypeDefinition {
    /// A struct.
    Struct(StructType),
    /// An enum.
    Enum(EnumType),
    /// Another name for a type.
    Alias(AliasType),
    /// That a type is made from another one.
    Conversion(ConversionImpl),
}

impl TypeDefinition {
    /// The name that it defines, where it defines one.
    pub(super) fn name(&self) -> Option<&str> {
        match self {
            Self::Struct(defined) => Some(&defined.name),
            Self::Enum(defined) => Some(&defined.name),
            Self::Alias(defined) => Some(&defined.name),
            Self::Conversion(_) => None,
        }
    }
}

/// A struct that the file defines.
#[derive(Clone, Debug, Serialize)]
pub struct StructType {
    /// Its documentation.
    pub doc: Vec<Paragraph>,
    /// Its derives.
    pub derives: Vec<&'static str>,
    /// Its serde attributes; none where it does not derive serde.
    pub serde: Vec<String>,
    /// Its name.
    pub name: String,
    /// Its fields.
    pub fields: Vec<Field>,
    /// The functions that make its fields' defaults.
    pub defaults: Vec<DefaultFunction>,
}

/// A field of a struct.
#[derive(Clone, Debug, Serialize)]
pub struct Field {
    /// Its documentation.
    pub doc: Vec<Paragraph>,
    /// Its serde attributes.
    pub serde: Vec<String>,
    /// Its name.
    pub name: String,
    /// Its type.
    pub type_name: String,
}

/// A function that makes the default of a field.
#[derive(Clone, Debug, Serialize)]
pub struct DefaultFunction {
    /// Its name.
    pub name: String,
    /// The type that it returns.
    pub type_name: String,
    /// The value.
    pub value: Code,
    /// Whether clippy would find its `Option` needless.
    pub wraps: bool,
}

/// An enum that the file defines.
#[derive(Clone, Debug, Serialize)]
pub struct EnumType {
    /// Its documentation.
    pub doc: Vec<Paragraph>,
    /// Its derives.
    pub derives: Vec<&'static str>,
    /// Its serde attributes.
    pub serde: Vec<String>,
    /// Its name.
    pub name: String,
    /// Its variants.
    pub variants: Vec<EnumVariant>,
    /// The strings that they are in JSON, as literals, where a condition asks for them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub strings: Vec<String>,
    /// Whether clippy would find its variants repetitive.
    pub repetitive: bool,
    /// Whether clippy might find one of its variants large.
    pub large: bool,
}

/// A variant of an enum.
#[derive(Clone, Debug, Serialize)]
pub struct EnumVariant {
    /// Its serde attributes.
    pub serde: Vec<String>,
    /// Its name.
    pub name: String,
    /// The type of its value, where it has one.
    pub value: Option<String>,
}

/// Another name for a type that is long to spell.
#[derive(Clone, Debug, Serialize)]
pub struct AliasType {
    /// The name.
    pub name: String,
    /// The type.
    pub type_name: String,
}
