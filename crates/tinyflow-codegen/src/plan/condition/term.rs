//! Terms as calls of the runtime's `js`.
//!
//! Everything is a chain that starts at a value of the state, so that it reads
//! from left to right as the condition does. What fails is handed on by the
//! chain itself; the `?` behind a test hands it to the run.

mod place;

mod test;

use tinyflow_check::condition::{
    BinaryOperator, Constant, LogicalOperator, Method, Quantifier, Term,
};
use tinyflow_check::shape::Shape;

use super::chained::linked;
use crate::plan::code::{Code, Link};
use crate::plan::literal;
use place::{chain, is_plain, place_value, read};
pub(super) use test::holds;
use test::{as_test, comparison, negatable, truthy};

/// The code of a value, of type `Js`.
fn value(term: &Term) -> Code {
    match term {
        Term::Constant(Constant::Null) => Code::text("js::null()"),
        Term::Constant(Constant::Undefined) => Code::text("js::undefined()"),
        Term::Constant(_) => Code::call("js::from", operand(term)),
        Term::State => read("js", Code::text("*state"), "state"),
        Term::Place(place) => place_value(place),
        Term::Element(parameter) => Code::text(parameter.name.as_str()),
        Term::Array(items) => Code::call("js::array", list(items)),
        Term::Concat(pieces) => Code::call("js::concat", list(pieces)),
        Term::Get { object, key } => match &**key {
            Term::Constant(Constant::Text(key)) if key == "length" => {
                linked(receiver(object), Link::text(".length()"))
            }
            key => linked(receiver(object), call("get", operand(key))),
        },
        Term::Optional(inner) => linked(value(inner), Link::text(".optional()")),
        Term::Chain(inner) => value(inner),
        Term::Keys(inner) => linked(value(inner), Link::text(".keys()")),
        Term::Negated(inner) => linked(value(inner), Link::text(".negated()")),
        Term::TypeOf(inner) => linked(value(inner), Link::text(".type_of()")),
        Term::Call {
            object,
            method,
            argument,
        } => {
            let name = match method {
                Method::Includes => "includes",
                Method::StartsWith => "starts_with",
                Method::EndsWith => "ends_with",
                Method::ToLowerCase => "to_lower_case",
                Method::ToUpperCase => "to_upper_case",
                Method::Trim => "trim",
            };
            let link = match argument {
                Some(argument) => call(name, operand(argument)),
                None => Link::Text(format!(".{name}()")),
            };
            linked(receiver(object), link)
        }
        Term::Quantified {
            object,
            quantifier,
            parameter,
            body,
        } => {
            let method = match quantifier {
                Quantifier::Some => "some",
                Quantifier::Every => "every",
            };
            let is_used = reads_element(body, &parameter.name);
            let body = match &**body {
                Term::Element(_) => truthy(body),
                body => operand(body),
            };
            let link = match only_method(&body, &parameter.name) {
                Some(function) => call(method, Code::Text(function)),
                None => Link::Closure {
                    method: method.to_owned(),
                    parameter: match is_used {
                        true => parameter.name.clone(),
                        false => "_".to_owned(),
                    },
                    body: Box::new(body),
                },
            };
            linked(receiver(object), link)
        }
        Term::Logical { operator, operands } => {
            let method = match operator {
                LogicalOperator::And => "and",
                LogicalOperator::Or => "or",
                LogicalOperator::Coalesce => "or_if_nullish",
            };
            let mut operands = operands.iter();
            let first = operands
                .next()
                .map_or_else(|| Code::text("js::undefined()"), value);
            operands.fold(first, |code, next| {
                let link = Link::Closure {
                    method: method.to_owned(),
                    parameter: String::new(),
                    body: Box::new(operand(next)),
                };
                linked(code, link)
            })
        }
        Term::Conditional {
            test,
            consequent,
            alternate,
        } => {
            let (code, negated) = as_test(test);
            let (one, other) = match negated {
                true => (alternate, consequent),
                false => (consequent, alternate),
            };
            let lazily = |term| Code::Lambda(Box::new(operand(term)));
            Code::Arguments {
                function: "js::choose".to_owned(),
                arguments: vec![code, lazily(one), lazily(other)],
            }
        }
        Term::Binary {
            operator,
            left,
            right,
        } => {
            let method = match operator {
                BinaryOperator::Add => "plus",
                BinaryOperator::Subtract => "minus",
                BinaryOperator::Multiply => "times",
                BinaryOperator::Divide => "divided_by",
                BinaryOperator::Remainder => "remainder",
                _ => return Code::call("js::from", operand(term)),
            };
            linked(value(left), call(method, operand(right)))
        }
        Term::Not(_) => Code::call("js::from", operand(term)),
    }
}

/// The code of a value that something is read from, or called on: what a `?.`
/// has skipped ends where its parentheses do.
fn receiver(term: &Term) -> Code {
    match term {
        Term::Chain(_) => linked(value(term), Link::text(".whole()")),
        _ => value(term),
    }
}

/// The code of what may stand as an argument: of any type that becomes a `Js`.
fn operand(term: &Term) -> Code {
    match term {
        Term::Constant(Constant::Text(text)) => Code::String(text.clone()),
        Term::Constant(Constant::Boolean(boolean)) => Code::text(boolean.to_string()),
        Term::Constant(Constant::Number(number)) => Code::text(spelt(*number)),
        Term::Place(place) if is_plain(place) => {
            let path = chain(place);
            match place.shape {
                Shape::Text => Code::Text(format!("&{}", path.one_line())),
                _ => path,
            }
        }
        Term::Not(_) => negatable(as_test(term)),
        Term::Binary {
            operator,
            left,
            right,
        } => match comparison(*operator, left, right) {
            Some(test) => negatable(test),
            None => value(term),
        },
        _ => value(term),
    }
}

/// A number, without a fraction where it has none.
fn spelt(number: f64) -> String {
    if number.is_nan() {
        return "f64::NAN".to_owned();
    }
    if number.is_infinite() {
        return if number > 0.0 {
            "f64::INFINITY"
        } else {
            "f64::NEG_INFINITY"
        }
        .to_owned();
    }
    #[expect(clippy::cast_possible_truncation, reason = "a whole number of 31 bits")]
    if number.fract() == 0.0 && number.abs() < f64::from(i32::MAX) && !is_negative_zero(number) {
        return literal::grouped(&(number as i32).to_string());
    }
    literal::float(number)
}

fn is_negative_zero(number: f64) -> bool {
    number == 0.0 && number.is_sign_negative()
}

fn list(items: &[Term]) -> Code {
    Code::List {
        opening: "[".to_owned(),
        items: items.iter().map(item).collect(),
    }
}

/// The method of an element that is all that the code calls.
fn only_method(code: &Code, element: &str) -> Option<String> {
    let line = code.one_line();
    let method = line
        .strip_prefix(element)?
        .strip_prefix('.')?
        .strip_suffix("()")?;
    let is_name = method.chars().all(|c| c.is_ascii_lowercase() || c == '_');
    is_name.then(|| format!("js::Js::{method}"))
}

/// An item of a list, where a reference would not do.
fn item(term: &Term) -> Code {
    match term {
        Term::Element(_) => Code::call("js::from", value(term)),
        _ => value(term),
    }
}

fn call(method: &str, argument: Code) -> Link {
    Link::Call {
        method: method.to_owned(),
        argument: Box::new(argument),
        is_tried: false,
    }
}

fn reads_element(term: &Term, name: &str) -> bool {
    match term {
        Term::Element(parameter) => parameter.name == name,
        term => term
            .parts()
            .into_iter()
            .any(|part| reads_element(part, name)),
    }
}
