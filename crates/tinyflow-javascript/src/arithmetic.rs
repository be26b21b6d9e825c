//! `+ - * / %` and the minus before a value. All of it is `f64`.

use crate::value::{Js, Value};

impl<'a> Js<'a> {
    /// `x + other`: strings are joined, the rest is added.
    pub fn plus(&self, other: impl Into<Self>) -> Self {
        self.with(other.into(), |one, other| {
            match (one.to_primitive(), other.to_primitive()) {
                (one @ Value::Text(_), other) | (one, other @ Value::Text(_)) => {
                    Self::text(one.to_text().followed_by(&other.to_text()))
                }
                (one, other) => Self::float(one.to_number().as_f64() + other.to_number().as_f64()),
            }
        })
    }

    /// `x - other`
    pub fn minus(&self, other: impl Into<Self>) -> Self {
        self.calculated(other.into(), |one, other| one - other)
    }

    /// `x * other`
    pub fn times(&self, other: impl Into<Self>) -> Self {
        self.calculated(other.into(), |one, other| one * other)
    }

    /// `x / other`
    pub fn divided_by(&self, other: impl Into<Self>) -> Self {
        self.calculated(other.into(), |one, other| one / other)
    }

    /// `x % other`, with the sign of `x`.
    pub fn remainder(&self, other: impl Into<Self>) -> Self {
        self.calculated(other.into(), |one, other| one % other)
    }

    /// `-x`
    pub fn negated(&self) -> Self {
        self.map(|value| Self::float(-value.to_number().as_f64()))
    }

    fn calculated(&self, other: Self, calculate: impl Fn(f64, f64) -> f64) -> Self {
        self.with(other, |one, other| {
            Self::float(calculate(
                one.to_number().as_f64(),
                other.to_number().as_f64(),
            ))
        })
    }

    fn with(&self, other: Self, make: impl FnOnce(&Value<'a>, &Value<'a>) -> Self) -> Self {
        match (self.value.clone(), other.value) {
            (Ok(one), Ok(other)) => make(&one, &other),
            (Err(error), _) | (_, Err(error)) => Self::thrown(error),
        }
    }
}
