//! Finds the place in the state that an expression reads.

use tinyflow_expression::{Expression, ExpressionKind, Identifier, Span};
use tinyflow_model::nearest::nearest;

use super::presence::Present;
use super::translate::Translator;
use super::{Link, Place, Root, mend, unknown_property};
use crate::shape::{Field, Presence, Shape, Struct};

impl Translator<'_> {
    /// The place that `expression` reads; none where that is at fault.
    pub(super) fn place(&mut self, expression: &Expression, present: &Present) -> Option<Place> {
        let mut reads = Vec::new();
        let root = self.reads(expression, &mut reads)?;
        self.follow(expression, root, &reads, present)
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
                    property: name,
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
                    property: &property.name,
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
                let ExpressionKind::String(property) = &index.kind else {
                    return self.leave();
                };
                let root = self.reads(object, reads)?;
                reads.push(Read {
                    property,
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

    fn follow(
        &mut self,
        expression: &Expression,
        root: Option<Place>,
        reads: &[Read<'_>],
        present: &Present,
    ) -> Option<Place> {
        let mut place = root;
        for read in reads {
            if read.chained
                && let Some(last) = place.as_mut().and_then(|place| place.links.last_mut())
            {
                last.chained = last.optional;
            }
            self.check_presence(expression, place.as_ref(), present)?;
            if read.property == "length"
                && let Some(place) = &mut place
                && matches!(place.shape, Shape::Text | Shape::Enum(_) | Shape::List(_))
            {
                if matches!(place.shape, Shape::Enum(_)) {
                    return self.leave();
                }
                place.length = true;
                continue;
            }
            let field = self.field(read, place.as_ref())?;
            let link = Link {
                wire_name: field.wire_name.clone(),
                name: field.name.clone(),
                optional: field.presence == Presence::Optional,
                chained: false,
            };
            let (root, mut links) = match place {
                Some(place) => (place.root, place.links),
                None => (Root::State, Vec::new()),
            };
            links.push(link);
            place = Some(Place {
                root,
                links,
                shape: field.shape.clone(),
                length: false,
                called: false,
            });
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
        expression: &Expression,
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
        if place.is_chained() {
            return self.leave();
        }
        if !present.contains(&path) {
            self.may_throw(Some(&path), expression.span);
        }
        Some(())
    }

    fn field(&mut self, read: &Read<'_>, inside: Option<&Place>) -> Option<Field> {
        let shape = match inside.map(|place| (&place.shape, place.length)) {
            None => self.state,
            Some((Shape::Struct(shape), false)) if !shape.holds_in_rest(read.property) => shape,
            // An index, or a property of a value that the schema leaves open.
            _ => return self.leave(),
        };
        let owner = inside.map(Place::path);
        self.field_of(shape, owner.as_deref(), read.property, read.span)
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
            return Some(field.clone());
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

/// A property that an access reads.
struct Read<'e> {
    property: &'e str,
    span: Span,
    /// Whether it is read with `?.`.
    chained: bool,
}

pub(super) fn is_state(name: &str) -> bool {
    matches!(name, "state" | "context")
}

pub(super) fn is_state_of_this(object: &Expression, property: &Identifier) -> bool {
    object.kind == ExpressionKind::This && property.name == "state"
}
