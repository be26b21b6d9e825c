//! Chooses every Rust name: the one place where a name from a flow becomes an
//! identifier.
//!
//! Identifiers are ASCII: letters of other scripts are transliterated, so that
//! no lint about look-alike or rare characters can fire in a user's crate. The
//! names on the wire stay letter for letter.

use std::borrow::Cow;

use heck::{ToSnakeCase, ToUpperCamelCase};

/// What a step is called.
pub(crate) struct StepNames {
    /// In snapshots.
    pub(crate) wire_name: String,
    /// Among the variants of `Step`.
    pub(crate) variant: String,
    /// Among the functions of the workflow and of `Tasks`.
    pub(crate) function: String,
}

impl StepNames {
    pub(crate) fn new(id: &str) -> Self {
        Self {
            wire_name: wire_name(id),
            variant: upper_camel(id, "Step"),
            function: function(id),
        }
    }
}

/// The wire name of a step: its id with runs of `-`, `_` and white space
/// dropped and the next letter raised, the first letter too.
fn wire_name(id: &str) -> String {
    let mut name = String::with_capacity(id.len());
    let mut raise = true;
    for character in id.chars() {
        if matches!(character, '-' | '_') || character.is_whitespace() {
            raise = true;
        } else if raise {
            name.extend(character.to_uppercase());
            raise = false;
        } else {
            name.push(character);
        }
    }
    name
}

/// A type, such as a struct or an enum.
pub(crate) fn type_name(name: &str) -> String {
    upper_camel(name, "Type")
}

/// A variant of an enum made from a schema's values.
pub(crate) fn value_variant(value: &str) -> String {
    match value {
        "" => "Empty".to_owned(),
        _ => upper_camel(value, "Value"),
    }
}

/// The same where another value has that name: with its symbols spelled, so that `A+` and `A-`
/// differ.
pub(crate) fn spelled_variant(value: &str) -> String {
    value_variant(&spelled(value))
}

/// A field of a struct.
pub(crate) fn field(name: &str) -> String {
    snake(name, "field")
}

/// The parameter of a closure in a condition.
pub(crate) fn parameter(name: &str) -> String {
    let name = snake(name, "value");
    match name.as_str() {
        // What conditions are made of.
        "state" | "run" | "js" | "present" | "element" => format!("{name}_value"),
        _ => name,
    }
}

/// The function of a step.
pub(crate) fn function(id: &str) -> String {
    let name = snake(id, "step");
    // On a value of a generic type the first two resolve to the conversion
    // traits before any method of `Tasks`; the others are our own functions.
    match name.as_str() {
        "into" | "try_into" | "new" | "execute_step" => format!("{name}_step"),
        _ => name,
    }
}

/// The functions that start the long job of a step and look at it.
pub(crate) fn job_functions(id: &str) -> [String; 2] {
    ["start", "poll"].map(|verb| function(&format!("{verb} {id}")))
}

/// A constant.
pub(crate) fn constant(id: &str) -> String {
    function(id).trim_start_matches("r#").to_uppercase()
}

/// The workflow type: the flow's name, ending in `Flow`.
pub(crate) fn workflow_type(flow: &str) -> String {
    format!("{}Flow", flow_stem(flow))
}

/// The type that implements the tasks in a fresh file.
pub(crate) fn tasks_type(flow: &str) -> String {
    format!("{}Tasks", flow_stem(flow))
}

fn flow_stem(flow: &str) -> String {
    let name = type_name(flow);
    match name.strip_suffix("Flow") {
        Some(stem) if !stem.is_empty() => stem.to_owned(),
        _ => name,
    }
}

fn upper_camel(name: &str, prefix: &str) -> String {
    let camel = if is_one_word(name) {
        let (first, rest) = name.split_at(1);
        first.to_ascii_uppercase() + rest
    } else {
        ascii(name).to_upper_camel_case()
    };
    match camel.chars().next() {
        Some(first) if first.is_ascii_alphabetic() => match camel.as_str() {
            // The one keyword that upper camel case can give.
            "Self" => format!("{prefix}Self"),
            _ => camel,
        },
        _ => format!("{prefix}{camel}"),
    }
}

fn snake(name: &str, prefix: &str) -> String {
    let snake = if is_one_word(name) {
        name.to_owned()
    } else {
        ascii(name).to_snake_case()
    };
    match snake.chars().next() {
        Some(first) if first.is_ascii_alphabetic() => unreserved(snake),
        Some(_) => format!("{prefix}_{snake}"),
        None => prefix.to_owned(),
    }
}

/// Whether a name need not be taken apart: most of those of properties are so.
fn is_one_word(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_lowercase())
}

/// Transliterates, and where a name is made of symbols alone, spells them.
fn ascii(name: &str) -> Cow<'_, str> {
    let ascii = match name.is_ascii() {
        true => Cow::Borrowed(name),
        false => Cow::Owned(any_ascii::any_ascii(name)),
    };
    if ascii.contains(|character: char| character.is_ascii_alphanumeric()) {
        return ascii;
    }
    Cow::Owned(ascii.chars().map(symbol).collect::<Vec<_>>().join(" "))
}

/// Spells the symbols that do not merely part two words, as `-` does in `a-b`.
fn spelled(name: &str) -> String {
    let is_word = |character: Option<char>| character.is_some_and(char::is_alphanumeric);
    let mut spelled = String::with_capacity(name.len());
    let mut before = None;
    let mut characters = name.chars().peekable();
    while let Some(character) = characters.next() {
        let parts = is_word(before) && is_word(characters.peek().copied());
        match symbol(character) {
            "" => spelled.push(character),
            _ if parts => spelled.push(' '),
            word => spelled.extend([" ", word, " "]),
        }
        before = Some(character);
    }
    spelled
}

fn symbol(character: char) -> &'static str {
    match character {
        '<' => "less",
        '>' => "greater",
        '=' => "equal",
        '!' => "not",
        '+' => "plus",
        '-' => "minus",
        '*' => "star",
        '/' => "slash",
        '%' => "percent",
        '&' => "and",
        '|' => "or",
        '?' => "question",
        '#' => "hash",
        '$' => "dollar",
        '@' => "at",
        '.' => "dot",
        ',' => "comma",
        ':' => "colon",
        ';' => "semicolon",
        '~' => "tilde",
        '^' => "caret",
        '_' => "underscore",
        '"' | '\'' | '`' => "quote",
        '\\' => "backslash",
        '(' | '[' | '{' => "open",
        ')' | ']' | '}' => "close",
        _ => "",
    }
}

/// Keywords become raw identifiers, where Rust allows that.
fn unreserved(name: String) -> String {
    match name.as_str() {
        "self" | "super" | "crate" => format!("{name}_"),
        _ if KEYWORDS.contains(&name.as_str()) => format!("r#{name}"),
        _ => name,
    }
}

/// The keywords of the editions 2015 to 2024, reserved ones included, from the
/// Rust reference.
const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn",
    "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let",
    "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return",
    "static", "struct", "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use",
    "virtual", "where", "while", "yield",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wire_names_follow_the_snapshot_format() {
        for (id, expected) in [
            ("send-welcome", "SendWelcome"),
            ("start_flow", "StartFlow"),
            ("end flow", "EndFlow"),
            ("HTTPCall", "HTTPCall"),
            ("step__--one", "StepOne"),
            ("task.1", "Task.1"),
            ("größe", "Größe"),
        ] {
            assert_eq!(wire_name(id), expected, "{id}");
        }
    }

    #[test]
    fn identifiers_are_rust() {
        for (name, field_name, variant) in [
            ("userId", "user_id", "UserId"),
            ("type", "r#type", "Type"),
            ("a", "a", "A"),
            ("email", "email", "Email"),
            ("self", "self_", "ValueSelf"),
            ("HTTPCall", "http_call", "HttpCall"),
            ("1st-class", "field_1st_class", "Value1stClass"),
            ("größe", "grosse", "Grosse"),
            ("<=", "less_equal", "LessEqual"),
            ("", "field", "Empty"),
            ("a\"*/b", "a_b", "AB"),
            ("\u{202e}", "field", "Value"),
            ("заказ", "zakaz", "Zakaz"),
        ] {
            assert_eq!(field(name), field_name, "{name}");
            assert_eq!(value_variant(name), variant, "{name}");
        }
    }

    #[test]
    fn symbols_tell_values_apart() {
        for (value, variant) in [
            ("A", "A"),
            ("A+", "APlus"),
            ("A-", "AMinus"),
            ("C++", "CPlusPlus"),
            ("<18", "Less18"),
            (">=18", "GreaterEqual18"),
            ("a-b", "AB"),
            ("a b", "AB"),
        ] {
            assert_eq!(spelled_variant(value), variant, "{value}");
        }
    }

    #[test]
    fn flows_give_their_types_a_name() {
        assert_eq!(workflow_type("User Onboarding Flow"), "UserOnboardingFlow");
        assert_eq!(tasks_type("User Onboarding Flow"), "UserOnboardingTasks");
        assert_eq!(workflow_type("Order fulfilment"), "OrderFulfilmentFlow");
        assert_eq!(workflow_type("Flow"), "FlowFlow");
        assert_eq!(workflow_type("24 h"), "Type24HFlow");
    }

    #[test]
    fn functions_do_not_meet_methods_that_every_type_has() {
        assert_eq!(function("into"), "into_step");
        assert_eq!(function("new"), "new_step");
        assert_eq!(function("match"), "r#match");
        assert_eq!(function("2fa"), "step_2fa");
    }
}
