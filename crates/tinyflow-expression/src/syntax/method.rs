//! The methods that a condition may call, by their JavaScript names.
//!
//! On which types they exist is for the type checker.

use std::fmt;

/// A method of strings, and with `includes` of arrays too.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Method {
    /// `.includes(part)`
    Includes,
    /// `.startsWith(part)`
    StartsWith,
    /// `.endsWith(part)`
    EndsWith,
    /// `.toLowerCase()`
    ToLowerCase,
    /// `.toUpperCase()`
    ToUpperCase,
    /// `.trim()`
    Trim,
}

impl Method {
    /// Every method, in the order in which they are listed to the user.
    pub const ALL: [Self; 6] = [
        Self::Includes,
        Self::StartsWith,
        Self::EndsWith,
        Self::ToLowerCase,
        Self::ToUpperCase,
        Self::Trim,
    ];

    /// The method's name in JavaScript.
    pub fn name(self) -> &'static str {
        match self {
            Self::Includes => "includes",
            Self::StartsWith => "startsWith",
            Self::EndsWith => "endsWith",
            Self::ToLowerCase => "toLowerCase",
            Self::ToUpperCase => "toUpperCase",
            Self::Trim => "trim",
        }
    }

    /// The number of arguments that a call must have.
    pub fn arity(self) -> usize {
        match self {
            Self::Includes | Self::StartsWith | Self::EndsWith => 1,
            Self::ToLowerCase | Self::ToUpperCase | Self::Trim => 0,
        }
    }

    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|method| method.name() == name)
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// An array method that tests the elements with an arrow function.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Quantifier {
    /// `.some(…)`: at least one element passes.
    Some,
    /// `.every(…)`: no element fails.
    Every,
}

impl Quantifier {
    /// Every quantifier, in the order in which they are listed to the user.
    pub const ALL: [Self; 2] = [Self::Some, Self::Every];

    /// The method's name in JavaScript.
    pub fn name(self) -> &'static str {
        match self {
            Self::Some => "some",
            Self::Every => "every",
        }
    }

    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|quantifier| quantifier.name() == name)
    }
}

impl fmt::Display for Quantifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
