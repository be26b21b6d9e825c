//! Values of several forms.

use tinyflow_model::diagnostic::quote;
use tinyflow_model::{Node, Object, Value};

use super::fit::{fit, mismatch};
use super::violation::Violation;
use super::{Definitions, Literal, Union};

pub(super) fn fit_union(
    node: &Node,
    shape: &Union,
    definitions: &Definitions,
) -> Result<Literal, Vec<Violation>> {
    let literal = |case: &str, value: Literal| {
        Literal::Union(shape.name.clone(), case.to_owned(), Box::new(value))
    };
    let Some(tag) = &shape.tag else {
        let mut cases = shape.cases.iter();
        let fitting =
            cases.find_map(|case| Some((case, fit(node, &case.shape, definitions).ok()?)));
        return match fitting {
            Some((case, value)) => Ok(literal(&case.name, value)),
            None => Err(mismatch(
                node,
                node.value.kind(),
                "one of the forms allowed here",
            )),
        };
    };
    let Value::Object(object) = &node.value else {
        return Err(mismatch(node, node.value.kind(), "an object"));
    };
    let of_tag = object.get(tag);
    let case = of_tag.and_then(|node| match &node.value {
        Value::String(text) => shape.cases.iter().find(|case| case.wire_name == *text),
        _ => None,
    });
    let Some(case) = case else {
        let known = shape.cases.iter().map(|case| case.wire_name.as_str());
        let wanted = format!("one of {}", super::fit::listed(known));
        return Err(match of_tag {
            Some(of) => mismatch(of, of.value.kind(), &wanted),
            None => super::fit::missing(node, tag),
        });
    };
    let value = fit(&without(node, object, tag), &case.shape, definitions)?;
    Ok(literal(&case.name, value))
}

fn without(node: &Node, object: &Object, tag: &str) -> Node {
    let mut object = object.clone();
    object.members.retain(|member| member.name != tag);
    Node {
        span: node.span,
        value: Value::Object(object),
    }
}

/// What a value of a type is that is described elsewhere.
pub(super) fn unknown(node: &Node, name: &str) -> Vec<Violation> {
    let wanted = format!("a value of the type {}", quote(name));
    mismatch(node, node.value.kind(), &wanted)
}
