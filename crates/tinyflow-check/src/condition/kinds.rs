//! What a value may be, as `typeof` would tell, and what is known of its shape.

use super::term::Term;
use crate::shape::Shape;

/// A set of kinds of values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Kinds(u8);

impl Kinds {
    pub(super) const UNDEFINED: Self = Self(1);
    pub(super) const NULL: Self = Self(2);
    pub(super) const BOOLEAN: Self = Self(4);
    pub(super) const NUMBER: Self = Self(8);
    pub(super) const TEXT: Self = Self(16);
    /// Arrays, too.
    pub(super) const OBJECT: Self = Self(32);
    pub(super) const NULLISH: Self = Self(1 | 2);
    /// Whatever JSON can be.
    pub(super) const JSON: Self = Self(2 | 4 | 8 | 16 | 32);
    pub(super) const ANY: Self = Self(63);

    pub(super) fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub(super) fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    pub(super) fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    pub(super) fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    pub(super) fn is_only(self, other: Self) -> bool {
        self.0 & !other.0 == 0
    }

    pub(super) fn of_shape(shape: &Shape) -> Self {
        match shape {
            Shape::Text | Shape::Enum(_) => Self::TEXT,
            Shape::Integer | Shape::Unsigned | Shape::Number => Self::NUMBER,
            Shape::Boolean => Self::BOOLEAN,
            Shape::List(_)
            | Shape::Tuple(_)
            | Shape::Struct(_)
            | Shape::Dictionary(_)
            | Shape::Map => Self::OBJECT,
            Shape::Null => Self::NULL,
            Shape::Nullable(value) => Self::NULL.or(Self::of_shape(value)),
            Shape::Union(union) => {
                let cases = union.cases.iter().map(|case| Self::of_shape(&case.shape));
                cases.reduce(Self::or).unwrap_or(Self::JSON)
            }
            Shape::Any | Shape::Named { .. } => Self::JSON,
        }
    }

    /// For messages: "a string".
    pub(super) fn describe(self) -> &'static str {
        match self.without(Self::NULLISH) {
            Self::BOOLEAN => "a boolean",
            Self::NUMBER => "a number",
            Self::TEXT => "a string",
            Self::OBJECT => "an object",
            Self(0) if self == Self::NULL => "`null`",
            Self(0) => "`undefined`",
            _ => "a value",
        }
    }
}

/// A term, and what is known of its value.
#[derive(Clone, Debug)]
pub(super) struct Known {
    pub(super) term: Term,
    pub(super) kinds: Kinds,
    /// The shape of the value where it is there, if the schema says it.
    pub(super) shape: Option<Shape>,
    /// Whether the value may be an object of a Rust type: written as JSON anew
    /// each time that it is read, it has no identity.
    pub(super) made: bool,
}

impl Known {
    /// A value of which the kind is all that is known.
    pub(super) fn of(term: Term, kinds: Kinds) -> Self {
        Self {
            term,
            kinds,
            shape: None,
            made: false,
        }
    }

    /// A value of this shape.
    pub(super) fn shaped(term: Term, shape: &Shape) -> Self {
        Self {
            term,
            kinds: Kinds::of_shape(shape),
            made: !matches!(shape, Shape::Any | Shape::Map)
                && Kinds::of_shape(shape).meets(Kinds::OBJECT),
            shape: Some(shape.clone()),
        }
    }
}
