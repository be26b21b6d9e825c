//! Finds the place in the state that an expression reads.

use tinyflow_expression::{Expression, ExpressionKind, Identifier, Span};
use tinyflow_model::nearest::nearest;

use super::measured::whole;
use super::presence::Present;
use super::translate::Translator;
use super::{Link, Place, Root, mend, unknown_property};
use crate::shape::{Field, Shape, Struct};

impl Translator<'_> {
    /// The place that `expression` reads; none where that is at fault.
    pub(super) fn place(&mut self, expression: &Expression, present: &Present) -> Option<Place> {
        if let ExpressionKind::Member {
            object, property, ..
        } = &expression.kind
            && property.name == "length"
            && let ExpressionKind::ObjectKeys(counted) = &object.kind
        {
            return self.counted(counted, present);
        }
        let mut reads = Vec::new();
        let root = self.reads(expression, &mut reads)?;
        self.follow(root, &reads, present)
    }

    /// `Object.keys(object).length`, where that is the length in Rust, too.
    fn counted(&mut self, object: &Expression, present: &Present) -> Option<Place> {
        let mut place = self.place(object, present)?;
        let has_length = matches!(
            place.shape,
            Shape::Map | Shape::Dictionary(_) | Shape::List(_)
        );
        if !has_length || place.length || place.is_chained() {
            return self.leave();
        }
        chain(&mut place, false);
        let is_sure = |link: &Link| !link.optional || link.chained;
        if !place.links.last().is_none_or(is_sure) {
            if place.is_nested() {
                return self.leave();
            }
            self.may_throw_at("Object.keys", Some(&place.path()), object.span);
        }
        place.length = true;
        Some(place)
    }

    /// Takes an access apart into the properties that it reads, from the
    /// root inwards. Gives back the element that it starts at, none for the
    /// state.
    fn reads<'e>(
        &mut self,
        expression: &'e Expression,
        reads: &mut Vec<Read<'e>>,
    ) -> Option<Option<Place>> {
        match &expression.kind {
            ExpressionKind::Name(name) if self.element(name).is_some() => {
                let (parameter, known) = self.element(name)?.clone();
                let Some(shape) = known.shape else {
                    return self.leave();
                };
                Some(Some(Place {
                    root: Root::Element(parameter),
                    links: Vec::new(),
                    shape,
                    length: false,
                    called: false,
                }))
            }
            ExpressionKind::Name(name) if is_state(name) => Some(None),
            ExpressionKind::Name(name) => {
                reads.push(Read {
                    access: Access::Property(name),
                    span: expression.span,
                    chained: false,
                });
                Some(None)
            }
            ExpressionKind::Member {
                object, property, ..
            } if is_state_of_this(object, property) => Some(None),
            ExpressionKind::Member {
                object,
                property,
                optional,
            } => {
                let root = self.reads(object, reads)?;
                reads.push(Read {
                    access: Access::Property(&property.name),
                    span: property.span,
                    chained: *optional,
                });
                Some(root)
            }
            ExpressionKind::Index {
                object,
                index,
                optional,
            } => {
                let read = match &index.kind {
                    ExpressionKind::String(property) => Access::Property(property),
                    ExpressionKind::Number(number) => match whole(*number).map(usize::try_from) {
                        Some(Ok(index)) => Access::Element(index),
                        _ => return self.leave(),
                    },
                    _ => return self.leave(),
                };
                let root = self.reads(object, reads)?;
                reads.push(Read {
                    access: read,
                    span: index.span,
                    chained: *optional,
                });
                Some(root)
            }
            // What follows a whole chain would read through a missing value.
            ExpressionKind::Chain(chain) if reads.is_empty() => self.reads(chain, reads),
            _ => self.leave(),
        }
    }

    /// Whether the expression is the state itself.
    pub(super) fn is_whole_state(&self, expression: &Expression) -> bool {
        match &expression.kind {
            ExpressionKind::Name(name) => is_state(name) && self.element(name).is_none(),
            ExpressionKind::Member {
                object, property, ..
            } => is_state_of_this(object, property),
            _ => false,
        }
    }

    fn follow(
        &mut self,
        root: Option<Place>,
        reads: &[Read<'_>],
        present: &Present,
    ) -> Option<Place> {
        let mut place = root;
        for read in reads {
            if let Some(place) = &mut place {
                chain(place, read.chained);
            }
            self.check_presence(read.span, place.as_ref(), present)?;
            let property = match read.access {
                Access::Property(property) => property,
                Access::Element(index) => {
                    place = Some(self.element_of(place, index, present)?);
                    continue;
                }
            };
            if property == "length"
                && let Some(place) = &mut place
                && matches!(place.shape, Shape::Text | Shape::Enum(_) | Shape::List(_))
            {
                if matches!(place.shape, Shape::Enum(_)) {
                    return self.leave();
                }
                place.length = true;
                continue;
            }
            if let Some(inside) = place.take_if(|place| is_map(place)) {
                place = Some(self.entry_of(inside, property, present)?);
                continue;
            }
            let field = self.field(property, read.span, place.as_ref())?;
            let mut link = Link::to_field(&field);
            let shape = match field.shape {
                Shape::Nullable(shape) => {
                    link.is_nested = link.optional;
                    (link.optional, link.is_null) = (true, true);
                    *shape
                }
                shape => shape,
            };
            place = Some(followed(place, link, shape, present));
        }
        if place.is_none() {
            return self.leave();
        }
        place
    }

    /// Whether the value so far may be read through: a missing one would make
    /// JavaScript throw.
    pub(super) fn check_presence(
        &mut self,
        span: Span,
        place: Option<&Place>,
        present: &Present,
    ) -> Option<()> {
        let Some(place) = place else {
            return Some(());
        };
        let is_sure = |link: &Link| !link.optional || link.chained;
        if place.links.last().is_none_or(is_sure) {
            return Some(());
        }
        let path = place.path();
        let is_nested = place.links.last().is_some_and(|link| link.is_nested);
        if place.is_chained() || is_nested {
            return self.leave();
        }
        if !present.contains(&path) {
            self.may_throw(Some(&path), span);
        }
        Some(())
    }

    /// An element of the array so far.
    fn element_of(
        &mut self,
        inside: Option<Place>,
        index: usize,
        present: &Present,
    ) -> Option<Place> {
        match inside.map(|place| (place.shape.clone(), place)) {
            Some((Shape::List(item), place)) if !place.length => {
                let mut link = Link::to_element(index);
                let path = format!("{}[{index}]", place.path());
                link.optional = !present.contains(&path);
                Some(followed(Some(place), link, *item, present))
            }
            Some((Shape::Tuple(items), place)) if index < items.len() => {
                let item = items[index].unfolded(self.definitions);
                Some(followed(Some(place), Link::to_item(index), item, present))
            }
            // The schema does not say what the element is.
            _ => self.leave(),
        }
    }

    /// The value that a map has for this key.
    fn entry_of(&mut self, inside: Place, key: &str, present: &Present) -> Option<Place> {
        match &inside.shape {
            Shape::Dictionary(value) => {
                let value = value.unfolded(self.definitions);
                let link = Link::to_entry(key);
                Some(followed(Some(inside), link, value, present))
            }
            _ => self.leave(),
        }
    }

    fn field(&mut self, property: &str, span: Span, inside: Option<&Place>) -> Option<Field> {
        let shape = match inside.map(|place| (&place.shape, place.length)) {
            None if !self.state.holds_in_rest(property) => self.state,
            Some((Shape::Struct(shape), false)) if !shape.holds_in_rest(property) => shape,
            // An index, or a property of a value that the schema leaves open.
            _ => return self.leave(),
        };
        let owner = inside.map(Place::path);
        self.field_of(shape, owner.as_deref(), property, span)
    }

    /// A field by its property's name; `owner` is the way to the object, none
    /// for the state.
    pub(super) fn field_of(
        &mut self,
        shape: &Struct,
        owner: Option<&str>,
        property: &str,
        span: Span,
    ) -> Option<Field> {
        let mut fields = shape.fields.iter();
        if let Some(field) = fields.find(|field| field.wire_name == property) {
            return Some(Field {
                shape: field.shape.unfolded(self.definitions),
                ..field.clone()
            });
        }
        let known = shape.fields.iter().map(|field| field.wire_name.as_str());
        let near = nearest(property, known.clone());
        let span = self.span(span);
        let fix = mend::property(property, known.clone(), self.spelt(span), span);
        let mut finding = unknown_property::finding(property, owner, known, near, span);
        finding.fix = fix;
        self.report(finding);
        None
    }
}

fn is_map(place: &Place) -> bool {
    matches!(place.shape, Shape::Dictionary(_)) && !place.length
}

/// What is read with `?.`, or is known to be there, does not throw where more
/// is read from it.
pub(super) fn chain(place: &mut Place, asks: bool) {
    if let Some(last) = place.links.last_mut() {
        last.chained = last.optional && (asks || last.assured);
    }
}

/// The place one link further.
fn followed(before: Option<Place>, link: Link, shape: Shape, present: &Present) -> Place {
    let (root, mut links) = match before {
        Some(place) => (place.root, place.links),
        None => (Root::State, Vec::new()),
    };
    links.push(link);
    let mut place = Place {
        root,
        links,
        shape,
        length: false,
        called: false,
    };
    let is_there = present.contains(&place.path());
    if let Some(last) = place.links.last_mut() {
        last.assured = last.optional && is_there;
    }
    place
}

/// What an access reads.
struct Read<'e> {
    access: Access<'e>,
    span: Span,
    /// Whether it is read with `?.`.
    chained: bool,
}

#[derive(Clone, Copy)]
enum Access<'e> {
    Property(&'e str),
    Element(usize),
}

pub(super) fn is_state(name: &str) -> bool {
    matches!(name, "state" | "context")
}

pub(super) fn is_state_of_this(object: &Expression, property: &Identifier) -> bool {
    object.kind == ExpressionKind::This && property.name == "state"
}
