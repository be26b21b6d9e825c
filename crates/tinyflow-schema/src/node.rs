//! A compiled schema: a list of nodes that refer to each other by their numbers, so that
//! recursion needs nothing special.

use serde_json::{Number, Value};

use crate::format::{Format, NumberFormat};
use crate::pattern::Pattern;

/// The number of a node.
pub(crate) type Id = usize;

/// A schema: every keyword must hold.
#[derive(Debug, Default)]
pub(crate) struct Node {
    /// Those that look at the value itself stand first, those that ask what others have
    /// looked at stand last.
    pub(crate) keywords: Vec<Keyword>,
}

#[derive(Debug)]
pub(crate) enum Keyword {
    /// No value fits.
    Never,
    Types(Types),
    Const(Value),
    Enum(Vec<Value>),
    Bound(Bound, Number),
    MultipleOf(Number),
    Length(Extent),
    Pattern(Pattern),
    Format(Format),
    NumberFormat(NumberFormat),
    ItemCount(Extent),
    UniqueItems,
    Items {
        /// The schemas of the first items.
        prefix: Vec<Id>,
        /// The schema of those behind them.
        rest: Option<Id>,
    },
    Contains {
        schema: Id,
        count: Extent,
    },
    PropertyCount(Extent),
    Required(Vec<String>),
    Properties {
        named: Vec<(String, Id)>,
        patterns: Vec<(Pattern, Id)>,
        rest: Option<Rest>,
    },
    PropertyNames(Id),
    /// If the first is there, the others must be, too.
    DependentRequired(Vec<(String, Vec<String>)>),
    /// If the property is there, the whole object must fit.
    DependentSchemas(Vec<(String, Id)>),
    Ref(Id),
    AllOf(Vec<Id>),
    AnyOf(Vec<Id>),
    OneOf(Vec<Id>),
    Not(Id),
    If {
        condition: Id,
        then: Option<Id>,
        otherwise: Option<Id>,
    },
    UnevaluatedItems(Rest),
    UnevaluatedProperties(Rest),
}

/// What is said of properties or items that nothing else names.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Rest {
    Forbidden,
    Schema(Id),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Bound {
    Minimum,
    ExclusiveMinimum,
    Maximum,
    ExclusiveMaximum,
}

/// How many there may be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Extent {
    pub(crate) least: u64,
    pub(crate) most: Option<u64>,
}

impl Extent {
    pub(crate) fn holds(self, count: usize) -> bool {
        let count = u64::try_from(count).unwrap_or(u64::MAX);
        count >= self.least && self.most.is_none_or(|most| count <= most)
    }

    pub(crate) fn is_any(self) -> bool {
        self == Self::default()
    }
}

/// A set of JSON's types.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Types(u8);

impl Types {
    pub(crate) const NULL: Self = Self(1);
    pub(crate) const BOOLEAN: Self = Self(2);
    pub(crate) const INTEGER: Self = Self(4);
    /// Whole numbers are numbers, too.
    pub(crate) const NUMBER: Self = Self(8 | 4);
    pub(crate) const STRING: Self = Self(16);
    pub(crate) const ARRAY: Self = Self(32);
    pub(crate) const OBJECT: Self = Self(64);

    pub(crate) fn named(name: &str) -> Option<Self> {
        Some(match name {
            "null" => Self::NULL,
            "boolean" => Self::BOOLEAN,
            "integer" => Self::INTEGER,
            "number" => Self::NUMBER,
            "string" => Self::STRING,
            "array" => Self::ARRAY,
            "object" => Self::OBJECT,
            _ => return None,
        })
    }

    pub(crate) fn of(value: &Value) -> Self {
        match value {
            Value::Null => Self::NULL,
            Value::Bool(_) => Self::BOOLEAN,
            Value::Number(number) if crate::number::is_whole(number) => Self::INTEGER,
            Value::Number(_) => Self(8),
            Value::String(_) => Self::STRING,
            Value::Array(_) => Self::ARRAY,
            Value::Object(_) => Self::OBJECT,
        }
    }

    pub(crate) fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub(crate) fn contain(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// "a string or null"
    pub(crate) fn describe(self) -> String {
        let names = [
            (Self::STRING, "a string"),
            (Self::NUMBER, "a number"),
            (Self::INTEGER, "a whole number"),
            (Self::BOOLEAN, "a boolean"),
            (Self::ARRAY, "an array"),
            (Self::OBJECT, "an object"),
            (Self::NULL, "null"),
        ];
        let names: Vec<&str> = names
            .into_iter()
            .filter(|(kind, _)| self.contain(*kind))
            .filter(|(kind, _)| *kind != Self::INTEGER || !self.contain(Self::NUMBER))
            .map(|(_, name)| name)
            .collect();
        names.join(" or ")
    }
}
