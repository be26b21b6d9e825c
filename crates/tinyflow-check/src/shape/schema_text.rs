//! A schema as JSON text, laid out to be read in a generated file.

use tinyflow_model::{Node, Object, Value};

/// The text of a schema: what is short stands on one line.
pub(crate) fn text_of(schema: &Node) -> String {
    let mut text = String::new();
    write_over_lines(schema, 0, &mut text);
    text
}

/// JSON over lines, with what is short on one.
fn write(node: &Node, indent: usize, text: &mut String) {
    const WIDTH: usize = 72;
    let line = on_one_line(node);
    if indent + line.chars().count() <= WIDTH {
        text.push_str(&line);
    } else {
        write_over_lines(node, indent, text);
    }
}

fn write_over_lines(node: &Node, indent: usize, text: &mut String) {
    let inner = " ".repeat(indent + 2);
    let outer = " ".repeat(indent);
    match &node.value {
        Value::Object(Object { members }) => {
            text.push_str("{\n");
            for (index, member) in members.iter().enumerate() {
                let comma = if index + 1 < members.len() { "," } else { "" };
                text.push_str(&format!("{inner}{}: ", string(&member.name)));
                write(&member.value, indent + 2, text);
                text.push_str(&format!("{comma}\n"));
            }
            text.push_str(&format!("{outer}}}"));
        }
        Value::Array(items) => {
            text.push_str("[\n");
            for (index, item) in items.iter().enumerate() {
                let comma = if index + 1 < items.len() { "," } else { "" };
                text.push_str(&inner);
                write(item, indent + 2, text);
                text.push_str(&format!("{comma}\n"));
            }
            text.push_str(&format!("{outer}]"));
        }
        _ => text.push_str(&on_one_line(node)),
    }
}

fn on_one_line(node: &Node) -> String {
    match &node.value {
        Value::Null => "null".to_owned(),
        Value::Boolean(boolean) => boolean.to_string(),
        Value::Number(number) => number.as_str().to_owned(),
        Value::String(text) => string(text),
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(on_one_line).collect();
            format!("[{}]", items.join(", "))
        }
        Value::Object(Object { members }) if members.is_empty() => "{}".to_owned(),
        Value::Object(Object { members }) => {
            let members = members.iter();
            let members = members
                .map(|member| format!("{}: {}", string(&member.name), on_one_line(&member.value)));
            format!("{{ {} }}", members.collect::<Vec<_>>().join(", "))
        }
    }
}

/// A JSON string in which no character is obeyed by an editor.
pub(super) fn string(text: &str) -> String {
    let json = serde_json::Value::from(text).to_string();
    if !tinyflow_model::diagnostic::is_unsafe(&json) {
        return json;
    }
    let mut safe = String::with_capacity(json.len());
    for character in json.chars() {
        let mut buffer = [0; 4];
        let plain: &str = character.encode_utf8(&mut buffer);
        if tinyflow_model::diagnostic::escape(plain) == plain {
            safe.push(character);
            continue;
        }
        for unit in character.encode_utf16(&mut [0; 2]) {
            safe.push_str(&format!("\\u{unit:04x}"));
        }
    }
    safe
}
