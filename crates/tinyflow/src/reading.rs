//! Reads values from JSON as JSON Schema means it: `5.0` is a whole number, too.
//!
//! What was written here reads at once. Only what does not, is taken apart: to spell its numbers
//! as Rust's types want them, and to say where it does not fit.

mod exact;

use serde::de::{DeserializeOwned, Error};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

use self::exact::{Exact, ExactValue};

/// Reads a value from its text, as the derives of serde do.
///
/// # Errors
/// If it does not fit `T`; the error names the place.
pub(crate) fn from_text<T: DeserializeOwned>(text: &str) -> Result<T, serde_json::Error> {
    let first = match serde_json::from_str(text) {
        Ok(value) => return Ok(value),
        Err(error) => error,
    };
    match serde_json::from_str(text) {
        Ok(json) => with_place(json),
        Err(_) => Err(first),
    }
}

/// Reads a variant of an enum only in the form in which serde's derive writes it, for
/// `#[serde(deserialize_with = …)]`.
///
/// To tell variants apart serde sets the value aside. From there it takes an array for the fields
/// of a struct, and `{"On": null}` for the variant `On`, whoever reads.
///
/// # Errors
/// If it does not fit.
pub fn exact<'de, T, D>(deserializer: D) -> Result<T, D::Error>
where
    T: Deserialize<'de>,
    D: Deserializer<'de>,
{
    T::deserialize(Exact(deserializer))
}

/// Reads a value that others may have written: only in the form in which `T` writes it.
///
/// # Errors
/// As for [`from_text`].
pub(crate) fn from_others<T>(text: &str) -> Result<T, serde_json::Error>
where
    T: Serialize + DeserializeOwned,
{
    let refusal = match from_text(text) {
        Ok(ExactValue(value)) => return Ok(value),
        Err(refusal) => refusal,
    };
    // Not every type writes itself as a derive would.
    match from_text::<T>(text) {
        Ok(value) if serde_json::to_value(&value)? == from_text::<Value>(text)? => Ok(value),
        _ => Err(refusal),
    }
}

/// Reads an answer, only in the form in which a derive would write it.
///
/// # Errors
/// As for [`from_text`].
pub(crate) fn answer<T: DeserializeOwned>(json: Value) -> Result<T, serde_json::Error> {
    with_place(json).map(|ExactValue(answer)| answer)
}

fn with_place<T: DeserializeOwned>(mut json: Value) -> Result<T, serde_json::Error> {
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

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Parcel {
        weight: u32,
        size: Size,
        tags: Vec<Tag>,
    }

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    enum Size {
        Small,
        Of { width: u32, depth: u32 },
        Sum(u32, u32),
    }

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Tag {
        name: Option<String>,
    }

    #[test]
    fn what_others_wrote_is_read_in_the_form_that_serde_writes() {
        for size in [
            "\"Small\"",
            r#"{"Of":{"width":1,"depth":2}}"#,
            r#"{"Sum":[1,2]}"#,
        ] {
            let text = format!(r#"{{"weight":5,"size":{size},"tags":[{{"name":"a"}}]}}"#);
            let parcel: Parcel = from_others(&text).unwrap();
            assert_eq!(serde_json::to_string(&parcel).unwrap(), text);
        }
    }

    #[test]
    fn what_only_a_derive_would_read_is_refused_with_its_place() {
        let refused = [
            (r#"[5, "Small", []]"#, "invalid type: sequence"),
            (
                r#"{"weight":5,"size":{"Small":null},"tags":[]}"#,
                "size: invalid type: map",
            ),
            (r#"{"weight":5,"size":{"Of":[1,2]},"tags":[]}"#, "size"),
            (
                r#"{"weight":5.0,"size":"Small","tags":[["a"]]}"#,
                "tags[0]: invalid type: sequence",
            ),
        ];
        for (text, reason) in refused {
            assert!(from_text::<Parcel>(text).is_ok(), "{text}");
            let error = from_others::<Parcel>(text).unwrap_err().to_string();
            assert!(error.starts_with(reason), "{error}");
            let json = serde_json::from_str(text).unwrap();
            let error = answer::<Parcel>(json).unwrap_err().to_string();
            assert!(error.starts_with(reason), "{error}");
        }
    }

    /// Written as an array, read by the derive.
    #[derive(Debug, Deserialize)]
    struct Compact {
        x: u32,
        y: u32,
    }

    impl Serialize for Compact {
        fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            (self.x, self.y).serialize(serializer)
        }
    }

    #[test]
    fn a_type_reads_what_it_writes() {
        let compact: Compact = from_others("[1,2]").unwrap();
        assert_eq!((compact.x, compact.y), (1, 2));
        assert!(from_others::<Compact>(r#"[1,"2"]"#).is_err());
    }
}
