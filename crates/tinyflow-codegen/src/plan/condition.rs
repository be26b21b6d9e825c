//! Conditions as Rust expressions.
//!
//! Negations are pushed down to the single tests, each of which knows its own
//! opposite: so the code never says `!(a == b)`.

mod lints;

mod reach;

mod value;

mod computed;

mod term;

mod chained;

mod joined;

mod written;

use tinyflow_check::condition::{Form, Member, Operand, Place, Root, Test};
use tinyflow_check::shape::{Literal, Shape};

use super::code::Code;
use joined::joined;
pub(super) use lints::lints;
use reach::{as_held, missing, nothing_else, open, reach};
use value::Value;
pub(super) use written::written_enums;

/// The condition as an expression of type `bool`, in which `state` is the
/// state and `?` may stand.
pub(super) fn code(test: &Test) -> Code {
    expression(test, true)
}

/// Whether the test reads the element with this parameter.
fn is_read(test: &Test, parameter: &str) -> bool {
    let mut places = test.places().into_iter();
    places.any(|place| matches!(&place.root, Root::Element(element) if element.name == parameter))
}

/// The test where `wanted`, its opposite where not.
fn expression(test: &Test, wanted: bool) -> Code {
    match test {
        Test::Always(answer) => Code::text((*answer == wanted).to_string()),
        Test::Not(test) => expression(test, !wanted),
        Test::All(tests) => logic(tests, wanted, wanted),
        Test::Any(tests) => logic(tests, wanted, !wanted),
        Test::Missing(place) => missing(place, wanted),
        Test::Nothing(place, nothing) => nothing_else(place, *nothing, wanted),
        Test::Form(place, form) => has_form(place, form, wanted),
        Test::Related(left, relation, right) => computed::related(left, *relation, right, wanted),
        Test::Contains(text, part, sought) => computed::contains(text, *part, sought, wanted),
        Test::Counts(value) => computed::counts(value, wanted),
        Test::Holds(term) => term::holds(term, wanted),
        Test::Truthy(place) if place.shape == Shape::Boolean => {
            as_held(place, wanted, |value| value.truthy(wanted))
        }
        Test::Truthy(place) => reach(place, wanted, |value| value.truthy(wanted)),
        Test::Equal(place, Operand::Literal(literal)) => {
            let equals = |value: Value<'_>| value.equals(literal, wanted);
            match literal {
                Literal::Text(_) => reach(place, wanted, equals),
                _ => as_held(place, wanted, equals),
            }
        }
        Test::Compare(place, comparison, Operand::Literal(literal)) => {
            reach(place, wanted, |value| {
                value.compares(*comparison, literal, wanted)
            })
        }
        Test::Has(place, part, operand) => reach(place, wanted, |value| match operand {
            Operand::Literal(literal) => value.has(*part, literal, wanted),
            Operand::Place(other) => reach(other, wanted, |other| {
                value.has_value(*part, &other, wanted)
            }),
        }),
        Test::Quantified(place, quantifier, parameter, body) => reach(place, wanted, |value| {
            let is_used = is_read(body, &parameter.name);
            let parameter = if is_used {
                parameter.name.as_str()
            } else {
                "_"
            };
            value.quantified(*quantifier, parameter, expression(body, true), wanted)
        }),
        Test::Equal(left, Operand::Place(right)) => reach(left, wanted, |left| {
            reach(right, wanted, |right| left.equals_value(&right, wanted))
        }),
        Test::Compare(left, comparison, Operand::Place(right)) => {
            let compare = |left: Value<'_>, right: Value<'_>| {
                left.compares_value(*comparison, &right, wanted)
            };
            // Two options go in pairs, one alone is opened.
            match is_option(left) && is_option(right) {
                true => reach(left, wanted, |left| {
                    reach(right, wanted, |right| compare(left.clone(), right))
                }),
                false => open(left, wanted, |left| {
                    open(right, wanted, |right| compare(left.clone(), right))
                }),
            }
        }
    }
}

/// Whether the value has the form. A value that may be missing is matched as the `Option` it is,
/// where the state holds that.
fn has_form(place: &Place, form: &Form, wanted: bool) -> Code {
    let mut held = place.clone();
    held.called = false;
    let is_option = match held.links.last_mut() {
        Some(last) if last.chained && matches!(last.member, Member::Field) => {
            last.chained = false;
            true
        }
        _ => false,
    };
    let place = if is_option { &held } else { place };
    as_held(place, wanted, |value| {
        let variant = Code::Text(format!("{}::{}(_)", form.of, form.variant));
        let pattern = match is_option {
            true => value.some(variant),
            false => variant,
        };
        let matched = Code::Arguments {
            function: "matches!".to_owned(),
            arguments: vec![value.matched(), pattern],
        };
        match wanted {
            true => matched,
            false => Code::Not(Box::new(matched)),
        }
    })
}

/// Whether the code reaches the value as an `Option`.
fn is_option(place: &Place) -> bool {
    let last = place.links.last();
    !place.is_read_from() && last.is_some_and(|link| link.optional && !link.is_lent())
}

fn logic(tests: &[Test], wanted: bool, all: bool) -> Code {
    let operator = if all { "&&" } else { "||" };
    let operands = tests.iter().map(|test| expression(test, wanted));
    // What a negation turned into the same operator needs no parentheses.
    let flat = operands.flat_map(|operand| match operand {
        Code::Logic {
            operator: inner,
            operands,
        } if inner == operator => operands,
        operand => vec![operand],
    });
    let mut operands = joined(flat, all);
    if operands.len() == 1 {
        return operands.remove(0);
    }
    Code::Logic {
        operator: operator.to_owned(),
        operands,
    }
}
