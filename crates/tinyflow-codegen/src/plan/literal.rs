//! Values of the flow as Rust expressions.

use tinyflow_check::shape::{FieldValue, Literal};
use tinyflow_model::diagnostic::escape;
use tinyflow_model::{Number, Object, Value};

use super::code::Code;

/// The body of `State::initial`; `extra` is the field of the state for what
/// code adds beyond the schema.
pub(super) fn initial(literal: &Literal, extra: Option<&str>) -> Code {
    let mut code = code(literal);
    if let Some(extra) = extra {
        add_to_states(&mut code, extra);
    }
    if let Code::Struct { name, .. } = &mut code {
        "Self".clone_into(name);
    }
    code
}

/// Adds the field to the state, and to those within it: a state may hold its like.
fn add_to_states(code: &mut Code, extra: &str) {
    match code {
        Code::Struct { name, fields } => {
            for (_, value) in fields.iter_mut() {
                add_to_states(value, extra);
            }
            if name == "State" {
                fields.push((extra.to_owned(), Code::text("Map::new()")));
            }
        }
        Code::List { items, .. } | Code::Tuple(items) => {
            items.iter_mut().for_each(|item| add_to_states(item, extra));
        }
        Code::Call { argument, .. } => add_to_states(argument, extra),
        _ => {}
    }
}

/// An expression that makes the value.
pub(super) fn code(literal: &Literal) -> Code {
    match literal {
        Literal::Text(text) => Code::owned_string(text),
        Literal::Integer(integer) => Code::text(grouped(&integer.to_string())),
        Literal::Number(number) => Code::text(float(*number)),
        Literal::Boolean(boolean) => Code::text(boolean.to_string()),
        Literal::Variant(name, variant) => Code::text(format!("{name}::{variant}")),
        Literal::List(items) => vector(items.iter().map(code).collect()),
        Literal::Struct(name, fields) => Code::Struct {
            name: name.clone(),
            fields: fields
                .iter()
                .map(|(field, value)| (field.clone(), field_value(value)))
                .collect(),
        },
        Literal::Map(object) => map(object),
        Literal::Any(value) => json(value),
        Literal::Null => Code::text("()"),
        Literal::Nullable(None) => Code::text("None"),
        Literal::Nullable(Some(literal)) => Code::call("Some", code(literal)),
        Literal::Dictionary(entries) => dictionary(entries),
        Literal::Tuple(items) => Code::Tuple(items.iter().map(code).collect()),
        Literal::Union(name, variant, literal) => {
            Code::call(&format!("{name}::{variant}"), code(literal))
        }
        Literal::Recursive(literal) => Code::call("Box::new", code(literal)),
    }
}

pub(super) fn field_value(value: &FieldValue) -> Code {
    match value {
        FieldValue::Plain(literal) => code(literal),
        FieldValue::Some(literal) => Code::call("Some", code(literal)),
        FieldValue::None => Code::text("None"),
    }
}

fn vector(items: Vec<Code>) -> Code {
    if items.is_empty() {
        return Code::text("Vec::new()");
    }
    let opening = "vec![".to_owned();
    Code::List { opening, items }
}

fn map(object: &Object) -> Code {
    if object.members.is_empty() {
        return Code::text("Map::new()");
    }
    let entries = object.members.iter().map(|member| {
        let key = Code::owned_string(&member.name);
        Code::Tuple(vec![key, json(&member.value.value)])
    });
    let entries = Code::List {
        opening: "[".to_owned(),
        items: entries.collect(),
    };
    Code::call("Map::from_iter", entries)
}

fn dictionary(entries: &[(String, Literal)]) -> Code {
    if entries.is_empty() {
        return Code::text("BTreeMap::new()");
    }
    let entries = entries.iter();
    let entries =
        entries.map(|(name, value)| Code::Tuple(vec![Code::owned_string(name), code(value)]));
    let entries = Code::List {
        opening: "[".to_owned(),
        items: entries.collect(),
    };
    Code::call("BTreeMap::from", entries)
}

/// JSON of any form. The `json!` macro would read better, but its recursion
/// ends at some hundred elements.
fn json(value: &Value) -> Code {
    match value {
        Value::Null => Code::text("Value::Null"),
        Value::Boolean(boolean) => Code::call("Value::from", Code::text(boolean.to_string())),
        Value::Number(number) => Code::call("Value::from", Code::text(any_number(number))),
        Value::String(text) => Code::call("Value::from", Code::String(text.clone())),
        Value::Array(elements) => {
            let items = elements.iter().map(|element| json(&element.value));
            Code::call("Value::Array", vector(items.collect()))
        }
        Value::Object(object) => Code::call("Value::Object", map(object)),
    }
}

/// A number where nothing says its type: past `i32` it needs a suffix.
fn any_number(number: &Number) -> String {
    let spelling = number.as_str();
    if spelling.parse::<i32>().is_ok() {
        grouped(spelling)
    } else if spelling.parse::<i64>().is_ok() {
        format!("{}_i64", grouped(spelling))
    } else if spelling.parse::<u64>().is_ok() {
        format!("{}_u64", grouped(spelling))
    } else {
        float(number.as_f64())
    }
}

/// A literal of type `f64`, in the shortest spelling that gives the number.
pub(super) fn float(number: f64) -> String {
    let text = format!("{number:?}");
    let (digits, exponent) = text.split_at(text.find('e').unwrap_or(text.len()));
    match digits.split_once('.') {
        Some((whole, fraction)) if fraction.len() > 3 => {
            let groups = fraction.as_bytes().chunks(3).map(String::from_utf8_lossy);
            let fraction = groups.collect::<Vec<_>>().join("_");
            format!("{}.{fraction}{exponent}", grouped_from(whole, 4))
        }
        Some((whole, fraction)) => format!("{}.{fraction}{exponent}", grouped(whole)),
        None => text,
    }
}

/// Digits in groups of three, from five digits on.
pub(super) fn grouped(digits: &str) -> String {
    grouped_from(digits, 5)
}

fn grouped_from(digits: &str, least: usize) -> String {
    let (sign, digits) = digits
        .strip_prefix('-')
        .map_or(("", digits), |rest| ("-", rest));
    if digits.len() < least {
        return format!("{sign}{digits}");
    }
    let mut text = sign.to_owned();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push('_');
        }
        text.push(digit);
    }
    text
}

/// A Rust string literal: nothing in it can end it, and no character in it is
/// obeyed by an editor.
pub(crate) fn string_literal(value: &str) -> String {
    let mut literal = String::with_capacity(value.len() + 2);
    push_string_literal(&mut literal, value);
    literal
}

/// Adds a [string literal](string_literal) to a line of code.
pub(crate) fn push_string_literal(line: &mut String, value: &str) {
    line.push('"');
    for character in value.chars() {
        match character {
            '"' => line.push_str("\\\""),
            '\\' => line.push_str("\\\\"),
            '\n' => line.push_str("\\n"),
            '\r' => line.push_str("\\r"),
            '\t' => line.push_str("\\t"),
            ' '..='~' => line.push(character),
            other => line.push_str(&escape(other.encode_utf8(&mut [0; 4]))),
        }
    }
    line.push('"');
}
