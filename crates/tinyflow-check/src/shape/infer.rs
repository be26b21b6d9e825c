//! The shape of a value that comes without a schema.

use tinyflow_model::{Node, Number, Value};

use super::fit::fit;
use super::read::{SchemaReader, Taken, TypePath};
use super::{Field, Presence, Shape, Struct};

impl SchemaReader<'_> {
    /// The struct that an object without a schema stands for.
    pub(crate) fn infer_struct(&mut self, value: &Node, path: &TypePath) -> Option<Struct> {
        match self.infer(value, path) {
            Shape::Struct(shape) => Some(shape),
            _ => None,
        }
    }

    /// The shape of a value that comes without a schema: each property of an
    /// object is required.
    fn infer(&mut self, value: &Node, path: &TypePath) -> Shape {
        match &value.value {
            Value::Null => Shape::Any,
            Value::Boolean(_) => Shape::Boolean,
            Value::Number(number) if is_whole(number) => Shape::Integer,
            Value::Number(number) if is_unsigned(number) => Shape::Unsigned,
            Value::Number(_) => Shape::Number,
            Value::String(_) => Shape::Text,
            Value::Array(elements) => Shape::List(Box::new(self.infer_item(elements, path))),
            Value::Object(object) => {
                let name = self.type_name(None, path, value.span);
                let mut taken = Taken::new();
                let mut fields = Vec::with_capacity(object.members.len());
                for member in &object.members {
                    fields.push(Field {
                        wire_name: member.name.clone(),
                        name: self.field_name(member, &mut taken),
                        description: None,
                        shape: self.infer(&member.value, &path.child(&member.name)),
                        presence: Presence::Required,
                        default: None,
                    });
                }
                Shape::Struct(Struct {
                    name,
                    description: None,
                    fields,
                    rest: None,
                    is_closed: false,
                })
            }
        }
    }

    /// The one shape of all elements, if they share one.
    fn infer_item(&mut self, elements: &[Node], path: &TypePath) -> Shape {
        let Some(first) = elements.first() else {
            return Shape::Any;
        };
        let mut shape = self.infer(first, &path.item());
        for element in elements {
            widen(&mut shape, &element.value);
        }
        let all_fit = elements
            .iter()
            .all(|element| fit(element, &shape, &self.definitions).is_ok());
        if all_fit { shape } else { Shape::Any }
    }
}

/// Makes room for a value beside those that a shape was inferred from: of whole numbers and others
/// each is a number.
fn widen(shape: &mut Shape, value: &Value) {
    match (shape, value) {
        (shape @ Shape::Integer, Value::Number(number)) if !is_whole(number) => {
            *shape = match is_unsigned(number) {
                true => Shape::Unsigned,
                false => Shape::Number,
            };
        }
        (shape @ Shape::Unsigned, Value::Number(number)) if number.as_integer().is_none() => {
            *shape = Shape::Number;
        }
        (Shape::List(item), Value::Array(elements)) => {
            for element in elements {
                widen(item, &element.value);
            }
        }
        (Shape::Struct(shape), Value::Object(object)) => {
            for field in &mut shape.fields {
                if let Some(member) = object.get(&field.wire_name) {
                    widen(&mut field.shape, &member.value);
                }
            }
        }
        _ => {}
    }
}

fn is_whole(number: &Number) -> bool {
    let integer = number.as_integer();
    integer.is_some_and(|integer| i64::try_from(integer).is_ok())
}

/// Whether it is a whole number that `u64` alone holds, with all of its digits.
fn is_unsigned(number: &Number) -> bool {
    let integer = number.as_integer();
    !is_whole(number) && integer.is_some_and(|integer| u64::try_from(integer).is_ok())
}
