//! A small JSON Schema checker: a schema and a value in, the places where the value does not
//! fit out.
//!
//! [`Schema::compile`] reads a schema once, and names what is wrong with it;
//! [`Schema::violations`] checks a value. The drafts 4 to 2020-12 are read as they are met in
//! the wild. Nothing here knows what the values are for, and nothing is fetched: a reference
//! leads to another part of the same schema.

#![doc = include_str!("../README.md")]

mod compile;

mod in_place;

mod node;

mod pattern;

mod format;

mod number;

mod equality;

mod check;

mod fault;

mod violation;

use serde_json::Value;

pub use compile::{KNOWN_KEYWORDS, is_known_keyword, resolve};
pub use fault::{Fault, FaultKind};
pub use violation::{Violation, ViolationKind};

/// A JSON Schema, ready to check values.
#[derive(Debug)]
pub struct Schema {
    nodes: Vec<node::Node>,
    /// Whether some part asks which properties or items the other keywords have looked at.
    asks_for_unevaluated: bool,
}

impl Schema {
    /// Reads a schema, and names what in it is wrong or cannot be checked.
    ///
    /// What is at fault is left out of the schema, which then accepts more than was meant.
    pub fn compile(schema: &Value) -> (Self, Vec<Fault>) {
        compile::compile(schema)
    }

    /// Every place where the value does not fit.
    pub fn violations(&self, value: &Value) -> Vec<Violation> {
        check::violations(self, value)
    }

    /// Whether the value fits.
    pub fn accepts(&self, value: &Value) -> bool {
        check::accepts(self, value)
    }
}
