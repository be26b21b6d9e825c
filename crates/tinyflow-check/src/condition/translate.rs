//! From the text of a condition to a test.

use tinyflow_expression::{
    BinaryOperator, Expression, ExpressionKind, LogicalOperator, UnaryOperator, parse,
};
use tinyflow_model::{Diagnostic, Span, Text, span_in_string};

use super::fold::fold;
use super::presence::Present;
use super::{
    Comparison, Place, Test, always_same, condition_syntax, reads_through_missing,
    unsupported_condition,
};
use crate::shape::{Shape, Struct};

/// The most characters of a condition: what it becomes must be short enough
/// for tools that parse Rust by recursion.
const LONGEST: usize = 5_000;

/// Translates a condition over the state; none where it is at fault.
///
/// `text` is the text of the whole flow, to place findings inside the
/// condition's string.
pub(crate) fn translate(
    condition: &Text,
    state: &Struct,
    text: &str,
    findings: &mut Vec<Diagnostic>,
) -> Option<Test> {
    let mut translator = Translator {
        state,
        condition,
        text,
        findings,
        risky_reads: Vec::new(),
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
    condition: &'a Text,
    text: &'a str,
    findings: &'a mut Vec<Diagnostic>,
    /// The paths that were read through though they may be missing.
    risky_reads: Vec<String>,
}

impl Translator<'_> {
    /// What the expression means as a condition. `present` are the places
    /// that are known to be there when it is evaluated.
    fn test(&mut self, expression: &Expression, present: &Present) -> Option<Test> {
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
            } => self.binary(expression, *operator, left, right, present),
            ExpressionKind::Name(_)
            | ExpressionKind::Member { .. }
            | ExpressionKind::Index { .. }
            | ExpressionKind::Chain(_) => self.truthy(expression, present),
            _ => self.unsupported(expression),
        }
    }

    /// Each operand may rely on the outcome of those before it.
    fn logical(
        &mut self,
        operator: LogicalOperator,
        operands: &[Expression],
        expression: &Expression,
        present: &Present,
    ) -> Option<Test> {
        let outcome = match operator {
            LogicalOperator::And => true,
            LogicalOperator::Or => false,
            LogicalOperator::Coalesce => return self.unsupported(expression),
        };
        let mut present = present.clone();
        let mut tests = Vec::with_capacity(operands.len());
        let mut sound = true;
        let risks = self.risky_reads.len();
        for operand in operands {
            match self.test(operand, &present) {
                Some(test) => {
                    sound &= self.may_stand(operand, &test, outcome, risks);
                    present.assume(&test, outcome);
                    tests.push(test);
                }
                None => sound = false,
            }
        }
        if !sound {
            return None;
        }
        Some(if outcome {
            Test::All(tests)
        } else {
            Test::Any(tests)
        })
    }

    /// Reports an operand that decides nothing, or decides alone. The latter is
    /// refused behind an operand that may throw, of which there were so many
    /// before (`risks`): the run would fail or not by what decides nothing.
    fn may_stand(
        &mut self,
        operand: &Expression,
        test: &Test,
        outcome: bool,
        risks: usize,
    ) -> bool {
        let Test::Always(answer) = fold(test.clone()) else {
            return true;
        };
        let span = self.span(operand.span);
        if answer != outcome
            && let Some(path) = self.risky_reads.get(risks).cloned()
        {
            self.report(unsupported_condition::idle_read(&path, answer, span));
            return false;
        }
        self.report(always_same::part(answer, span));
        true
    }

    fn binary(
        &mut self,
        expression: &Expression,
        operator: BinaryOperator,
        left: &Expression,
        right: &Expression,
        present: &Present,
    ) -> Option<Test> {
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
            _ => return self.unsupported(expression),
        };
        self.compare(expression, left, comparison, right, present)
    }

    fn truthy(&mut self, expression: &Expression, present: &Present) -> Option<Test> {
        let place = self.place(expression, present)?;
        let always = match &place.shape {
            _ if place.length => false,
            Shape::List(_) | Shape::Struct(_) | Shape::Map => true,
            Shape::Enum(shape) => shape
                .variants
                .iter()
                .all(|known| !known.wire_name.is_empty()),
            _ => false,
        };
        if always {
            return self.decided(expression, place, true, present);
        }
        if place.shape == Shape::Any {
            let span = self.span(expression.span);
            self.report(unsupported_condition::open_value(span));
            return None;
        }
        Some(Test::Truthy(place))
    }

    /// A test whose answer is known where the place is there; where it is
    /// missing the answer is false.
    pub(super) fn decided(
        &mut self,
        expression: &Expression,
        place: Place,
        answer: bool,
        present: &Present,
    ) -> Option<Test> {
        let unread = place.read_through().find(|path| !present.contains(path));
        if let Some(path) = unread {
            let span = self.span(expression.span);
            self.report(unsupported_condition::idle_read(&path, answer, span));
            return None;
        }
        Some(match (answer, place.may_be_missing()) {
            (true, true) => Test::Not(Box::new(Test::Missing(place))),
            (answer, _) => Test::Always(answer),
        })
    }

    /// Reports an expression that JavaScript has but we cannot translate.
    pub(super) fn unsupported<T>(&mut self, expression: &Expression) -> Option<T> {
        let span = self.span(expression.span);
        self.report(unsupported_condition::construct(&expression.kind, span));
        None
    }

    pub(super) fn reads_through_missing(&mut self, path: &str, expression: &Expression) {
        self.risky_reads.push(path.to_owned());
        let span = self.span(expression.span);
        self.report(reads_through_missing::finding(path, span));
    }

    pub(super) fn report(&mut self, finding: Diagnostic) {
        self.findings.push(finding);
    }

    /// The place in the flow of a part of the condition.
    pub(super) fn span(&self, part: tinyflow_expression::Span) -> Span {
        span_in_string(self.text, self.condition.span, part.range())
    }
}

fn negated_if(negated: bool, test: Test) -> Test {
    if negated {
        Test::Not(Box::new(test))
    } else {
        test
    }
}
