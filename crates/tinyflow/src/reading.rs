//! Reads values from JSON as JSON Schema means it: `5.0` is a whole number, too.
//!
//! What was written here reads at once. Only what does not, is taken apart: to spell its numbers
//! as Rust's types want them, and to say where it does not fit.

use serde::de::{DeserializeOwned, Error};
use serde_json::Value;

/// Reads a value from its text.
///
/// # Errors
/// If it does not fit `T`; the error names the place.
pub(crate) fn from_text<T: DeserializeOwned>(text: &str) -> Result<T, serde_json::Error> {
    let first = match serde_json::from_str(text) {
        Ok(value) => return Ok(value),
        Err(error) => error,
    };
    match serde_json::from_str(text) {
        Ok(json) => from_value(json),
        Err(_) => Err(first),
    }
}

/// Reads a value.
///
/// # Errors
/// As for [`from_text`].
pub(crate) fn from_value<T: DeserializeOwned>(mut json: Value) -> Result<T, serde_json::Error> {
    spell_whole_numbers(&mut json);
    serde_path_to_error::deserialize(json).map_err(|error| {
        let path = error.path().to_string();
        let error = error.into_inner();
        match path.as_str() {
            "." => error,
            _ => serde_json::Error::custom(format!("{path}: {error}")),
        }
    })
}

/// Numbers beyond this are not exact as `f64`.
const MOST_EXACT: f64 = 9_007_199_254_740_992.0;

fn spell_whole_numbers(json: &mut Value) {
    match json {
        Value::Number(number) if number.is_f64() => {
            let float = number.as_f64().unwrap_or_default();
            let is_negative_zero = float == 0.0 && float.is_sign_negative();
            if float.fract() == 0.0 && float.abs() <= MOST_EXACT && !is_negative_zero {
                #[expect(clippy::cast_possible_truncation, reason = "a whole number below 2^53")]
                let whole = float as i64;
                *number = whole.into();
            }
        }
        Value::Array(items) => items.iter_mut().for_each(spell_whole_numbers),
        Value::Object(members) => members.values_mut().for_each(spell_whole_numbers),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn whole_numbers_are_read_however_they_are_spelt() {
        let read: Vec<i64> = from_text("[5, 5.0, 1e3, -2.0]").unwrap();
        assert_eq!(read, [5, 5, 1000, -2]);
        assert!(from_text::<i64>("5.5").is_err());
        assert_eq!(from_text::<f64>("5").unwrap(), 5.0);
    }

    #[test]
    fn an_error_names_its_place() {
        type Nested = BTreeMap<String, Vec<u8>>;
        let error = from_text::<Nested>(r#"{"a": [1, 2], "b": [1, 300]}"#).unwrap_err();
        assert!(error.to_string().starts_with("b[1]: "), "{error}");
    }
}
