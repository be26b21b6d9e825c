//! Where a value does not fit its schema.

use std::fmt;

/// A place where a value does not fit its schema.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Violation {
    /// The names and indices that lead to the place.
    pub path: Vec<String>,
    /// What kind of violation it is.
    pub kind: ViolationKind,
    /// What is found there and what belongs there, in words.
    pub message: String,
}

/// What kind of violation a place has.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ViolationKind {
    /// The object lacks a property of this name.
    Missing(String),
    /// The object must not have the property at the end of the path.
    Unexpected,
    /// The value itself is not what belongs there.
    Mismatch,
}

impl Violation {
    /// The JSON pointer of the place; empty for the value as a whole.
    pub fn pointer(&self) -> String {
        let escaped = self.path.iter().map(|name| escape(name));
        escaped.fold(String::new(), |pointer, name| pointer + "/" + &name)
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.path.is_empty() {
            return f.write_str(&self.message);
        }
        write!(f, "{}: {}", self.pointer(), self.message)
    }
}

/// A name as a JSON pointer spells it.
pub(crate) fn escape(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}
