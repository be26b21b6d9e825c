//! Tests on numbers and strings that Rust computes.
//!
//! What may be missing is opened by a closure around the whole test, which is
//! false without it; within, each place is called as the closures call it.

mod number;

mod or_else;

mod text;

use tinyflow_check::condition::{Comparison, Computed, Part, Place, Relation};
use tinyflow_check::shape::Shape;

use super::reach::{open, plain};
use super::value::{Value, binary, equality, pattern};
use crate::plan::code::{Code, Link};
use number::Number;
pub(super) use or_else::as_variants;
use text::Text;

/// What closures have opened around a test.
#[derive(Clone, Default)]
struct Reached<'p> {
    opened: Vec<(&'p Place, Value<'p>)>,
}

/// `left === right`, or `left < right` and its like.
pub(super) fn related(left: &Computed, relation: Relation, right: &Computed, wanted: bool) -> Code {
    Reached::around(&[left, right], wanted, |reached| {
        if let (Relation::Equal, Some((one, other))) = (relation, as_variants(left, right)) {
            return binary(one, equality(wanted), other);
        }
        if is_text(left) {
            return text_related(&reached.text(left), relation, right, reached, wanted);
        }
        if let Computed::Number(bound) = right
            && let Some(none) = asks_for_none(relation, *bound)
        {
            match reached.number(left) {
                Number::Length(text) => return is_empty(&text, none == wanted),
                number @ (Number::Unsigned(_) | Number::Size(_)) => {
                    return binary(number.code(), equality(none == wanted), Code::text("0"));
                }
                Number::Integer(_) | Number::Float(_) => {}
            }
        }
        let (one, other) = reached.numbers(left, right);
        let (one, other) = (one.code(), other.code());
        match relation {
            Relation::Equal => binary(one, equality(wanted), other),
            Relation::Ordered(comparison) => {
                let may_be_nan = left.may_be_nan() || right.may_be_nan();
                ordered(one, comparison, other, wanted, may_be_nan)
            }
        }
    })
}

/// `text.includes(sought)` and its like.
pub(super) fn contains(text: &Computed, part: Part, sought: &Computed, wanted: bool) -> Code {
    Reached::around(&[text, sought], wanted, |reached| {
        let method = match part {
            Part::Anywhere => "contains",
            Part::Start => "starts_with",
            Part::End => "ends_with",
        };
        let sought = match sought {
            Computed::Text(text) => Code::Text(pattern(text)),
            sought => reached.text(sought).borrowed(),
        };
        let link = Link::Text(format!(".{method}({})", sought.one_line()));
        negated_unless(wanted, reached.text(text).linked([link]))
    })
}

/// Whether the value counts as true.
pub(super) fn counts(value: &Computed, wanted: bool) -> Code {
    Reached::around(&[value], wanted, |reached| {
        if is_text(value) {
            return is_empty(&reached.text(value), !wanted);
        }
        if is_boolean(value) {
            return reached.boolean(value, wanted);
        }
        match reached.number(value) {
            Number::Length(text) => is_empty(&text, !wanted),
            number => binary(
                number.code(),
                if wanted { "!=" } else { "==" },
                Code::text(if number.is_whole() { "0" } else { "0.0" }),
            ),
        }
    })
}

/// Whether floats are compared for equality, zero excepted.
pub(super) fn compares_floats(left: &Computed, relation: Relation, right: &Computed) -> bool {
    if relation != Relation::Equal || is_text(left) || *right == Computed::Number(0.0) {
        return false;
    }
    !Reached::default().numbers(left, right).0.is_whole()
}

fn text_related(
    left: &Text,
    relation: Relation,
    right: &Computed,
    reached: &Reached<'_>,
    wanted: bool,
) -> Code {
    match (relation, right) {
        (Relation::Equal, Computed::Text(text)) if text.is_empty() => is_empty(left, wanted),
        (Relation::Equal, right) => {
            let right = reached.text(right);
            let (one, other) = left.compared_with(&right);
            binary(one, equality(wanted), other)
        }
        (Relation::Ordered(comparison), right) => {
            let right = reached.text(right).slice();
            ordered(left.slice(), comparison, right, wanted, false)
        }
    }
}

/// A comparison, or its opposite. The opposite of one with `NaN` is no comparison.
fn ordered(
    left: Code,
    comparison: Comparison,
    right: Code,
    wanted: bool,
    may_be_nan: bool,
) -> Code {
    if wanted {
        return binary(left, comparison.symbol(), right);
    }
    if !may_be_nan {
        return binary(left, comparison.negated().symbol(), right);
    }
    let method = match comparison {
        Comparison::Less => "lt",
        Comparison::LessOrEqual => "le",
        Comparison::Greater => "gt",
        Comparison::GreaterOrEqual => "ge",
    };
    let right = number::operand(&right, true);
    Code::Not(Box::new(Code::Chain {
        root: Box::new(number::operand(&left, true)),
        links: vec![Link::Text(format!(".{method}(&{})", right.one_line()))],
    }))
}

fn is_empty(text: &Text, wanted: bool) -> Code {
    negated_unless(wanted, text.linked([Link::text(".is_empty()")]))
}

fn negated_unless(wanted: bool, code: Code) -> Code {
    match wanted {
        true => code,
        false => Code::Not(Box::new(code)),
    }
}

/// Whether comparing a number that is not negative so asks whether it is 0, or
/// with `false`, whether it is more.
fn asks_for_none(relation: Relation, bound: f64) -> Option<bool> {
    match relation {
        Relation::Equal if bound == 0.0 => Some(true),
        Relation::Ordered(Comparison::LessOrEqual) if bound == 0.0 => Some(true),
        Relation::Ordered(Comparison::Less) if bound == 1.0 => Some(true),
        Relation::Ordered(Comparison::Greater) if bound == 0.0 => Some(false),
        Relation::Ordered(Comparison::GreaterOrEqual) if bound == 1.0 => Some(false),
        _ => None,
    }
}

fn is_text(value: &Computed) -> bool {
    match value {
        Computed::Text(_) | Computed::Changed(..) | Computed::Joined(_) => true,
        Computed::Place(place) => {
            matches!(place.shape, Shape::Text | Shape::Enum(_)) && !place.length
        }
        Computed::OrElse(_, other) | Computed::Or(_, other) => is_text(other),
        _ => false,
    }
}

fn is_boolean(value: &Computed) -> bool {
    match value {
        Computed::Boolean(_) => true,
        Computed::Place(place) => place.shape == Shape::Boolean && !place.length,
        Computed::OrElse(_, other) | Computed::Or(_, other) => is_boolean(other),
        _ => false,
    }
}

impl<'p> Reached<'p> {
    /// The code of a test on these values, within closures that open what may be missing.
    fn around(values: &[&'p Computed], wanted: bool, test: impl Fn(&Self) -> Code) -> Code {
        let mut places: Vec<&Place> = Vec::new();
        for place in values.iter().flat_map(|value| value.needed()) {
            if place.is_opened() && !places.contains(&place) {
                places.push(place);
            }
        }
        Self::default().within(&places, wanted, &test)
    }

    fn within(&self, places: &[&'p Place], wanted: bool, test: &dyn Fn(&Self) -> Code) -> Code {
        let Some((first, rest)) = places.split_first() else {
            return test(self);
        };
        let first: &'p Place = first;
        open(first, wanted, |value| {
            let mut inner = self.clone();
            inner.opened.push((first, value.of(first)));
            inner.within(rest, wanted, test)
        })
    }

    fn at<'v>(&self, place: &'v Place) -> Value<'v> {
        match self.opened.iter().find(|(opened, _)| *opened == place) {
            Some((_, value)) => value.clone().of(place),
            None => plain(place),
        }
    }
}
