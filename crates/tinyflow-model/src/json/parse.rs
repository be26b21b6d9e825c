//! From text to the tree of nodes.

use std::collections::HashMap;

use jsonc_parser::ast;
use jsonc_parser::common::Ranged;

use super::{Member, Node, Number, Object, Value};
use crate::{Diagnostic, Source, Span, rules};

/// Reads the text of `source` as JSON.
///
/// Gives the root, or none where the text is not JSON, and what is wrong with
/// the text, [`Source::findings`] included.
pub fn parse(source: &Source) -> (Option<Node>, Vec<Diagnostic>) {
    let mut findings = source.findings().to_vec();
    if findings.iter().any(Diagnostic::is_error) {
        return (None, findings);
    }
    let root = match parse_ast(source.text()) {
        Ok(root) => Builder {
            findings: &mut findings,
        }
        .node(root),
        Err(finding) => {
            findings.push(*finding);
            return (None, findings);
        }
    };
    (Some(root), findings)
}

/// `serde_json` is the judge of what is JSON and of how deep it may nest; the
/// second parser alone would let raw control characters pass.
fn parse_ast(text: &str) -> Result<ast::Value<'_>, Box<Diagnostic>> {
    if let Err(error) = serde_json::from_str::<serde::de::IgnoredAny>(text) {
        return Err(Box::new(refusal(text, &error)));
    }
    let collect = jsonc_parser::CollectOptions::default();
    match jsonc_parser::parse_to_ast(text, &collect, &STRICT) {
        Ok(result) => result.value.ok_or_else(|| {
            Box::new(rules::not_json::finding(
                "the text is empty",
                Span::new(0, 0),
            ))
        }),
        Err(error) => {
            let range = error.range();
            let span = Span::new(range.start, range.end);
            Err(Box::new(rules::not_json::finding(
                &error.kind().to_string(),
                span,
            )))
        }
    }
}

const STRICT: jsonc_parser::ParseOptions = jsonc_parser::ParseOptions {
    allow_comments: false,
    allow_loose_object_property_names: false,
    allow_trailing_commas: false,
    allow_missing_commas: false,
    allow_single_quoted_strings: false,
    allow_hexadecimal_numbers: false,
    allow_unary_plus_numbers: false,
    allow_bare_decimal_point_numbers: false,
    allow_non_finite_numbers: false,
    allow_extended_string_escapes: false,
};

fn refusal(text: &str, error: &serde_json::Error) -> Diagnostic {
    let span = character_at(text, error.line(), error.column());
    let message = error.to_string();
    let place = format!(" at line {} column {}", error.line(), error.column());
    let reason = message.strip_suffix(&place).unwrap_or(&message);
    if reason == "recursion limit exceeded" {
        return rules::nested_too_deeply::finding(span);
    }
    rules::not_json::finding(reason, span)
}

/// The span of the character at a place as `serde_json` counts: lines from 1,
/// columns in bytes from 1, 0 for "before the first byte of the line".
fn character_at(text: &str, line: usize, column: usize) -> Span {
    let line_start: usize = text
        .split_inclusive('\n')
        .take(line.saturating_sub(1))
        .map(str::len)
        .sum();
    let start = text.floor_char_boundary(line_start + column.saturating_sub(1));
    let width = text[start..].chars().next().map_or(0, char::len_utf8);
    Span::new(start, start + width)
}

struct Builder<'a> {
    findings: &'a mut Vec<Diagnostic>,
}

impl Builder<'_> {
    fn node(&mut self, value: ast::Value<'_>) -> Node {
        let span = span_of(&value);
        let value = match value {
            ast::Value::NullKeyword(_) => Value::Null,
            ast::Value::BooleanLit(literal) => Value::Boolean(literal.value),
            ast::Value::NumberLit(literal) => Value::Number(self.number(literal.value, span)),
            ast::Value::StringLit(literal) => Value::String(literal.value.into_owned()),
            ast::Value::Array(array) => {
                let elements = array.elements.into_iter();
                Value::Array(elements.map(|element| self.node(element)).collect())
            }
            ast::Value::Object(object) => Value::Object(self.object(object)),
        };
        Node { span, value }
    }

    fn number(&mut self, spelling: &str, span: Span) -> Number {
        let number = Number(spelling.to_owned());
        if !number.as_f64().is_finite() {
            let finding = rules::not_json::finding("a number that is out of range", span);
            self.findings.push(finding);
        }
        number
    }

    fn object(&mut self, object: ast::Object<'_>) -> Object {
        let mut first_places = HashMap::new();
        let mut members = Vec::with_capacity(object.properties.len());
        for property in object.properties {
            let name_span = span_of(&property.name);
            let name = property.name.into_string();
            if let Some(first) = first_places.get(&name) {
                let finding = rules::duplicate_key::finding(&name, name_span, *first);
                self.findings.push(finding);
            } else {
                first_places.insert(name.clone(), name_span);
            }
            members.push(Member {
                name,
                name_span,
                value: self.node(property.value),
            });
        }
        Object { members }
    }
}

fn span_of(ranged: &impl Ranged) -> Span {
    let range = ranged.range();
    Span::new(range.start, range.end)
}
