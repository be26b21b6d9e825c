//! What is wrong with a schema.

use std::fmt;

/// A part of a schema that is wrong, or that cannot be checked.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Fault {
    /// The JSON pointer of the part within its schema: of the keyword's value.
    pub pointer: String,
    /// What kind of fault it is.
    pub kind: FaultKind,
    /// What is wrong, in words.
    pub message: String,
}

/// What kind of fault a schema has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum FaultKind {
    /// It is no JSON Schema.
    Invalid,
    /// A reference leads nowhere, out of the schema, or to itself.
    Reference,
    /// It is sound, and cannot be checked.
    Unchecked,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.pointer, self.message)
    }
}
