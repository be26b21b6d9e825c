//! Another name for a type: that of the state is given, wherever its schema has put it.

use super::{Shape, Struct};

impl Struct {
    /// Calls the type that is called `from` by another name, here and wherever it is named.
    pub(crate) fn rename(&mut self, from: &str, to: &str) {
        rename(&mut self.name, from, to);
        for field in &mut self.fields {
            field.shape.rename(from, to);
        }
        if let Some(rest) = &mut self.rest {
            rest.shape.rename(from, to);
        }
    }
}

impl Shape {
    /// The same for all that the shape holds.
    pub(crate) fn rename(&mut self, from: &str, to: &str) {
        match self {
            Self::Named { name, .. } => rename(name, from, to),
            Self::List(inner) | Self::Nullable(inner) | Self::Dictionary(inner) => {
                inner.rename(from, to);
            }
            Self::Tuple(items) => items.iter_mut().for_each(|item| item.rename(from, to)),
            Self::Struct(shape) => shape.rename(from, to),
            Self::Union(shape) => {
                let cases = shape.cases.iter_mut();
                cases.for_each(|case| case.shape.rename(from, to));
            }
            _ => {}
        }
    }
}

fn rename(name: &mut String, from: &str, to: &str) {
    if name == from {
        to.clone_into(name);
    }
}
