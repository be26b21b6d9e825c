//! Numbers and strings that Rust works out in its own types, and as JavaScript
//! would: an `f64` or a `String` for every state that the shape allows.

use super::{Comparison, Place};

/// A number, a string or a boolean, made of places and literals.
#[derive(Clone, Debug, PartialEq)]
pub enum Computed {
    /// A finite number.
    Number(f64),
    /// A string.
    Text(String),
    /// `true` or `false`.
    Boolean(bool),
    /// A value of the state. Where it is missing, the whole test is false.
    Place(Place),
    /// `place ?? other`
    OrElse(Place, Box<Computed>),
    /// `place || other`, of a place that may be missing.
    Or(Place, Box<Computed>),
    /// `-number`
    Negated(Box<Computed>),
    /// A number made of two.
    Arithmetic(Arithmetic, Box<Computed>, Box<Computed>),
    /// `text.length`
    Length(Box<Computed>),
    /// A string made of another.
    Changed(Change, Box<Computed>),
    /// Two or more pieces in one string: strings, and numbers as JavaScript
    /// writes them.
    Joined(Vec<Computed>),
}

/// An operator between two numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arithmetic {
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
    /// `/`
    Divide,
    /// `%`
    Remainder,
}

/// A method that makes a string of a string.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// `.trim()`
    Trim,
    /// `.toLowerCase()`
    Lowercase,
    /// `.toUpperCase()`
    Uppercase,
}

/// How two computed values relate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    /// `===`
    Equal,
    /// `<` and its like.
    Ordered(Comparison),
}

impl Relation {
    /// The same relation with its operands swapped.
    #[must_use]
    pub fn mirrored(self) -> Self {
        match self {
            Self::Equal => Self::Equal,
            Self::Ordered(comparison) => Self::Ordered(comparison.mirrored()),
        }
    }
}

/// What of JavaScript's types a computed value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Type {
    Number,
    Text,
    Boolean,
}

impl Computed {
    /// The places that must be there for the value to be computed, each as
    /// often as it is read.
    pub fn needed(&self) -> Vec<&Place> {
        let mut places = Vec::new();
        self.collect(&mut places, false);
        places
    }

    /// All places in it, each as often as it is read.
    pub fn places(&self) -> Vec<&Place> {
        let mut places = Vec::new();
        self.collect(&mut places, true);
        places
    }

    fn collect<'c>(&'c self, places: &mut Vec<&'c Place>, all: bool) {
        match self {
            Self::Number(_) | Self::Text(_) | Self::Boolean(_) => {}
            Self::Place(place) => places.push(place),
            Self::OrElse(place, other) | Self::Or(place, other) => {
                if all {
                    places.push(place);
                }
                other.collect(places, all);
            }
            Self::Negated(inner) | Self::Length(inner) | Self::Changed(_, inner) => {
                inner.collect(places, all);
            }
            Self::Arithmetic(_, left, right) => {
                left.collect(places, all);
                right.collect(places, all);
            }
            Self::Joined(pieces) => {
                for piece in pieces {
                    piece.collect(places, all);
                }
            }
        }
    }

    /// Whether it is the same for every state.
    pub fn is_constant(&self) -> bool {
        self.places().is_empty()
    }

    /// Whether the number may be `NaN` though all that it is made of is there.
    pub fn may_be_nan(&self) -> bool {
        match self {
            Self::Arithmetic(arithmetic, left, right) => match arithmetic {
                Arithmetic::Divide | Arithmetic::Remainder => {
                    let divides = matches!(&**right, Self::Number(number) if *number != 0.0);
                    !left.is_finite() || !divides
                }
                _ => !left.is_finite() || !right.is_finite(),
            },
            Self::Negated(inner) => inner.may_be_nan(),
            Self::OrElse(_, other) | Self::Or(_, other) => other.may_be_nan(),
            _ => false,
        }
    }

    /// Whether it is a finite number, or one that is written down.
    fn is_finite(&self) -> bool {
        match self {
            Self::Arithmetic(..) => false,
            Self::Negated(inner) => inner.is_finite(),
            Self::OrElse(_, other) | Self::Or(_, other) => other.is_finite(),
            _ => true,
        }
    }
}
