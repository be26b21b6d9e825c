//! `&&` and `||`, of which each operand may rely on those before it.

use tinyflow_expression::{BinaryOperator, Expression, ExpressionKind, LogicalOperator};

use super::compare::Constant;
use super::fold::fold;
use super::presence::Present;
use super::translate::{Translator, negated_if};
use super::{Test, always_same};

impl Translator<'_> {
    /// Each operand may rely on the outcome of those before it.
    pub(super) fn logical(
        &mut self,
        operator: LogicalOperator,
        operands: &[Expression],
        expression: &Expression,
        present: &Present,
    ) -> Option<Test> {
        let outcome = match operator {
            LogicalOperator::And => true,
            LogicalOperator::Or => false,
            LogicalOperator::Coalesce => return self.typed(expression, present, Self::leave),
        };
        let mut present = present.clone();
        let mut tests = Vec::with_capacity(operands.len());
        let mut sound = true;
        let risks = self.risks;
        let before = present.clone();
        let mut idle = false;
        let mut operands = operands.iter().peekable();
        while let Some(operand) = operands.next() {
            let pair = operands
                .peek()
                .and_then(|next| nullish_pair(outcome, operand, next));
            let paired = pair.and_then(|asked| self.is_nothing(asked, operand, &present));
            let translated = match paired {
                Some(test) => {
                    operands.next();
                    Some(negated_if(outcome, test))
                }
                None => self.test(operand, &present),
            };
            let Some(test) = translated else {
                sound = false;
                continue;
            };
            if let Test::Always(answer) = fold(test.clone()) {
                self.report(always_same::part(answer, self.span(operand.span)));
                // What may throw before it must still be asked.
                idle |= answer != outcome && self.risks > risks;
            }
            present.assume(&test, outcome);
            tests.push(test);
        }
        if !sound {
            return None;
        }
        if idle {
            let findings = self.findings.len();
            let whole = self.holds(expression, &before)?;
            // What there is to say about the parts has been said.
            self.findings.truncate(findings);
            return Some(whole);
        }
        Some(if outcome {
            Test::All(tests)
        } else {
            Test::Any(tests)
        })
    }

    /// `asked == null` as a typed test, if it is one.
    fn is_nothing(
        &mut self,
        asked: &Expression,
        at: &Expression,
        present: &Present,
    ) -> Option<Test> {
        let (findings, risks) = (self.findings.len(), self.risks);
        self.is_typed = true;
        let place = self.place(asked, present);
        let test = place
            .and_then(|place| self.equal_constant(at, place, Constant::Null, false, present))
            .filter(|_| self.is_typed);
        if test.is_none() {
            self.findings.truncate(findings);
            self.risks = risks;
        }
        test
    }
}

/// What is asked for, where two tests in a row ask whether it is `null` and
/// whether it is `undefined`: `x !== null && x !== undefined` is `x != null`.
fn nullish_pair<'e>(
    all: bool,
    one: &'e Expression,
    other: &'e Expression,
) -> Option<&'e Expression> {
    let asked = |expression: &'e Expression| {
        let ExpressionKind::Binary {
            operator,
            left,
            right,
            ..
        } = &expression.kind
        else {
            return None;
        };
        let is_asked = match all {
            true => *operator == BinaryOperator::StrictNotEqual,
            false => *operator == BinaryOperator::StrictEqual,
        };
        let value = match (&left.kind, &right.kind) {
            (ExpressionKind::Null | ExpressionKind::Undefined, _) => (right, left),
            (_, ExpressionKind::Null | ExpressionKind::Undefined) => (left, right),
            _ => return None,
        };
        is_asked.then_some(value)
    };
    let ((one, first), (other, second)) = (asked(one)?, asked(other)?);
    (first.kind != second.kind && one.to_string() == other.to_string()).then_some(one)
}
