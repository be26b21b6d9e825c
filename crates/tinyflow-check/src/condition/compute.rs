//! Translates to tests on computed values: over operands of one type that is
//! known, where Rust's own operators mean what JavaScript's do.

mod value;

use tinyflow_expression::{BinaryOperator, Expression, ExpressionKind, Method};

use super::computed::{Computed, Relation, Type};
use super::measured::whole;
use super::presence::Present;
use super::translate::Translator;
use super::{Comparison, Operand, Part, Place, Root, Test};
use crate::shape::{Literal, Shape};
pub(super) use value::or_empty;

impl Translator<'_> {
    /// The test that the expression is, if it is one on computed values.
    pub(super) fn computed_test(
        &mut self,
        expression: &Expression,
        present: &Present,
    ) -> Option<Test> {
        match &expression.kind {
            ExpressionKind::Binary {
                operator,
                left,
                right,
                ..
            } if operator.is_comparison() => self.related(*operator, left, right, present),
            ExpressionKind::Call {
                object,
                method,
                arguments,
                optional,
                ..
            } if let [part] = &**arguments => {
                let kind = match method {
                    Method::Includes => Part::Anywhere,
                    Method::StartsWith => Part::Start,
                    Method::EndsWith => Part::End,
                    _ => return self.leave(),
                };
                let text = self.receiver_text(object, *optional, present)?;
                let part = self.computed_of(Type::Text, part, present)?;
                // What is the same for every state is worked out elsewhere, and for
                // what is missing JavaScript would look as the word `undefined`.
                if text.is_constant() && part.is_constant()
                    || part.needed().into_iter().any(Place::may_lack_value)
                {
                    return self.leave();
                }
                self.openable(&[text.needed(), part.needed()].concat())?;
                Some(Test::Contains(text, kind, part))
            }
            ExpressionKind::Chain(chain) if matches!(chain.kind, ExpressionKind::Call { .. }) => {
                self.computed_test(chain, present)
            }
            _ => {
                let (value, _) = self.computed(expression, present)?;
                let is_plain = matches!(value, Computed::Place(_));
                if value.is_constant() || is_plain || value.may_be_nan() {
                    return self.leave();
                }
                self.openable(&value.needed())?;
                Some(Test::Counts(value))
            }
        }
    }

    fn related(
        &mut self,
        operator: BinaryOperator,
        left: &Expression,
        right: &Expression,
        present: &Present,
    ) -> Option<Test> {
        let (relation, negated) = match operator {
            BinaryOperator::StrictEqual | BinaryOperator::Equal => (Relation::Equal, false),
            BinaryOperator::StrictNotEqual | BinaryOperator::NotEqual => (Relation::Equal, true),
            BinaryOperator::Less => (Relation::Ordered(Comparison::Less), false),
            BinaryOperator::LessOrEqual => (Relation::Ordered(Comparison::LessOrEqual), false),
            BinaryOperator::Greater => (Relation::Ordered(Comparison::Greater), false),
            BinaryOperator::GreaterOrEqual => {
                (Relation::Ordered(Comparison::GreaterOrEqual), false)
            }
            _ => return self.leave(),
        };
        let (left, of) = self.computed(left, present)?;
        let right = self.computed_of(of, right, present)?;
        // A literal reads better behind what it is compared with.
        let (left, relation, right) = match left.is_constant() {
            true => (right, relation.mirrored(), left),
            false => (left, relation, right),
        };
        if left.is_constant() || left == right || !is_typed(&left, relation, &right, of) {
            return self.leave();
        }
        self.openable(&[left.needed(), right.needed()].concat())?;
        let test = related(left, relation, right);
        Some(if negated {
            Test::Not(Box::new(test))
        } else {
            test
        })
    }

    /// Leaves where the places cannot all be opened around one test: each is
    /// called by the name of its field, and nothing may throw in between.
    pub(super) fn openable(&mut self, places: &[&Place]) -> Option<()> {
        let mut distinct: Vec<&Place> = Vec::new();
        for place in places {
            if !distinct.contains(place) {
                distinct.push(place);
            }
        }
        let throws = distinct
            .iter()
            .any(|place| place.read_through().next().is_some());
        let mut names: Vec<&str> = Vec::new();
        for place in distinct {
            if let Root::Element(parameter) = &place.root {
                names.push(&parameter.name);
            }
            for name in place.opened() {
                if throws || names.contains(&name) {
                    return self.leave();
                }
                names.push(name);
            }
        }
        Some(())
    }
}

/// Of a length that is 0 without an array, the array itself tells; of one of an
/// enum's strings, where another stands in its place, the enum.
fn related(left: Computed, relation: Relation, right: Computed) -> Test {
    if let (Computed::OrElse(place, other), Computed::Text(text)) = (&left, &right)
        && let (Shape::Enum(shape), Computed::Text(other)) = (&place.shape, &**other)
        && relation == Relation::Equal
        && other != text
        && let Some(variant) = shape.variant(text)
    {
        let variant = Literal::Variant(shape.name.clone(), variant.name.clone());
        return Test::Equal(place.clone(), Operand::Literal(variant));
    }
    if let (Computed::OrElse(place, other), Computed::Number(number)) = (&left, &right)
        && place.length
        && **other == Computed::Number(0.0)
        && let Some(bound) = whole(*number)
    {
        let compare = |comparison, bound| {
            let bound = Operand::Literal(Literal::Integer(bound));
            Test::Compare(place.clone(), comparison, bound)
        };
        let not = |test| Test::Not(Box::new(test));
        match relation {
            Relation::Equal if bound == 0 => return not(compare(Comparison::Greater, 0)),
            Relation::Equal if bound > 0 => {
                let length = Operand::Literal(Literal::Integer(bound));
                return Test::Equal(place.clone(), length);
            }
            Relation::Ordered(Comparison::Greater) if bound >= 0 => {
                return compare(Comparison::Greater, bound);
            }
            Relation::Ordered(Comparison::LessOrEqual) if bound >= 0 => {
                return not(compare(Comparison::Greater, bound));
            }
            Relation::Ordered(Comparison::GreaterOrEqual) if bound > 0 => {
                return compare(Comparison::GreaterOrEqual, bound);
            }
            Relation::Ordered(Comparison::Less) if bound > 0 => {
                return not(compare(Comparison::GreaterOrEqual, bound));
            }
            _ => {}
        }
    }
    Test::Related(left, relation, right)
}

/// Whether the value is `undefined` where something is missing, and not `NaN`.
fn may_be_undefined(value: &Computed) -> bool {
    match value {
        Computed::Place(place) => place.may_be_missing(),
        Computed::Changed(_, text) | Computed::Length(text) => may_be_undefined(text),
        _ => false,
    }
}

/// Whether Rust relates two such values as JavaScript does.
fn is_typed(left: &Computed, relation: Relation, right: &Computed, of: Type) -> bool {
    match (of, relation) {
        (Type::Boolean, _) => false,
        // Two missing values are equal, too.
        (_, Relation::Equal) => !(may_be_undefined(left) && may_be_undefined(right)),
        (Type::Number, Relation::Ordered(_)) => true,
        // Among strings of which one is ASCII, the order by bytes is the order
        // by UTF-16 units, which is JavaScript's.
        (Type::Text, Relation::Ordered(_)) => {
            matches!(right, Computed::Text(text) if text.is_ascii() && !text.is_empty())
        }
    }
}
