//! Values of a flow as `serde_json` has them, and the way back by JSON pointer.

use serde_json::Number;
use tinyflow_model::{Node, Value};

/// The value, without its places.
pub(crate) fn to_json(node: &Node) -> serde_json::Value {
    match &node.value {
        Value::Null => serde_json::Value::Null,
        Value::Boolean(boolean) => (*boolean).into(),
        Value::Number(number) => {
            let parsed: Option<Number> = serde_json::from_str(number.as_str()).ok();
            parsed.map_or(serde_json::Value::Null, serde_json::Value::Number)
        }
        Value::String(text) => text.as_str().into(),
        Value::Array(items) => items.iter().map(to_json).collect(),
        Value::Object(object) => {
            // Where a key stands twice, the first one counts.
            let members = object.members.iter().rev();
            members
                .map(|member| (member.name.clone(), to_json(&member.value)))
                .collect()
        }
    }
}

/// The part of a value at a JSON pointer.
pub(crate) fn at<'n>(root: &'n Node, pointer: &str) -> Option<&'n Node> {
    let mut names = pointer.split('/').skip(1);
    names.try_fold(root, |node, name| {
        let name = name.replace("~1", "/").replace("~0", "~");
        below(node, &name)
    })
}

/// The part of this name or index.
pub(crate) fn below<'n>(node: &'n Node, name: &str) -> Option<&'n Node> {
    match &node.value {
        Value::Object(object) => object.get(name),
        Value::Array(items) => items.get(name.parse::<usize>().ok()?),
        _ => None,
    }
}
