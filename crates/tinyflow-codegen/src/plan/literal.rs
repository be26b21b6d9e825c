//! Values of the flow as Rust expressions.

use tinyflow_check::shape::{FieldValue, Literal};
use tinyflow_model::{Node, Object, Value};

use super::code::Code;

/// The body of `State::initial`; `extra` is the field of the state for what
/// code adds beyond the schema.
pub(super) fn initial(literal: &Literal, extra: Option<&str>) -> Code {
    let mut code = code(literal);
    if let Code::Struct { name, fields } = &mut code {
        "Self".clone_into(name);
        fields.extend(extra.map(|extra| (extra.to_owned(), Code::text("Map::new()"))));
    }
    code
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
        Literal::Any(value) => Code::call("json!", json(value)),
    }
}

fn field_value(value: &FieldValue) -> Code {
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
    Code::List {
        opening: "vec![".to_owned(),
        items,
        in_macro: false,
    }
}

fn map(object: &Object) -> Code {
    if object.members.is_empty() {
        return Code::text("Map::new()");
    }
    let entries = object.members.iter().map(|member| {
        let key = Code::owned_string(&member.name);
        Code::Tuple(vec![key, Code::call("json!", json(&member.value.value))])
    });
    let entries = Code::List {
        opening: "[".to_owned(),
        items: entries.collect(),
        in_macro: false,
    };
    Code::call("Map::from_iter", entries)
}

/// JSON as `json!` takes it.
fn json(value: &Value) -> Code {
    match value {
        Value::Array(elements) if !elements.iter().any(holds_object) => Code::List {
            opening: "[".to_owned(),
            items: elements
                .iter()
                .map(|element| json(&element.value))
                .collect(),
            in_macro: true,
        },
        Value::Null => Code::text("null"),
        Value::Boolean(boolean) => Code::text(boolean.to_string()),
        Value::Number(number) => Code::text(number_text(number)),
        Value::String(text) => Code::String(text.clone()),
        // Nothing formats what is not Rust, so that one line is as good as many.
        Value::Array(_) | Value::Object(_) => Code::text(json_line(value)),
    }
}

fn holds_object(node: &Node) -> bool {
    match &node.value {
        Value::Object(_) => true,
        Value::Array(elements) => elements.iter().any(holds_object),
        _ => false,
    }
}

fn json_line(value: &Value) -> String {
    let joined = |parts: Vec<String>| parts.join(", ");
    match value {
        Value::Null => "null".to_owned(),
        Value::Boolean(boolean) => boolean.to_string(),
        Value::Number(number) => number_text(number),
        Value::String(text) => string_literal(text),
        Value::Array(elements) => {
            let elements = elements.iter().map(|element| json_line(&element.value));
            format!("[{}]", joined(elements.collect()))
        }
        Value::Object(object) => {
            let members = object.members.iter().map(|member| {
                let value = json_line(&member.value.value);
                format!("{}: {value}", string_literal(&member.name))
            });
            format!("{{{}}}", joined(members.collect()))
        }
    }
}

fn number_text(number: &tinyflow_model::Number) -> String {
    let float_text = || float(number.as_f64());
    match number.as_str().parse::<i64>() {
        Ok(integer) => integer.to_string(),
        Err(_) => number
            .as_str()
            .parse::<u64>()
            .map_or_else(|_| float_text(), |n| n.to_string()),
    }
}

/// A literal of type `f64`, in the shortest spelling that gives the number.
fn float(number: f64) -> String {
    let text = format!("{number:?}");
    match text.split_once('.') {
        Some((whole, fraction)) => format!("{}.{fraction}", grouped(whole)),
        None => text,
    }
}

/// Digits in groups of three, from five digits on.
fn grouped(digits: &str) -> String {
    let (sign, digits) = digits
        .strip_prefix('-')
        .map_or(("", digits), |rest| ("-", rest));
    if digits.len() < 5 {
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
    literal.push('"');
    for character in value.chars() {
        match character {
            '"' => literal.push_str("\\\""),
            '\\' => literal.push_str("\\\\"),
            '\n' => literal.push_str("\\n"),
            '\r' => literal.push_str("\\r"),
            '\t' => literal.push_str("\\t"),
            other => literal.push_str(&tinyflow_model::diagnostic::escape(
                other.encode_utf8(&mut [0; 4]),
            )),
        }
    }
    literal.push('"');
    literal
}
