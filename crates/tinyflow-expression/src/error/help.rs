//! What to write instead: the nearest accepted form for each kind of error.
//!
//! Every suggestion is itself within the language of conditions.

use super::{Construct, ParseErrorKind};
use crate::syntax::{Method, Quantifier};

impl ParseErrorKind {
    pub(super) fn help(&self) -> Option<String> {
        let help = match self {
            Self::Unsupported(construct) => return Some(construct.help()),
            Self::Unexpected { found, .. } => return operator_word(found).map(String::from),
            Self::UnexpectedCharacter(character) => plain_character(*character)?,
            Self::Empty => "write an expression, such as `total > 100`",
            Self::MalformedEscape => "write `\\x41`, `\\u0041` or `\\u{41}`",
            Self::NumberSuffix => "put an operator after the number, or write it as a string",
            Self::ArrowExpected => "write the test as an arrow function, as in `.some(x => x > 0)`",
            Self::ObjectKeysArgumentCount { .. } => "write `Object.keys(x)`",
            Self::TooDeep => "move a part of the condition into a property of its own",
            Self::UnterminatedString => "close the string with the quote that opens it",
            Self::UnterminatedTemplate => "close the template with a backquote",
            Self::UnterminatedComment => "close the comment with `*/`",
            Self::UnexpectedEnd { .. }
            | Self::MissingDigits
            | Self::MisplacedSeparator
            | Self::ArgumentCount { .. } => return None,
        };
        Some(help.to_owned())
    }
}

impl Construct {
    fn help(&self) -> String {
        let help = match self {
            Self::Assignment => "did you mean `==`?",
            Self::CompoundAssignment { operator } => {
                let operator = operator.trim_end_matches('=');
                return format!("a condition changes nothing: write `a {operator} b`");
            }
            Self::Update { operator } => {
                let operator = if operator == "++" { '+' } else { '-' };
                return format!("a condition changes nothing: write `a {operator} 1`");
            }
            Self::BitwiseOperator { operator } => match operator.as_str() {
                "&" => "did you mean `&&`?",
                "|" => "did you mean `||`?",
                "^" => "did you mean `!==`?",
                "~" => "did you mean `!`?",
                "<<" => "multiply by a power of two",
                _ => "did you mean `>`?",
            },
            Self::Exponentiation => "write the product, as in `a * a`",
            Self::UnaryPlus => "leave the `+` out, or write `a - 0` to get a number",
            Self::CommaOperator => "join conditions with `&&` or `||`",
            Self::MixedCoalescing => "write `(a ?? b) || c` or `a ?? (b || c)`",
            Self::KeywordOperator { word } => match word.as_str() {
                "instanceof" => "compare the type, as in `typeof a === 'string'`",
                "new" => "compare with a property that holds the value",
                "void" => "write `undefined`",
                "delete" => "a condition changes nothing: leave the `delete` out",
                _ => "a condition does not wait: read a property that holds the value",
            },
            Self::Spread => "write the elements one by one",
            Self::ArrowFunction => "did you mean `>=`?",
            Self::ArrowParameters => "write one name, as in `.some(x => x > 0)`",
            Self::ArrowBlock => "write the expression alone, as in `.some(x => x > 0)`",
            Self::Function => "write an arrow function, as in `.some(x => x > 0)`",
            Self::FunctionCall { name } => function(name.as_deref()),
            Self::MethodCall { name } => return method(name),
            Self::OptionalCall => "put the `?.` before the name of the method, as in `a?.trim()`",
            Self::BareThis => "read a property of it, as in `this.a`",
            Self::ObjectLiteral => {
                "compare the properties one by one; in the place of `a ?? {}` ask first: \
                 `a && 'name' in a`, `a && Object.keys(a).length > 0`"
            }
            Self::ArrayHole => "write `undefined` for the missing element",
            Self::RegularExpression => "use `.includes`, `.startsWith` or `.endsWith`",
            Self::TaggedTemplate => "leave the tag out, or join them with an operator",
            Self::PrivateName => "leave the `#` out",
            Self::Statement { word } => match word.as_str() {
                ";" => "a condition is one expression: leave the `;` out, and all behind it",
                "return" => "leave the `return` out",
                "if" => "write the test alone, or `a ? b : c`",
                _ => "a condition is one expression, such as `total > 100`",
            },
            Self::ReservedWord { word } => {
                return format!(
                    "choose another name; a property of this name is read as in `a.{word}`"
                );
            }
            Self::BigInt => "leave the `n` out",
            Self::LeadingZero => "leave the zero out, or write `0o10` for an octal number",
            Self::OctalEscape => "write `\\x0A`",
            Self::LineContinuation => "write `\\n`, or join the lines with `+`",
            Self::LoneSurrogate => "write the whole character, as in `\\u{1F600}`",
            Self::NameEscape => "write the character itself",
        };
        help.to_owned()
    }
}

fn function(name: Option<&str>) -> &'static str {
    match name {
        Some("Boolean") => "write `!!a`",
        Some("String") => "write a template, as in `${a}` between backquotes",
        Some("Number" | "parseInt" | "parseFloat") => "write `a - 0`",
        Some("isNaN") => "write `a !== a`",
        _ => "compare with a property that holds the value",
    }
}

fn method(name: &str) -> String {
    let known = || {
        Method::ALL
            .map(Method::name)
            .into_iter()
            .chain(Quantifier::ALL.map(Quantifier::name))
    };
    if let Some(close) = known().find(|known| known.eq_ignore_ascii_case(name)) {
        return format!("did you mean `.{close}`?");
    }
    let help = match name {
        "length" => "did you mean `.length` without parentheses?",
        "keys" | "values" | "entries" => "did you mean `Object.keys(a)`?",
        "indexOf" | "lastIndexOf" | "search" | "match" | "test" | "has" | "contains" => {
            "did you mean `.includes`?"
        }
        "filter" | "find" | "findIndex" | "findLast" | "any" => "did you mean `.some(x => x > 0)`?",
        "all" | "map" | "forEach" => "did you mean `.every(x => x > 0)`?",
        "hasOwnProperty" | "hasOwn" => "did you mean `'name' in a`?",
        "at" | "charAt" => "did you mean `a[0]`?",
        "toString" => "write a template, as in `${a}` between backquotes",
        "toLocaleLowerCase" => "did you mean `.toLowerCase`?",
        "toLocaleUpperCase" => "did you mean `.toUpperCase`?",
        "trimStart" | "trimEnd" => "did you mean `.trim`?",
        _ => {
            let names: Vec<String> = known().map(|name| format!("`.{name}`")).collect();
            return format!("the methods are {}", names.join(", "));
        }
    };
    help.to_owned()
}

/// Words that other languages have for an operator.
fn operator_word(found: &str) -> Option<&'static str> {
    match found {
        "`and`" | "`AND`" => Some("did you mean `&&`?"),
        "`or`" | "`OR`" => Some("did you mean `||`?"),
        "`is`" | "`eq`" => Some("did you mean `===`?"),
        _ => None,
    }
}

/// Characters that a word processor puts for the ones of JavaScript.
fn plain_character(character: char) -> Option<&'static str> {
    match character {
        '‘' | '’' | '“' | '”' | '„' | '«' | '»' => {
            Some("use straight quotes: `'` or `\"`")
        }
        '–' | '—' | '−' => Some("did you mean `-`?"),
        '×' => Some("did you mean `*`?"),
        '÷' => Some("did you mean `/`?"),
        '≠' => Some("did you mean `!==`?"),
        '≤' => Some("did you mean `<=`?"),
        '≥' => Some("did you mean `>=`?"),
        _ => None,
    }
}
