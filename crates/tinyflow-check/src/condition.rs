//! Conditions: parsed, and typed against the shape of the state.
//!
//! What comes out means in Rust what the expression means in JavaScript, for
//! every state that the shape allows. It is a tree of two floors. A [`Test`] is
//! typed: it compares places of the state with values of their shape, and is
//! printed as the Rust that one would write by hand. Where no such test says
//! what the expression says, it holds a [`Term`], which is worked out by the
//! rules of JavaScript when the run is there. [`evaluate`] answers both for a
//! given state.

mod translate;

mod translations;

mod term;

mod dynamic;

mod kinds;

mod evaluate;

mod place;

mod compare;

mod lowered;

mod part;

mod measured;

mod presence;

mod fold;

mod mend;

pub(crate) mod condition_syntax;

pub(crate) mod unsupported_condition;

pub(crate) mod unknown_property;

pub(crate) mod never_equal;

pub(crate) mod always_same;

pub(crate) mod reads_through_missing;

pub(crate) mod open_operand;

pub(crate) mod compared_outcome;

use crate::shape::{Literal, Shape};

pub use evaluate::evaluate;
pub use term::{Constant, Parameter, Term};
pub use tinyflow_expression::{BinaryOperator, LogicalOperator, Method, Quantifier};
pub use tinyflow_javascript::Thrown;
use translate::translate;
pub(crate) use translations::Translations;

/// A condition that was found sound.
///
/// [`Test::Always`] stands at the root only.
#[derive(Clone, Debug, PartialEq)]
pub enum Test {
    /// The same answer for every state.
    Always(bool),
    /// The opposite of a test.
    Not(Box<Test>),
    /// Two or more tests that must all hold, tried in order.
    All(Vec<Test>),
    /// Two or more tests of which one must hold, tried in order.
    Any(Vec<Test>),
    /// The value counts as true in JavaScript.
    Truthy(Place),
    /// The value is missing.
    Missing(Place),
    /// The value is there and equals the other one; two missing values are
    /// equal too.
    Equal(Place, Operand),
    /// The value is there and compares so with the other one.
    Compare(Place, Comparison, Operand),
    /// The string or array has the other value in it.
    Has(Place, Part, Operand),
    /// One element of the array, or each of them, passes the test.
    Quantified(Place, Quantifier, Parameter, Box<Test>),
    /// The value of the term counts as true in JavaScript.
    Holds(Term),
}

impl Test {
    /// The places that typed tests read, each as often as it is read. Those
    /// within terms are not among them.
    pub fn places(&self) -> Vec<&Place> {
        let mut places = Vec::new();
        self.collect(&mut places);
        places
    }

    fn collect<'t>(&'t self, places: &mut Vec<&'t Place>) {
        match self {
            Self::Always(_) | Self::Holds(_) => {}
            Self::Not(test) => test.collect(places),
            Self::All(tests) | Self::Any(tests) => {
                for test in tests {
                    test.collect(places);
                }
            }
            Self::Quantified(place, _, _, body) => {
                places.push(place);
                body.collect(places);
            }
            Self::Truthy(place) | Self::Missing(place) => places.push(place),
            Self::Equal(place, operand)
            | Self::Compare(place, _, operand)
            | Self::Has(place, _, operand) => {
                places.push(place);
                if let Operand::Place(other) = operand {
                    places.push(other);
                }
            }
        }
    }
}

/// What a place is compared with.
#[derive(Clone, Debug, PartialEq)]
pub enum Operand {
    /// A literal of the place's shape.
    Literal(Literal),
    /// Another place of the same shape, neither of them behind a `?.`.
    Place(Place),
}

/// Where a part is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// `.includes`, of a string or an array.
    Anywhere,
    /// `.startsWith`
    Start,
    /// `.endsWith`
    End,
}

/// How two values compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
}

impl Comparison {
    /// The operator, which is the same in JavaScript and Rust.
    pub fn symbol(self) -> &'static str {
        match self {
            Self::Less => "<",
            Self::LessOrEqual => "<=",
            Self::Greater => ">",
            Self::GreaterOrEqual => ">=",
        }
    }

    /// What holds where this does not, for values that compare at all.
    #[must_use]
    pub fn negated(self) -> Self {
        match self {
            Self::Less => Self::GreaterOrEqual,
            Self::LessOrEqual => Self::Greater,
            Self::Greater => Self::LessOrEqual,
            Self::GreaterOrEqual => Self::Less,
        }
    }

    /// The same comparison with its operands swapped.
    #[must_use]
    pub fn mirrored(self) -> Self {
        match self {
            Self::Less => Self::Greater,
            Self::LessOrEqual => Self::GreaterOrEqual,
            Self::Greater => Self::Less,
            Self::GreaterOrEqual => Self::LessOrEqual,
        }
    }
}

/// A value within the state.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Place {
    /// Where the fields start.
    pub root: Root,
    /// The fields that lead to it, from the root inwards; not empty where that
    /// is the state.
    pub links: Vec<Link>,
    /// The shape of the last field's value.
    pub shape: Shape,
    /// Whether the length of that value is meant, not the value.
    pub length: bool,
    /// Whether a method of that value is called: it must be there.
    pub called: bool,
}

/// Where a place starts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Root {
    /// The state.
    State,
    /// The element of the enclosing [`Test::Quantified`] with this parameter.
    Element(Parameter),
}

/// One field on the way to a place.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Link {
    /// The property's name.
    pub wire_name: String,
    /// The field's Rust name.
    pub name: String,
    /// Whether the field may be missing.
    pub optional: bool,
    /// Whether what follows is read with `?.`, and is missing if this is.
    pub chained: bool,
}

impl Place {
    /// Whether the value may be missing.
    pub fn may_be_missing(&self) -> bool {
        let last = self.links.len().saturating_sub(1);
        self.links.iter().enumerate().any(|(index, link)| {
            link.optional && (link.chained || index == last && !self.is_read_from())
        })
    }

    /// Whether its value is of one Rust type that a test can be typed for.
    pub(crate) fn is_typed(&self) -> bool {
        self.length
            || matches!(
                self.shape,
                Shape::Text
                    | Shape::Integer
                    | Shape::Unsigned
                    | Shape::Number
                    | Shape::Boolean
                    | Shape::Enum(_)
                    | Shape::List(_)
                    | Shape::Struct(_)
                    | Shape::Map
            )
    }

    /// Whether something is read from the value, or called on it.
    pub fn is_read_from(&self) -> bool {
        self.length || self.called
    }

    /// Whether a `?.` stands on the way.
    pub fn is_chained(&self) -> bool {
        self.links.iter().any(|link| link.chained)
    }

    /// The paths of the values that must be there for the place to be read.
    pub(crate) fn read_through(&self) -> impl Iterator<Item = String> + '_ {
        let last = self.links.len().saturating_sub(1);
        let links = self.links.iter().enumerate();
        let read = links.filter(move |(index, link)| {
            let through = *index < last || self.is_read_from();
            through && link.optional && !link.chained
        });
        read.map(|(index, _)| self.path_to(index))
    }

    /// The way to the field with this index, as a condition would write it.
    pub fn path_to(&self, index: usize) -> String {
        self.path_of(&self.links[..=index])
    }

    /// The way to the place, as a condition would write it.
    pub fn path(&self) -> String {
        self.path_of(&self.links)
    }

    fn path_of(&self, links: &[Link]) -> String {
        let root = match &self.root {
            Root::State => "state",
            Root::Element(parameter) => &parameter.wire_name,
        };
        links.iter().fold(root.to_owned(), |path, link| {
            format!("{path}.{}", link.wire_name)
        })
    }
}
