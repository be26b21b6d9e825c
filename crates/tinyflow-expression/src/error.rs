//! Why a text is not a condition.
//!
//! An error is a place, a kind and, where there is one, the nearest form that
//! would be accepted. Both texts are made from the kind, so that they cannot
//! drift apart. JavaScript that is refused on purpose is in [`construct`].

mod construct;
mod help;

pub use construct::Construct;

use std::fmt;

use crate::{
    span::Span,
    syntax::{MAX_DEPTH, Method},
};

/// The first fault in the text of a condition.
///
/// It displays as one lower-case sentence without its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParseError {
    /// Where the fault is; empty at the end of the text if something is missing there.
    pub span: Span,
    /// What the fault is.
    pub kind: ParseErrorKind,
}

/// What is wrong with the text of a condition.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum ParseErrorKind {
    /// There is nothing but blanks and comments.
    Empty,
    /// JavaScript that conditions do without.
    Unsupported(Construct),
    /// Something stands where something else must stand.
    Unexpected {
        /// The word, mark or literal that was met.
        found: String,
        /// What would have fitted.
        expected: Expected,
    },
    /// The text ends too early.
    UnexpectedEnd {
        /// What would have fitted.
        expected: Expected,
    },
    /// A character that JavaScript has no use for outside strings.
    UnexpectedCharacter(char),
    /// A string literal is not closed on its line.
    UnterminatedString,
    /// A template literal is not closed.
    UnterminatedTemplate,
    /// A `/*` comment is not closed.
    UnterminatedComment,
    /// `\x` or `\u` without the digits of a character.
    MalformedEscape,
    /// A number lacks digits after its prefix or exponent mark.
    MissingDigits,
    /// A `_` in a number does not stand between two digits.
    MisplacedSeparator,
    /// A name or a number follows a number without a gap.
    NumberSuffix,
    /// `.some` or `.every` was given something other than an arrow function.
    ArrowExpected,
    /// A method was given the wrong number of arguments.
    ArgumentCount {
        /// The method that was called.
        method: Method,
        /// The number of arguments given.
        found: usize,
    },
    /// `Object.keys` was not given exactly one argument.
    ObjectKeysArgumentCount {
        /// The number of arguments given.
        found: usize,
    },
    /// The expression is nested deeper than [`MAX_DEPTH`].
    TooDeep,
}

/// What would have fitted at the place of an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Expected {
    /// The start of an expression.
    Value,
    /// An operator, or the end of the condition.
    Operator,
    /// The name of a property, after a dot.
    PropertyName,
    /// A certain mark.
    Mark(&'static str),
}

impl ParseError {
    pub(crate) fn new(span: Span, kind: ParseErrorKind) -> Self {
        Self { span, kind }
    }

    pub(crate) fn unsupported(span: Span, construct: Construct) -> Self {
        Self::new(span, ParseErrorKind::Unsupported(construct))
    }

    /// The nearest form that would be accepted, as a sentence, where there is one.
    pub fn help(&self) -> Option<String> {
        self.kind.help()
    }
}

impl std::error::Error for ParseError {}

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.kind.fmt(f)
    }
}

impl fmt::Display for ParseErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("the condition is empty"),
            Self::Unsupported(construct) => {
                write!(f, "{construct} cannot be used in a condition")
            }
            Self::Unexpected { found, expected } => {
                write!(f, "expected {expected}, found {found}")
            }
            Self::UnexpectedEnd { expected } => {
                write!(f, "expected {expected}, but the condition ends here")
            }
            Self::UnexpectedCharacter(character) => {
                write!(f, "unexpected character `{}`", character.escape_debug())
            }
            Self::UnterminatedString => f.write_str("the string is not closed"),
            Self::UnterminatedTemplate => f.write_str("the template literal is not closed"),
            Self::UnterminatedComment => f.write_str("the comment is not closed"),
            Self::MalformedEscape => f.write_str("the escape does not name a character"),
            Self::MissingDigits => f.write_str("the number lacks digits"),
            Self::MisplacedSeparator => {
                f.write_str("a `_` in a number must stand between two digits")
            }
            Self::NumberSuffix => f.write_str("the number runs into what follows it"),
            Self::ArrowExpected => {
                f.write_str("`.some` and `.every` need an arrow function as their only argument")
            }
            Self::ArgumentCount { method, found } => {
                let expected = match method.arity() {
                    0 => "no argument",
                    _ => "one argument",
                };
                write!(f, "`.{method}` takes {expected}, found {found}")
            }
            Self::ObjectKeysArgumentCount { found } => {
                write!(f, "`Object.keys` takes one argument, found {found}")
            }
            Self::TooDeep => write!(
                f,
                "the condition is nested more than {MAX_DEPTH} levels deep"
            ),
        }
    }
}

impl fmt::Display for Expected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Value => f.write_str("a value"),
            Self::Operator => f.write_str("an operator or the end of the condition"),
            Self::PropertyName => f.write_str("the name of a property"),
            Self::Mark(mark) => write!(f, "`{mark}`"),
        }
    }
}
