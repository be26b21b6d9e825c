//! The methods of strings and arrays.

use crate::text::Text;
use crate::thrown::Thrown;
use crate::value::{Js, Value};

impl<'a> Js<'a> {
    /// `x.includes(part)`, of a string or an array.
    pub fn includes(&self, part: impl Into<Self>) -> Self {
        self.called("includes", part, |value, part| {
            let holds = match value {
                Value::Text(text) => text.includes(&part.to_text()),
                Value::Array(items) => items.iter().any(|item| Value::from(item).is_same(part)),
                Value::MadeArray(items) => {
                    let mut items = items.iter();
                    items.any(|item| item.value.as_ref().is_ok_and(|item| item.is_same(part)))
                }
                _ => return None,
            };
            Some(holds.into())
        })
    }

    /// `x.startsWith(part)`
    pub fn starts_with(&self, part: impl Into<Self>) -> Self {
        self.called("startsWith", part, |value, part| match value {
            Value::Text(text) => Some(text.starts_with(&part.to_text()).into()),
            _ => None,
        })
    }

    /// `x.endsWith(part)`
    pub fn ends_with(&self, part: impl Into<Self>) -> Self {
        self.called("endsWith", part, |value, part| match value {
            Value::Text(text) => Some(text.ends_with(&part.to_text()).into()),
            _ => None,
        })
    }

    /// `x.toLowerCase()`
    pub fn to_lower_case(&self) -> Self {
        self.changed("toLowerCase", Text::to_lower_case)
    }

    /// `x.toUpperCase()`
    pub fn to_upper_case(&self) -> Self {
        self.changed("toUpperCase", Text::to_upper_case)
    }

    /// `x.trim()`
    pub fn trim(&self) -> Self {
        self.changed("trim", Text::trim)
    }

    /// `x.some(test)`: one element passes.
    pub fn some<V: Into<Self>>(&self, test: impl Fn(&Self) -> V) -> Self {
        self.tested("some", true, test)
    }

    /// `x.every(test)`: no element fails.
    pub fn every<V: Into<Self>>(&self, test: impl Fn(&Self) -> V) -> Self {
        self.tested("every", false, test)
    }

    /// Whether an element has the outcome that decides.
    fn tested<V: Into<Self>>(
        &self,
        method: &'static str,
        decides: bool,
        test: impl Fn(&Self) -> V,
    ) -> Self {
        let name = self.name();
        self.called(method, false, |value, _| {
            let elements: Vec<Value<'a>> = match value {
                Value::Array(items) => items.iter().map(Value::from).collect(),
                Value::MadeArray(items) => {
                    let values = items.iter().map(|item| item.value.clone());
                    values.filter_map(Result::ok).collect()
                }
                _ => return None,
            };
            for (index, value) in elements.into_iter().enumerate() {
                let element = Self {
                    value: Ok(value),
                    path: Some(format!("{name}[{index}]")),
                };
                match test(&element).into().truthy() {
                    Ok(outcome) if outcome == decides => return Some(decides.into()),
                    Ok(_) => {}
                    Err(error) => return Some(Self::thrown(error)),
                }
            }
            Some((!decides).into())
        })
    }

    fn changed(&self, method: &'static str, change: impl Fn(&Text<'a>) -> Text<'a>) -> Self {
        self.called(method, false, |value, _| match value {
            Value::Text(text) => Some(Self::text(change(text))),
            _ => None,
        })
    }

    /// What a method gives; none where the value does not have it.
    fn called(
        &self,
        method: &'static str,
        argument: impl Into<Self>,
        call: impl FnOnce(&Value<'a>, &Value<'a>) -> Option<Self>,
    ) -> Self {
        let path = self.name();
        let value = match self.value.clone() {
            Ok(Value::Skipped) => return Self::of(Value::Skipped),
            Ok(value) => value,
            Err(error) => return Self::thrown(error),
        };
        if value.is_nullish() {
            return Self::thrown(Thrown::Missing { path });
        }
        match argument.into().value {
            Ok(argument) => call(&value, &argument)
                .unwrap_or_else(|| Self::thrown(Thrown::NoMethod { path, method })),
            Err(error) => Self::thrown(error),
        }
    }
}
