//! The shape of a value that comes without a schema.

use tinyflow_model::{Node, Value};

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
            Value::Number(number) => match number.as_integer() {
                Some(integer) if i64::try_from(integer).is_ok() => Shape::Integer,
                _ => Shape::Number,
            },
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
        let shape = self.infer(first, &path.item());
        let all_fit = elements
            .iter()
            .all(|element| fit(element, &shape, &self.definitions).is_ok());
        if all_fit { shape } else { Shape::Any }
    }
}
