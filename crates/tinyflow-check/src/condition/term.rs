//! Expressions whose value is worked out as JavaScript does, when the run is
//! at the condition.
//!
//! A term is what remains of an expression after its names are resolved. It
//! stands wherever no typed [`Test`](super::Test) says the same: over values
//! that the schema leaves open, and over operands of several types.

use tinyflow_expression::{BinaryOperator, LogicalOperator, Method, Quantifier};

use super::Place;

/// An expression with its names resolved.
#[derive(Clone, Debug, PartialEq)]
pub enum Term {
    /// A literal.
    Constant(Constant),
    /// The whole state.
    State,
    /// A value of the state. None of its links is chained, and none but the
    /// last is optional: what is read through a value that may be missing is a
    /// [`Term::Get`].
    Place(Place),
    /// The element of the enclosing [`Term::Quantified`] that has this
    /// parameter.
    Element(Parameter),
    /// `[a, b]`
    Array(Vec<Term>),
    /// The pieces of a template literal, each of which becomes a string.
    Concat(Vec<Term>),
    /// `object.key` and `object[key]`
    Get {
        /// What is read from.
        object: Box<Term>,
        /// The property.
        key: Box<Term>,
    },
    /// `object?.` before what is read from it: where the object is missing, all
    /// up to the enclosing [`Term::Chain`] is skipped, and is `undefined`.
    Optional(Box<Term>),
    /// The whole of an access with a [`Term::Optional`] in it.
    Chain(Box<Term>),
    /// `object.method(argument)`
    Call {
        /// What the method is called on.
        object: Box<Term>,
        /// The method.
        method: Method,
        /// Its argument, where it takes one.
        argument: Option<Box<Term>>,
    },
    /// `object.some(parameter => body)` and `object.every(…)`
    Quantified {
        /// The array.
        object: Box<Term>,
        /// Whether one element or all of them must pass.
        quantifier: Quantifier,
        /// The name of the element in the body.
        parameter: Parameter,
        /// The test of an element.
        body: Box<Term>,
    },
    /// `Object.keys(object)`
    Keys(Box<Term>),
    /// `!operand`
    Not(Box<Term>),
    /// `-operand`
    Negated(Box<Term>),
    /// `typeof operand`
    TypeOf(Box<Term>),
    /// An operator between two operands.
    Binary {
        /// The operator.
        operator: BinaryOperator,
        /// The operand before it.
        left: Box<Term>,
        /// The operand behind it.
        right: Box<Term>,
    },
    /// Two or more operands of which the later ones may be skipped.
    Logical {
        /// The operator between them all.
        operator: LogicalOperator,
        /// In their order.
        operands: Vec<Term>,
    },
    /// `test ? consequent : alternate`
    Conditional {
        /// What decides.
        test: Box<Term>,
        /// The value where it holds.
        consequent: Box<Term>,
        /// The value where it does not.
        alternate: Box<Term>,
    },
}

/// A literal of JavaScript.
#[derive(Clone, Debug, PartialEq)]
pub enum Constant {
    /// A number, `NaN` and the infinite ones included.
    Number(f64),
    /// A string.
    Text(String),
    /// `true` or `false`.
    Boolean(bool),
    /// `null`.
    Null,
    /// `undefined`.
    Undefined,
}

/// The parameter of an arrow function.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Parameter {
    /// Its Rust name, which no parameter around it has.
    pub name: String,
    /// Its name in the condition.
    pub wire_name: String,
}

impl Term {
    /// How a condition writes the value, where it is read from the state or an
    /// element.
    pub fn path(&self) -> Option<String> {
        match self {
            Self::State => Some("state".to_owned()),
            Self::Place(place) => Some(place.path()),
            Self::Element(parameter) => Some(parameter.wire_name.clone()),
            Self::Optional(inner) | Self::Chain(inner) => inner.path(),
            Self::Get { object, key } => match &**key {
                Self::Constant(Constant::Text(key)) => Some(format!("{}.{key}", object.path()?)),
                Self::Constant(Constant::Number(key)) => Some(format!("{}[{key}]", object.path()?)),
                _ => None,
            },
            _ => None,
        }
    }

    /// The terms directly inside this one, in the order in which they are
    /// evaluated.
    pub fn parts(&self) -> Vec<&Self> {
        match self {
            Self::Constant(_) | Self::State | Self::Place(_) | Self::Element(_) => Vec::new(),
            Self::Array(parts) | Self::Concat(parts) => parts.iter().collect(),
            Self::Logical { operands, .. } => operands.iter().collect(),
            Self::Get { object, key } => vec![object, key],
            Self::Optional(inner)
            | Self::Chain(inner)
            | Self::Keys(inner)
            | Self::Not(inner)
            | Self::Negated(inner)
            | Self::TypeOf(inner) => vec![inner],
            Self::Call {
                object, argument, ..
            } => std::iter::once(&**object)
                .chain(argument.as_deref())
                .collect(),
            Self::Quantified { object, body, .. } => vec![object, body],
            Self::Binary { left, right, .. } => vec![left, right],
            Self::Conditional {
                test,
                consequent,
                alternate,
            } => vec![test, consequent, alternate],
        }
    }

    /// Whether the value is the same for every state.
    pub fn is_constant(&self) -> bool {
        match self {
            Self::State | Self::Place(_) => false,
            term => term.parts().into_iter().all(Self::is_constant),
        }
    }
}
