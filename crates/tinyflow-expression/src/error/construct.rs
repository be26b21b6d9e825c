//! The JavaScript that conditions do without, each piece with the name that
//! the user is told. What to write instead is in the help.

use std::fmt;

/// A piece of JavaScript that is recognised and refused.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Construct {
    /// `a = b`
    Assignment,
    /// `a += b` and its kin.
    CompoundAssignment {
        /// The operator as written.
        operator: String,
    },
    /// `a++` or `a--`
    Update {
        /// The operator as written.
        operator: String,
    },
    /// `a & b`, `~a`, `a << b` and their kin.
    BitwiseOperator {
        /// The operator as written.
        operator: String,
    },
    /// `a ** b`
    Exponentiation,
    /// `+a`
    UnaryPlus,
    /// `a, b`
    CommaOperator,
    /// `??` beside `||` or `&&` without parentheses.
    MixedCoalescing,
    /// `instanceof`, `new`, `delete`, `void`, `await` or `yield`.
    KeywordOperator {
        /// The word as written.
        word: String,
    },
    /// `...a`
    Spread,
    /// An arrow function that is not the argument of `.some` or `.every`.
    ArrowFunction,
    /// An arrow function whose parameters are not one plain name.
    ArrowParameters,
    /// An arrow function whose body is in braces.
    ArrowBlock,
    /// `function`
    Function,
    /// A call of something other than a method.
    FunctionCall {
        /// The function's name, where it is called by one.
        name: Option<String>,
    },
    /// A call of a method that conditions do not have.
    MethodCall {
        /// The name of the method.
        name: String,
    },
    /// `a?.()`
    OptionalCall,
    /// `this` without a property.
    BareThis,
    /// `{a: 1}`
    ObjectLiteral,
    /// `[a, , b]`
    ArrayHole,
    /// `/a/`
    RegularExpression,
    /// A template literal right after an expression.
    TaggedTemplate,
    /// `#a`
    PrivateName,
    /// A word that begins a statement, or `;`.
    Statement {
        /// The word or mark as written.
        word: String,
    },
    /// A word that JavaScript keeps for itself, used as a name.
    ReservedWord {
        /// The word as written.
        word: String,
    },
    /// `10n`
    BigInt,
    /// `010`
    LeadingZero,
    /// `'\12'`
    OctalEscape,
    /// A line break in a string, hidden by a backslash.
    LineContinuation,
    /// Half of a UTF-16 pair, such as `'\uD800'`.
    LoneSurrogate,
    /// `\u0061` in a name.
    NameEscape,
}

impl fmt::Display for Construct {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Assignment => f.write_str("an assignment"),
            Self::CompoundAssignment { operator } => write!(f, "the assignment `{operator}`"),
            Self::Update { operator }
            | Self::BitwiseOperator { operator }
            | Self::KeywordOperator { word: operator } => write!(f, "the operator `{operator}`"),
            Self::Exponentiation => f.write_str("the operator `**`"),
            Self::UnaryPlus => f.write_str("a `+` before a value"),
            Self::CommaOperator => f.write_str("the comma operator"),
            Self::MixedCoalescing => f.write_str("`??` beside `||` or `&&` without parentheses"),
            Self::Spread => f.write_str("the spread `...`"),
            Self::ArrowFunction => f.write_str("an arrow function outside of `.some` and `.every`"),
            Self::ArrowParameters => {
                f.write_str("an arrow function with parameters other than one name")
            }
            Self::ArrowBlock => f.write_str("an arrow function with a body in braces"),
            Self::Function => f.write_str("a `function`"),
            Self::FunctionCall { name: Some(name) } => {
                write!(f, "a call of the function `{name}`")
            }
            Self::FunctionCall { name: None } => {
                f.write_str("a call of anything other than a method")
            }
            Self::MethodCall { name } => write!(f, "the method `{name}`"),
            Self::OptionalCall => f.write_str("the optional call `?.()`"),
            Self::BareThis => f.write_str("`this` alone"),
            Self::ObjectLiteral => f.write_str("an object literal"),
            Self::ArrayHole => f.write_str("an array with an element left out"),
            Self::RegularExpression => f.write_str("a regular expression"),
            Self::TaggedTemplate => f.write_str("a tagged template"),
            Self::PrivateName => f.write_str("a private name"),
            Self::Statement { word } if word == ";" => f.write_str("a `;`"),
            Self::Statement { word } => write!(f, "the statement `{word}`"),
            Self::ReservedWord { word } => write!(f, "the reserved word `{word}` as a name"),
            Self::BigInt => f.write_str("a BigInt"),
            Self::LeadingZero => f.write_str("a number with a leading zero"),
            Self::OctalEscape => f.write_str("an octal escape"),
            Self::LineContinuation => f.write_str("a backslash at the end of a line"),
            Self::LoneSurrogate => f.write_str("half of a surrogate pair"),
            Self::NameEscape => f.write_str("an escape in a name"),
        }
    }
}
