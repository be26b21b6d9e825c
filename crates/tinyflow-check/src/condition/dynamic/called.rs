//! Methods, and what they need to be called on.

use tinyflow_expression::{Expression, Identifier, Method, Quantifier, Span};

use crate::condition::kinds::{Kinds, Known};
use crate::condition::presence::Present;
use crate::condition::term::Term;
use crate::condition::translate::Translator;
use crate::shape::Shape;

impl Translator<'_> {
    pub(super) fn call(
        &mut self,
        object: Known,
        method: Method,
        span: Span,
        argument: Option<&Expression>,
        present: &Present,
    ) -> Option<Known> {
        let callable = match method {
            Method::Includes => Kinds::TEXT.or(Kinds::OBJECT),
            _ => Kinds::TEXT,
        };
        self.has_method(&object, method.name(), callable, span, present)?;
        let argument = match argument {
            Some(argument) => Some(self.term(argument, present)?),
            None => None,
        };
        if method == Method::Includes
            && let Some(argument) = &argument
        {
            self.no_identity(&object, argument, span)?;
        }
        let kinds = match method {
            Method::Includes | Method::StartsWith | Method::EndsWith => Kinds::BOOLEAN,
            Method::ToLowerCase | Method::ToUpperCase | Method::Trim => Kinds::TEXT,
        };
        let term = Term::Call {
            object: Box::new(object.term),
            method,
            argument: argument.map(|argument| Box::new(argument.term)),
        };
        Some(Known::of(term, kinds))
    }

    pub(super) fn quantified(
        &mut self,
        object: Known,
        quantifier: Quantifier,
        span: Span,
        parameter: &Identifier,
        body: &Expression,
        present: &Present,
    ) -> Option<Known> {
        self.has_method(&object, quantifier.name(), Kinds::OBJECT, span, present)?;
        let parameter = self.parameter(parameter);
        let element = Term::Element(parameter.clone());
        let element = match &object.shape {
            Some(Shape::List(item)) => Known::shaped(element, item),
            _ => Known {
                made: object.made,
                ..Known::of(element, Kinds::ANY)
            },
        };
        let inner = present.without(&parameter.wire_name);
        self.elements.push((parameter.clone(), element));
        let body = self.term(body, &inner);
        self.elements.pop();
        let term = Term::Quantified {
            object: Box::new(object.term),
            quantifier,
            parameter,
            body: Box::new(body?.term),
        };
        Some(Known::of(term, Kinds::BOOLEAN))
    }

    pub(super) fn keys(&mut self, argument: &Expression, present: &Present) -> Option<Known> {
        let object = self.term(argument, present)?;
        if self.may_be_nothing(&object, present) {
            self.may_throw_at("Object.keys", object.term.path().as_deref(), argument.span);
        }
        Some(Known::of(Term::Keys(Box::new(object.term)), Kinds::OBJECT))
    }

    /// Refuses a method that no such value has, and warns of one that the value
    /// may not have.
    fn has_method(
        &mut self,
        object: &Known,
        method: &str,
        callable: Kinds,
        span: Span,
        present: &Present,
    ) -> Option<()> {
        let is_record = matches!(
            object.shape,
            Some(Shape::Struct(_) | Shape::Map | Shape::Dictionary(_))
        );
        if !object.kinds.meets(callable) || is_record {
            let found = match &object.shape {
                Some(shape) => shape.describe(),
                None => object.kinds.describe(),
            };
            self.without_properties(method, found, span);
            return None;
        }
        self.read_through(object, span, present);
        let kinds = present.narrowed(object.term.path().as_deref(), object.kinds);
        let there = kinds.without(Kinds::NULLISH);
        let is_sure = there.is_only(callable)
            && (!there.meets(Kinds::OBJECT)
                || matches!(object.shape, Some(Shape::List(_)))
                || matches!(object.term, Term::Array(_) | Term::Keys(_)));
        if !is_sure {
            self.may_lack_method(object.term.path().as_deref(), method, span);
        }
        Some(())
    }
}
