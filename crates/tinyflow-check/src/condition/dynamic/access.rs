//! Names and what is read from them.

use tinyflow_expression::{Expression, ExpressionKind, Span};

use crate::condition::kinds::{Kinds, Known};
use crate::condition::place::{is_state, is_state_of_this};
use crate::condition::presence::Present;
use crate::condition::term::{Constant, Term};
use crate::condition::translate::Translator;
use crate::condition::{Link, Place, Root};
use crate::shape::{Field, Presence, Shape};

impl Translator<'_> {
    pub(super) fn access(&mut self, expression: &Expression, present: &Present) -> Option<Known> {
        match &expression.kind {
            ExpressionKind::Name(name) => {
                if let Some((parameter, known)) = self.element(name) {
                    return Some(Known {
                        term: Term::Element(parameter.clone()),
                        ..known.clone()
                    });
                }
                if is_state(name) {
                    return Some(Known::of(Term::State, Kinds::OBJECT));
                }
                self.member(state(), name, expression.span, present)
            }
            ExpressionKind::This => Some(Known::of(Term::State, Kinds::OBJECT)),
            ExpressionKind::Member {
                object, property, ..
            } if is_state_of_this(object, property) => Some(state()),
            ExpressionKind::Member {
                object,
                property,
                optional,
            } => {
                let object = self.receiver(object, *optional, present)?;
                self.member(object, &property.name, property.span, present)
            }
            ExpressionKind::Index {
                object,
                index,
                optional,
            } => {
                let object = self.receiver(object, *optional, present)?;
                if let ExpressionKind::String(property) = &index.kind {
                    return self.member(object, property, index.span, present);
                }
                let key = self.term(index, present)?;
                self.index(object, key, expression.span, present)
            }
            ExpressionKind::Chain(inner) => {
                let inner = self.term(inner, present)?;
                Some(Known {
                    kinds: inner.kinds.or(Kinds::UNDEFINED),
                    term: Term::Chain(Box::new(inner.term)),
                    ..inner
                })
            }
            _ => self.term(expression, present),
        }
    }

    /// What something is read from, or called on.
    pub(super) fn receiver(
        &mut self,
        object: &Expression,
        optional: bool,
        present: &Present,
    ) -> Option<Known> {
        let object = self.term(object, present)?;
        if !optional || !object.kinds.meets(Kinds::NULLISH) {
            return Some(object);
        }
        Some(Known {
            kinds: object.kinds.without(Kinds::NULLISH),
            term: Term::Optional(Box::new(object.term)),
            ..object
        })
    }

    /// `object.property`
    fn member(
        &mut self,
        object: Known,
        property: &str,
        span: Span,
        present: &Present,
    ) -> Option<Known> {
        self.read_through(&object, span, present);
        match (&object.term, &object.shape) {
            (Term::State, _) if !self.state.holds_in_rest(property) => {
                let field = self.field_of(&self.state.clone(), None, property, span)?;
                Some(placed(Vec::new(), &field))
            }
            (_, Some(Shape::Struct(shape))) if !shape.holds_in_rest(property) => {
                let owner = object.term.path();
                let field = self.field_of(shape, owner.as_deref(), property, span)?;
                match object.term {
                    Term::Place(place) if place.links.iter().all(|link| !link.optional) => {
                        Some(placed(place.links, &field))
                    }
                    term => Some(got(term, &field)),
                }
            }
            (_, shape) => {
                let scalar = Kinds::NUMBER.or(Kinds::BOOLEAN);
                let has_length = match shape {
                    Some(Shape::Text | Shape::Enum(_) | Shape::List(_)) => true,
                    _ if object.kinds.without(Kinds::NULLISH).is_only(scalar) => {
                        return self.no_property(&object, property, span);
                    }
                    Some(_) => false,
                    None => object.kinds.is_only(Kinds::TEXT),
                };
                let is_index = property.parse::<usize>().is_ok();
                if has_length && property != "length" && !is_index {
                    return self.no_property(&object, property, span);
                }
                let key = Term::Constant(Constant::Text(property.to_owned()));
                let kinds = match has_length && property == "length" {
                    true => Kinds::NUMBER,
                    false => Kinds::ANY,
                };
                Some(Known::of(get(object.term, key), kinds))
            }
        }
    }

    /// `object[key]`
    fn index(&mut self, object: Known, key: Known, span: Span, present: &Present) -> Option<Known> {
        self.read_through(&object, span, present);
        let (kinds, shape) = match &object.shape {
            Some(Shape::List(item)) => {
                let item = &**item;
                let kinds = Kinds::of_shape(item).or(Kinds::UNDEFINED);
                (
                    kinds,
                    key.kinds.is_only(Kinds::NUMBER).then(|| item.clone()),
                )
            }
            _ => (Kinds::ANY, None),
        };
        let kinds = if shape.is_some() { kinds } else { Kinds::ANY };
        let made = match &shape {
            Some(item) => Kinds::of_shape(item).meets(Kinds::OBJECT),
            None => object.made || object.term == Term::State,
        };
        Some(Known {
            kinds,
            made,
            shape,
            term: get(object.term, key.term),
        })
    }

    /// Warns of a value that may be missing where something is read from it.
    pub(super) fn read_through(&mut self, object: &Known, span: Span, present: &Present) {
        if self.may_be_nothing(object, present) {
            self.may_throw(object.term.path().as_deref(), span);
        }
    }

    pub(super) fn may_be_nothing(&self, object: &Known, present: &Present) -> bool {
        let path = object.term.path();
        let kinds = present.narrowed(path.as_deref(), object.kinds);
        kinds.meets(Kinds::NULLISH)
    }

    fn no_property<T>(&mut self, object: &Known, property: &str, span: Span) -> Option<T> {
        let found = match &object.shape {
            Some(shape) => shape.describe(),
            None => object.kinds.describe(),
        };
        self.without_properties(property, found, span);
        None
    }
}

fn state() -> Known {
    Known::of(Term::State, Kinds::OBJECT)
}

fn get(object: Term, key: Term) -> Term {
    Term::Get {
        object: Box::new(object),
        key: Box::new(key),
    }
}

/// A field that is reached through fields that are always there.
fn placed(mut links: Vec<Link>, field: &Field) -> Known {
    let optional = field.presence == Presence::Optional;
    links.push(Link::to_field(field));
    let place = Place {
        root: Root::State,
        links,
        shape: field.shape.clone(),
        length: false,
        called: false,
    };
    maybe(Known::shaped(Term::Place(place), &field.shape), optional)
}

fn got(object: Term, field: &Field) -> Known {
    let key = Term::Constant(Constant::Text(field.wire_name.clone()));
    let known = Known::shaped(get(object, key), &field.shape);
    maybe(known, field.presence == Presence::Optional)
}

fn maybe(known: Known, optional: bool) -> Known {
    let kinds = match optional {
        true => known.kinds.or(Kinds::UNDEFINED),
        false => known.kinds,
    };
    Known { kinds, ..known }
}
