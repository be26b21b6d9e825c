//! One type into another, where JavaScript does so of its own accord.

use crate::number::{Number, parsed};
use crate::text::Text;
use crate::thrown::Thrown;
use crate::value::{Js, Value};

impl<'a> Js<'a> {
    /// Whether the value counts as true.
    ///
    /// # Errors
    /// If the value is a failure.
    pub fn truthy(&self) -> Result<bool, Thrown> {
        Ok(self.value.clone()?.is_truthy())
    }

    /// `typeof x`
    pub fn type_of(&self) -> Self {
        self.map(|value| Self::text(value.type_of()))
    }
}

impl<'a> Value<'a> {
    pub(crate) fn is_nullish(&self) -> bool {
        matches!(self, Self::Undefined | Self::Skipped | Self::Null)
    }

    pub(crate) fn is_truthy(&self) -> bool {
        match self {
            Self::Undefined | Self::Skipped | Self::Null => false,
            Self::Boolean(boolean) => *boolean,
            Self::Number(number) => number.as_f64() != 0.0 && !number.is_nan(),
            Self::Text(text) => !text.is_empty(),
            Self::Array(_) | Self::Object(_) | Self::MadeArray(_) | Self::MadeObject(_) => true,
        }
    }

    fn type_of(&self) -> &'static str {
        match self {
            Self::Undefined | Self::Skipped => "undefined",
            Self::Boolean(_) => "boolean",
            Self::Number(_) => "number",
            Self::Text(_) => "string",
            Self::Null
            | Self::Array(_)
            | Self::Object(_)
            | Self::MadeArray(_)
            | Self::MadeObject(_) => "object",
        }
    }

    pub(crate) fn to_number(&self) -> Number {
        match self {
            Self::Undefined | Self::Skipped => Number::Float(f64::NAN),
            Self::Null => Number::Whole(0),
            Self::Boolean(boolean) => Number::Whole((*boolean).into()),
            Self::Number(number) => *number,
            value => Number::Float(match value.to_text() {
                Text::Whole(text) => parsed(&text),
                Text::Halves(_) => f64::NAN,
            }),
        }
    }

    pub(crate) fn to_text(&self) -> Text<'a> {
        match self {
            Self::Undefined | Self::Skipped => "undefined".into(),
            Self::Null => "null".into(),
            Self::Boolean(boolean) => boolean.to_string().into(),
            Self::Number(number) => number.to_text().into(),
            Self::Text(text) => text.clone(),
            Self::Array(items) => joined(items.iter().map(Value::from)),
            Self::MadeArray(items) => joined(items.iter().map(|item| match &item.value {
                Ok(value) => value.clone(),
                Err(_) => Value::Undefined,
            })),
            Self::Object(_) | Self::MadeObject(_) => "[object Object]".into(),
        }
    }

    /// Arrays and objects as strings, the rest as it is.
    pub(crate) fn to_primitive(&self) -> Self {
        match self {
            Self::Array(_) | Self::Object(_) | Self::MadeArray(_) | Self::MadeObject(_) => {
                Self::Text(self.to_text())
            }
            value => value.clone(),
        }
    }
}

fn joined<'a>(items: impl Iterator<Item = Value<'a>>) -> Text<'a> {
    let mut text = Text::from("");
    for (index, item) in items.enumerate() {
        if index > 0 {
            text = text.followed_by(&",".into());
        }
        if !item.is_nullish() {
            text = text.followed_by(&item.to_text());
        }
    }
    text
}
