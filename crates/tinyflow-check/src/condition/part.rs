//! Whether a string or an array of the state has something in it.

use tinyflow_expression::{Expression, ExpressionKind, Identifier, Method, Quantifier};

use super::compare::{Constant, constant};
use super::compute::or_empty;
use super::fold::fold;
use super::kinds::Known;
use super::lowered::is_worked_out;
use super::measured::{Measured, measured};
use super::place::chain;
use super::presence::Present;
use super::term::Term;
use super::translate::Translator;
use super::{Operand, Parameter, Part, Place, Root, Test};
use crate::shape::{Literal, Shape};

impl Translator<'_> {
    /// `object.includes(part)` and its like.
    pub(super) fn has_part(
        &mut self,
        expression: &Expression,
        (object, optional): (&Expression, bool),
        method: Method,
        part: &Expression,
        present: &Present,
    ) -> Option<Test> {
        let (object, optional) = unless_empty(object, optional);
        let place = self.called(object, optional, present)?;
        let kind = match method {
            Method::Includes => Part::Anywhere,
            Method::StartsWith => Part::Start,
            Method::EndsWith => Part::End,
            _ => return self.leave(),
        };
        let element = match (&place.shape, kind) {
            (Shape::Text, _) => Shape::Text,
            (Shape::List(item), Part::Anywhere) => (**item).clone(),
            _ => return self.leave(),
        };
        let element = Place {
            shape: element,
            called: false,
            ..place.clone()
        };
        if !matches!(measured(&element), Measured::Value(shape) if shape.is_scalar()) {
            return self.leave();
        }
        let Some(constant) = constant(part) else {
            let other = self.place(part, present)?;
            let is_plain = other.links.iter().all(|link| !link.optional) && !other.length;
            if !is_plain || other.shape != element.shape {
                return self.leave();
            }
            return Some(Test::Has(place, kind, Operand::Place(other)));
        };
        if let (Shape::Text, Constant::Number(_) | Constant::Boolean(_)) = (&place.shape, constant)
        {
            let literal = Literal::Text(constant.written());
            return Some(Test::Has(place, kind, Operand::Literal(literal)));
        }
        let literal = self.equal_literal(expression, &element, constant, true)?;
        Some(Test::Has(place, kind, Operand::Literal(literal)))
    }

    /// `object.some(parameter => body)` and `object.every(…)`, where nothing in
    /// the body can throw.
    pub(super) fn quantified_elements(
        &mut self,
        (object, optional): (&Expression, bool),
        quantifier: Quantifier,
        parameter: &Identifier,
        body: &Expression,
        present: &Present,
    ) -> Option<Test> {
        // Each element of none passes.
        let passes_without = quantifier == Quantifier::Every && or_empty(object).is_some();
        let (object, optional) = unless_empty(object, optional);
        let place = self.called(object, optional, present)?;
        let Shape::List(item) = &place.shape else {
            return self.leave();
        };
        let risks = self.risks;
        let parameter = self.parameter(parameter);
        let element = Known::shaped(Term::Element(parameter.clone()), item);
        let inner = present.without(&parameter.wire_name);
        self.elements.push((parameter.clone(), element));
        let test = self.test(body, &inner).map(fold);
        self.elements.pop();
        let test = test?;
        if self.risks > risks || is_worked_out(&test) || matches!(test, Test::Always(_)) {
            return self.leave();
        }
        self.is_typed = true;
        if quantifier == Quantifier::Some
            && let Some(operand) = sought(&test, &parameter)
        {
            return Some(Test::Has(place, Part::Anywhere, operand));
        }
        let mut nothing = place.clone();
        let test = Test::Quantified(place, quantifier, parameter, Box::new(test));
        if !passes_without || !nothing.may_be_missing() {
            return Some(test);
        }
        nothing.called = false;
        if let Some(last) = nothing.links.last_mut() {
            last.chained = false;
        }
        Some(Test::Any(vec![Test::Missing(nothing), test]))
    }

    /// The place that a method is called on.
    pub(super) fn called(
        &mut self,
        object: &Expression,
        optional: bool,
        present: &Present,
    ) -> Option<Place> {
        let mut place = self.place(object, present)?;
        if place.length {
            return self.leave();
        }
        // What follows a whole chain would read through a missing value.
        let is_whole = matches!(object.kind, ExpressionKind::Chain(_));
        if is_whole && !optional && place.may_skip() {
            return self.leave();
        }
        chain(&mut place, optional);
        self.check_presence(object.span, Some(&place), present)?;
        place.called = true;
        Some(place)
    }
}

/// `array ?? []` has in it what `array?.` has.
fn unless_empty(object: &Expression, optional: bool) -> (&Expression, bool) {
    match or_empty(object) {
        Some(array) => (array, true),
        None => (object, optional),
    }
}

/// What the element with this parameter is compared with, where the test asks
/// for nothing but that the two are equal.
fn sought(test: &Test, parameter: &Parameter) -> Option<Operand> {
    let is_element = |place: &Place| {
        let is_root = matches!(&place.root, Root::Element(own) if own == parameter);
        is_root && place.links.is_empty() && !place.is_read_from()
    };
    let is_plain = |place: &Place| {
        let is_own = matches!(&place.root, Root::Element(own) if own == parameter);
        !is_own && !place.is_read_from() && place.links.iter().all(|link| !link.optional)
    };
    let Test::Equal(place, operand) = test else {
        return None;
    };
    match operand {
        Operand::Literal(_) if is_element(place) => Some(operand.clone()),
        Operand::Place(other) if is_element(place) && is_plain(other) => Some(operand.clone()),
        Operand::Place(other) if is_element(other) && is_plain(place) => {
            Some(Operand::Place(place.clone()))
        }
        _ => None,
    }
}
