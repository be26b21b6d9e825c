//! A JSON document as a tree in which every value and every key has its span.
//!
//! `serde_json` decides what is JSON; `jsonc-parser` then cuts it into tokens,
//! which have places. Numbers keep their spelling, objects their order and
//! their duplicate keys (which are reported).

mod judge;

mod parse;

use crate::Span;

pub use parse::parse;

/// A JSON value and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// From the first to behind the last byte, quotes and braces included.
    pub span: Span,
    /// The value itself.
    pub value: Value,
}

/// A JSON value.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// `null`.
    Null,
    /// `true` or `false`.
    Boolean(bool),
    /// A number, as it is spelt.
    Number(Number),
    /// A string, decoded.
    String(String),
    /// An array.
    Array(Vec<Node>),
    /// An object.
    Object(Object),
}

impl Value {
    /// What kind of value this is, for messages: "a string", "an object".
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Boolean(_) => "a boolean",
            Self::Number(_) => "a number",
            Self::String(_) => "a string",
            Self::Array(_) => "an array",
            Self::Object(_) => "an object",
        }
    }
}

/// The members of a JSON object, in the order of the document.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Object {
    /// The members; a key that stands twice is here twice.
    pub members: Vec<Member>,
}

impl Object {
    /// The value under `name`, the first where the key stands twice.
    pub fn get(&self, name: &str) -> Option<&Node> {
        let member = self.members.iter().find(|member| member.name == name)?;
        Some(&member.value)
    }
}

/// A key and its value.
#[derive(Clone, Debug, PartialEq)]
pub struct Member {
    /// The key, decoded.
    pub name: String,
    /// Where the key stands, quotes included.
    pub name_span: Span,
    /// The value.
    pub value: Node,
}

/// A JSON number as it is spelt, within the range of `f64`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Number(pub(crate) String);

impl Number {
    /// The spelling.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The nearest `f64`.
    pub fn as_f64(&self) -> f64 {
        self.0.parse().unwrap_or(f64::NAN)
    }

    /// The whole number that is meant, if it is one: `5`, `5.0` and `1e3` are.
    ///
    /// Spellings with a fraction or an exponent are read as `f64` first, so
    /// they are exact up to 2^53.
    pub fn as_integer(&self) -> Option<i128> {
        if let Ok(integer) = self.0.parse() {
            return Some(integer);
        }
        let float = self.as_f64();
        let exact = float.fract() == 0.0 && float.abs() <= 9_007_199_254_740_992.0;
        #[expect(clippy::cast_possible_truncation, reason = "a whole number up to 2^53")]
        exact.then_some(float as i128)
    }
}
