//! When two JSON values are the same: numbers by their values, objects whatever their order.

use std::cmp::Ordering;
use std::fmt::Write as _;

use serde_json::Value;

use crate::number;

pub(crate) fn is_equal(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Number(left), Value::Number(right)) => {
            number::compare(left, right) == Ordering::Equal
        }
        (Value::Array(left), Value::Array(right)) => {
            left.len() == right.len() && left.iter().zip(right).all(|(a, b)| is_equal(a, b))
        }
        (Value::Object(left), Value::Object(right)) => {
            let same = |(name, value)| right.get(name).is_some_and(|other| is_equal(value, other));
            left.len() == right.len() && left.iter().all(same)
        }
        _ => left == right,
    }
}

/// A text that is the same for equal values and for no others.
pub(crate) fn fingerprint(value: &Value) -> String {
    let mut text = String::new();
    write_fingerprint(value, &mut text);
    text
}

fn write_fingerprint(value: &Value, text: &mut String) {
    match value {
        Value::Number(number) => number::write_fingerprint(number, text),
        Value::Array(items) => {
            text.push('[');
            for item in items {
                write_fingerprint(item, text);
                text.push(',');
            }
            text.push(']');
        }
        Value::Object(properties) => {
            let mut sorted: Vec<_> = properties.iter().collect();
            sorted.sort_by(|left, right| left.0.cmp(right.0));
            text.push('{');
            for (name, value) in sorted {
                let _ = write!(text, "{name:?}:");
                write_fingerprint(value, text);
                text.push(',');
            }
            text.push('}');
        }
        Value::String(string) => {
            let _ = write!(text, "{string:?}");
        }
        other => {
            let _ = write!(text, "{other}");
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::from_str;

    use super::*;

    #[test]
    fn fingerprints_are_the_same_where_values_are() {
        let numbers = [
            "0",
            "-0.0",
            "1",
            "1.0",
            "0.5",
            "-7",
            "1e16",
            "10000000000000000",
            "10000000000000001",
            "9223372036854775807",
            "9223372036854775808",
            "9.223372036854775808e18",
            "-9223372036854775808",
            "-9.223372036854775808e18",
            "18446744073709551615",
            "18446744073709551616",
            "1e30",
            "1e300",
        ];
        for left in numbers {
            for right in numbers {
                let values = [left, right].map(|text| from_str::<Value>(text).unwrap());
                let is_same = fingerprint(&values[0]) == fingerprint(&values[1]);
                assert_eq!(is_same, is_equal(&values[0], &values[1]), "{left} {right}");
            }
        }
    }
}
