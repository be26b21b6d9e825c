//! Operators that say of a place what simpler tests say, too: so they are
//! typed as those are.

use tinyflow_expression::{Expression, ExpressionKind};

use super::compare::{Constant, constant};
use super::kinds::Kinds;
use super::place::{chain, is_state};
use super::presence::Present;
use super::translate::Translator;
use super::{Link, Place, Root, Test};
use crate::shape::{Presence, Shape};

impl Translator<'_> {
    /// `['a', 'b'].includes(place)`: the place equals one of them.
    pub(super) fn listed(
        &mut self,
        expression: &Expression,
        items: &[Expression],
        part: &Expression,
        present: &Present,
    ) -> Option<Test> {
        let place = self.place(part, present)?;
        let mut tests = Vec::with_capacity(items.len());
        for item in items {
            let Some(constant) = constant(item).filter(|constant| !constant.is_nan()) else {
                return self.leave();
            };
            tests.push(self.equal_constant(expression, place.clone(), constant, true, present)?);
        }
        match tests.is_empty() {
            true => self.decided(place, false, present),
            false => Some(Test::Any(tests)),
        }
    }

    /// `typeof place === 'string'`: the place is there, if that is its type.
    pub(super) fn is_of_type(
        &mut self,
        operand: &Expression,
        name: &str,
        present: &Present,
    ) -> Option<Test> {
        let place = self.place(operand, present)?;
        // `null` is an object, too.
        let is_shared = place.may_be_null() && matches!(name, "object" | "undefined");
        if !place.is_typed() || is_shared {
            return self.leave();
        }
        let kinds = match place.length {
            true => Kinds::NUMBER,
            false => Kinds::of_shape(&place.shape),
        };
        let own = match kinds {
            Kinds::TEXT => "string",
            Kinds::NUMBER => "number",
            Kinds::BOOLEAN => "boolean",
            _ => "object",
        };
        match name {
            "undefined" if place.may_be_missing() => Some(Test::Missing(place)),
            "string" | "number" | "boolean" | "object" | "undefined" => {
                self.decided(place, name == own, present)
            }
            _ => self.leave(),
        }
    }

    /// `'name' in state.owner`: the field is not missing.
    pub(super) fn has_field(
        &mut self,
        property: &str,
        object: &Expression,
        present: &Present,
    ) -> Option<Test> {
        let mut place = match &object.kind {
            ExpressionKind::Name(name) if is_state(name) && self.element(name).is_none() => Place {
                root: Root::State,
                links: Vec::new(),
                shape: Shape::Struct(self.state.clone()),
                length: false,
                called: false,
            },
            _ => self.place(object, present)?,
        };
        chain(&mut place, false);
        let is_sure = |link: &Link| !link.optional || link.assured;
        if place.length || !place.links.iter().all(is_sure) {
            return self.leave();
        }
        let (link, shape) = match &place.shape {
            Shape::Struct(shape) => {
                let mut fields = shape.fields.iter();
                let Some(field) = fields.find(|field| field.wire_name == property) else {
                    return self.leave();
                };
                if field.presence != Presence::Optional {
                    return self.decided(place, true, present);
                }
                (Link::to_field(field), field.shape.clone())
            }
            Shape::Dictionary(value) => (Link::to_entry(property), (**value).clone()),
            Shape::Map => (Link::to_entry(property), Shape::Any),
            _ => return self.leave(),
        };
        place.links.push(link);
        place.shape = shape;
        Some(Test::Not(Box::new(Test::Missing(place))))
    }

    /// `test ? one : other` as a test, where all three are typed.
    pub(super) fn choice(
        &mut self,
        [test, one, other]: [&Expression; 3],
        present: &Present,
    ) -> Option<Test> {
        let test = self.test(test, present)?;
        let (mut where_it_holds, mut where_not) = (present.clone(), present.clone());
        where_it_holds.assume(&test, true);
        where_not.assume(&test, false);
        let one = self.test(one, &where_it_holds)?;
        let other = self.test(other, &where_not)?;
        if [&test, &one, &other].into_iter().any(is_worked_out) || parts(&test) > MOST_ASKED_TWICE {
            return self.leave();
        }
        self.is_typed = true;
        Some(chosen(test, one, other))
    }
}

/// How many parts a test may have that is asked for itself and for its opposite:
/// more would be hard to read, and grow with each choice within a choice.
const MOST_ASKED_TWICE: usize = 4;

/// `test && one || !test && other`. On its own, since what it makes would lie on
/// the stack of each choice within a choice.
fn chosen(test: Test, one: Test, other: Test) -> Test {
    let opposite = Test::Not(Box::new(test.clone()));
    Test::Any(vec![
        Test::All(vec![test, one]),
        Test::All(vec![opposite, other]),
    ])
}

/// How many single tests the test is made of.
fn parts(test: &Test) -> usize {
    match test {
        Test::Not(test) => parts(test),
        Test::Quantified(.., body) => 1 + parts(body),
        Test::All(tests) | Test::Any(tests) => tests.iter().map(parts).sum(),
        _ => 1,
    }
}

/// Whether a part of the test is worked out at run time.
pub(super) fn is_worked_out(test: &Test) -> bool {
    match test {
        Test::Holds(_) => true,
        Test::Not(test) | Test::Quantified(.., test) => is_worked_out(test),
        Test::All(tests) | Test::Any(tests) => tests.iter().any(is_worked_out),
        _ => false,
    }
}

impl Constant<'_> {
    fn is_nan(self) -> bool {
        matches!(self, Self::Number(number) if number.is_nan())
    }
}
