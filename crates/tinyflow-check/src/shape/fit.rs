//! Whether a value fits a shape, and the value in the shape's terms.

use foldhash::{HashMap, HashSet};
use tinyflow_model::diagnostic::quote;
use tinyflow_model::nearest::{MOST_SUGGESTIONS, nearest};
use tinyflow_model::{Member, Node, Object, Span, Value};

use super::fit_union::{fit_union, unknown};
use super::violation::Violation;
use super::{Definitions, Field, FieldValue, Literal, Presence, Shape, Struct};

/// The value in the terms of the shape, or every place where it does not fit.
pub(crate) fn fit(
    node: &Node,
    shape: &Shape,
    definitions: &Definitions,
) -> Result<Literal, Vec<Violation>> {
    let literal = match (shape, &node.value) {
        (Shape::Text, Value::String(text)) => Literal::Text(text.clone()),
        (Shape::Boolean, Value::Boolean(boolean)) => Literal::Boolean(*boolean),
        (Shape::Number, Value::Number(number)) => Literal::Number(number.as_f64()),
        (Shape::Integer | Shape::Unsigned, Value::Number(number)) => {
            let integer = number.as_integer().filter(|integer| match shape {
                Shape::Unsigned => u64::try_from(*integer).is_ok(),
                _ => i64::try_from(*integer).is_ok(),
            });
            match integer {
                Some(integer) => Literal::Integer(integer),
                None => {
                    let spelling = quote(number.as_str());
                    let wanted = match number.as_integer() {
                        Some(_) if *shape == Shape::Integer => "a number within `i64`",
                        Some(integer) if integer > 0 => "a number within `u64`",
                        _ => shape.describe(),
                    };
                    return Err(mismatch(node, &spelling, wanted));
                }
            }
        }
        (Shape::Enum(shape), Value::String(text)) => {
            match shape.variants.iter().find(|known| known.wire_name == *text) {
                Some(variant) => Literal::Variant(shape.name.clone(), variant.name.clone()),
                None => {
                    let values = shape.variants.iter().map(|known| known.wire_name.as_str());
                    let listed = listed(values.clone());
                    let mut violations = mismatch(node, &quote(text), &format!("one of {listed}"));
                    violations[0].meant = nearest(text, values).map(str::to_owned);
                    return Err(violations);
                }
            }
        }
        (Shape::List(items), Value::Array(elements)) => {
            let items = elements
                .iter()
                .map(|element| fit(element, items, definitions));
            Literal::List(unboxed(all(items)?))
        }
        (Shape::Tuple(shapes), Value::Array(elements)) if shapes.len() == elements.len() => {
            let items = elements.iter().zip(shapes);
            Literal::Tuple(all(
                items.map(|(item, shape)| fit(item, shape, definitions))
            )?)
        }
        (Shape::Tuple(shapes), Value::Array(elements)) => {
            let items = |count: usize| format!("an array of {count} items");
            return Err(mismatch(node, &items(elements.len()), &items(shapes.len())));
        }
        (Shape::Struct(shape), Value::Object(object)) => {
            fit_struct(node, object, shape, definitions)?
        }
        (Shape::Dictionary(shape), Value::Object(object)) => {
            dictionary(object.members.iter(), shape, definitions)?
        }
        (Shape::Null, Value::Null) => Literal::Null,
        (Shape::Nullable(_), Value::Null) => Literal::Nullable(None),
        (Shape::Nullable(shape), _) => {
            Literal::Nullable(Some(Box::new(fit(node, shape, definitions)?)))
        }
        (Shape::Union(shape), _) => fit_union(node, shape, definitions)?,
        (Shape::Named { name, is_recursive }, _) => {
            let shape = definitions.get(name).ok_or_else(|| unknown(node, name))?;
            let literal = fit(node, shape, definitions)?;
            if *is_recursive {
                Literal::Recursive(Box::new(literal))
            } else {
                literal
            }
        }
        (Shape::Map, Value::Object(object)) => Literal::Map(object.clone()),
        (Shape::Any, value) => Literal::Any(value.clone()),
        (_, value) => {
            let mut violations = mismatch(node, value.kind(), shape.describe());
            violations[0].meant = respelt(value, shape);
            return Err(violations);
        }
    };
    Ok(literal)
}

/// The same for an object and the struct that it stands for.
pub(crate) fn fit_object(
    node: &Node,
    shape: &Struct,
    definitions: &Definitions,
) -> Result<Literal, Vec<Violation>> {
    match &node.value {
        Value::Object(object) => fit_struct(node, object, shape, definitions),
        other => Err(mismatch(node, other.kind(), "an object")),
    }
}

fn fit_struct(
    node: &Node,
    object: &Object,
    shape: &Struct,
    definitions: &Definitions,
) -> Result<Literal, Vec<Violation>> {
    let given = object.members.iter().rev();
    let given: HashMap<&str, &Node> = given
        .map(|member| (member.name.as_str(), &member.value))
        .collect();
    let fit = |value: &Node, field: &Field| fit(value, &field.shape, definitions);
    let fields = shape.fields.iter().map(|field| {
        let value = match (given.get(field.wire_name.as_str()), &field.presence) {
            (Some(value), Presence::Optional) => FieldValue::Some(fit(value, field)?),
            (Some(value), _) => FieldValue::Plain(fit(value, field)?),
            (None, Presence::Optional) => FieldValue::None,
            (None, Presence::Default(default)) => FieldValue::Plain(default.clone()),
            (None, Presence::Required) => match &field.default {
                Some(default) => FieldValue::Plain(default.clone()),
                None => return Err(missing(node, &field.wire_name)),
            },
        };
        Ok((field.name.clone(), value))
    });
    let others: Vec<&Member> = unnamed(object, shape).collect();
    let rest = shape.rest.as_ref().map(|rest| {
        let rest_of = dictionary(others.iter().copied(), &rest.shape, definitions)?;
        Ok((rest.name.clone(), FieldValue::Plain(rest_of)))
    });
    let unexpected = others.iter().filter(|_| shape.is_closed).enumerate();
    let unexpected = unexpected.map(|(index, member)| Err(unexpected_in(shape, member, index)));
    let fields = all(fields.chain(rest).chain(unexpected))?;
    Ok(Literal::Struct(shape.name.clone(), fields))
}

fn dictionary<'n>(
    members: impl Iterator<Item = &'n Member>,
    shape: &Shape,
    definitions: &Definitions,
) -> Result<Literal, Vec<Violation>> {
    let entries = members.map(|member| {
        let value = fit(&member.value, shape, definitions)?;
        Ok((member.name.clone(), without_box(value)))
    });
    Ok(Literal::Dictionary(all(entries)?))
}

/// A list is a place of its own for its items: they need no box.
fn unboxed(literals: Vec<Literal>) -> Vec<Literal> {
    literals.into_iter().map(without_box).collect()
}

fn without_box(literal: Literal) -> Literal {
    match literal {
        Literal::Recursive(literal) => *literal,
        Literal::Nullable(Some(literal)) => {
            Literal::Nullable(Some(Box::new(without_box(*literal))))
        }
        other => other,
    }
}

/// The properties that the struct has no field for.
pub(crate) fn unnamed<'o>(
    object: &'o Object,
    shape: &'o Struct,
) -> impl Iterator<Item = &'o Member> {
    let fields = shape.fields.iter();
    let known: HashSet<&str> = fields.map(|field| field.wire_name.as_str()).collect();
    let members = object.members.iter();
    members.filter(move |member| !known.contains(member.name.as_str()))
}

fn unexpected_in(shape: &Struct, member: &Member, index: usize) -> Vec<Violation> {
    let known = shape.fields.iter().map(|field| field.wire_name.as_str());
    let meant = nearest(&member.name, known.take_while(|_| index < MOST_SUGGESTIONS));
    vec![Violation {
        span: member.name_span,
        message: format!("the schema has no property {}", quote(&member.name)),
        meant: meant.map(str::to_owned),
        is_whole: false,
    }]
}

pub(super) fn missing(node: &Node, property: &str) -> Vec<Violation> {
    vec![Violation {
        span: Span::new(node.span.start, node.span.start + 1),
        message: format!("{} is missing", quote(property)),
        meant: None,
        is_whole: false,
    }]
}

pub(super) fn mismatch(node: &Node, found: &str, wanted: &str) -> Vec<Violation> {
    vec![Violation {
        span: node.span,
        message: format!("{found} stands where {wanted} belongs"),
        meant: None,
        is_whole: false,
    }]
}

/// The same value as the shape would have it, for a number in quotes and its
/// like.
fn respelt(value: &Value, shape: &Shape) -> Option<String> {
    match (value, shape) {
        (Value::Number(number), Shape::Text) => Some(format!("\"{}\"", number.as_str())),
        (Value::Boolean(boolean), Shape::Text) => Some(format!("\"{boolean}\"")),
        (Value::String(text), Shape::Boolean) => {
            text.parse::<bool>().ok().map(|boolean| boolean.to_string())
        }
        (Value::String(text), Shape::Integer) => text.parse::<i64>().ok().map(|n| n.to_string()),
        (Value::String(text), Shape::Unsigned) => text.parse::<u64>().ok().map(|n| n.to_string()),
        (Value::String(text), Shape::Number) => {
            let number = text.parse::<f64>().ok()?;
            number.is_finite().then(|| number.to_string())
        }
        _ => None,
    }
}

/// The values, or the violations of all that have any.
fn all<T>(
    results: impl Iterator<Item = Result<T, Vec<Violation>>>,
) -> Result<Vec<T>, Vec<Violation>> {
    let mut values = Vec::new();
    let mut violations = Vec::new();
    for result in results {
        match result {
            Ok(value) => values.push(value),
            Err(more) => violations.extend(more),
        }
    }
    if violations.is_empty() {
        Ok(values)
    } else {
        Err(violations)
    }
}

/// The first few names, quoted.
pub(crate) fn listed<'a>(names: impl Iterator<Item = &'a str>) -> String {
    const MOST: usize = 8;
    let mut quoted: Vec<String> = names.take(MOST + 1).map(quote).collect();
    if quoted.len() > MOST {
        quoted[MOST] = "…".to_owned();
    }
    quoted.join(", ")
}
