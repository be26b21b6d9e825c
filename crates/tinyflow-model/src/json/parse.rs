//! From text to the tree of nodes.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use jsonc_parser::ast;
use jsonc_parser::common::Ranged;
use jsonc_parser::errors::ParseErrorKind;

use super::{Member, Node, Number, Object, Value};
use crate::rules::nested_too_deeply::MOST_NESTED;
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
            depth: 0,
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

/// `serde_json` is the judge of what is JSON; the second parser alone would
/// let raw control characters pass.
fn parse_ast(text: &str) -> Result<ast::Value<'_>, Box<Diagnostic>> {
    if let Err(error) = serde_json::from_str::<serde::de::IgnoredAny>(text) {
        return Err(Box::new(refusal(text, &error)));
    }
    let collect = jsonc_parser::CollectOptions::default();
    let parsed = jsonc_parser::parse_to_ast(text, &collect, &STRICT).map_err(|error| {
        let range = error.range();
        let span = Span::new(range.start, range.end);
        Box::new(match error.kind() {
            ParseErrorKind::NestingDepthExceeded => rules::nested_too_deeply::finding(span),
            // The one fault in a string that `serde_json` does not look for.
            ParseErrorKind::String(_) => {
                rules::not_json::finding("half of a surrogate pair stands alone", span)
            }
            kind => rules::not_json::finding(&kind.to_string(), span),
        })
    })?;
    let empty = || {
        Box::new(rules::not_json::finding(
            "the text is empty",
            Span::new(0, 0),
        ))
    };
    parsed.value.ok_or_else(empty)
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
    let reason = match &text[span.range()] {
        _ if text.trim().is_empty() => "the text is empty",
        _ if error.is_eof() => "the text ends too early",
        "}" | "]" if text[..span.start].trim_end().ends_with(',') => {
            "a comma stands before this bracket"
        }
        "/" | "#" => "comments are not allowed",
        "<" if text[span.start..].starts_with("<<<<<<<") => "a merge was left half done here",
        "\0" => "a NUL character stands here; was the file saved as UTF-16?",
        "'" => "strings stand in double quotes",
        _ => reason,
    };
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
    /// The number of arrays and objects around the present value.
    depth: usize,
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
            ast::Value::Array(_) | ast::Value::Object(_) if self.depth == MOST_NESTED => {
                self.findings.push(rules::nested_too_deeply::finding(span));
                Value::Null
            }
            ast::Value::Array(array) => {
                self.depth += 1;
                let elements = array.elements.into_iter();
                let elements = elements.map(|element| self.node(element)).collect();
                self.depth -= 1;
                Value::Array(elements)
            }
            ast::Value::Object(object) => {
                self.depth += 1;
                let object = self.object(object);
                self.depth -= 1;
                Value::Object(object)
            }
        };
        Node { span, value }
    }

    fn number(&mut self, spelling: &str, span: Span) -> Number {
        let number = Number(spelling.to_owned());
        if !number.as_f64().is_finite() {
            let finding = rules::not_json::out_of_range(span);
            self.findings.push(finding);
        }
        number
    }

    fn object(&mut self, object: ast::Object<'_>) -> Object {
        let mut members = Vec::with_capacity(object.properties.len());
        for property in object.properties {
            members.push(Member {
                name_span: span_of(&property.name),
                name: property.name.into_string(),
                value: self.node(property.value),
            });
        }
        self.report_duplicates(&members);
        Object { members }
    }

    fn report_duplicates(&mut self, members: &[Member]) {
        // Comparing the few names of an ordinary object costs less than hashing them.
        const FEW: usize = 12;
        let mut first_places = HashMap::new();
        for (index, member) in members.iter().enumerate() {
            let first = if members.len() <= FEW {
                let same = |first: &&Member| first.name == member.name;
                members[..index]
                    .iter()
                    .find(same)
                    .map(|first| first.name_span)
            } else {
                let place = first_places.entry(member.name.as_str());
                match place {
                    Entry::Occupied(first) => Some(*first.get()),
                    Entry::Vacant(place) => {
                        place.insert(member.name_span);
                        None
                    }
                }
            };
            if let Some(first) = first {
                let finding = rules::duplicate_key::finding(&member.name, member.name_span, first);
                self.findings.push(finding);
            }
        }
    }
}

fn span_of(ranged: &impl Ranged) -> Span {
    let range = ranged.range();
    Span::new(range.start, range.end)
}
