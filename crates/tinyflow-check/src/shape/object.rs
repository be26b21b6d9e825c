//! Objects whose properties a schema names.

use super::{Literal, Shape};

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
    /// The properties that have no field of their own, where the schema gives them a shape.
    pub rest: Option<Box<Rest>>,
    /// Whether no other properties are allowed.
    pub is_closed: bool,
}

impl Struct {
    /// Whether a property is one of those that have no field of their own.
    pub(crate) fn holds_in_rest(&self, property: &str) -> bool {
        self.rest.is_some() && self.fields.iter().all(|field| field.wire_name != property)
    }
}

/// What holds the properties of a struct that have no field of their own.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Rest {
    /// The Rust name of the field.
    pub name: String,
    /// The shape of each of the properties.
    pub shape: Shape,
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
