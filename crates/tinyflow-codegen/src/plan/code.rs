//! Rust expressions as far as generated code needs them.

use serde::Serialize;

use super::literal::string_literal;

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

    /// What stands before and behind the argument of a call.
    pub(crate) fn around(&self) -> (String, &'static str) {
        match self {
            Self::Call {
                method, is_tried, ..
            } => {
                let closing = if *is_tried { ")?" } else { ")" };
                (format!(".{method}("), closing)
            }
            Self::Text(_) | Self::Closure { .. } => (String::new(), ""),
        }
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
            closure @ Self::Closure { .. } => closure,
        }
    }

    /// The link on one line, however long.
    pub(crate) fn one_line(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Call { argument, .. } => {
                let (opening, closing) = self.around();
                format!("{opening}{}{closing}", argument.one_line())
            }
            Self::Closure {
                method,
                parameter,
                body,
            } => format!(".{method}(|{parameter}| {})", body.one_line()),
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

    /// The same as an operand of `&&` or `||`: in parentheses where it needs
    /// them.
    pub(crate) fn one_line_operand(&self) -> String {
        match self {
            Self::Logic { .. } => format!("({})", self.one_line()),
            _ => self.one_line(),
        }
    }

    /// The expression on one line, however long.
    pub(crate) fn one_line(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::String(value) => string_literal(value),
            Self::Struct { name, fields } if fields.is_empty() => format!("{name} {{}}"),
            Self::Struct { name, fields } => {
                let fields = fields.iter();
                let fields = fields.map(|(field, value)| format!("{field}: {}", value.one_line()));
                format!("{name} {{ {} }}", fields.collect::<Vec<_>>().join(", "))
            }
            Self::List { opening, items } => format!("{opening}{}]", joined(items)),
            Self::Tuple(items) => format!("({})", joined(items)),
            Self::Call { function, argument } => format!("{function}({})", argument.one_line()),
            Self::Arguments {
                function,
                arguments,
            } => format!("{function}({})", joined(arguments)),
            Self::Lambda(body) => format!("|| {}", body.one_line()),
            Self::Present { value, path } => {
                format!("present(&{}, {})?", value.one_line(), string_literal(path))
            }
            Self::Not(value) => format!("!{}", value.one_line()),
            Self::Chain { root, links } => links
                .iter()
                .fold(root.one_line(), |chain, link| chain + &link.one_line()),
            Self::Compare {
                left,
                operator,
                right,
            } => format!("{} {operator} {}", left.one_line(), right.one_line()),
            Self::Logic { operator, operands } => {
                let operands: Vec<String> = operands.iter().map(Self::one_line_operand).collect();
                operands.join(&format!(" {operator} "))
            }
        }
    }
}

fn joined(codes: &[Code]) -> String {
    codes
        .iter()
        .map(Code::one_line)
        .collect::<Vec<_>>()
        .join(", ")
}
