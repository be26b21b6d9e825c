//! Where values come from: the state, and the literals of a condition.

use std::any::Any;
use std::rc::Rc;

use serde::Serialize;
use serde_json::{Map, Value as Json};

use crate::number::Number;
use crate::text::{Text, trimmed};
use crate::thrown::Thrown;
use crate::value::{Js, Numeric, Value};

/// A value of the state. `path` is how a condition writes it, for errors.
///
/// JSON is borrowed; any other type is written as JSON.
pub fn js<'a, T: Serialize + Any>(value: &'a T, path: &str) -> Js<'a> {
    let any: &'a dyn Any = value;
    let value = if let Some(json) = any.downcast_ref::<Json>() {
        Ok(json.into())
    } else if let Some(members) = any.downcast_ref::<Map<String, Json>>() {
        Ok(Value::Object(members))
    } else if let Some(items) = any.downcast_ref::<Vec<Json>>() {
        Ok(Value::Array(items))
    } else if let Some(text) = any.downcast_ref::<String>() {
        Ok(Value::Text(text.as_str().into()))
    } else if let Some(number) = any.downcast_ref::<f64>() {
        Ok(Value::Number(Number::Float(*number)))
    } else {
        written(value, path)
    };
    Js {
        value,
        path: Some(path.to_owned()),
    }
}

fn written<'a>(value: &impl Serialize, path: &str) -> Result<Value<'a>, Thrown> {
    match serde_json::to_value(value) {
        Ok(json) => Ok(json.into()),
        Err(error) => Err(Thrown::NotJson {
            path: path.to_owned(),
            reason: error.to_string(),
        }),
    }
}

/// The same for a value that may be missing, which is `undefined` then.
pub fn optional<'a, T: Serialize + Any>(value: &'a Option<T>, path: &str) -> Js<'a> {
    match value {
        Some(value) => js(value, path),
        None => Js {
            path: Some(path.to_owned()),
            ..undefined()
        },
    }
}

/// A literal, a typed value, or the outcome of a test.
pub fn from<'a>(value: impl Into<Js<'a>>) -> Js<'a> {
    value.into()
}

/// A number as `f64`, which is what JavaScript calculates with.
#[must_use]
pub fn number(number: impl Into<Numeric>) -> f64 {
    number.into().0.as_f64()
}

/// A number as JavaScript writes it.
#[must_use]
pub fn text(number: impl Into<Numeric>) -> String {
    number.into().0.to_text()
}

/// `text.trim()`: unlike Rust, JavaScript takes the byte order mark for white
/// space, and not `U+0085`.
#[must_use]
pub fn trim(text: &str) -> &str {
    trimmed(text)
}

/// `undefined`.
pub fn undefined<'a>() -> Js<'a> {
    Js::of(Value::Undefined)
}

/// `null`.
pub fn null<'a>() -> Js<'a> {
    Js::of(Value::Null)
}

/// `[a, b]`.
pub fn array<'a>(items: impl IntoIterator<Item = Js<'a>>) -> Js<'a> {
    let items: Rc<[Js<'a>]> = items.into_iter().map(|item| item.whole()).collect();
    let failure = items.iter().find_map(|item| item.value.as_ref().err());
    match failure {
        Some(error) => Js::thrown(error.clone()),
        None => Js::of(Value::MadeArray(items)),
    }
}

/// The pieces of a template literal, each as a string, in one.
pub fn concat<'a>(pieces: impl IntoIterator<Item = Js<'a>>) -> Js<'a> {
    let mut text = Text::from("");
    for piece in pieces {
        match piece.value {
            Ok(value) => text = text.followed_by(&value.to_text()),
            Err(error) => return Js::thrown(error),
        }
    }
    Js::text(text)
}

impl<'a> From<&Self> for Js<'a> {
    fn from(value: &Self) -> Self {
        value.clone()
    }
}

impl<'a> From<&'a str> for Js<'a> {
    fn from(text: &'a str) -> Self {
        Self::text(text)
    }
}

impl<'a> From<&'a String> for Js<'a> {
    fn from(text: &'a String) -> Self {
        Self::text(text.as_str())
    }
}

impl From<String> for Js<'_> {
    fn from(text: String) -> Self {
        Self::text(text)
    }
}

impl From<bool> for Js<'_> {
    fn from(value: bool) -> Self {
        Self::of(Value::Boolean(value))
    }
}

impl<'a, N: Into<Numeric>> From<N> for Js<'a> {
    fn from(number: N) -> Self {
        Self::of(Value::Number(number.into().0))
    }
}

/// The outcome of a test, or its failure.
impl From<Result<bool, Thrown>> for Js<'_> {
    fn from(outcome: Result<bool, Thrown>) -> Self {
        outcome.map_or_else(Self::thrown, Self::from)
    }
}

macro_rules! whole {
    ($($integer:ty),*) => {
        $(impl From<$integer> for Numeric {
            fn from(number: $integer) -> Self {
                Self(Number::Whole(number.into()))
            }
        })*
    };
}

whole!(i32, i64, u64);

impl From<usize> for Numeric {
    fn from(number: usize) -> Self {
        Self(Number::Whole(number as i128))
    }
}

impl From<f64> for Numeric {
    fn from(number: f64) -> Self {
        Self(Number::Float(number))
    }
}
