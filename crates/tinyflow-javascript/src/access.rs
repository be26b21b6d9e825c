//! Properties: read, asked for, counted.

use std::rc::Rc;

use serde_json::{Map, Value as Json};

use crate::number::Number;
use crate::text::Text;
use crate::thrown::Thrown;
use crate::value::{Js, Value};

impl<'a> Js<'a> {
    /// `x.key` or `x[key]`. It fails where `x` has no value.
    pub fn get(&self, key: impl Into<Self>) -> Self {
        let value = match &self.value {
            Ok(value) => value,
            Err(error) => return Self::thrown(error.clone()),
        };
        let name = self.name();
        let is_skipped = matches!(value, Value::Skipped);
        let key = match key.into().value {
            Ok(key) => key.to_text(),
            Err(_) if is_skipped => return self.clone(),
            Err(error) => return Self::thrown(error),
        };
        if value.is_nullish() && !is_skipped {
            return Self::thrown(Thrown::Missing { path: name });
        }
        let path = match index(&key) {
            Some(index) => format!("{name}[{index}]"),
            None => format!("{name}.{}", key.lossy()),
        };
        Self {
            value: Ok(value.property(&key)),
            path: Some(path),
        }
    }

    /// `x.length`
    pub fn length(&self) -> Self {
        self.get("length")
    }

    /// `x?.`: where there is no value, what is read from it is `undefined`.
    pub fn optional(&self) -> Self {
        match self.value.clone() {
            Ok(value) if value.is_nullish() => self.as_nothing(Value::Skipped),
            _ => self.clone(),
        }
    }

    /// The end of what a `?.` covers: `(x?.y)` in front of `.z`.
    pub fn whole(&self) -> Self {
        match self.value.clone() {
            Ok(Value::Skipped) => self.as_nothing(Value::Undefined),
            _ => self.clone(),
        }
    }

    fn as_nothing(&self, nothing: Value<'a>) -> Self {
        Self {
            value: Ok(nothing),
            path: self.path.clone(),
        }
    }

    /// `key in x`. `x` itself must be an array or object.
    ///
    /// # Errors
    /// If `x` or `key` is a failure, or `x` is no object.
    pub fn has(&self, key: impl Into<Self>) -> Result<bool, Thrown> {
        let path = self.name();
        let key = key.into().value?;
        let value = self.value.clone()?;
        let text = key.to_text();
        match value {
            Value::Array(items) => Ok(is_in(&text, items.len())),
            Value::MadeArray(items) => Ok(is_in(&text, items.len())),
            Value::Object(members) => Ok(members.contains_key(&*text.lossy())),
            Value::MadeObject(members) => Ok(members.contains_key(&*text.lossy())),
            _ => Err(Thrown::NotAnObject { path }),
        }
    }

    /// `Object.keys(x)`
    pub fn keys(&self) -> Self {
        let path = self.name();
        self.map(|value| {
            let keys: Vec<String> = match value {
                Value::Undefined | Value::Skipped | Value::Null => {
                    return Self::thrown(Thrown::Missing { path });
                }
                Value::Object(members) => members.keys().cloned().collect(),
                Value::MadeObject(members) => members.keys().cloned().collect(),
                Value::Array(items) => numbers(items.len()),
                Value::MadeArray(items) => numbers(items.len()),
                Value::Text(text) => numbers(text.length()),
                Value::Boolean(_) | Value::Number(_) => Vec::new(),
            };
            Self::of(Value::MadeArray(keys.into_iter().map(Self::text).collect()))
        })
    }
}

impl<'a> Value<'a> {
    fn property(&self, key: &Text<'_>) -> Self {
        match self {
            Self::Text(text) => match (&*key.lossy(), index(key)) {
                ("length", _) => length(text.length()),
                (_, Some(index)) => unit(text, index),
                _ => Self::Undefined,
            },
            Self::Array(items) => match (&*key.lossy(), index(key)) {
                ("length", _) => length(items.len()),
                (_, Some(index)) => items.get(index).map_or(Self::Undefined, Self::from),
                _ => Self::Undefined,
            },
            Self::MadeArray(items) => match (&*key.lossy(), index(key)) {
                ("length", _) => length(items.len()),
                (_, Some(index)) => element(items, index),
                _ => Self::Undefined,
            },
            Self::Object(members) => member(members, key),
            Self::MadeObject(members) => made_member(members, key),
            Self::Skipped => Self::Skipped,
            Self::Undefined | Self::Null | Self::Boolean(_) | Self::Number(_) => Self::Undefined,
        }
    }
}

fn member<'a>(members: &'a Map<String, Json>, key: &Text<'_>) -> Value<'a> {
    members
        .get(&*key.lossy())
        .map_or(Value::Undefined, Value::from)
}

fn made_member<'a>(members: &Rc<Map<String, Json>>, key: &Text<'_>) -> Value<'a> {
    let member = members.get(&*key.lossy()).cloned();
    member.map_or(Value::Undefined, Value::from)
}

fn element<'a>(items: &[Js<'a>], index: usize) -> Value<'a> {
    let value = items.get(index).map(|item| item.value.clone());
    value.and_then(Result::ok).unwrap_or(Value::Undefined)
}

fn unit<'a>(text: &Text<'_>, index: usize) -> Value<'a> {
    let unit = text.units().get(index).copied();
    unit.map_or(Value::Undefined, |unit| {
        Value::Text(Text::from_units(vec![unit]))
    })
}

fn length<'a>(length: usize) -> Value<'a> {
    Value::Number(Number::Whole(length as i128))
}

/// The index that the key is, if it is spelt as JavaScript spells one.
fn index(key: &Text<'_>) -> Option<usize> {
    let text = key.lossy();
    let index: usize = text.parse().ok()?;
    (index.to_string() == *text).then_some(index)
}

fn is_in(key: &Text<'_>, length: usize) -> bool {
    &*key.lossy() == "length" || index(key).is_some_and(|index| index < length)
}

fn numbers(count: usize) -> Vec<String> {
    (0..count).map(|index| index.to_string()).collect()
}
