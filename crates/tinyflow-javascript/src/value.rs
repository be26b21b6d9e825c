//! The value that everything here works on.

use std::rc::Rc;

use serde_json::{Map, Value as Json};

use crate::number::Number;
use crate::text::Text;
use crate::thrown::Thrown;

/// A value as JavaScript sees it, or the failure to have one.
#[derive(Clone, Debug)]
#[must_use]
pub struct Js<'a> {
    pub(crate) value: Result<Value<'a>, Thrown>,
    /// How a condition would write it, where it is read from the state.
    pub(crate) path: Option<String>,
}

/// Arrays and objects are compared by identity: that of the state's own
/// memory, or of what was made of it.
#[derive(Clone, Debug)]
pub(crate) enum Value<'a> {
    Undefined,
    /// `undefined`, since a `?.` before has found nothing: what is read from it
    /// is this again.
    Skipped,
    Null,
    Boolean(bool),
    Number(Number),
    Text(Text<'a>),
    Array(&'a Vec<Json>),
    Object(&'a Map<String, Json>),
    MadeArray(Rc<[Js<'a>]>),
    MadeObject(Rc<Map<String, Json>>),
}

/// A number that is taken as JavaScript takes it.
#[derive(Clone, Copy, Debug)]
pub struct Numeric(pub(crate) Number);

impl<'a> Js<'a> {
    pub(crate) fn of(value: Value<'a>) -> Self {
        Self {
            value: Ok(value),
            path: None,
        }
    }

    pub(crate) fn thrown(error: Thrown) -> Self {
        Self {
            value: Err(error),
            path: None,
        }
    }

    pub(crate) fn text(text: impl Into<Text<'a>>) -> Self {
        Self::of(Value::Text(text.into()))
    }

    pub(crate) fn float(number: f64) -> Self {
        Self::of(Value::Number(Number::Float(number)))
    }

    /// What the value is called in an error.
    pub(crate) fn name(&self) -> String {
        self.path.clone().unwrap_or_else(|| match &self.value {
            Ok(value) => value.name(),
            Err(_) => "a value".to_owned(),
        })
    }

    /// The value made of this one, or the failure of this one.
    pub(crate) fn map(&self, make: impl FnOnce(Value<'a>) -> Self) -> Self {
        match self.value.clone() {
            Ok(value) => make(value),
            Err(error) => Self::thrown(error),
        }
    }
}

impl Value<'_> {
    fn name(&self) -> String {
        match self {
            Self::Undefined | Self::Skipped => "undefined".to_owned(),
            Self::Null => "null".to_owned(),
            value => value.to_text().lossy().into_owned(),
        }
    }
}

impl<'a> From<&'a Json> for Value<'a> {
    fn from(json: &'a Json) -> Self {
        match json {
            Json::Null => Self::Null,
            Json::Bool(boolean) => Self::Boolean(*boolean),
            Json::Number(number) => Self::Number(Number::of_json(number)),
            Json::String(text) => Self::Text(text.as_str().into()),
            Json::Array(items) => Self::Array(items),
            Json::Object(members) => Self::Object(members),
        }
    }
}

/// JSON that nothing else holds.
impl From<Json> for Value<'_> {
    fn from(json: Json) -> Self {
        match json {
            Json::Null => Self::Null,
            Json::Bool(boolean) => Self::Boolean(boolean),
            Json::Number(number) => Self::Number(Number::of_json(&number)),
            Json::String(text) => Self::Text(text.into()),
            Json::Array(items) => {
                Self::MadeArray(items.into_iter().map(|item| Js::of(item.into())).collect())
            }
            Json::Object(members) => Self::MadeObject(Rc::new(members)),
        }
    }
}
