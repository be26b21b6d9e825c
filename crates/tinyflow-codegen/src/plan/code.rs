//! Rust expressions as far as generated code needs them.

mod spelling;

use serde::Serialize;

pub(crate) use spelling::{Part, Pen};

/// An expression of generated code, before it is laid out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Code {
    /// Text that is never broken.
    Text(String),
    /// A string literal with this value.
    String(String),
    /// `Name { field: value }`.
    Struct {
        /// The type.
        name: String,
        /// Field and value; the field alone where the value is left out.
        fields: Vec<(String, Code)>,
    },
    /// `vec![…]`, or `[…]` where `opening` is that.
    List {
        /// `vec![` or `[`.
        opening: String,
        /// The elements.
        items: Vec<Code>,
    },
    /// `(a, b)`.
    Tuple(Vec<Code>),
    /// `function(argument)`.
    Call {
        /// The function.
        function: String,
        /// Its one argument.
        argument: Box<Code>,
    },
    /// `function(one, other)`.
    Arguments {
        /// The function.
        function: String,
        /// Its arguments, more than one.
        arguments: Vec<Code>,
    },
    /// `|| body`.
    Lambda(Box<Code>),
    /// `present(&value, "path")?`.
    Present {
        /// What may be missing.
        value: Box<Code>,
        /// How a condition would write it.
        path: String,
    },
    /// `!value`.
    Not(Box<Code>),
    /// `value[index]`.
    Index {
        /// The array.
        value: Box<Code>,
        /// The position of the element.
        index: usize,
    },
    /// `root.link.link`.
    Chain {
        /// What the first link is taken of.
        root: Box<Code>,
        /// What follows, in order.
        links: Vec<Link>,
    },
    /// `left == right`.
    Compare {
        /// The left side.
        left: Box<Code>,
        /// The operator.
        operator: String,
        /// The right side.
        right: Box<Code>,
    },
    /// `a && b && c`; an operand that is itself of this kind stands in
    /// parentheses.
    Logic {
        /// `&&` or `||`.
        operator: String,
        /// Two or more operands.
        operands: Vec<Code>,
    },
}

/// A link of a chain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Link {
    /// With its dot, and with a `?` if one follows; never broken.
    Text(String),
    /// `.method(argument)`.
    Call {
        /// The method.
        method: String,
        /// Its argument.
        argument: Box<Code>,
        /// Whether a `?` follows.
        is_tried: bool,
    },
    /// `.map_or(alternate, |parameter| body)`.
    MapOr {
        /// What stands in the place of nothing.
        alternate: Box<Code>,
        /// What the closure calls its parameter.
        parameter: String,
        /// What it gives back.
        body: Box<Code>,
    },
    /// `.method(|parameter| body)`.
    Closure {
        /// The method.
        method: String,
        /// What the closure calls its parameter.
        parameter: String,
        /// What it gives back.
        body: Box<Code>,
    },
}

impl Link {
    pub(crate) fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// The same with a `?` behind it.
    pub(crate) fn tried(self) -> Self {
        match self {
            Self::Text(text) => Self::Text(text + "?"),
            Self::Call {
                method, argument, ..
            } => Self::Call {
                method,
                argument,
                is_tried: true,
            },
            link @ (Self::Closure { .. } | Self::MapOr { .. }) => link,
        }
    }
}

impl Code {
    pub(crate) fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    pub(crate) fn call(function: &str, argument: Self) -> Self {
        Self::Call {
            function: function.to_owned(),
            argument: Box::new(argument),
        }
    }

    /// A `String` with this value.
    pub(crate) fn owned_string(value: &str) -> Self {
        if value.is_empty() {
            return Self::text("String::new()");
        }
        Self::Chain {
            root: Box::new(Self::String(value.to_owned())),
            links: vec![Link::text(".to_string()")],
        }
    }

    /// The expression on one line, however long.
    pub(crate) fn one_line(&self) -> String {
        let mut line = String::new();
        Part::Code(self).spell(&mut line);
        line
    }
}
