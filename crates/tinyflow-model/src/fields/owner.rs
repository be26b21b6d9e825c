//! How messages speak of the object whose fields are read.

use std::fmt;

use crate::diagnostic::quote;
use crate::{Object, Value};

/// An object of the document. It is put into words where there is something to say of it: most
/// objects are sound.
#[derive(Clone, Debug)]
pub(crate) enum Owner {
    /// The flow itself.
    Flow,
    /// A step or a connection, by its `id` where it has one.
    Element(&'static str, Option<String>),
    /// A field of another object.
    Field(&'static str, Box<Owner>),
    /// One of the objects in an array.
    Entry(&'static str),
}

impl Owner {
    /// A step or a connection, as `kind` says.
    pub(crate) fn element(kind: &'static str, object: &Object) -> Self {
        let id = match object.get("id").map(|id| &id.value) {
            Some(Value::String(id)) => Some(id.clone()),
            _ => None,
        };
        Self::Element(kind, id)
    }
}

impl fmt::Display for Owner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Flow => f.write_str("the flow"),
            Self::Element(kind, Some(id)) => write!(f, "{kind} {}", quote(id)),
            Self::Element(kind, None) => write!(f, "this {kind}"),
            Self::Field(field, of) => write!(f, "`{field}` of {of}"),
            Self::Entry(field) => write!(f, "an entry of `{field}`"),
        }
    }
}
