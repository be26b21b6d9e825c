//! Operators that evaluate a part only where it matters, for where their value
//! is used. As tests of a condition they are Rust's own.

use crate::thrown::Thrown;
use crate::value::Js;

impl<'a> Js<'a> {
    /// `x && other`
    pub fn and<V: Into<Self>>(&self, other: impl FnOnce() -> V) -> Self {
        match &self.value {
            Ok(value) if value.is_truthy() => other().into().whole(),
            _ => self.whole(),
        }
    }

    /// `x || other`
    pub fn or<V: Into<Self>>(&self, other: impl FnOnce() -> V) -> Self {
        match &self.value {
            Ok(value) if !value.is_truthy() => other().into().whole(),
            _ => self.whole(),
        }
    }

    /// `x ?? other`
    pub fn or_if_nullish<V: Into<Self>>(&self, other: impl FnOnce() -> V) -> Self {
        match &self.value {
            Ok(value) if value.is_nullish() => other().into().whole(),
            _ => self.whole(),
        }
    }
}

/// `test ? one : other`
pub fn choose<'a, One: Into<Js<'a>>, Other: Into<Js<'a>>>(
    test: Result<bool, Thrown>,
    one: impl FnOnce() -> One,
    other: impl FnOnce() -> Other,
) -> Js<'a> {
    match test {
        Ok(true) => one().into().whole(),
        Ok(false) => other().into().whole(),
        Err(error) => Js::thrown(error),
    }
}

/// `!x`
///
/// # Errors
/// If the test failed.
pub fn not(test: Result<bool, Thrown>) -> Result<bool, Thrown> {
    test.map(|holds| !holds)
}
