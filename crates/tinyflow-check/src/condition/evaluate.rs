//! What a condition answers for a state: JavaScript's answer, without
//! JavaScript.

use serde_json::Value;
use tinyflow_expression::{BinaryOperator, LogicalOperator, Method, Quantifier};
use tinyflow_javascript::{self as js, Js, Thrown};

use super::computed::{Arithmetic, Change, Computed, Relation};
use super::term::{Constant, Term};
use super::{Comparison, Nothing, Operand, Parameter, Part, Place, Root, Test};
use crate::shape::{Literal, Shape};

/// Whether the condition holds for a state as it is on the wire, its defaults
/// filled in.
///
/// # Errors
/// What JavaScript would throw, where the condition reads through a value that
/// is missing, or calls a method that a value does not have.
pub fn evaluate(test: &Test, state: &Value) -> Result<bool, Thrown> {
    Scope {
        state,
        elements: Vec::new(),
    }
    .test(test)
}

/// The answer to a term that does not depend on the state.
pub(super) fn constant_answer(term: &Term) -> Result<bool, Thrown> {
    evaluate(&Test::Holds(term.clone()), &Value::Null)
}

/// What names stand for.
#[derive(Clone)]
struct Scope<'a> {
    state: &'a Value,
    /// The elements of the arrow functions around, the innermost last.
    elements: Vec<(&'a str, Js<'a>)>,
}

impl<'a> Scope<'a> {
    fn test(&self, test: &'a Test) -> Result<bool, Thrown> {
        match test {
            Test::Always(answer) => Ok(*answer),
            Test::Not(test) => Ok(!self.test(test)?),
            Test::All(tests) => {
                for test in tests {
                    if !self.test(test)? {
                        return Ok(false);
                    }
                }
                Ok(true)
            }
            Test::Any(tests) => {
                for test in tests {
                    if self.test(test)? {
                        return Ok(true);
                    }
                }
                Ok(false)
            }
            Test::Truthy(place) => self.place(place).truthy(),
            Test::Missing(place) if place.may_be_null() => self.place(place).is_nullish(),
            Test::Missing(place) | Test::Nothing(place, Nothing::Undefined) => {
                self.place(place).is_undefined()
            }
            Test::Nothing(place, Nothing::Null) => self.place(place).is_null(),
            Test::Form(place, form) => {
                let tag = self.place(place).get(form.tag.clone());
                tag.strictly_equals(form.wire_name.clone())
            }
            Test::Equal(place, operand) => self
                .place(place)
                .strictly_equals(self.operand(place, operand)),
            Test::Compare(place, comparison, operand) => {
                let (left, right) = (self.place(place), self.operand(place, operand));
                ordered(&left, *comparison, right)
            }
            Test::Has(place, part, operand) => {
                contains(&self.place(place), *part, self.operand(place, operand))
            }
            Test::Quantified(place, quantifier, parameter, body) => {
                let test = |element: &Js<'a>| self.with(parameter, element).test(body);
                match quantifier {
                    Quantifier::Some => self.place(place).some(test),
                    Quantifier::Every => self.place(place).every(test),
                }
                .truthy()
            }
            Test::Related(left, relation, right) => {
                let (left, right) = (self.computed(left), self.computed(right));
                match relation {
                    Relation::Equal => left.strictly_equals(right),
                    Relation::Ordered(comparison) => ordered(&left, *comparison, right),
                }
            }
            Test::Contains(text, part, sought) => {
                contains(&self.computed(text), *part, self.computed(sought))
            }
            Test::Counts(value) => self.computed(value).truthy(),
            Test::Holds(term) => self.term(term).truthy(),
        }
    }

    fn place(&self, place: &Place) -> Js<'a> {
        let mut value = match &place.root {
            Root::State => js::js(self.state, "state"),
            Root::Element(parameter) => self.element(parameter),
        };
        for link in &place.links {
            value = value.get(link.wire_name.clone());
            if link.chained {
                value = value.optional();
            }
        }
        match &place.shape {
            Shape::Map | Shape::Dictionary(_) if place.length => value.keys().length(),
            _ if place.length => value.length(),
            _ => value,
        }
    }

    fn element(&self, parameter: &Parameter) -> Js<'a> {
        let mut elements = self.elements.iter().rev();
        let found = elements.find(|(name, _)| *name == parameter.name);
        found.map_or_else(js::undefined, |(_, element)| element.clone())
    }

    /// The scope within an arrow function.
    fn with(&self, parameter: &'a Parameter, element: &Js<'a>) -> Self {
        let mut inner = self.clone();
        inner.elements.push((&parameter.name, element.clone()));
        inner
    }

    fn operand(&self, place: &Place, operand: &'a Operand) -> Js<'a> {
        match operand {
            Operand::Place(other) => self.place(other),
            Operand::Literal(literal) => match literal {
                Literal::Text(text) => text.into(),
                Literal::Number(number) => (*number).into(),
                Literal::Boolean(boolean) => (*boolean).into(),
                Literal::Integer(integer) => match i64::try_from(*integer) {
                    Ok(integer) => integer.into(),
                    Err(_) => u64::try_from(*integer).unwrap_or_default().into(),
                },
                Literal::Variant(_, name) => wire_name(&place.shape, name),
                // No other literal is of a shape that is compared with one.
                _ => js::undefined(),
            },
        }
    }

    fn computed(&self, value: &'a Computed) -> Js<'a> {
        match value {
            Computed::Number(number) => (*number).into(),
            Computed::Text(text) => text.into(),
            Computed::Boolean(boolean) => (*boolean).into(),
            Computed::Place(place) => self.place(place),
            Computed::OrElse(place, other) => {
                self.place(place).or_if_nullish(|| self.computed(other))
            }
            Computed::Or(place, other) => self.place(place).or(|| self.computed(other)),
            Computed::Negated(inner) => self.computed(inner).negated(),
            Computed::Arithmetic(arithmetic, left, right) => {
                let (left, right) = (self.computed(left), self.computed(right));
                match arithmetic {
                    Arithmetic::Add => left.plus(right),
                    Arithmetic::Subtract => left.minus(right),
                    Arithmetic::Multiply => left.times(right),
                    Arithmetic::Divide => left.divided_by(right),
                    Arithmetic::Remainder => left.remainder(right),
                }
            }
            Computed::Length(text) => self.computed(text).length(),
            Computed::Changed(change, text) => {
                let text = self.computed(text);
                match change {
                    Change::Trim => text.trim(),
                    Change::Lowercase => text.to_lower_case(),
                    Change::Uppercase => text.to_upper_case(),
                }
            }
            Computed::Joined(pieces) => js::concat(pieces.iter().map(|piece| self.computed(piece))),
        }
    }

    fn term(&self, term: &'a Term) -> Js<'a> {
        match term {
            Term::Constant(constant) => match constant {
                Constant::Number(number) => (*number).into(),
                Constant::Text(text) => text.into(),
                Constant::Boolean(boolean) => (*boolean).into(),
                Constant::Null => js::null(),
                Constant::Undefined => js::undefined(),
            },
            Term::State => js::js(self.state, "state"),
            Term::Place(place) => self.place(place),
            Term::Element(parameter) => self.element(parameter),
            Term::Array(items) => js::array(items.iter().map(|item| self.term(item))),
            Term::Concat(pieces) => js::concat(pieces.iter().map(|piece| self.term(piece))),
            Term::Get { object, key } => self.term(object).get(self.term(key)),
            Term::Optional(inner) => self.term(inner).optional(),
            Term::Chain(inner) => self.term(inner).whole(),
            Term::Keys(inner) => self.term(inner).keys(),
            Term::Not(inner) => js::not(self.term(inner).truthy()).into(),
            Term::Negated(inner) => self.term(inner).negated(),
            Term::TypeOf(inner) => self.term(inner).type_of(),
            Term::Call {
                object,
                method,
                argument,
            } => self.call(object, *method, argument.as_deref()),
            Term::Quantified {
                object,
                quantifier,
                parameter,
                body,
            } => {
                let test = |element: &Js<'a>| self.with(parameter, element).term(body);
                match quantifier {
                    Quantifier::Some => self.term(object).some(test),
                    Quantifier::Every => self.term(object).every(test),
                }
            }
            Term::Binary {
                operator,
                left,
                right,
            } => binary(*operator, self.term(left), self.term(right)),
            Term::Logical { operator, operands } => self.logical(*operator, operands),
            Term::Conditional {
                test,
                consequent,
                alternate,
            } => js::choose(
                self.term(test).truthy(),
                || self.term(consequent),
                || self.term(alternate),
            ),
        }
    }

    fn call(&self, object: &'a Term, method: Method, argument: Option<&'a Term>) -> Js<'a> {
        let object = self.term(object);
        let argument = argument.map_or_else(js::undefined, |argument| self.term(argument));
        match method {
            Method::Includes => object.includes(argument),
            Method::StartsWith => object.starts_with(argument),
            Method::EndsWith => object.ends_with(argument),
            Method::ToLowerCase => object.to_lower_case(),
            Method::ToUpperCase => object.to_upper_case(),
            Method::Trim => object.trim(),
        }
    }

    fn logical(&self, operator: LogicalOperator, operands: &'a [Term]) -> Js<'a> {
        let mut operands = operands.iter();
        let first = operands
            .next()
            .map_or_else(js::undefined, |first| self.term(first));
        operands.fold(first, |value, operand| match operator {
            LogicalOperator::And => value.and(|| self.term(operand)),
            LogicalOperator::Or => value.or(|| self.term(operand)),
            LogicalOperator::Coalesce => value.or_if_nullish(|| self.term(operand)),
        })
    }
}

fn binary<'a>(operator: BinaryOperator, left: Js<'a>, right: Js<'a>) -> Js<'a> {
    match operator {
        BinaryOperator::StrictEqual => left.strictly_equals(right).into(),
        BinaryOperator::StrictNotEqual => js::not(left.strictly_equals(right)).into(),
        BinaryOperator::Equal => left.loosely_equals(right).into(),
        BinaryOperator::NotEqual => js::not(left.loosely_equals(right)).into(),
        BinaryOperator::Less => left.less_than(right).into(),
        BinaryOperator::LessOrEqual => left.at_most(right).into(),
        BinaryOperator::Greater => left.greater_than(right).into(),
        BinaryOperator::GreaterOrEqual => left.at_least(right).into(),
        BinaryOperator::In => right.has(left).into(),
        BinaryOperator::Add => left.plus(right),
        BinaryOperator::Subtract => left.minus(right),
        BinaryOperator::Multiply => left.times(right),
        BinaryOperator::Divide => left.divided_by(right),
        BinaryOperator::Remainder => left.remainder(right),
    }
}

fn ordered<'a>(left: &Js<'a>, comparison: Comparison, right: Js<'a>) -> Result<bool, Thrown> {
    match comparison {
        Comparison::Less => left.less_than(right),
        Comparison::LessOrEqual => left.at_most(right),
        Comparison::Greater => left.greater_than(right),
        Comparison::GreaterOrEqual => left.at_least(right),
    }
}

fn contains<'a>(value: &Js<'a>, part: Part, sought: Js<'a>) -> Result<bool, Thrown> {
    match part {
        Part::Anywhere => value.includes(sought),
        Part::Start => value.starts_with(sought),
        Part::End => value.ends_with(sought),
    }
    .truthy()
}

/// The string that a variant is on the wire.
fn wire_name<'a>(shape: &Shape, name: &str) -> Js<'a> {
    let shape = match shape {
        Shape::Enum(shape) => shape,
        Shape::List(item) => return wire_name(item, name),
        _ => return js::undefined(),
    };
    let mut variants = shape.variants.iter();
    let found = variants.find(|variant| variant.name == name);
    found.map_or_else(js::undefined, |variant| variant.wire_name.clone().into())
}
