//! From the text of a condition to a test.

use tinyflow_expression::{
    BinaryOperator, Expression, ExpressionKind, Method, UnaryOperator, parse,
};
use tinyflow_model::{Diagnostic, Text};

use super::fold::fold;
use super::kinds::{Kinds, Known};
use super::presence::Present;
use super::{
    Comparison, Parameter, Place, Test, always_same, condition_syntax, unsupported_condition,
};
use crate::shape::{Definitions, Shape, Struct};

/// The most characters of a condition: what it becomes must be short enough
/// for tools that parse Rust by recursion.
const LONGEST: usize = 5_000;

/// Translates a condition over the state; none where it is at fault.
///
/// `text` is the text of the whole flow, to place findings inside the
/// condition's string.
pub(crate) fn translate(
    condition: &Text,
    (state, definitions): (&Struct, &Definitions),
    text: &str,
    findings: &mut Vec<Diagnostic>,
) -> Option<Test> {
    let mut translator = Translator {
        state,
        definitions,
        condition,
        text,
        findings,
        risks: 0,
        is_typed: true,
        elements: Vec::new(),
    };
    let length = condition.value.chars().count();
    if length > LONGEST {
        translator.report(unsupported_condition::too_long(
            length,
            LONGEST,
            condition.span,
        ));
        return None;
    }
    let expression = match parse(&condition.value) {
        Ok(expression) => expression,
        Err(error) => {
            let span = translator.span(error.span);
            translator.report(condition_syntax::finding(&error, span));
            return None;
        }
    };
    let test = fold(translator.test(&expression, &Present::default())?);
    let is_logical = matches!(expression.kind, ExpressionKind::Logical { .. });
    if let Test::Always(answer) = test
        && !is_logical
    {
        translator.report(always_same::finding(answer, condition.span));
    }
    Some(test)
}

pub(super) struct Translator<'a> {
    pub(super) state: &'a Struct,
    /// What the state's types refer to.
    pub(super) definitions: &'a Definitions,
    pub(super) condition: &'a Text,
    pub(super) text: &'a str,
    pub(super) findings: &'a mut Vec<Diagnostic>,
    /// How many parts were met that may throw.
    pub(super) risks: usize,
    /// Whether the test at hand can still be a typed one.
    pub(super) is_typed: bool,
    /// What the parameters of the arrow functions around stand for.
    pub(super) elements: Vec<(Parameter, Known)>,
}

impl Translator<'_> {
    /// What the expression means as a condition. `present` are the places
    /// that are known to be there when it is evaluated.
    pub(super) fn test(&mut self, expression: &Expression, present: &Present) -> Option<Test> {
        match &expression.kind {
            ExpressionKind::Boolean(value) => Some(Test::Always(*value)),
            ExpressionKind::Number(value) => Some(Test::Always(*value != 0.0 && !value.is_nan())),
            ExpressionKind::String(value) => Some(Test::Always(!value.is_empty())),
            ExpressionKind::Null | ExpressionKind::Undefined => Some(Test::Always(false)),
            ExpressionKind::Unary {
                operator: UnaryOperator::Not,
                operand,
            } => Some(Test::Not(Box::new(self.test(operand, present)?))),
            ExpressionKind::Logical { operator, operands } => {
                self.logical(*operator, operands, expression, present)
            }
            ExpressionKind::Binary {
                operator,
                left,
                right,
                ..
            } => self.typed(expression, present, |translator| {
                translator.binary(expression, *operator, left, right, present)
            }),
            ExpressionKind::Name(_)
            | ExpressionKind::Member { .. }
            | ExpressionKind::Index { .. } => self.typed(expression, present, |translator| {
                translator.truthy(expression, present)
            }),
            ExpressionKind::Call {
                object,
                method: Method::Includes,
                arguments,
                ..
            } if let (ExpressionKind::Array(items), [part]) = (&object.kind, &**arguments) => self
                .typed(expression, present, |translator| {
                    translator.listed(expression, items, part, present)
                }),
            ExpressionKind::Call {
                object,
                method,
                arguments,
                optional,
                ..
            } if let [part] = &**arguments => self.typed(expression, present, |translator| {
                translator.has_part(expression, (object, *optional), *method, part, present)
            }),
            ExpressionKind::Quantified {
                object,
                quantifier,
                parameter,
                body,
                optional,
                ..
            } => self.typed(expression, present, |translator| {
                let object = (&**object, *optional);
                translator.quantified_elements(object, *quantifier, parameter, body, present)
            }),
            ExpressionKind::Chain(chain)
                if matches!(
                    chain.kind,
                    ExpressionKind::Call { .. } | ExpressionKind::Quantified { .. }
                ) =>
            {
                self.test(chain, present)
            }
            ExpressionKind::Conditional {
                test,
                consequent,
                alternate,
            } => self.typed(expression, present, |translator| {
                translator.choice([test, consequent, alternate], present)
            }),
            ExpressionKind::Chain(_) => self.typed(expression, present, |translator| {
                translator.truthy(expression, present)
            }),
            _ => self.typed(expression, present, Self::leave),
        }
    }

    /// The test that `read` makes, or where no typed test says what the
    /// expression says, one that is worked out as JavaScript does.
    pub(super) fn typed(
        &mut self,
        expression: &Expression,
        present: &Present,
        read: impl FnOnce(&mut Self) -> Option<Test>,
    ) -> Option<Test> {
        let (findings, risks) = (self.findings.len(), self.risks);
        self.is_typed = true;
        let test = read(self);
        if self.is_typed {
            return test;
        }
        self.findings.truncate(findings);
        self.risks = risks;
        self.is_typed = true;
        let test = self.computed_test(expression, present);
        if self.is_typed {
            return test;
        }
        self.findings.truncate(findings);
        self.risks = risks;
        self.holds(expression, present)
    }

    /// Gives up on a typed test.
    pub(super) fn leave<T>(&mut self) -> Option<T> {
        self.is_typed = false;
        None
    }

    fn binary(
        &mut self,
        expression: &Expression,
        operator: BinaryOperator,
        left: &Expression,
        right: &Expression,
        present: &Present,
    ) -> Option<Test> {
        if operator == BinaryOperator::In
            && let ExpressionKind::String(property) = &left.kind
        {
            return self.has_field(property, right, present);
        }
        if let ExpressionKind::Unary {
            operator: UnaryOperator::Typeof,
            operand,
        } = &left.kind
            && let ExpressionKind::String(name) = &right.kind
        {
            let negated = match operator {
                BinaryOperator::StrictEqual | BinaryOperator::Equal => false,
                BinaryOperator::StrictNotEqual | BinaryOperator::NotEqual => true,
                _ => return self.leave(),
            };
            let test = self.is_of_type(operand, name, present)?;
            return Some(negated_if(negated, test));
        }
        let comparison = match operator {
            BinaryOperator::Less => Comparison::Less,
            BinaryOperator::LessOrEqual => Comparison::LessOrEqual,
            BinaryOperator::Greater => Comparison::Greater,
            BinaryOperator::GreaterOrEqual => Comparison::GreaterOrEqual,
            BinaryOperator::StrictEqual | BinaryOperator::StrictNotEqual => {
                let equal = self.equal(expression, left, right, true, present)?;
                return Some(negated_if(
                    operator == BinaryOperator::StrictNotEqual,
                    equal,
                ));
            }
            BinaryOperator::Equal | BinaryOperator::NotEqual => {
                let equal = self.equal(expression, left, right, false, present)?;
                return Some(negated_if(operator == BinaryOperator::NotEqual, equal));
            }
            _ => return self.leave(),
        };
        self.compare(left, comparison, right, present)
    }

    fn truthy(&mut self, expression: &Expression, present: &Present) -> Option<Test> {
        if self.is_whole_state(expression) {
            return Some(Test::Always(true));
        }
        let place = self.place(expression, present)?;
        let always = match &place.shape {
            _ if place.length => false,
            shape if Kinds::of_shape(shape) == Kinds::OBJECT => true,
            Shape::Enum(shape) => shape
                .variants
                .iter()
                .all(|known| !known.wire_name.is_empty()),
            _ => false,
        };
        if always {
            return self.decided(place, true, present);
        }
        if !place.is_typed() {
            return self.leave();
        }
        Some(Test::Truthy(place))
    }

    /// A test whose answer is known where the place is there; where it is
    /// missing the answer is false.
    pub(super) fn decided(
        &mut self,
        place: Place,
        answer: bool,
        present: &Present,
    ) -> Option<Test> {
        if place.read_through().any(|path| !present.contains(&path)) {
            return self.leave();
        }
        Some(match (answer, place.may_be_missing()) {
            (true, true) => Test::Not(Box::new(Test::Missing(place))),
            (answer, _) => Test::Always(answer),
        })
    }
}

pub(super) fn negated_if(negated: bool, test: Test) -> Test {
    if negated {
        Test::Not(Box::new(test))
    } else {
        test
    }
}
