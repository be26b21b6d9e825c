//! Equality and order.

use std::cmp::Ordering;
use std::ptr;
use std::rc::Rc;

use crate::number::Number;
use crate::thrown::Thrown;
use crate::value::{Js, Value};

impl<'a> Js<'a> {
    /// `x == other`
    ///
    /// # Errors
    /// If one of them is a failure.
    pub fn loosely_equals(&self, other: impl Into<Self>) -> Result<bool, Thrown> {
        Ok(self.value.clone()?.loosely_equals(&other.into().value?))
    }

    /// `x === other`
    ///
    /// # Errors
    /// If one of them is a failure.
    pub fn strictly_equals(&self, other: impl Into<Self>) -> Result<bool, Thrown> {
        Ok(self.value.clone()?.strictly_equals(&other.into().value?))
    }

    /// `x == null`, which `undefined` is as well.
    ///
    /// # Errors
    /// If the value is a failure.
    pub fn is_nullish(&self) -> Result<bool, Thrown> {
        Ok(self.value.clone()?.is_nullish())
    }

    /// `x === null`
    ///
    /// # Errors
    /// If the value is a failure.
    pub fn is_null(&self) -> Result<bool, Thrown> {
        Ok(matches!(self.value.clone()?, Value::Null))
    }

    /// `x === undefined`
    ///
    /// # Errors
    /// If the value is a failure.
    pub fn is_undefined(&self) -> Result<bool, Thrown> {
        Ok(matches!(
            self.value.clone()?,
            Value::Undefined | Value::Skipped
        ))
    }

    /// `x < other`
    ///
    /// # Errors
    /// If one of them is a failure.
    pub fn less_than(&self, other: impl Into<Self>) -> Result<bool, Thrown> {
        self.is_ordered(other.into(), Ordering::is_lt)
    }

    /// `x <= other`
    ///
    /// # Errors
    /// If one of them is a failure.
    pub fn at_most(&self, other: impl Into<Self>) -> Result<bool, Thrown> {
        self.is_ordered(other.into(), Ordering::is_le)
    }

    /// `x > other`
    ///
    /// # Errors
    /// If one of them is a failure.
    pub fn greater_than(&self, other: impl Into<Self>) -> Result<bool, Thrown> {
        self.is_ordered(other.into(), Ordering::is_gt)
    }

    /// `x >= other`
    ///
    /// # Errors
    /// If one of them is a failure.
    pub fn at_least(&self, other: impl Into<Self>) -> Result<bool, Thrown> {
        self.is_ordered(other.into(), Ordering::is_ge)
    }

    fn is_ordered(&self, other: Self, holds: impl Fn(Ordering) -> bool) -> Result<bool, Thrown> {
        let order = self.value.clone()?.order(&other.value?);
        Ok(order.is_some_and(holds))
    }
}

impl Value<'_> {
    pub(crate) fn strictly_equals(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Undefined | Self::Skipped, Self::Undefined | Self::Skipped)
            | (Self::Null, Self::Null) => true,
            (Self::Boolean(one), Self::Boolean(other)) => one == other,
            (Self::Number(one), Self::Number(other)) => one.equals(*other),
            (Self::Text(one), Self::Text(other)) => one.equals(other),
            (Self::Array(one), Self::Array(other)) => ptr::eq(*one, *other),
            (Self::Object(one), Self::Object(other)) => ptr::eq(*one, *other),
            (Self::MadeArray(one), Self::MadeArray(other)) => Rc::ptr_eq(one, other),
            (Self::MadeObject(one), Self::MadeObject(other)) => Rc::ptr_eq(one, other),
            _ => false,
        }
    }

    fn loosely_equals(&self, other: &Self) -> bool {
        if self.is_nullish() || other.is_nullish() {
            return self.is_nullish() && other.is_nullish();
        }
        if self.is_object() == other.is_object() && self.is_object() {
            return self.strictly_equals(other);
        }
        match (self.to_primitive(), other.to_primitive()) {
            (Self::Text(one), Self::Text(other)) => one.equals(&other),
            (one, other) => one.to_number().equals(other.to_number()),
        }
    }

    /// How `.includes` of an array compares: `NaN` is found.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        let is_nan = |value: &Self| matches!(value, Self::Number(number) if number.is_nan());
        self.strictly_equals(other) || is_nan(self) && is_nan(other)
    }

    fn is_object(&self) -> bool {
        matches!(
            self,
            Self::Array(_) | Self::Object(_) | Self::MadeArray(_) | Self::MadeObject(_)
        )
    }

    fn order(&self, other: &Self) -> Option<Ordering> {
        match (self.to_primitive(), other.to_primitive()) {
            (Self::Text(one), Self::Text(other)) => Some(one.order(&other)),
            (one, other) => Number::order(one.to_number(), other.to_number()),
        }
    }
}
