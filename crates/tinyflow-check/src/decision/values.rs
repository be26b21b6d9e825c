//! Values of a shape that stand for all of them.

use serde_json::{Map, Value};

use super::reads::Asked;
use crate::shape::Shape;

/// The most items of an array, and characters of a string, that stand for a length.
const LONGEST: i128 = 40;

/// Values that stand for others.
pub(super) struct Values {
    pub(super) values: Vec<Value>,
    /// Whether all other values have the answers of one of these.
    pub(super) stand_for_all: bool,
    /// Whether there are no other values.
    pub(super) are_all: bool,
}

/// The values of a shape that differ in what is asked about them; none where no value can be told.
pub(super) fn values(shape: &Shape, asked: &Asked<'_>) -> Option<Values> {
    let (values, are_all) = match shape {
        Shape::Boolean => (vec![Value::Bool(true), Value::Bool(false)], true),
        Shape::Enum(shape) => {
            let names = shape.variants.iter();
            let texts = names.map(|variant| Value::from(variant.wire_name.as_str()));
            (texts.collect(), true)
        }
        Shape::Text => return Some(texts(asked)),
        Shape::Integer => (
            wholes(asked, i128::from(i64::MIN), i128::from(i64::MAX)),
            false,
        ),
        Shape::Unsigned => (wholes(asked, 0, i128::from(u64::MAX)), false),
        Shape::Number => (numbers(asked), false),
        Shape::List(item) => return Some(lists(item, asked)),
        Shape::Nullable(inner) => {
            let mut found = values(inner, asked)?;
            found.values.push(Value::Null);
            return Some(found);
        }
        Shape::Map => (vec![Value::Object(Map::new())], false),
        // What is asked about its properties is asked about them alone.
        Shape::Struct(_) if !asked.anything => (vec![Value::Object(Map::new())], false),
        Shape::Any => {
            let open = [Value::Null, Value::Object(Map::new()), Value::from(OTHER)];
            return Some(Values {
                values: open.into(),
                stand_for_all: false,
                are_all: false,
            });
        }
        _ => return None,
    };
    Some(Values {
        values,
        stand_for_all: are_all || !asked.anything && is_exact(asked),
        are_all,
    })
}

/// A string that no condition names.
const OTHER: &str = "other";

/// Whether the numbers are such that JavaScript tells them from their neighbours.
fn is_exact(asked: &Asked<'_>) -> bool {
    const LIMIT: i128 = 1 << 53;
    let limit = 2f64.powi(53);
    asked.wholes.iter().all(|whole| whole.abs() < LIMIT)
        && asked.numbers.iter().all(|number| number.abs() < limit)
}

fn wholes(asked: &Asked<'_>, least: i128, greatest: i128) -> Vec<Value> {
    let mut bounds = asked.wholes.clone();
    for number in &asked.numbers {
        #[expect(clippy::cast_possible_truncation, reason = "saturates")]
        bounds.extend([number.floor(), number.ceil()].map(|bound| bound as i128));
    }
    if asked.truth || bounds.is_empty() {
        bounds.push(0);
    }
    let found = around(bounds);
    let found = found
        .into_iter()
        .filter(|whole| (least..=greatest).contains(whole));
    found.map(whole).collect()
}

fn whole(whole: i128) -> Value {
    match i64::try_from(whole) {
        Ok(whole) => whole.into(),
        Err(_) => u64::try_from(whole).unwrap_or(u64::MAX).into(),
    }
}

/// The bounds, and one number before, between and behind them.
fn around(mut bounds: Vec<i128>) -> Vec<i128> {
    bounds.sort_unstable();
    bounds.dedup();
    let mut found = Vec::with_capacity(2 * bounds.len() + 1);
    for bound in bounds {
        let before = match found.last() {
            Some(last) => last + 1,
            None => bound.saturating_sub(1),
        };
        if before < bound {
            found.push(before);
        }
        found.push(bound);
    }
    found.extend(found.last().map(|last| last.saturating_add(1)));
    found
}

fn numbers(asked: &Asked<'_>) -> Vec<Value> {
    #[expect(
        clippy::cast_precision_loss,
        reason = "no number is compared with such"
    )]
    let wholes = asked.wholes.iter().map(|whole| *whole as f64);
    let mut bounds: Vec<f64> = asked.numbers.iter().copied().chain(wholes).collect();
    if asked.truth || bounds.is_empty() {
        bounds.push(0.0);
    }
    bounds.sort_by(f64::total_cmp);
    bounds.dedup();
    let mut found = Vec::with_capacity(2 * bounds.len() + 1);
    for (index, bound) in bounds.iter().copied().enumerate() {
        let before = match index {
            0 => bound - bound.abs().max(1.0),
            _ => bounds[index - 1].midpoint(bound),
        };
        if before < bound && (index == 0 || bounds[index - 1] < before) {
            found.push(before);
        }
        found.push(bound);
    }
    found.extend(bounds.last().map(|last| last + last.abs().max(1.0)));
    found.into_iter().filter_map(number).collect()
}

/// As one would write it: 5, not 5.0.
fn number(number: f64) -> Option<Value> {
    if number.fract() == 0.0 && number.abs() < 1e15 {
        #[expect(clippy::cast_possible_truncation, reason = "a whole number below 1e15")]
        return Some(Value::from(number as i64));
    }
    serde_json::Number::from_f64(number).map(Value::Number)
}

fn texts(asked: &Asked<'_>) -> Values {
    let mut texts: Vec<String> = asked.texts.iter().map(|text| (*text).to_owned()).collect();
    if asked.truth {
        texts.push(String::new());
    }
    texts.sort_by(|left, right| left.encode_utf16().cmp(right.encode_utf16()));
    texts.dedup();
    let mut is_whole = !asked.anything;
    if asked.order {
        texts = in_order(&texts);
        is_whole &= asked.lengths.is_empty();
    } else if asked.lengths.is_empty() {
        texts.push(another(&texts));
    } else {
        let lengths = lengths(asked);
        is_whole &= lengths.iter().all(|length| *length <= LONGEST);
        for length in lengths.into_iter().filter(|length| *length <= LONGEST) {
            let length = usize::try_from(length).unwrap_or_default();
            let mut fresh = ('a'..='z').map(|letter| letter.to_string().repeat(length));
            texts.extend(fresh.find(|text| !texts.contains(text)));
        }
    }
    Values {
        values: texts.into_iter().map(Value::from).collect(),
        stand_for_all: is_whole,
        are_all: false,
    }
}

fn another(texts: &[String]) -> String {
    let numbered = (2..).map(|number: usize| format!("{OTHER} {number}"));
    let mut names = std::iter::once(OTHER.to_owned()).chain(numbered);
    names.find(|name| !texts.contains(name)).unwrap_or_default()
}

/// The strings, which are sorted, and one before, between and behind them, as far as there are
/// such.
fn in_order(texts: &[String]) -> Vec<String> {
    let mut found: Vec<String> = Vec::with_capacity(2 * texts.len() + 1);
    let comes_before = |left: &str, right: &str| left.encode_utf16().lt(right.encode_utf16());
    for text in texts {
        let before = match found.last() {
            // The next string after another one is that with one more character.
            Some(last) => ["a", "!", "\0"]
                .map(|letter| format!("{last}{letter}"))
                .into_iter()
                .find(|next| comes_before(next, text)),
            None => Some(String::new()).filter(|_| !text.is_empty()),
        };
        found.extend(before);
        found.push(text.clone());
    }
    found.extend(found.last().map(|last| format!("{last}a")));
    found
}

fn lists(item: &Shape, asked: &Asked<'_>) -> Values {
    let mut lengths = lengths(asked);
    let is_short = lengths.iter().all(|length| *length <= LONGEST);
    lengths.retain(|length| *length <= LONGEST);
    // Where the items matter, there are some that can be told.
    let example = match example(item) {
        None if asked.anything => {
            lengths = vec![0];
            Value::Null
        }
        example => example.unwrap_or_default(),
    };
    let list = |length| {
        let length = usize::try_from(length).unwrap_or_default();
        Value::Array(vec![example.clone(); length])
    };
    Values {
        values: lengths.into_iter().map(list).collect(),
        stand_for_all: !asked.anything && is_short,
        are_all: false,
    }
}

/// The lengths that differ in what is asked about them.
fn lengths(asked: &Asked<'_>) -> Vec<i128> {
    let mut bounds = asked.lengths.clone();
    bounds.push(0);
    let found = around(bounds).into_iter();
    found.filter(|length| *length >= 0).collect()
}

fn example(shape: &Shape) -> Option<Value> {
    match shape {
        Shape::Text | Shape::Any => Some(Value::from(OTHER)),
        Shape::Integer | Shape::Unsigned | Shape::Number => Some(Value::from(1)),
        Shape::Boolean => Some(Value::Bool(true)),
        Shape::Enum(shape) => {
            let first = shape.variants.first()?;
            Some(Value::from(first.wire_name.as_str()))
        }
        Shape::List(_) => Some(Value::Array(Vec::new())),
        Shape::Map => Some(Value::Object(Map::new())),
        _ => None,
    }
}
