//! Whether a value came through a run as it was.

use std::collections::BTreeSet;

use serde_json::{Number, Value};

use crate::place;

/// What may be changed on the way.
pub(crate) struct Allowed<'a> {
    /// The names of properties that have a default.
    pub(crate) defaults: &'a BTreeSet<String>,
    /// Where an answer may lose what no type describes: the places that the schema describes.
    pub(crate) described: Option<BTreeSet<String>>,
}

impl Allowed<'_> {
    /// Whether a value is stored as it was, but for defaults, the spelling of numbers and what the
    /// task has added.
    pub(crate) fn is_kept(&self, place: &str, given: &Value, stored: &Value) -> bool {
        match (given, stored) {
            (Value::Object(given), Value::Object(stored)) => {
                let is_added = |name: &str| name == "_extra" || self.defaults.contains(name);
                let is_stored = |(name, given): (&String, &Value)| {
                    let place = format!("{place}/{}", name.replace('~', "~0").replace('/', "~1"));
                    match stored.get(name) {
                        Some(value) => self.is_kept(&place, given, value),
                        None => self.may_be_lost(&place),
                    }
                };
                given.iter().all(is_stored)
                    && stored
                        .keys()
                        .all(|name| given.contains_key(name) || is_added(name))
            }
            (Value::Array(given), Value::Array(stored)) => {
                let mut pairs = given.iter().zip(stored).enumerate();
                given.len() == stored.len()
                    && pairs.all(|(index, (given, stored))| {
                        self.is_kept(&format!("{place}/{index}"), given, stored)
                    })
            }
            (Value::Number(given), Value::Number(stored)) => are_equal(given, stored),
            (given, stored) => given == stored,
        }
    }

    fn may_be_lost(&self, place: &str) -> bool {
        let described = self.described.as_ref();
        described.is_some_and(|described| !described.contains(place))
    }
}

/// Whether two numbers have the same value, to the last digit.
fn are_equal(given: &Number, stored: &Number) -> bool {
    match (given.as_i128(), stored.as_i128()) {
        (Some(given), Some(stored)) => given == stored,
        _ => given.as_f64() == stored.as_f64(),
    }
}

/// Whether a value that fits is refused for a whole number that the Rust type at the place named
/// has no room for.
pub(crate) fn has_no_room(value: &Value, refusal: &str) -> bool {
    let Some((path, _)) = place::without_run(refusal).split_once(": ") else {
        return false;
    };
    let pointer = path.replace(['.', '['], "/").replace(']', "");
    let refused = value.pointer(&format!("/{pointer}"));
    refused.is_some_and(has_large_number)
}

fn has_large_number(value: &Value) -> bool {
    match value {
        Value::Number(number) => number
            .as_f64()
            .is_some_and(|number| number.abs() >= 2_f64.powi(63)),
        Value::Array(items) => items.iter().any(has_large_number),
        Value::Object(members) => members.values().any(has_large_number),
        _ => false,
    }
}
