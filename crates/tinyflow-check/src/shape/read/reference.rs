//! References to other parts of the same schema.

use tinyflow_model::{Node, Object, Span, Value};

use super::{SchemaReader, TypePath, keywords};
use crate::shape::{Shape, Struct, Union};

/// What has come of a part that others refer to.
pub(crate) enum Read {
    /// It is being read; its type has this name, if it has one by now.
    Open(Option<String>),
    /// It has been read.
    Done(Shape),
}

/// How large a shape may be to be copied to each place that refers to it. Beyond that its name
/// must do, or a short schema could grow without bound.
const MOST_COPIED: usize = 400;

impl<'a> SchemaReader<'a> {
    pub(super) fn is_referred_to(&self, span: Span) -> bool {
        let document = self.document.as_ref();
        document.is_some_and(|document| document.is_target(span))
    }

    /// The shape of a part that has been read before, or is being read around this place.
    pub(super) fn known(&mut self, span: Span) -> Option<Shape> {
        match self.read.get(&span.start)? {
            Read::Open(Some(name)) => Some(Shape::Named {
                name: name.clone(),
                is_recursive: true,
            }),
            // An array of itself, or its like: Rust would need a name for it.
            Read::Open(None) => Some(self.checked(Shape::Any)),
            Read::Done(shape) if shape.weight() <= MOST_COPIED => Some(shape.clone()),
            Read::Done(shape) => Some(match shape {
                Shape::Struct(shape) => named(&shape.name),
                Shape::Union(shape) => named(&shape.name),
                other => other.clone(),
            }),
        }
    }

    /// The shape that a reference leads to.
    pub(super) fn referred(&mut self, reference: &Node, path: &TypePath) -> Shape {
        let Some((pointer, target)) = self.target(reference) else {
            // The checks know why, and say so.
            return self.checked(Shape::Any);
        };
        let name = pointer.rsplit('/').find(|name| !is_index(name));
        let document = self.document.as_ref();
        let path = match (name, document) {
            (Some(name), Some(document)) if !pointer.is_empty() => document
                .path
                .child(&name.replace("~1", "/").replace("~0", "~")),
            _ => path.clone(),
        };
        self.shape(target, &path)
    }

    /// A shape that may be referred to by its name, and is kept for that where anything is.
    pub(super) fn defined(&mut self, shape: Shape) -> Shape {
        let document = self.document.as_ref();
        if document.is_some_and(super::Document::has_references)
            && let Shape::Struct(Struct { name, .. }) | Shape::Union(Union { name, .. }) = &shape
        {
            self.definitions.insert(name.clone(), shape.clone());
        }
        shape
    }

    /// The schema that a reference leads to.
    pub(super) fn target(&self, reference: &Node) -> Option<(String, &'a Node)> {
        let Value::String(reference) = &reference.value else {
            return None;
        };
        self.document.as_ref()?.resolve(reference)
    }

    /// What stands beside a reference narrows what it leads to.
    pub(super) fn with_siblings(&mut self, object: &Object, shape: Shape) -> Shape {
        let document = self.document.as_ref();
        if document.is_some_and(super::Document::ignores_siblings) {
            return shape;
        }
        if object
            .members
            .iter()
            .any(|member| !keywords::is_remark(&member.name))
        {
            self.has_checks = true;
        }
        shape
    }
}

fn named(name: &str) -> Shape {
    Shape::Named {
        name: name.to_owned(),
        is_recursive: false,
    }
}

fn is_index(name: &str) -> bool {
    name.is_empty() || name.bytes().all(|byte| byte.is_ascii_digit())
}
