//! Translates to terms: every expression of the language, over values of any
//! type.

mod access;

mod operators;

mod called;

use tinyflow_expression::{Expression, ExpressionKind, Identifier, TemplatePart, UnaryOperator};

use super::Test;
use super::evaluate::constant_answer;
use super::kinds::{Kinds, Known};
use super::presence::Present;
use super::term::{Constant, Parameter, Term};
use super::translate::Translator;
use crate::names;
use crate::shape::{Presence, Shape, Struct};

impl Translator<'_> {
    /// The test whether the value of the expression counts as true.
    pub(super) fn holds(&mut self, expression: &Expression, present: &Present) -> Option<Test> {
        let known = self.term(expression, present)?;
        if known.term.is_constant()
            && let Ok(answer) = constant_answer(&known.term)
        {
            return Some(Test::Always(answer));
        }
        Some(Test::Holds(known.term))
    }

    /// What the expression means as a value.
    pub(super) fn term(&mut self, expression: &Expression, present: &Present) -> Option<Known> {
        match &expression.kind {
            ExpressionKind::Number(number) => constant(Constant::Number(*number), Kinds::NUMBER),
            ExpressionKind::String(text) => constant(Constant::Text(text.clone()), Kinds::TEXT),
            ExpressionKind::Boolean(value) => constant(Constant::Boolean(*value), Kinds::BOOLEAN),
            ExpressionKind::Null => constant(Constant::Null, Kinds::NULL),
            ExpressionKind::Undefined => constant(Constant::Undefined, Kinds::UNDEFINED),
            ExpressionKind::Template(parts) => self.concat(parts, present),
            ExpressionKind::Array(items) => self.array(items, present),
            ExpressionKind::Name(_)
            | ExpressionKind::This
            | ExpressionKind::Member { .. }
            | ExpressionKind::Index { .. }
            | ExpressionKind::Chain(_) => self.access(expression, present),
            ExpressionKind::Call {
                object,
                method,
                method_span,
                arguments,
                optional,
            } => {
                let argument = arguments.first();
                let object = self.receiver(object, *optional, present)?;
                self.call(object, *method, *method_span, argument, present)
            }
            ExpressionKind::Quantified {
                object,
                quantifier,
                quantifier_span,
                parameter,
                body,
                optional,
            } => {
                let object = self.receiver(object, *optional, present)?;
                self.quantified(
                    object,
                    *quantifier,
                    *quantifier_span,
                    parameter,
                    body,
                    present,
                )
            }
            ExpressionKind::ObjectKeys(argument) => self.keys(argument, present),
            ExpressionKind::Unary { operator, operand } => self.unary(*operator, operand, present),
            ExpressionKind::Binary {
                operator,
                left,
                right,
                ..
            } => self.operation(expression, *operator, left, right, present),
            ExpressionKind::Logical { operator, operands } => {
                self.joined(*operator, operands, present)
            }
            ExpressionKind::Conditional {
                test,
                consequent,
                alternate,
            } => self.conditional(test, consequent, alternate, present),
        }
    }

    fn concat(&mut self, parts: &[TemplatePart], present: &Present) -> Option<Known> {
        let mut pieces = Vec::with_capacity(parts.len());
        for part in parts {
            pieces.push(match part {
                TemplatePart::Text(text) => Term::Constant(Constant::Text(text.clone())),
                TemplatePart::Expression(expression) => self.term(expression, present)?.term,
            });
        }
        Some(Known::of(Term::Concat(pieces), Kinds::TEXT))
    }

    fn array(&mut self, items: &[Expression], present: &Present) -> Option<Known> {
        let mut terms = Vec::with_capacity(items.len());
        let mut made = false;
        for item in items {
            let item = self.term(item, present)?;
            made |= item.made;
            terms.push(item.term);
        }
        Some(Known {
            made,
            ..Known::of(Term::Array(terms), Kinds::OBJECT)
        })
    }

    fn unary(
        &mut self,
        operator: UnaryOperator,
        operand: &Expression,
        present: &Present,
    ) -> Option<Known> {
        if let (UnaryOperator::Negate, ExpressionKind::Number(number)) = (operator, &operand.kind) {
            return constant(Constant::Number(-number), Kinds::NUMBER);
        }
        let operand = Box::new(self.term(operand, present)?.term);
        Some(match operator {
            UnaryOperator::Not => Known::of(Term::Not(operand), Kinds::BOOLEAN),
            UnaryOperator::Negate => Known::of(Term::Negated(operand), Kinds::NUMBER),
            UnaryOperator::Typeof => Known::of(Term::TypeOf(operand), Kinds::TEXT),
        })
    }

    /// What a name stands for, where it is the parameter of an arrow function.
    pub(super) fn element(&self, name: &str) -> Option<&(Parameter, Known)> {
        let mut elements = self.elements.iter().rev();
        elements.find(|(parameter, _)| parameter.wire_name == name)
    }

    /// The parameter of an arrow function, by a Rust name that nothing around
    /// it has, nor any field that a `?.` may open a closure for.
    pub(super) fn parameter(&self, parameter: &Identifier) -> Parameter {
        let base = names::parameter(&parameter.name);
        let taken = |name: &str| {
            let mut elements = self.elements.iter();
            elements.any(|known| known.0.name == name) || may_be_opened(self.state, name)
        };
        let mut name = base.clone();
        let mut count = 1;
        while taken(&name) {
            count += 1;
            name = format!("{base}_{count}");
        }
        Parameter {
            name,
            wire_name: parameter.name.clone(),
        }
    }
}

/// Whether a field of this Rust name may be missing.
fn may_be_opened(shape: &Struct, name: &str) -> bool {
    shape.fields.iter().any(|field| {
        let is_meant = field.presence == Presence::Optional && field.name == name;
        is_meant || structs_of(&field.shape).is_some_and(|shape| may_be_opened(shape, name))
    })
}

fn structs_of(shape: &Shape) -> Option<&Struct> {
    match shape {
        Shape::Struct(shape) => Some(shape),
        Shape::List(item) => structs_of(item),
        _ => None,
    }
}

fn constant(constant: Constant, kinds: Kinds) -> Option<Known> {
    Some(Known::of(Term::Constant(constant), kinds))
}
