//! Finds the place in the state that an expression reads.

use tinyflow_expression::{Expression, ExpressionKind, Identifier, Span};
use tinyflow_model::nearest::nearest;

use super::presence::Present;
use super::translate::Translator;
use super::{Link, Place, unknown_property, unsupported_condition};
use crate::shape::{Field, Presence, Shape, Struct};

impl Translator<'_> {
    /// The place that `expression` reads; none where that is at fault.
    pub(super) fn place(&mut self, expression: &Expression, present: &Present) -> Option<Place> {
        let mut reads = Vec::new();
        self.reads(expression, &mut reads)?;
        self.follow(expression, &reads, present)
    }

    /// Takes an access apart into the properties that it reads, from the
    /// state inwards.
    fn reads<'e>(&mut self, expression: &'e Expression, reads: &mut Vec<Read<'e>>) -> Option<()> {
        match &expression.kind {
            ExpressionKind::Name(name) if is_state(name) => Some(()),
            ExpressionKind::Name(name) => {
                reads.push(Read {
                    property: name,
                    span: expression.span,
                    chained: false,
                });
                Some(())
            }
            ExpressionKind::Member {
                object, property, ..
            } if is_state_of_this(object, property) => Some(()),
            ExpressionKind::Member {
                object,
                property,
                optional,
            } => {
                self.reads(object, reads)?;
                reads.push(Read {
                    property: &property.name,
                    span: property.span,
                    chained: *optional,
                });
                Some(())
            }
            ExpressionKind::Index {
                object,
                index,
                optional,
            } => {
                let ExpressionKind::String(property) = &index.kind else {
                    return self.unsupported(expression);
                };
                self.reads(object, reads)?;
                reads.push(Read {
                    property,
                    span: index.span,
                    chained: *optional,
                });
                Some(())
            }
            // What follows a whole chain would read through a missing value.
            ExpressionKind::Chain(chain) if reads.is_empty() => self.reads(chain, reads),
            _ => self.unsupported(expression),
        }
    }

    fn follow(
        &mut self,
        expression: &Expression,
        reads: &[Read<'_>],
        present: &Present,
    ) -> Option<Place> {
        let mut place: Option<Place> = None;
        for read in reads {
            if read.chained
                && let Some(place) = &mut place
            {
                let last = place.links.len() - 1;
                place.links[last].chained = place.links[last].optional;
            }
            self.check_presence(expression, place.as_ref(), present)?;
            if read.property == "length"
                && let Some(place) = &mut place
                && matches!(place.shape, Shape::Text | Shape::Enum(_) | Shape::List(_))
            {
                if matches!(place.shape, Shape::Enum(_)) {
                    return self.unsupported(expression);
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
            let mut links = place.map_or_else(Vec::new, |place| place.links);
            links.push(link);
            place = Some(Place {
                links,
                shape: field.shape.clone(),
                length: false,
            });
        }
        if place.is_none() {
            return self.unsupported(expression);
        }
        place
    }

    /// Whether the value so far may be read through: a missing one would make
    /// JavaScript throw.
    fn check_presence(
        &mut self,
        expression: &Expression,
        place: Option<&Place>,
        present: &Present,
    ) -> Option<()> {
        let Some(place) = place else {
            return Some(());
        };
        let last = place.links.len() - 1;
        let link = &place.links[last];
        if !link.optional || link.chained {
            return Some(());
        }
        let path = place.path_to(last);
        if place.is_chained() {
            let span = self.span(expression.span);
            self.report(unsupported_condition::broken_chain(&path, span));
            return None;
        }
        if !present.contains(&path) {
            self.reads_through_missing(&path, expression);
        }
        Some(())
    }

    fn field(&mut self, read: &Read<'_>, inside: Option<&Place>) -> Option<Field> {
        let span = self.span(read.span);
        let shape: &Struct = match inside.map(|place| (&place.shape, place.length)) {
            None => self.state,
            Some((Shape::Struct(shape), false)) => shape,
            Some((Shape::Any | Shape::Map, _)) => {
                self.report(unsupported_condition::open_value(span));
                return None;
            }
            Some((shape, length)) => {
                let found = if length { "a number" } else { shape.describe() };
                let finding = unknown_property::without_properties(read.property, found, span);
                self.report(finding);
                return None;
            }
        };
        let found = shape
            .fields
            .iter()
            .find(|field| field.wire_name == read.property);
        if let Some(field) = found {
            return Some(field.clone());
        }
        let known = shape.fields.iter().map(|field| field.wire_name.as_str());
        let near = nearest(read.property, known.clone());
        let owner = inside.map(|place| place.path_to(place.links.len() - 1));
        let finding = unknown_property::finding(read.property, owner.as_deref(), known, near, span);
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

fn is_state(name: &str) -> bool {
    matches!(name, "state" | "context")
}

fn is_state_of_this(object: &Expression, property: &Identifier) -> bool {
    object.kind == ExpressionKind::This && property.name == "state"
}
