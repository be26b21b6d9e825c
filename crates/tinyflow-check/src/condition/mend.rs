//! Mends of misspelt words in a condition, where one known word is nearest.

use tinyflow_expression::{Expression, ExpressionKind};
use tinyflow_model::diagnostic::quote;
use tinyflow_model::nearest::nearest_alone;
use tinyflow_model::{Fix, Span};

/// The mend of a property's name, of which `spelt` stands in the flow.
pub(super) fn property<'a>(
    name: &str,
    known: impl Iterator<Item = &'a str>,
    spelt: &str,
    span: Span,
) -> Option<Fix> {
    // Within `[…]` the name is a string, with quotes of its own.
    let near = nearest_alone(name, known).filter(|near| spelt == name && is_identifier(near))?;
    Some(replaced(near, near, span))
}

/// The operand of an expression that is this string; the expression itself where none is.
pub(super) fn operand<'e>(expression: &'e Expression, text: &str) -> &'e Expression {
    let is_meant =
        |part: &&Expression| matches!(&part.kind, ExpressionKind::String(string) if string == text);
    let mut operands = expression.children().into_iter();
    operands.find(is_meant).unwrap_or(expression)
}

/// The mend of a string, of which `spelt` stands in the flow, quotes included.
pub(super) fn string<'a>(
    text: &str,
    known: impl Iterator<Item = &'a str>,
    spelt: &str,
    span: Span,
) -> Option<Fix> {
    let near = nearest_alone(text, known).filter(|near| is_spelt_alike(near))?;
    let mut quotes = ["'", "\\\"", "`"].into_iter();
    let quote = quotes.find(|quote| spelt == format!("{quote}{text}{quote}"))?;
    Some(replaced(near, &format!("{quote}{near}{quote}"), span))
}

fn replaced(near: &str, by: &str, span: Span) -> Fix {
    Fix::new(format!("replace it by {}", quote(near)), span, by)
}

fn is_identifier(name: &str) -> bool {
    let is_of_name =
        |character: char| character.is_ascii_alphanumeric() || "_$".contains(character);
    !name.starts_with(|first: char| first.is_ascii_digit()) && name.chars().all(is_of_name)
}

/// Whether a text is the same in a string of JSON, and in one of JavaScript in there.
fn is_spelt_alike(text: &str) -> bool {
    let changes = |character: char| character.is_control() || "\"'`\\$".contains(character);
    !text.contains(changes)
}
