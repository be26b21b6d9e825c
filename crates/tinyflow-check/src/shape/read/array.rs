//! Arrays: lists where all items have one shape, tuples where their number is fixed.

use tinyflow_model::{Node, Object, Value};

use super::{SchemaReader, TypePath};
use crate::shape::Shape;

/// Beyond so many items Rust's standard traits are not implemented for tuples.
const LONGEST_TUPLE: usize = 12;

impl SchemaReader<'_> {
    pub(super) fn array(&mut self, object: &Object, path: &TypePath) -> Shape {
        let (prefix, rest) = items(object);
        let Some(prefix) = prefix else {
            let items = rest.map_or(Shape::Any, |items| self.shape(items, &path.item()));
            return Shape::List(Box::new(items));
        };
        if !has_fixed_length(object, prefix.len(), rest)
            || !(2..=LONGEST_TUPLE).contains(&prefix.len())
        {
            // The types of the first items could not be told from those of the others.
            return self.checked(Shape::List(Box::new(Shape::Any)));
        }
        let items = prefix.iter().enumerate();
        let items =
            items.map(|(index, item)| self.shape(item, &path.child(&format!("Item{}", index + 1))));
        Shape::Tuple(items.collect())
    }
}

/// The schemas of the first items, where they have some of their own, and that of the rest.
fn items(object: &Object) -> (Option<&[Node]>, Option<&Node>) {
    let list = |keyword: &str| match object.get(keyword).map(|node| &node.value) {
        Some(Value::Array(items)) if !items.is_empty() => Some(items.as_slice()),
        _ => None,
    };
    if let Some(prefix) = list("items") {
        return (Some(prefix), object.get("additionalItems"));
    }
    (list("prefixItems"), object.get("items"))
}

fn has_fixed_length(object: &Object, length: usize, rest: Option<&Node>) -> bool {
    let bound = |keyword: &str| match object.get(keyword).map(|node| &node.value) {
        Some(Value::Number(number)) => number.as_integer(),
        _ => None,
    };
    let length = i128::try_from(length).unwrap_or(i128::MAX);
    let has_no_rest = rest.is_some_and(|rest| rest.value == Value::Boolean(false));
    let has_least = bound("minItems").is_some_and(|least| least >= length);
    let has_most = bound("maxItems").is_some_and(|most| most <= length);
    has_least && (has_no_rest || has_most)
}
