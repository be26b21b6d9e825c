//! Which value of the state a term or a place reads.

use super::Path;
use crate::condition::{Constant, Member, Place, Term};
use crate::shape::Shape;

/// A value of the state, or its length.
pub(super) struct Found<'t> {
    pub(super) path: Path<'t>,
    pub(super) shape: &'t Shape,
    pub(super) is_length: bool,
}

impl<'t> Found<'t> {
    pub(super) fn at(place: &'t Place) -> Self {
        // Of an element, the array is what is read.
        let links = place.links.iter();
        let fields = links.take_while(|link| link.member == Member::Field);
        Self {
            path: fields.map(|link| link.wire_name.as_str()).collect(),
            shape: &place.shape,
            is_length: place.length,
        }
    }

    /// Whether the number of an object's properties is meant.
    pub(super) fn counts_properties(&self) -> bool {
        self.is_length && matches!(self.shape, Shape::Map | Shape::Dictionary(_))
    }

    /// What a term reads, if that is all that it does.
    pub(super) fn by(term: &'t Term) -> Option<Self> {
        match term {
            Term::Place(place) => Some(Self::at(place)),
            Term::Optional(inner) | Term::Chain(inner) => Self::by(inner),
            Term::Get { object, key } => {
                let Term::Constant(Constant::Text(key)) = &**key else {
                    return None;
                };
                let object = Self::by(object).filter(|object| !object.is_length)?;
                object.property(key)
            }
            _ => None,
        }
    }

    fn property(mut self, key: &'t str) -> Option<Self> {
        match self.shape {
            Shape::Struct(shape) => {
                let mut fields = shape.fields.iter();
                self.shape = &fields.find(|field| field.wire_name == key)?.shape;
                self.path.push(key);
                Some(self)
            }
            Shape::Text | Shape::List(_) if key == "length" => {
                self.is_length = true;
                Some(self)
            }
            _ => None,
        }
    }
}
