//! Operators between values.

use tinyflow_expression::{
    BinaryOperator, Expression, ExpressionKind, LogicalOperator, Span, UnaryOperator,
};
use tinyflow_model::nearest::nearest;

use crate::condition::kinds::{Kinds, Known};
use crate::condition::presence::Present;
use crate::condition::term::{Constant, Term};
use crate::condition::translate::Translator;
use crate::condition::{Test, compared_outcome, mend, never_equal, unsupported_condition};
use crate::shape::Shape;

impl Translator<'_> {
    pub(super) fn operation(
        &mut self,
        expression: &Expression,
        operator: BinaryOperator,
        left: &Expression,
        right: &Expression,
        present: &Present,
    ) -> Option<Known> {
        let right_span = right.span;
        let is_new = [left, right]
            .into_iter()
            .any(|operand| matches!(operand.kind, ExpressionKind::Array(_)));
        let (outcomes, span) = ((outcome(left), outcome(right)), expression.span);
        let left = self.term(left, present);
        let right = self.term(right, present)?;
        let left = left?;
        if operator.is_comparison() {
            self.outcome_compared(outcomes.0, right.kinds, span);
            self.outcome_compared(outcomes.1, left.kinds, span);
        }
        let kinds = match operator {
            BinaryOperator::StrictEqual | BinaryOperator::StrictNotEqual => {
                let asks_for_nothing =
                    [&left.term, &right.term].contains(&&Term::Constant(Constant::Undefined));
                let is_constant = left.term.is_constant() && right.term.is_constant();
                if !left.kinds.meets(right.kinds) && !is_constant && !asks_for_nothing {
                    let span = self.span(expression.span);
                    let (one, other) = (left.kinds.describe(), right.kinds.describe());
                    self.report(never_equal::finding(one, other, span));
                    return None;
                }
                if is_new {
                    let span = self.span(expression.span);
                    self.report(never_equal::new_array(span));
                    return None;
                }
                self.no_identity(&left, &right, expression.span)?;
                self.known_type(&left.term, &right.term, right_span)?;
                self.known_text(&left, &right, expression)?;
                self.known_text(&right, &left, expression)?;
                Kinds::BOOLEAN
            }
            BinaryOperator::Equal | BinaryOperator::NotEqual => {
                let objects = Kinds::OBJECT.or(Kinds::NULLISH);
                if is_new && left.kinds.is_only(objects) && right.kinds.is_only(objects) {
                    let span = self.span(expression.span);
                    self.report(never_equal::new_array(span));
                    return None;
                }
                self.no_identity(&left, &right, expression.span)?;
                self.known_type(&left.term, &right.term, right_span)?;
                Kinds::BOOLEAN
            }
            BinaryOperator::In => {
                if let Some(Outcome::Not) = outcomes.0 {
                    let span = self.span(span);
                    self.report(compared_outcome::of_not_in(span));
                }
                if !right.kinds.meets(Kinds::OBJECT) {
                    let span = self.span(right_span);
                    let found = right.kinds.describe();
                    self.report(unsupported_condition::in_no_object(found, span));
                    return None;
                }
                let path = right.term.path();
                let kinds = present.narrowed(path.as_deref(), right.kinds);
                if kinds.is_only(Kinds::OBJECT.or(Kinds::NULLISH)) && kinds.meets(Kinds::NULLISH) {
                    self.may_throw_at("in", path.as_deref(), right_span);
                } else if !kinds.is_only(Kinds::OBJECT) {
                    self.may_be_no_object(path.as_deref(), right_span);
                }
                Kinds::BOOLEAN
            }
            BinaryOperator::Less
            | BinaryOperator::LessOrEqual
            | BinaryOperator::Greater
            | BinaryOperator::GreaterOrEqual => Kinds::BOOLEAN,
            BinaryOperator::Add => {
                let text = Kinds::TEXT.or(Kinds::OBJECT);
                let joins = left.kinds.meets(text) || right.kinds.meets(text);
                let adds = !left.kinds.is_only(text) && !right.kinds.is_only(text);
                match (joins, adds) {
                    (true, false) => Kinds::TEXT,
                    (false, _) => Kinds::NUMBER,
                    (true, true) => Kinds::TEXT.or(Kinds::NUMBER),
                }
            }
            BinaryOperator::Subtract
            | BinaryOperator::Multiply
            | BinaryOperator::Divide
            | BinaryOperator::Remainder => Kinds::NUMBER,
        };
        let term = Term::Binary {
            operator,
            left: Box::new(left.term),
            right: Box::new(right.term),
        };
        Some(Known::of(term, kinds))
    }

    /// Refuses a `typeof x === '…'` with a name that is no type's.
    fn known_type(&mut self, left: &Term, right: &Term, span: Span) -> Option<()> {
        const TYPES: [&str; 5] = ["string", "number", "boolean", "object", "undefined"];
        let (Term::TypeOf(_), Term::Constant(Constant::Text(name))) = (left, right) else {
            return Some(());
        };
        if TYPES.contains(&name.as_str()) {
            return Some(());
        }
        let span = self.span(span);
        self.report(never_equal::no_type(
            name,
            &TYPES,
            nearest(name, TYPES),
            span,
        ));
        None
    }

    /// Refuses `x === 'text'` where the schema lists every string that `x` may be, and this is none
    /// of them.
    fn known_text(&mut self, value: &Known, other: &Known, expression: &Expression) -> Option<()> {
        let Term::Constant(Constant::Text(text)) = &other.term else {
            return Some(());
        };
        let Some(known) = value.shape.as_ref().and_then(listed_strings) else {
            return Some(());
        };
        if known.contains(&text.as_str()) {
            return Some(());
        }
        let span = self.span(mend::operand(expression, text).span);
        let known = || known.iter().copied();
        let fix = mend::string(text, known(), self.spelt(span), span);
        let near = nearest(text, known());
        let mut finding = never_equal::not_in_enum(text, known(), near, span);
        finding.fix = fix;
        self.report(finding);
        None
    }

    /// Warns where `true` or `false` is compared with anything else.
    fn outcome_compared(&mut self, outcome: Option<Outcome>, other: Kinds, span: Span) {
        if other.is_only(Kinds::BOOLEAN) {
            return;
        }
        let span = self.span(span);
        match outcome {
            Some(Outcome::Comparison) => self.report(compared_outcome::of_comparison(span)),
            Some(Outcome::Not) => self.report(compared_outcome::of_not(span)),
            None => {}
        }
    }

    /// Refuses to compare two values that may both be objects of a Rust type:
    /// JavaScript asks whether they are one and the same, and they have no
    /// identity here.
    pub(super) fn no_identity(&mut self, one: &Known, other: &Known, span: Span) -> Option<()> {
        if one.made && other.made {
            let span = self.span(span);
            self.report(unsupported_condition::identity(span));
            return None;
        }
        Some(())
    }

    /// `&&`, `||` and `??` for their value. Each operand may rely on the outcome
    /// of those before it.
    pub(super) fn joined(
        &mut self,
        operator: LogicalOperator,
        operands: &[Expression],
        present: &Present,
    ) -> Option<Known> {
        let mut present = present.clone();
        let mut terms = Vec::with_capacity(operands.len());
        let mut kinds = Kinds::NULLISH.without(Kinds::NULLISH);
        let mut made = false;
        let mut shape = None;
        let last = operands.len() - 1;
        for (index, operand) in operands.iter().enumerate() {
            let known = self.term(operand, &present)?;
            let passed_on = match operator {
                _ if index == last => known.kinds,
                LogicalOperator::Coalesce => known.kinds.without(Kinds::NULLISH),
                LogicalOperator::Or => known.kinds.without(Kinds::NULLISH),
                LogicalOperator::And => known.kinds.without(Kinds::OBJECT),
            };
            kinds = kinds.or(passed_on);
            made |= known.made;
            shape = match index {
                0 => known.shape.clone(),
                _ if shape == known.shape => shape,
                _ => None,
            };
            match operator {
                LogicalOperator::And => present.assume(&Test::Holds(known.term.clone()), true),
                LogicalOperator::Or => present.assume(&Test::Holds(known.term.clone()), false),
                LogicalOperator::Coalesce => {}
            }
            terms.push(known.term);
        }
        Some(Known {
            made,
            shape,
            ..Known::of(
                Term::Logical {
                    operator,
                    operands: terms,
                },
                kinds,
            )
        })
    }

    pub(super) fn conditional(
        &mut self,
        test: &Expression,
        consequent: &Expression,
        alternate: &Expression,
        present: &Present,
    ) -> Option<Known> {
        let test = self.term(test, present)?.term;
        let holds = Test::Holds(test.clone());
        let (mut where_it_holds, mut where_not) = (present.clone(), present.clone());
        where_it_holds.assume(&holds, true);
        where_not.assume(&holds, false);
        let consequent = self.term(consequent, &where_it_holds)?;
        let alternate = self.term(alternate, &where_not)?;
        let shape = (consequent.shape == alternate.shape).then_some(consequent.shape);
        Some(Known {
            kinds: consequent.kinds.or(alternate.kinds),
            made: consequent.made || alternate.made,
            shape: shape.flatten(),
            term: Term::Conditional {
                test: Box::new(test),
                consequent: Box::new(consequent.term),
                alternate: Box::new(alternate.term),
            },
        })
    }
}

/// What gives `true` or `false`.
#[derive(Clone, Copy)]
enum Outcome {
    Comparison,
    Not,
}

fn outcome(expression: &Expression) -> Option<Outcome> {
    match &expression.kind {
        ExpressionKind::Binary { operator, .. } if operator.is_comparison() => {
            Some(Outcome::Comparison)
        }
        ExpressionKind::Unary {
            operator: UnaryOperator::Not,
            ..
        } => Some(Outcome::Not),
        _ => None,
    }
}

/// The strings that a value of this shape may be, where they are listed one by one and there is one.
fn listed_strings(shape: &Shape) -> Option<Vec<&str>> {
    fn collect<'s>(shape: &'s Shape, strings: &mut Vec<&'s str>) -> bool {
        match shape {
            Shape::Enum(listed) => {
                let variants = listed.variants.iter();
                strings.extend(variants.map(|variant| variant.wire_name.as_str()));
                true
            }
            Shape::Nullable(value) => collect(value, strings),
            Shape::Union(union) => union.cases.iter().all(|case| collect(&case.shape, strings)),
            Shape::Text | Shape::Any | Shape::Named { .. } => false,
            _ => true,
        }
    }
    let mut strings = Vec::new();
    let all = collect(shape, &mut strings);
    (all && !strings.is_empty()).then_some(strings)
}
