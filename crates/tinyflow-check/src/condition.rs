//! Conditions: parsed, and typed against the shape of the state.
//!
//! What comes out means in Rust what the expression means in JavaScript, for
//! every state that the shape allows. It is a tree of two floors. A [`Test`] is
//! typed: it compares places of the state with values of their shape, and is
//! printed as the Rust that one would write by hand; a [`Computed`] is a number
//! or a string that Rust makes of them. Where no such test says what the
//! expression says, it holds a [`Term`], which is worked out by the rules of
//! JavaScript when the run is there. [`evaluate`] answers both for a
//! given state.

mod translate;

mod logical;

mod report;

mod translations;

mod computed;

mod compute;

mod term;

mod dynamic;

mod kinds;

mod evaluate;

mod place;

mod way;

mod compare;

mod form;

mod lowered;

mod part;

mod measured;

mod presence;

mod length;

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

use crate::shape::Literal;

pub use computed::{Arithmetic, Change, Computed, Relation};
pub use evaluate::evaluate;
pub use form::Form;
pub use term::{Constant, Parameter, Term};
pub use tinyflow_expression::{BinaryOperator, LogicalOperator, Method, Quantifier};
pub use tinyflow_javascript::Thrown;
use translate::translate;
pub(crate) use translations::Translations;
pub use way::{Link, Member, Place, Root};

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
    /// The value is missing, or `null` where it may be that.
    Missing(Place),
    /// The value is this one of the two that it may be in place of a value.
    Nothing(Place, Nothing),
    /// The value has this form, of the several that it may have.
    Form(Place, Form),
    /// The value is there and equals the other one; two missing values are
    /// equal too.
    Equal(Place, Operand),
    /// The value is there and compares so with the other one.
    Compare(Place, Comparison, Operand),
    /// The string or array has the other value in it.
    Has(Place, Part, Operand),
    /// One element of the array, or each of them, passes the test.
    Quantified(Place, Quantifier, Parameter, Box<Test>),
    /// The two values relate so.
    Related(Computed, Relation, Computed),
    /// The string has the other one in it.
    Contains(Computed, Part, Computed),
    /// The computed value counts as true in JavaScript.
    Counts(Computed),
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
            Self::Truthy(place)
            | Self::Missing(place)
            | Self::Nothing(place, _)
            | Self::Form(place, _) => places.push(place),
            Self::Related(left, _, right) | Self::Contains(left, _, right) => {
                places.extend(left.places());
                places.extend(right.places());
            }
            Self::Counts(value) => places.extend(value.places()),
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

/// What stands for no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nothing {
    /// `null`
    Null,
    /// `undefined`
    Undefined,
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
